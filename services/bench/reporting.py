"""http: report an incident over loopback, authenticated, validated and on disk when it is answered.

Ours: `POST /api/v1/incidents` of a whole office in a process of its own, with its views following. Raw: an endpoint of
the same application that takes the same body, validates it, and answers as many bytes.
"""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import msgspec

from infra.bench.http_client import post, send_all
from infra.clock import system_clock
from services.bench.cases import PATH
from services.bench.figures import ROUNDS, Figure, Run, compared
from services.bench.server import VALIDATED, Served, serve

REQUESTS = 600
"""Requests a round and side."""
CREATED = 201


def http(run: Run) -> Iterator[Figure]:
    """Measure 8 and 64 connections."""
    with _server(run.folder / "office") as served:
        for connections in (8, 64):
            number = run.sized(REQUESTS, connections)
            rounds = []
            for turn in range(ROUNDS):
                run.tell(f"http, {connections} connections: {turn + 1}/{ROUNDS}")
                ours, raw = (
                    number / send_all(served.port, _requests(served, path, number), connections, CREATED)
                    for path in ("/api/v1/incidents", VALIDATED)
                )
                rounds.append((ours, raw))
            yield compared("http", f"{connections} connections", "requests/s", rounds)


def _requests(served: Served, path: str, number: int) -> list[bytes]:
    body = {
        "category": "environment.water",
        "description": "沟渠排出黑水，附近住户反映气味很大，已拍照。",
        "channel": "grid_worker",
        "occurred_at": system_clock() - timedelta(minutes=5),
        "place": {"unit": PATH[-1]},
    }
    encoded = msgspec.json.encode(body)
    token = {"Authorization": f"Bearer {served.token}"}
    return [post(path, {**token, "Idempotency-Key": uuid4().hex}, encoded) for _ in range(number)]


@contextmanager
def _server(folder: Path) -> Iterator[Served]:
    """Serve the demo county from a process of its own; it ends with this end of the pipe."""
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    process = spawning.Process(target=serve, args=(folder, there))
    process.start()
    there.close()
    try:
        yield here.recv()
    finally:
        here.close()
        process.join()
