"""Every event that was ever stored is read by this release: the golden file keeps the shape of each, old ones too."""

import json
from typing import Any

import msgspec
import pytest
from support.samples import sample

from domain.catalogue import EVENTS
from domain.shared.stream import Unknown
from infra.ledger.mapper import Mapper
from scripts.catalogue import GOLDEN

KEPT: dict[str, Any] = {key: shape for key, shape in json.loads(GOLDEN.read_text("utf-8")).items() if "/" in key}


@pytest.mark.parametrize("all_fields", [True, False], ids=["every field", "only what must be there"])
@pytest.mark.parametrize("kept", KEPT)
def test_it_is_read_as_the_newest_and_written_as_it_was_read(kept: str, all_fields: bool) -> None:
    name, _, schema = kept.partition("/")
    mapper = Mapper()
    state = msgspec.json.encode(sample(KEPT[kept]["fields"], all_fields=all_fields))

    event = mapper.decode(name, int(schema), state)

    assert not isinstance(event, Unknown)
    assert type(event) is EVENTS[name]
    assert mapper.decode(name, event.SCHEMA, msgspec.json.encode(event)) == event
