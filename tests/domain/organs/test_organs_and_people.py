"""Organs and people."""

import pytest
from support.administration import COUNTY, act, happened

from domain.organs.events import OrganDefined, PersonRegistered
from domain.organs.organ import Organ
from domain.organs.person import Person
from domain.shared.administration import CodeTaken
from domain.shared.errors import Malformed, NoRight
from domain.shared.sealed import Sealed

WATER = {
    "code": "140830.water",
    "name": "芮城县水务局",
    "name_en": "Ruicheng Water Bureau",
    "short_name": "芮水",
    "place": COUNTY,
    "kind": "department",
}


def organ() -> Organ:
    return Organ(Organ.stream_id("140830.water"))


def test_an_organ_is_set_up_once() -> None:
    water = organ()

    water.define(act(), **WATER)  # type: ignore[arg-type]
    water.define(act(1), **WATER)  # type: ignore[arg-type]

    assert [type(event) for event in happened(water)] == [OrganDefined]


def test_a_code_does_not_stand_for_two_organs() -> None:
    water = organ()
    water.define(act(), **WATER)  # type: ignore[arg-type]

    with pytest.raises(CodeTaken):
        water.define(act(), **{**WATER, "name": "另一个局"})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [{"code": "140830103.water"}, {"code": "140830"}, {"code": "140830.水"}, {"name": ""}, {"short_name": " "}],
)
def test_an_organ_has_the_code_of_its_division_and_names(change: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        organ().define(act(), **{**WATER, **change})  # type: ignore[arg-type]


def test_only_an_administrator_sets_up_organs_and_people() -> None:
    with pytest.raises(NoRight):
        organ().define(act(kind="leader"), **WATER)  # type: ignore[arg-type]
    with pytest.raises(NoRight):
        Person(Person.stream_id("p")).register(act(kind="leader"), person="p", name=Sealed("person/p", b"x"))


def test_a_person_is_registered_once_with_a_sealed_name() -> None:
    person = Person(Person.stream_id("p"))

    person.register(act(), person="p", name=Sealed("person/p", b"x"))

    assert [type(event) for event in happened(person)] == [PersonRegistered]
    with pytest.raises(CodeTaken):
        person.register(act(), person="p", name=Sealed("person/p", b"y"))
