"""A client for HTTP/1.1 on loopback that leaves the processor to the server: prepared requests, kept connections."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from time import perf_counter


class UnexpectedAnswer(Exception):  # noqa: N818 - it is an answer
    """The server said something else than it was measured for."""


def post(path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a request as it goes over the wire."""
    head = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


def send_all(port: int, requests: Iterable[bytes], connections: int, status: int) -> float:
    """Send requests over so many connections, each sending its next when it has its answer; return the seconds.

    Raises `UnexpectedAnswer` for any other status.
    """
    return asyncio.run(_send_all(port, iter(requests), connections, status))


async def _send_all(port: int, requests: Iterator[bytes], connections: int, status: int) -> float:
    streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    try:
        started = perf_counter()
        await asyncio.gather(*(_converse(reader, writer, requests, status) for reader, writer in streams))
        return perf_counter() - started
    finally:
        for _, writer in streams:
            writer.close()


async def _converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, requests: Iterator[bytes], status: int
) -> None:
    for request in requests:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
        if int(head[9:12]) != status:
            raise UnexpectedAnswer(f"{head[9:12].decode()} instead of {status}: {body[:500].decode()}")


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0] or 0)
