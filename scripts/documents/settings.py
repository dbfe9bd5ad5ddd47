"""The document of the settings, from their class."""

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from infra.settings import PREFIX, Settings

HEAD = """# Settings

Read from the environment at the start; they win over `--data`. A setting that is unknown or malformed stops the start
with a sentence that says which and why. `gridgov config show` prints what is in force, secrets masked. Made from the
code by `make docs`.

| setting | default | meaning |
|---|---|---|
"""


def _default(field: FieldInfo) -> str:
    value = field.default
    return "" if value in (None, "", PydanticUndefined) else f"`{value}`"


def settings() -> str:
    """Return the table of all settings."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_default(field)} | {field.description or ''} |"
        for name, field in Settings.model_fields.items()
    ]
    return HEAD + "\n".join(rows) + "\n"
