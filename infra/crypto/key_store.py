"""The key store (密钥库): a random key for each case, person and photo, wrapped by the master key, beside the ledger.

A key is on disk before the first value sealed with it leaves this module, so that no power cut can lose what the
ledger has recorded. Many callers' new keys share one transaction. Destroying a key erases what it sealed, everywhere
and for good; its name is never used again.
"""

import hmac
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.shared.sealed import Sealed
from infra.crypto.master_key import MasterKeyRefused
from infra.ledger.group_commit import GroupCommit
from infra.sqlite.database import Database, Store
from infra.sqlite.migrating import migrate, migrations_in
from infra.stores import StoreCorrupt

STORE = Store("the key store", "密钥库", 0x67676B31)
MIGRATIONS = migrations_in(Path(__file__).parent / "migrations")
NONCE_BYTES = 12
REMEMBERED = 50_000
"""Keys held in memory, about 1 KB each."""

_PROOF = "proof of the master key"
_FIND = "SELECT wrapped FROM key WHERE name = ?"
_INSERT = "INSERT INTO key (name, wrapped) VALUES (?, ?) ON CONFLICT DO NOTHING"
_DESTROY = "INSERT INTO key (name, wrapped) VALUES (?, NULL) ON CONFLICT (name) DO UPDATE SET wrapped = NULL"


class KeyDestroyed(Exception):  # noqa: N818 - it is an answer
    """The key was destroyed, and with it what it sealed (已销毁)."""


class SealBroken(StoreCorrupt):
    """A sealed value cannot be opened: it was changed, or the key store is not the one of this ledger."""


