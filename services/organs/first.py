"""The first administrator (首任系统管理员) of a county: nobody is there yet to register them over HTTP."""

from uuid import uuid4

from domain.organs.organ import Organ
from domain.organs.person import Person
from domain.organs.post import Post
from domain.shared.act import Act, Actor
from domain.shared.errors import Refusal
from services.commands import Decision, Envelope
from services.office import Bureau
from services.sealing import person_key
from services.territory.lookups import place_of

SETUP = "setup"
"""Who it was, in the meta of the events: somebody at the machine of the deployment."""


class DivisionsFirst(Refusal):
    """The county of the deployment is not in the register yet (尚无区划)."""

    zh = "登记簿里还没有本县 {county}。请先导入区划：gridgov import divisions。"
    en = "The county {county} is not in the register yet. Import its divisions first: gridgov import divisions."


def appoint_first_administrator(bureau: Bureau, name: str) -> str:
    """Register a person and let them take up the post of administrator, which nobody holds yet; return their id.

    Raises `DivisionsFirst`, and `PostTaken` where there is an administrator, who registers everybody else.
    """
    person_id, county = str(uuid4()), bureau.settings.county
    organ_code, code = f"{county}.admin", f"{county}.admin/admin"

    def decide() -> Decision:
        now, register = bureau.clock(), bureau.registers.current()
        view = register.unit(county, now)
        if view is None or not view.in_force:
            raise DivisionsFirst(county=county)
        act = Act(actor=Actor(person=SETUP, post=code, kind="admin", organ=organ_code, place=county), at=now, now=now)
        organ = bureau.repository.load(Organ, Organ.stream_id(organ_code))
        if not organ.exists:
            organ.define(
                act,
                code=organ_code,
                name=f"{view.name}系统管理岗",
                name_en="System Administration",
                short_name=view.short_name,
                place=county,
                kind="admin",
            )
        post = bureau.repository.load(Post, Post.stream_id(code))
        if not post.exists:
            place = place_of(register, county, now)
            post.define(act, code=code, organ=organ_code, organ_place=county, kind="admin", place=place)
        post.assign(act, person=person_id)
        person = bureau.repository.load(Person, Person.stream_id(person_id))
        person.register(act, person=person_id, name=bureau.keys.seal(person_key(person_id), name))
        return Decision((organ, person, post), {})

    bureau.commands.run(Envelope(SETUP), decide)
    return person_id
