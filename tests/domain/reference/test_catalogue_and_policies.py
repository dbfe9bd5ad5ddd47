"""The catalogue of categories and the policies."""

import msgspec
import pytest
from support.administration import TOWN, act, happened

from domain.reference.catalogue import Catalogue
from domain.reference.events import CategoriesPublished, Category, PolicySet
from domain.reference.policies import Policies
from domain.reference.rules import POLICIES, approval_policy
from domain.shared.errors import Malformed, Missing, NoRight

WATER = Category(
    code="environment.water",
    name_zh="水质污染",
    name_en="Water pollution",
    class_="environment",
    lead="water",
    due_hours=168,
    evidence_required=False,
)


def catalogue() -> Catalogue:
    return Catalogue(Catalogue.ID)


def policies() -> Policies:
    return Policies(Policies.ID)


def test_each_publication_is_a_new_version() -> None:
    book = catalogue()

    book.publish(act(), [WATER])
    book.publish(act(1), [msgspec.structs.replace(WATER, due_hours=72)])

    assert [event.version for event in happened(book) if isinstance(event, CategoriesPublished)] == [1, 2]


def test_the_same_catalogue_again_records_nothing() -> None:
    book = catalogue()
    book.publish(act(), [WATER])
    book.collect_events()

    book.publish(act(1), [WATER])

    assert happened(book) == []


@pytest.mark.parametrize(
    "items",
    [
        [],
        [WATER, WATER],
        [msgspec.structs.replace(WATER, code="water")],
        [msgspec.structs.replace(WATER, class_="rivers")],
        [msgspec.structs.replace(WATER, name_zh="")],
        [msgspec.structs.replace(WATER, due_hours=0)],
        [msgspec.structs.replace(WATER, due_hours=8761)],
    ],
)
def test_a_catalogue_that_does_not_hold_together_is_refused(items: list[Category]) -> None:
    with pytest.raises(Malformed):
        catalogue().publish(act(), items)


def test_only_an_administrator_publishes_and_sets() -> None:
    with pytest.raises(NoRight):
        catalogue().publish(act(kind="desk"), [WATER])
    with pytest.raises(NoRight):
        policies().set(act(kind="desk"), name="approval.town", value=False)


def test_each_setting_of_a_policy_is_a_new_version() -> None:
    book = policies()

    book.set(act(), name="approval.town", value=False)
    book.set(act(1), name="approval.town", value=True, place=TOWN)
    book.set(act(2), name="approval.town", value=True, place=TOWN)
    book.set(act(3), name="escalation.village_days", value=20)

    settings = [event for event in happened(book) if isinstance(event, PolicySet)]
    assert [(event.name, event.place, event.value, event.version) for event in settings] == [
        ("approval.town", None, False, 1),
        ("approval.town", TOWN, True, 2),
        ("escalation.village_days", None, 20, 3),
    ]


def test_a_policy_is_known_and_its_value_of_its_kind() -> None:
    with pytest.raises(Missing):
        policies().set(act(), name="approval.province", value=True)
    with pytest.raises(Malformed):
        policies().set(act(), name="approval.town", value=1)
    with pytest.raises(Malformed):
        policies().set(act(), name="escalation.village_days", value=True)
    with pytest.raises(Malformed):
        policies().set(act(), name="escalation.village_days", value=-1)


def test_approval_is_asked_for_in_the_town_only_by_default() -> None:
    assert [POLICIES[approval_policy(level)] for level in ("village", "town", "county")] == [False, True, False]  # type: ignore[arg-type]
