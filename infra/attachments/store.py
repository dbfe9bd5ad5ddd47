"""The store of attachments: each file once, under the SHA-256 of its plain content, sealed under a key of its own.

A file is on disk before it is known. What it is and who handed it in stands in tables beside the ledger, by the
person's id. Destroying the key `photo/<sha256>` erases the file for good; it is never taken again.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from domain.shared.sealed import Sealed
from infra.crypto.key_store import KeyStore
from infra.ledger.mapper import to_microseconds
from infra.ledger.sqlite import STORE
from infra.sqlite.database import Database
from infra.sqlite.migrating import migrate, migrations_in
from infra.stores import StoreAway, StoreCorrupt

MIGRATIONS = migrations_in(Path(__file__).parent / "migrations")
PREFIX = "sha256:"


class AttachmentsAway(StoreAway):
    """The folder of the attachments cannot be written or read now (disk full, read-only); nothing was kept."""


class AttachmentLost(StoreCorrupt):
    """A file that is known is no longer in the folder."""


class Attachment(msgspec.Struct, frozen=True):
    """A file that was handed in. `digest` is `sha256:` and 64 hexadecimal digits; `size` in bytes of the plain file."""

    digest: str
    media_type: str
    size: int


class Attachments:
    """The sealed files in a folder. Threads and processes may share it.

    `ledger` is the file of the ledger, which holds the tables. Raises `AttachmentsAway`, `LedgerAway`, `LedgerCorrupt`.
    """

    def __init__(self, folder: Path, ledger: Path, keys: KeyStore) -> None:
        self._folder = folder
        self._keys = keys
        self._database = Database(ledger, STORE)
        migrate(self._database, "attachments", MIGRATIONS)

    def keep(self, content: bytes, media_type: str, person: str, now: datetime) -> Attachment:
        """Keep a file that a person hands in; one that is there already is not written again.

        Raises `KeyDestroyed` for a file that was erased.
        """
        digest = hashlib.sha256(content).hexdigest()
        kept = Attachment(PREFIX + digest, media_type, len(content))
        sealed = self._keys.seal(_key(digest), content)
        try:
            self._write(digest, sealed.box)
        except OSError as error:
            raise _away(error) from error
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO attachment VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (digest, media_type, len(content))
            )
            connection.execute(
                "INSERT INTO upload VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (digest, person, to_microseconds(now))
            )
        return kept

    def find(self, digest: str) -> Attachment | None:
        """Return what a file is, or None where it was never handed in."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT media_type, size FROM attachment WHERE digest = ?", (digest.removeprefix(PREFIX),)
            ).fetchone()
        return None if row is None else Attachment(PREFIX + digest.removeprefix(PREFIX), *row)

    def uploaders(self, digest: str) -> frozenset[str]:
        """Return the ids of the people who handed a file in."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT person FROM upload WHERE digest = ?", (digest.removeprefix(PREFIX),))
            return frozenset(person for (person,) in rows)

    def read(self, digest: str) -> bytes:
        """Return the plain content of a file that is known.

        Raises `KeyDestroyed`, `AttachmentLost`, and `SealBroken` where the file was changed.
        """
        name = digest.removeprefix(PREFIX)
        try:
            box = self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise AttachmentLost(
                f"The attachment {name} is not in its folder; put it back from the backup.",
                f"附件 {name} 不在附件目录中，请从备份恢复。",
            ) from error
        except OSError as error:
            raise _away(error) from error
        return self._keys.open(Sealed(_key(name), box))

    def close(self) -> None:
        """Let go of the tables."""
        self._database.close()

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _write(self, name: str, box: bytes) -> None:
        """Put the file in its place whole or not at all, so that a power cut leaves no half of it."""
        path = self._path(name)
        if path.exists():
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(box)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        except OSError:
            with suppress(OSError):
                Path(draft).unlink()
            raise
        for folder in (path.parent, self._folder, self._folder.parent):
            _flush(folder)


def _key(name: str) -> str:
    return f"photo/{name}"


def _flush(folder: Path) -> None:
    """Let the folder's entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _away(error: OSError) -> AttachmentsAway:
    return AttachmentsAway(
        f"The folder of the attachments cannot be used ({error.strerror}); check its disk and rights, then try again.",
        f"附件目录无法使用（{error.strerror}），请检查磁盘空间和权限后重试。",
    )
