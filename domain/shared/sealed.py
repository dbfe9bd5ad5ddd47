"""Sealed values (加密封存的内容): personal data and free text, as the domain and the ledger hold them.

The domain never sees the plain text. A service seals it before a command and opens it for a reader with the right.
Destroying a key erases what it sealed and leaves every hash, proof and count intact.
Source: Personal Information Protection Law (个人信息保护法), articles 19, 47 and 51.
"""

import msgspec


class Sealed(msgspec.Struct, frozen=True):
    """A text or file sealed by AES-256-GCM under the named key.

    `key` names the key in the key store (`case/<uuid>`, `person/<id>`, `photo/<sha256>`); `box` is nonce, ciphertext
    and tag.
    """

    key: str
    box: bytes
