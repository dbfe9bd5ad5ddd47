"""One sentence for each event of organs, posts and people, in Chinese and English, without names of people."""

from domain.organs import events as e
from domain.shared.meta import Meta
from domain.shared.stream import Event
from domain.shared.time import official_date
from domain.shared.words import Names, Words, recorded_by

_MODES = {"sole": Words("专任", "alone"), "A": Words("A岗", "as A"), "B": Words("B岗", "as B, the substitute")}


def sentence(event: Event, meta: Meta, names: Names) -> Words | None:
    """Return what happened; None for an event of another context."""
    said: Words | None = None
    match event:
        case e.OrganDefined(code=code, name=name, name_en=name_en):
            said = Words(f"设立机构{name}（{code}）", f"the organ {name_en} ({code}) was set up")
        case e.PostDefined(code=code, place=place):
            unit = names.unit_label(place)
            said = Words(f"设立岗位 {code}，辖区{unit.zh}", f"the post {code} was set up, for {unit.en}")
        case e.PersonRegistered():
            said = Words("登记一名人员", "a person was registered")
        case e.PostAssigned(post=post, mode=mode, since=since):
            on, how, which = official_date(since).isoformat(), _MODES[mode], _named(post, names)
            said = Words(f"{which.zh}自{on}起有人任职（{how.zh}）", f"{which.en} is held from {on} on, {how.en}")
        case e.PostRelieved(post=post):
            which = _named(post, names)
            said = Words(f"{which.zh}的一名任职人员免职", f"a holder of {which.en} was relieved")
        case e.PostHandedOver(post=post, cases=cases):
            which = _named(post, names)
            said = Words(
                f"{which.zh}办理交接，移交{len(cases)}件专人承办的事项",
                f"{which.en} was handed over, with {len(cases)} cases bound to the person",
            )
    return recorded_by(said, meta, names) if said is not None else None


def _named(post: str, names: Names) -> Words:
    label = names.post_label(post)
    return Words(f"{label.zh}（{post}）", f"{label.en} ({post})")
