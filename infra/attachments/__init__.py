"""Attachments (附件): photos and documents, sealed each under a key of its own."""
