"""From the result to the last word, in the demo county (演示办结): check, closing, rating, reopening."""

from services.demo.case import Case, Steps
from services.demo.cast import LEADER, SUPERVISORS, TOWN_DESK, on_the_spot, village_officer

_FAILED = 0.06
"""Share of results that do not pass the check."""
_OUTCOMES = {"resolved": 90, "partly_resolved": 7, "not_resolvable": 3}
_CALLED_BACK = 0.5
_SCORES = {5: 52, 4: 28, 3: 11, 2: 6, 1: 3}
_UNSOLVED_SCORE = 2
_REOPENED, _ORDERED, _TURNED_UP_AGAIN, _UNMERGED = 0.5, 0.004, 0.04, 0.08


def handled(case: Case) -> Steps:
    """Let somebody check who neither approved nor handled it."""
    yield case.at(0.88)
    post = _checker(case)
    if case.chance(_FAILED):
        case.do(post, "check", passed=False, note=case.why("check-failed"))
        return
    photos = case.photo(post) if case.chance(0.3) else ()
    case.do(post, "check", passed=True, note=case.why("check-passed"), attachments=photos)


def _checker(case: Case) -> str:
    posts = [on_the_spot(case.spot), TOWN_DESK]
    if case.spot.village:
        posts.insert(1, village_officer(case.spot))
    taken = (*case.state.handlers, *case.state.approvers)
    free = [post for post in posts if case.cast.person(post) not in taken]
    return free[0] if case.chance(0.8) else case.random.choice(free)


def checked(case: Case) -> Steps:
    """Let the desk close it, after the leader's word on an emergency."""
    yield case.at(1.0)
    if case.state.decision == "due":
        case.do(LEADER, "approve", note=case.why("approve"))
    (outcome,) = case.random.choices(list(_OUTCOMES), weights=list(_OUTCOMES.values()))
    case.do(case.desk, "close", outcome=outcome, note=case.why("close"))


def closed(case: Case) -> Steps:
    """Call the reporter back; open it again where it was not solved, or where supervision orders it."""
    if case.state.reporter and case.state.rating is None and case.chance(_CALLED_BACK):
        yield case.soon(120, 2500)
        (score,) = case.random.choices(list(_SCORES), weights=list(_SCORES.values()))
        solved = score > _UNSOLVED_SCORE
        case.do(case.desk, "rate", score=score, solved=solved, note=case.why("rate"))
        if solved or not case.chance(_REOPENED):
            return
    elif case.chance(_ORDERED):
        yield case.soon(1500, 6000)
        case.do(case.random.choice(SUPERVISORS), "order-reopening", reason=case.why("order-reopening"))
    else:
        return
    yield case.soon(30, 600)
    case.do(case.desk, "reopen", reason=case.why("reopen"))
    case.begin()


def turned_away(case: Case) -> Steps:
    """Take up again, now and then, what was refuted or refused: it has turned up after all."""
    if case.chance(_TURNED_UP_AGAIN):
        yield case.soon(1440, 5000)
        case.do(case.desk, "reopen", reason=case.why("reopen"))


def merged(case: Case) -> Steps:
    """Undo a merger now and then: it was another matter."""
    if case.chance(_UNMERGED):
        yield case.soon(300, 2000)
        case.do(case.desk, "unmerge", reason=case.why("unmerge"))
