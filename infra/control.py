"""How a second process asks a running `serve`: one line of JSON to a socket in the data folder, lines of JSON back.

The socket is a file of the data folder's owner (mode 0600), so who may write the ledger's file may ask.
"""

import contextlib
import json
import os
import socket
import socketserver
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

Question = dict[str, Any]
Answerer = Callable[[Question], Iterator[dict[str, Any]]]

_LONGEST_LINE = 65_536


class NobodyServes(Exception):  # noqa: N818 - it is an answer
    """No server runs on this data folder."""


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    answerer: Answerer


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """Answer one question, a line for each thing said."""
        line = self.rfile.readline(_LONGEST_LINE)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for answer in self._answers(line):
                self.wfile.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
                self.wfile.flush()

    def _answers(self, line: bytes) -> Iterator[dict[str, Any]]:
        try:
            question = json.loads(line)
            if not isinstance(question, dict):
                raise TypeError("a question is an object")  # noqa: TRY301 - told like any other failure
            yield from cast("_Server", self.server).answerer(question)
        except Exception as error:  # noqa: BLE001 - told to whoever asked, who decides
            yield {"error": f"{type(error).__name__}: {error}"}


class ControlSocket:
    """The socket of a running server."""

    def __init__(self, path: Path, answerer: Answerer) -> None:
        path.unlink(missing_ok=True)
        self._path = path
        before = os.umask(0o177)
        try:
            self._server = _Server(os.fspath(_short(path)), _Handler)
        finally:
            os.umask(before)
        self._server.answerer = answerer
        self._thread = threading.Thread(target=self._server.serve_forever, name="control", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop answering and take the socket away."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._path.unlink(missing_ok=True)


def ask(path: Path, question: Question) -> Iterator[dict[str, Any]]:
    """Ask the server of a data folder; yield what it says. Raises `NobodyServes`."""
    if not path.exists() or not stat.S_ISSOCK(path.stat().st_mode):
        raise NobodyServes
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(os.fspath(_short(path)))
        except (ConnectionRefusedError, FileNotFoundError) as error:
            raise NobodyServes from error
        connection.sendall(json.dumps(question).encode() + b"\n")
        with connection.makefile("rb") as lines:
            for line in lines:
                yield json.loads(line)


def _short(path: Path) -> Path:
    """Return a name for the socket that fits into an address (108 bytes): relative where that is shorter."""
    relative = Path(os.path.relpath(path))
    return min(path.absolute(), relative, key=lambda candidate: len(os.fspath(candidate)))
