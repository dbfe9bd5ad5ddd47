"""One SQLite file: readers that never wait for the writer, and one writer at a time that is on disk when it is done.

Write-ahead log, `synchronous=FULL`: a transaction that has returned survives a power cut. Errors of the engine become
the store's own answers, in Chinese and English; broken constraints stay `sqlite3.IntegrityError`, for the caller.
"""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import msgspec

from infra.stores import StoreAway, StoreCorrupt

BUSY_SECONDS = 10.0
"""How long a transaction waits for one of another process."""
IDLE_READERS = 8
"""Connections kept open for reading; more are opened when needed and closed after use."""

_AWAY = {
    "SQLITE_BUSY": ("is locked by another process", "被另一进程锁定"),
    "SQLITE_LOCKED": ("is locked", "已被锁定"),
    "SQLITE_FULL": ("cannot grow: the disk is full; make room, then try again", "无法写入：磁盘已满，请清理后重试"),
    "SQLITE_READONLY": ("cannot be written: the file or its folder is read-only", "无法写入：文件或目录为只读"),
    "SQLITE_CANTOPEN": ("cannot be opened: check the folder and its permissions", "无法打开：请检查目录及其权限"),
    "SQLITE_PERM": ("cannot be opened: check its permissions", "无法打开：请检查权限"),
    "SQLITE_IOERR": ("cannot be read or written: the disk reports an error", "读写失败：磁盘报告错误"),
}
_CORRUPT = {
    "SQLITE_CORRUPT": ("is damaged; put back its last backup", "已损坏，请恢复最近的备份"),
    "SQLITE_NOTADB": ("is not a database; put back its last backup", "不是数据库文件，请恢复最近的备份"),
    "SQLITE_FORMAT": ("is not a database; put back its last backup", "不是数据库文件，请恢复最近的备份"),
}


class Store(msgspec.Struct, frozen=True):
    """What a file holds, in the words its users know, and the errors it answers with."""

    en: str
    zh: str
    application_id: int
    """Stands in the file's header and tells one store's file from another's."""
    away: type[StoreAway] = StoreAway
    corrupt: type[StoreCorrupt] = StoreCorrupt

    def trouble(self, error: sqlite3.Error, file: str) -> StoreAway | StoreCorrupt:
        """Return the store's own answer for an error of the engine."""
        name = getattr(error, "sqlite_errorname", None) or "SQLITE_ERROR"
        primary = "_".join(name.split("_")[:2])
        if primary in _CORRUPT:
            en, zh = _CORRUPT[primary]
            return self.corrupt(f"{self.en} {file} {en}.", f"{self.zh}文件 {file} {zh}。")
        en, zh = _AWAY.get(primary, (f"cannot serve ({name})", f"无法使用（{name}）"))
        return self.away(f"{self.en} {file} {en}.", f"{self.zh}文件 {file} {zh}。")


class Database:
    """The connections to one file. Threads may share it.

    `each_on_disk=False`: a transaction does not wait for the disk; all of them are on it once the file is closed. A
    power cut before may take the last ones away, never one from among them. For what can be made anew, such as a demo.
    Raises the store's `away` and `corrupt` errors from every method that touches the file.
    """

    def __init__(self, path: Path, store: Store, *, each_on_disk: bool = True) -> None:
        self.path = path
        self.store = store
        self._each_on_disk = each_on_disk
        self._idle: deque[sqlite3.Connection] = deque()
        self._writing = Lock()
        self._writer: sqlite3.Connection | None = None
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for reading; it sees what was committed when each statement starts."""
        connection = self._take()
        try:
            yield connection
        except sqlite3.Error as error:
            connection.close()
            raise self.store.trouble(error, self.path.name) from error
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the writer inside a transaction of its own: on disk when the block ends, undone when it raises."""
        with self._writing:
            connection = self._writer
            try:
                if connection is None:
                    connection = self._writer = self._connect()
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._drop_writer()
                if isinstance(error, sqlite3.IntegrityError):
                    raise
                raise self.store.trouble(error, self.path.name) from error
            except BaseException:
                self._drop_writer()
                raise

    def flush_log(self) -> None:
        """Move the write-ahead log into the file and empty it, as far as readers allow; nothing old stays in it."""
        with self.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """Wait for the writer to finish, then let go of the file; what comes later is refused as away."""
        if not (self._each_on_disk or self._closed):
            self.flush_log()
        self._closed = True
        with self._writing:
            self._drop_writer()
        while self._idle:
            self._idle.popleft().close()

    def _connect(self) -> sqlite3.Connection:
        if self._closed:
            raise self.store.away(f"{self.store.en} is closed.", f"{self.store.zh}已关闭。")
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={'FULL' if self._each_on_disk else 'NORMAL'}")
            connection.execute("PRAGMA foreign_keys=ON")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            pass
        try:
            return self._connect()
        except sqlite3.Error as error:
            raise self.store.trouble(error, self.path.name) from error

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._closed or len(self._idle) >= IDLE_READERS:
            connection.close()
        else:
            self._idle.append(connection)

    def _drop_writer(self) -> None:
        """Close the writer, which undoes what it has not committed; the next transaction opens a new one."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()
