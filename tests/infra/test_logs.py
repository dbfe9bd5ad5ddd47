"""A line of the log is one JSON object, whatever a library writes, and tells nothing of what an exception says."""

import json
import logging
import sys

from infra.logs import JsonLine


def test_quotes_and_line_ends_do_not_break_the_line() -> None:
    record = logging.LogRecord("library", logging.WARNING, "file", 1, 'it said "%s"\n', ("no",), None)
    assert json.loads(JsonLine().format(record))["event"] == 'it said "no"\n'


def test_an_exception_is_told_by_type_and_place_only() -> None:
    written = "张三 13800000000"
    try:
        int(written)
    except ValueError:
        record = logging.LogRecord("server", logging.ERROR, "file", 1, "failed", (), sys.exc_info())
    line = JsonLine().format(record)
    assert json.loads(line)["exception"] == "ValueError"
    assert "test_logs.py" in json.loads(line)["at"]
    assert "13800000000" not in line
