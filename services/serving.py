"""`gridgov serve`: all roles in one process."""

import ipaddress
from typing import NamedTuple

import uvicorn

from domain.shared.errors import Malformed
from infra.control import ControlSocket
from infra.folder import FolderLock, prepare
from infra.logs import set_up_logs
from infra.settings import Settings
from services import upkeep
from services.bootstrap import open_ledger, open_office
from services.demo import cli as demo_county
from services.office import Office
from services.web.app import create_app

STOP_WITHIN_SECONDS = 10


class Demo(NamedTuple):
    """What the demo county is set up with."""

    password: str
    days: int


def serve(settings: Settings, host: str, port: int, demo: Demo | None) -> None:
    """Serve until stopped. Raises what opening the stores raises, and `FolderTaken`."""
    set_up_logs(settings.log_level)
    if demo and not _is_loopback(host):
        raise Malformed(
            field="--host",
            why_zh="演示县的账号口令是公开的，只能监听本机地址（127.0.0.1）",
            why_en="the demo accounts have a public password, so --demo listens on loopback only (127.0.0.1)",
        )
    with FolderLock(prepare(settings.data)):
        if demo and _is_empty(settings):
            demo_county.run(settings, days=demo.days, seed=demo_county.SEED, until=None, password=demo.password)
        with open_office(settings) as office:
            _run(office, host, port, demo)


def _is_empty(settings: Settings) -> bool:
    with open_ledger(settings) as bureau:
        return bureau.ledger.head().position == 0


def _run(office: Office, host: str, port: int, demo: Demo | None) -> None:
    control = ControlSocket(office.bureau.settings.socket_path, lambda question: upkeep.answer(office, question))
    try:
        if demo:
            _welcome(host, port, demo)
        uvicorn.run(
            create_app(office, demo.password if demo else None),
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=STOP_WITHIN_SECONDS,
        )
    finally:
        control.close()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _welcome(host: str, port: int, demo: Demo) -> None:
    upkeep.console.print(
        f"\n演示县已就绪 / The demo county is ready: http://{host}:{port}\n"
        "账号 accounts: grid, village, dispatcher, leader, office, county, supervisor, admin …\n"
        f"口令 password: {demo.password}\n"
        "先试试 Try first: 以 grid 登录并上报一件事，再以 village 登录受理。 "
        "Log in as grid and report something; then as village, and register it.\n"
        "按 Ctrl+C 停止 / Ctrl+C stops.\n"
    )
