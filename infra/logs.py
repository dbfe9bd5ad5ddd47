"""Logs: one JSON object a line, on standard error; codes and figures only, never what people wrote."""

import json
import logging
import sys
import traceback

import structlog


class JsonLine(logging.Formatter):
    """What a library logs, as one JSON object; of an exception its type and where it was, never what it says."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line = {"logger": record.name, "level": record.levelname.lower(), "event": record.getMessage()}
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["at"] = "".join(traceback.format_tb(record.exc_info[2]))
        return json.dumps(line, ensure_ascii=False)


def set_up_logs(level: str) -> None:
    """Set the least severe level that is logged."""
    number = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine())
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
