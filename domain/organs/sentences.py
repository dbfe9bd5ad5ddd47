"""One sentence for each event of organs, posts and people, without names of people."""

from domain.organs import events as e
from domain.shared.stream import Event
from domain.shared.time import official_date
from domain.shared.words import Words

_MODES = {"sole": Words("专任", "alone"), "A": Words("A岗", "as A"), "B": Words("B岗", "as B, the substitute")}


def sentence(event: Event) -> Words | None:
    """Return what happened, for the public history; None for an event of another context."""
    said: Words | None = None
    match event:
        case e.OrganDefined(code=code, name=name, name_en=name_en):
            said = Words(f"设立机构{name}（{code}）", f"The organ {name_en} ({code}) was set up")
        case e.PostDefined(code=code, place=place):
            said = Words(f"设立岗位 {code}，辖区 {place}", f"The post {code} was set up, for {place}")
        case e.PersonRegistered():
            said = Words("登记一名人员", "A person was registered")
        case e.PostAssigned(post=post, mode=mode, since=since):
            on, how = official_date(since).isoformat(), _MODES[mode]
            said = Words(f"岗位 {post} 自{on}起有人任职（{how.zh}）", f"{post} is held from {on} on, {how.en}")
        case e.PostRelieved(post=post):
            said = Words(f"岗位 {post} 的任职人员免职", f"A holder of {post} was relieved")
        case e.PostHandedOver(post=post, cases=cases):
            said = Words(
                f"岗位 {post} 办理交接，移交{len(cases)}件专人承办的事项",
                f"{post} was handed over, with {len(cases)} cases bound to the person",
            )
    return said
