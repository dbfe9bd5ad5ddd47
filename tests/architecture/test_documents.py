"""The documents made from the code say what the code says."""

import pytest
from support.house import ROOT

from scripts.generate import DOCUMENTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_is_as_the_code_makes_it(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == DOCUMENTS[name](), "run: make docs (or python -m scripts.generate)"
