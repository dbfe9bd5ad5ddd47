"""What a client does who knows the contract and nothing else: walks a case through its verbs, and reads refusals."""

from typing import Any

from support.county import Town

OFFICE = "140830103.office"
WATER = "140830.water"
RAISED = {"ground": "no_power", "reason": "村里无权"}

Step = tuple[str, str, dict[str, Any]]
TO_THE_TOWN: tuple[Step, ...] = (("village", "register", {}), ("village", "escalate", RAISED))
APPROVED: tuple[Step, ...] = (*TO_THE_TOWN, ("dispatcher", "submit-for-approval", {}), ("leader", "approve", {}))
DISPATCHED: tuple[Step, ...] = (*APPROVED, ("dispatcher", "dispatch", {"lead": OFFICE}))
SIGNED: tuple[Step, ...] = (*DISPATCHED, ("office", "sign", {}))
HANDLED: tuple[Step, ...] = (
    *SIGNED,
    ("office", "record-action", {"note": "到场"}),
    ("office", "submit-result", {"result": "已清理"}),
)
CHECKED: tuple[Step, ...] = (*HANDLED, ("grid", "check", {"passed": True}))
CLOSED: tuple[Step, ...] = (*CHECKED, ("dispatcher", "close", {"outcome": "resolved"}))


def walked(town: Town, steps: tuple[Step, ...] = (), **report: Any) -> str:
    """Return the id of a new case of the grid worker that was taken through these steps."""
    case = str(town["grid"].report(**report)["id"])
    walk(town, case, steps)
    return case


def walk(town: Town, case: str, steps: tuple[Step, ...]) -> dict[str, Any]:
    """Take a case through steps, each of which must succeed; return the last answer."""
    answer: dict[str, Any] = {}
    for username, verb, body in steps:
        told = town.do(username, case, verb, body)
        assert told.status_code == 200, (username, verb, told.text)
        answer = told.json()
    return answer


def refused(answer: Any) -> tuple[int, str]:
    """Return status and name of a refusal, which must be a whole problem document."""
    document = answer.json()
    assert answer.headers["content-type"] == "application/problem+json", document
    assert {"type", "title", "status", "detail", "instance"} <= set(document), document
    assert document["status"] == answer.status_code
    assert document["type"].startswith("/problems/"), document
    assert document["detail"] == f"{document['detail_zh']} / {document['detail_en']}"
    return answer.status_code, document["type"].removeprefix("/problems/")


def head(town: Town) -> int:
    """Return the end of the ledger."""
    return town.office.bureau.ledger.head().position
