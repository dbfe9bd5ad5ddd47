"""The office that the benchmark `http` talks to: all roles in one process, as `gridgov serve --demo` runs them."""

import socket
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import uvicorn
from fastapi import FastAPI, Response

from infra.logs import set_up_logs
from infra.settings import Settings
from services.bootstrap import open_office
from services.demo.cli import DEMO_PASSWORD
from services.demo.setting_up import set_up
from services.incidents.schemas import Report
from services.office import Office
from services.sessions.application import log_in
from services.web.app import create_app

VALIDATED = "/bench/validated"
ANSWER = (
    b'{"id":"00000000-0000-0000-0000-000000000000","number":null,"version":1,"status":"reported","level":"village",'
    b'"position":100000}'
)


class Served(NamedTuple):
    """Where it listens, and the token of a grid worker."""

    port: int
    token: str


def serve(folder: Path, parent: Connection) -> None:
    """Serve the demo county on a free port of loopback, tell the parent where, and stop when the parent is gone.

    The socket says that it is TCP: only then does asyncio send without delay, as it does for `gridgov serve`.
    """
    set_up_logs("warning")
    settings = Settings.model_construct(data=folder)
    with open_office(settings) as office, socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        set_up(office.bureau, DEMO_PASSWORD)
        token = log_in(office, "grid", DEMO_PASSWORD, "bench").token
        config = uvicorn.Config(_app(office), log_config=None, access_log=False, server_header=False)
        server = uvicorn.Server(config)
        threading.Thread(target=_stop_with, args=(parent, server), daemon=True).start()
        parent.send(Served(listening.getsockname()[1], token))
        server.run(sockets=[listening])


def _app(office: Office) -> FastAPI:
    app = create_app(office)

    @app.post(VALIDATED)
    def validated(body: Report) -> Response:  # noqa: ARG001 - to take it is to validate it
        return Response(ANSWER, 201, media_type="application/json")

    return app


def _stop_with(parent: Connection, server: uvicorn.Server) -> None:
    try:
        parent.recv()
    except EOFError:
        server.should_exit = True
