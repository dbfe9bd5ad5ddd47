"""Use cases and HTTP of attachments (附件)."""
