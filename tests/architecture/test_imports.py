"""Who may import whom (docs/adr/0001-the-house.md): the rules hold, and each of them catches what it forbids."""

from importlib.metadata import packages_distributions

import pytest
from support.house import TREES, Module, modules
from support.rules_of_imports import broken, cycles


def test_every_module_keeps_the_import_rules() -> None:
    assert [line for module in modules(*TREES, "tests", "scripts") for line in broken(module)] == []


def test_there_is_no_import_cycle() -> None:
    assert cycles(modules(*TREES)) == []


def test_no_dependency_owns_one_of_our_names() -> None:
    owners = packages_distributions()
    for name in (*TREES, "tests"):
        assert set(owners.get(name, [])) <= {"gridgov"}, f"{name} is also a package of {owners[name]}"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("domain/x/a.py", "import pydantic"),
        ("domain/x/a.py", "import sqlite3"),
        ("domain/x/a.py", "from pathlib import Path"),
        ("domain/x/a.py", "from infra.clock import now"),
        ("domain/x/a.py", "from datetime import datetime\nthen = datetime.now()"),
        ("domain/x/a.py", "from uuid import uuid4\nnew = uuid4()"),
        ("domain/x/a.py", "from domain.y.events import E"),
        ("projections/x/a.py", "import clickhouse_connect.driver"),
        ("projections/x/a.py", "from infra.clickhouse import client"),
        ("projections/x/a.py", "from services.web import page"),
        ("services/x/a.py", "from kafka import KafkaProducer"),
        ("services/cli.py", "import sqlite3"),
        ("infra/x/a.py", "from services.x import a"),
        ("infra/x/a.py", "def f():\n    import json"),
        ("infra/x/a.py", "async def f():\n    from json import loads"),
        ("infra/x/__init__.py", '"""Docstring."""\nfrom infra.x.a import b'),
        ("infra/x/__init__.py", ""),
        ("tests/x/test_a.py", "def test_a():\n    import json"),
    ],
)
def test_a_module_that_breaks_a_rule_is_named(path: str, text: str) -> None:
    [line] = broken(Module.of(path, text))

    assert line.startswith(f"{path}:")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("domain/x/a.py", "import msgspec\nfrom datetime import datetime\nfrom domain.shared.act import Act"),
        ("domain/x/a.py", "from domain.x.events import E"),
        ("domain/catalogue.py", "from domain.x import events\nfrom domain.y import events as others"),
        ("projections/x/a.py", "from domain.x.events import E"),
        ("services/bootstrap.py", "import sqlite3"),
        ("infra/x/a.py", "import sqlite3\nfrom projections.registry import ALL"),
        ("infra/x/__init__.py", '"""Docstring."""'),
    ],
)
def test_a_module_that_keeps_the_rules_is_not_named(path: str, text: str) -> None:
    assert broken(Module.of(path, text)) == []


def test_a_cycle_is_found_also_through_a_package() -> None:
    house = [
        Module.of("infra/x/a.py", "from infra.x import b"),
        Module.of("infra/x/b.py", "from infra.x.c import f"),
        Module.of("infra/x/c.py", "from . import a"),
        Module.of("infra/x/d.py", "from infra.x import a"),
    ]

    assert cycles(house) == ["infra.x.a -> infra.x.b -> infra.x.c -> infra.x.a"]
