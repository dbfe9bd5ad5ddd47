"""The data folder: made with rights for its owner only, and served by one process at a time."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class FolderTaken(Exception):  # noqa: N818 - it is an answer
    """Another process serves this data folder."""


class FolderUnusable(Exception):  # noqa: N818 - it is an answer
    """The data folder cannot be made or written."""


def prepare(folder: Path) -> Path:
    """Make the data folder where it is missing. Raises `FolderUnusable`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusable(
            f"数据目录 {folder} 不能建立：{error.strerror}。请换一个目录（--data）或检查权限。 / "
            f"The data folder {folder} cannot be made: {error.strerror}. Choose another (--data) or check its rights."
        ) from error
    return folder


class FolderLock:
    """Held by the one process that serves a data folder; let go by the system when that process ends."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._file)
            raise FolderTaken(
                f"数据目录 {folder} 已有一个 gridgov 在运行。请先停止它，或用 --data 另选目录。 / "
                f"A gridgov already serves the data folder {folder}. Stop it first, or choose another with --data."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)
