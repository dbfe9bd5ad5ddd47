"""Use cases of the access log: what was refused for lack of right, and what was opened with a reason."""

from typing import Any
from uuid import UUID

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from domain.access.events import CaseKind, RegisterPart
from domain.access.log import AccessLog
from domain.shared.errors import Refusal
from infra.ledger.ledger import Entry
from services.office import Bureau
from services.sealing import case_key
from services.sessions.application import Caller

RECORDED_PER_MINUTE = RateLimitItemPerMinute(30)
"""Refused attempts of one person that are recorded in a minute, so that nobody floods the ledger."""
_limiter = FixedWindowRateLimiter(MemoryStorage())


def record_refused_attempt(
    bureau: Bureau, caller: Caller, case: UUID, verb: str, refusal: Refusal, kind: CaseKind = "incident"
) -> None:
    """Record an attempt that was refused for lack of right, in the case's access log."""
    if not _limiter.hit(RECORDED_PER_MINUTE, caller.person):
        return
    log = AccessLog(AccessLog.stream_id(case))
    meta = caller.act(bureau.clock()).meta(rule="no_right", correlation=str(case))
    log.attempt_refused(case, kind, verb, refusal.slug(), meta)
    _append(bureau, log)


def record_refused_change(bureau: Bureau, caller: Caller, part: RegisterPart, verb: str, refusal: Refusal) -> None:
    """Record an attempt to change the registers that was refused for lack of right; it concerns the post's own unit."""
    if not _limiter.hit(RECORDED_PER_MINUTE, caller.person):
        return
    log = AccessLog(AccessLog.REGISTERS)
    act = caller.act(bureau.clock())
    log.change_refused(part, verb, refusal.slug(), act.meta(rule="no_right", unit=act.actor.place))
    _append(bureau, log)


def record_opening(
    bureau: Bureau, caller: Caller, case: UUID, reason: str, fields: tuple[str, ...], kind: CaseKind = "incident"
) -> None:
    """Record that sealed values of a case are opened, and why, before they are."""
    log = AccessLog(AccessLog.stream_id(case))
    meta = caller.act(bureau.clock()).meta(rule="reason_given", correlation=str(case))
    log.sealed_opened(case, kind, fields, bureau.keys.seal(case_key(case), reason), meta)
    _append(bureau, log)


def _append(bureau: Bureau, log: AccessLog) -> None:
    changes: tuple[Any, ...] = tuple(log.collect_events())
    bureau.ledger.append([Entry(log.originator_id, None, changes)])
