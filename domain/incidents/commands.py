"""Every verb with its body and its command, for whoever routes by name."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from domain.incidents import closing, dispatching, handling, placing, reporting
from domain.incidents.circumstances import Circumstances
from domain.incidents.incident import Incident


class Command(NamedTuple):
    """A verb's body, and the function that guards and records."""

    body: type[msgspec.Struct]
    apply: Callable[[Incident, Circumstances, Any], None]


COMMANDS: dict[str, Command] = {
    "verify": Command(reporting.Verify, reporting.verify),
    "refute": Command(reporting.Refute, reporting.refute),
    "register": Command(reporting.Register, reporting.register),
    "refuse": Command(reporting.Refuse, reporting.refuse),
    "submit-for-approval": Command(dispatching.SubmitForApproval, dispatching.submit_for_approval),
    "approve": Command(dispatching.Approve, dispatching.approve),
    "reject": Command(dispatching.Reject, dispatching.reject),
    "dispatch": Command(dispatching.Dispatch, dispatching.dispatch),
    "sign": Command(dispatching.Sign, dispatching.sign),
    "object": Command(dispatching.Object, dispatching.object_to),
    "decide-objection": Command(dispatching.NewLead, dispatching.decide_objection),
    "return": Command(dispatching.Return, dispatching.give_back),
    "designate": Command(dispatching.NewLead, dispatching.designate),
    "transfer": Command(dispatching.NewLead, dispatching.transfer),
    "add-assist": Command(handling.Assist, handling.add_assist),
    "remove-assist": Command(handling.Assist, handling.remove_assist),
    "report-assist": Command(handling.Record, handling.report_assist),
    "record-action": Command(handling.Record, handling.record_action),
    "request-suspension": Command(handling.RequestSuspension, handling.request_suspension),
    "grant-suspension": Command(handling.Decide, handling.grant_suspension),
    "deny-suspension": Command(handling.Decide, handling.deny_suspension),
    "resume": Command(handling.Resume, handling.resume),
    "submit-result": Command(handling.SubmitResult, handling.submit_result),
    "escalate": Command(closing.Escalate, closing.escalate),
    "send-down": Command(closing.SendDown, closing.send_down),
    "check": Command(closing.Check, closing.check),
    "rate": Command(closing.Rate, closing.rate),
    "close": Command(closing.Close, closing.close),
    "reopen": Command(closing.Why, closing.reopen),
    "order-reopening": Command(closing.Why, closing.order_reopening),
    "merge": Command(placing.Merge, placing.merge),
    "unmerge": Command(placing.Unmerge, placing.unmerge),
    "relocate": Command(placing.Relocate, placing.relocate),
    "reclassify": Command(placing.Reclassify, placing.reclassify),
    "correct": Command(placing.Correct, placing.correct),
}
"""In the order of the table of verbs."""
