"""Every refusal says what is wrong in both languages, under a name of its own."""

import re
import string

import pytest

from domain.shared.errors import Refusal
from scripts.documents.problems import refusals

REFUSALS = refusals()
HAN = re.compile(r"[\u4e00-\u9fff]")


def facts(template: str) -> set[str]:
    """Return the facts that fill a template; `why_zh` and `why_en` are one fact."""
    named = (field for _, field, _, _ in string.Formatter().parse(template) if field is not None)
    return {re.sub(r"_(zh|en)$", "", field) for field in named}


def test_no_two_refusals_share_a_name() -> None:
    names = [refusal.slug() for refusal in REFUSALS]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.slug())
def test_it_says_the_same_in_both_languages(refusal: type[Refusal]) -> None:
    told_by_its_facts = {"field", "why"} == facts(refusal.zh)
    assert told_by_its_facts or HAN.search(refusal.zh)
    assert told_by_its_facts or re.search(r"[a-z]{2}", refusal.en)
    assert facts(refusal.zh) == facts(refusal.en)
