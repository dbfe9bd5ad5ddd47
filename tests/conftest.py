"""What holds for every test: no sockets in unit tests, the same examples in CI, nothing skipped in CI."""

import os
import shutil

import hypothesis
import pytest

pytest_plugins = ["support.views"]

IN_CI = os.environ.get("CI") == "true"

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if IN_CI else "here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests that say so open sockets; all others run under pytest's --disable-socket."""
    for item in items:
        if item.get_closest_marker("servers") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.enable_socket)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a browser test where there is no Chromium; in CI, fail it."""
    if item.get_closest_marker("browser") and shutil.which("chromium") is None:
        reason = "Chromium is missing: scripts/servers install"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
