"""The master key (主密钥): 256 bits in a file that only its owner may read. It wraps all other keys.

Whoever holds the ledger, the key store and this file can read everything; whoever loses this file can never open a
sealed value again. It belongs into another backup than the data.
"""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from infra.stores import StoreCorrupt

BYTES = 32


class MasterKeyRefused(StoreCorrupt):
    """The master key is missing, open to others, malformed or another one; the message says what to do."""


def read_or_make_master_key(file: Path, keys: Path) -> bytes:
    """Return the master key; at the very first start, while there is no key store yet, make it.

    `keys` is the path of the key store. Raises `MasterKeyRefused`.
    """
    if not file.exists():
        if keys.exists():
            raise MasterKeyRefused(
                f"{keys.name} is there but its master key {file.name} is not; put the file back from its backup.",
                f"密钥库 {keys.name} 存在，但主密钥文件 {file.name} 缺失，请从备份恢复该文件。",
            )
        _make(file)
    return read_master_key(file)


def read_master_key(file: Path) -> bytes:
    """Return the master key. Raises `MasterKeyRefused` where it is missing, open to others or malformed."""
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise MasterKeyRefused(
            f"The master key {file.name} cannot be read; check the path and its owner.",
            f"无法读取主密钥文件 {file.name}，请检查路径和所有者。",
        ) from error
    if mode & 0o077:
        raise MasterKeyRefused(
            f"The master key {file.name} is open to others (mode {mode:04o}); run: chmod 600 {file.name}",
            f"主密钥文件 {file.name} 可被他人读取（权限 {mode:04o}），请执行：chmod 600 {file.name}",
        )
    with suppress(ValueError):
        key = bytes.fromhex(text)
        if len(key) == BYTES:
            return key
    raise MasterKeyRefused(
        f"The master key {file.name} is not 64 hexadecimal digits; put the file back from its backup.",
        f"主密钥文件 {file.name} 不是64位十六进制数，请从备份恢复该文件。",
    )


def _make(file: Path) -> None:
    """Write a new key, whole and on disk, under its name; if another process was faster, its key stands."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_hex(BYTES) + "\n")
            handle.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            os.link(draft, file)
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except OSError as error:
        raise MasterKeyRefused(
            f"The master key {file.name} cannot be written; check the folder and its permissions.",
            f"无法写入主密钥文件 {file.name}，请检查目录及其权限。",
        ) from error
    finally:
        draft.unlink(missing_ok=True)
