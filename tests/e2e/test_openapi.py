"""Every operation of the OpenAPI document, with good and with bad data, as each kind of user and as nobody."""

from collections.abc import Iterator
from contextlib import suppress

import hypothesis
import pytest
import schemathesis
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from support.county import Town, demo_office

from infra.clickhouse.client import ClickHouse

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.timeout(600)]


def never_500(_context: schemathesis.CheckContext, response: schemathesis.Response, _case: schemathesis.Case) -> None:
    """503 says that a store is away or a view behind; 500 would say that nobody thought of it."""
    assert response.status_code != 500, response.text


ACCOUNTS = ("nobody", "grid", "village", "dispatcher", "leader", "office", "mediator", "supervisor", "admin")
CHECKS: list[CheckFunction] = [
    never_500,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 3
"""For each operation, kind of data and account; `schemathesis run` against a server of one's own looks further."""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory, store: ClickHouse) -> Iterator[Town]:
    with pytest.MonkeyPatch.context() as patch, demo_office(tmp_path_factory.mktemp("o"), store, "openapi") as office:
        patch.setattr("services.office.WAIT_FOR_VIEW_SECONDS", 0.01)
        yield Town(office)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_500_and_no_undocumented_answer(county: Town, account: str, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_asgi("/openapi.json", county.http.app)
    headers = {} if account == "nobody" else county[account].headers
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 40
    for operation in operations:
        check(operation, headers, mode)


def check(operation: schemathesis.APIOperation, headers: dict[str, str], mode: GenerationMode) -> None:
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def each(case: schemathesis.Case) -> None:
        if case.path.endswith("/feed"):
            case.query = {**(case.query or {}), "until_caught_up": True}
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)

    with suppress(Unsatisfiable):  # an operation that takes nothing cannot be sent anything bad
        each()