class KeyStore:
    """Seals and opens values with named keys. Threads and processes may share the file.

    Raises `MasterKeyRefused` for another master key than the one the file was made with, `StoreAway`, `StoreCorrupt`.
    """

    def __init__(self, path: Path, master_key: bytes) -> None:
        self._master_key = master_key
        self._wrapper = AESGCM(self._derived("wrap"))
        self._hash_keys: dict[str, bytes] = {}
        self._database = Database(path, STORE)
        self._lock = Lock()
        self._remembered: dict[str, AESGCM] = {}
        self._destructions: int | None = None
        self._group: GroupCommit[Sequence[str], list[AESGCM | None]] = GroupCommit(self._make)
        migrate(self._database, "keys", MIGRATIONS)
        self._check_master_key()

    def seal(self, name: str, value: str | bytes) -> Sealed:
        """Seal a text or file under the named key, which is made when it is not there. Raises `KeyDestroyed`."""
        (key,) = self._keys((name,))
        nonce = os.urandom(NONCE_BYTES)
        plain = value.encode() if isinstance(value, str) else value
        return Sealed(name, nonce + key.encrypt(nonce, plain, name.encode()))

    def open(self, sealed: Sealed) -> bytes:
        """Return what was sealed. Raises `KeyDestroyed`, `SealBroken`."""
        key = self._find((sealed.key,)).get(sealed.key)
        try:
            if key is not None:
                return key.decrypt(sealed.box[:NONCE_BYTES], sealed.box[NONCE_BYTES:], sealed.key.encode())
        except (InvalidTag, ValueError):
            pass
        raise SealBroken(
            f"A value sealed under {sealed.key} cannot be opened: it was changed, or the key store is another one.",
            f"以 {sealed.key} 封存的内容无法打开：内容被改动，或密钥库不匹配。",
        ) from None

    def open_text(self, sealed: Sealed) -> str:
        """Return the text that was sealed. Raises `KeyDestroyed`, `SealBroken`."""
        return self.open(sealed).decode()

    def ensure(self, names: Iterable[str]) -> None:
        """Make the keys that are not there, all in one transaction. Raises `KeyDestroyed`."""
        self._keys(tuple(names))

    def destroy(self, name: str) -> None:
        """Destroy a key, in every process and on disk; a name that had no key yet can have none from now on."""
        with self._database.writing() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(
                "INSERT INTO key (name, wrapped) VALUES (?, NULL) ON CONFLICT (name) DO UPDATE SET wrapped = NULL",
                (name,),
            )
            connection.execute("INSERT INTO destruction (name) VALUES (?)", (name,))
        self._database.flush_log()

    def keyed_hash(self, purpose: str, value: str | bytes) -> bytes:
        """Return 32 bytes that tell equal values without telling the value, different for each purpose."""
        key = self._hash_keys.get(purpose)
        if key is None:
            key = self._hash_keys[purpose] = self._derived(f"hash/{purpose}")
        return hmac.digest(key, value.encode() if isinstance(value, str) else value, "sha256")

    def close(self) -> None:
        """Let go of the file and forget the keys."""
        self._database.close()
        self._forget(None)

    def _derived(self, purpose: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"gridgov/{purpose}".encode()).derive(
            self._master_key
        )

    def _keys(self, names: Sequence[str]) -> list[AESGCM]:
        """Return the keys, making those that are not there. Raises `KeyDestroyed`."""
        found = self._find(names)
        missing = [name for name in dict.fromkeys(names) if name not in found]
        if missing:
            made = self._group.submit(missing)
            found |= {name: key for name, key in zip(missing, made, strict=True) if key is not None}
        for name in names:
            if name not in found:
                raise KeyDestroyed(name)
        return [found[name] for name in names]

    def _find(self, names: Sequence[str]) -> dict[str, AESGCM]:
        """Return those of the keys that are there. Raises `KeyDestroyed`."""
        with self._database.reading() as connection:
            (destructions,) = connection.execute("SELECT max(number) FROM destruction").fetchone()
            if destructions != self._destructions:
                self._forget(destructions)
            found = {name: key for name in names if (key := self._remembered.get(name)) is not None}
            read = {
                name: self._unwrapped(name, row[0])
                for name in names
                if name not in found and (row := connection.execute(_FIND, (name,)).fetchone()) is not None
            }
        if read:
            self._remember(read, destructions)
        return found | read

    def _make(self, jobs: Sequence[Sequence[str]]) -> list[list[AESGCM | None]]:
        """Make the keys of several callers; None for a name whose key was destroyed meanwhile."""
        made: dict[str, AESGCM | None] = {}
        with self._database.writing() as connection:
            for name in dict.fromkeys(name for job in jobs for name in job):
                key = os.urandom(32)
                wrapped = self._wrapped(name, key)
                if connection.execute(_INSERT, (name, wrapped)).rowcount:
                    made[name] = AESGCM(key)
                else:
                    (stored,) = connection.execute(_FIND, (name,)).fetchone()
                    made[name] = None if stored is None else self._unwrapped(name, stored)
            (destructions,) = connection.execute("SELECT max(number) FROM destruction").fetchone()
        self._remember({name: key for name, key in made.items() if key is not None}, destructions)
        return [[made[name] for name in job] for job in jobs]

    def _remember(self, keys: dict[str, AESGCM], destructions: int | None) -> None:
        """Remember keys that were read after so many destructions, unless more are known by now."""
        with self._lock:
            if self._destructions == destructions:
                if len(self._remembered) > REMEMBERED:
                    self._remembered.clear()
                self._remembered |= keys

    def _forget(self, destructions: int | None) -> None:
        """Forget all keys: some were destroyed, here or by another process. It is rare, and reading them is quick."""
        with self._lock:
            self._remembered = {}
            self._destructions = destructions

    def _wrapped(self, name: str, key: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._wrapper.encrypt(nonce, key, name.encode())

    def _unwrapped(self, name: str, wrapped: bytes | None) -> AESGCM:
        if wrapped is None:
            raise KeyDestroyed(name)
        try:
            return AESGCM(self._wrapper.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name.encode()))
        except (InvalidTag, ValueError):
            raise SealBroken(
                f"The key {name} is damaged; put the key store back from its backup.",
                f"密钥 {name} 已损坏，请从备份恢复密钥库。",
            ) from None

    def _check_master_key(self) -> None:
        """Compare the master key with the one that the file was made with; a new file keeps its proof."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT proof FROM proof_of_master_key").fetchone()
        if row is None:
            with self._database.writing() as connection:
                proof = self._wrapped(_PROOF, bytes(32))
                connection.execute("INSERT INTO proof_of_master_key VALUES (1, ?) ON CONFLICT DO NOTHING", (proof,))
            return self._check_master_key()
        try:
            self._unwrapped(_PROOF, row[0])
        except SealBroken:
            raise MasterKeyRefused(
                "The master key is not the one that the key store was made with; put the right file back.",
                "主密钥与密钥库不匹配，请恢复正确的主密钥文件。",
            ) from None
