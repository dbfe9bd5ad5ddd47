"""Settings: read from the environment, prefix `GRIDGOV_`, checked at the start; they win over `--data`."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "GRIDGOV_"


class SettingsRefused(Exception):  # noqa: N818 - it is an answer
    """A setting is unknown or malformed; the message says which and why, in Chinese and English."""


class Settings(BaseSettings):
    """What may be set. Addresses left empty lie in the data folder."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data: Annotated[Path, Field(description="The data folder.")] = Path("data")
    county: Annotated[
        str,
        Field(pattern=r"^[0-9]{6}$", description="The county this ledger is of: its 6-digit division code."),
    ] = "140830"
    ledger_url: Annotated[str, Field(description="`sqlite:///path`; empty: `DIR/ledger.db`.")] = ""
    feed_url: Annotated[str, Field(description="`local:`, the feed inside the process.")] = "local:"
    views_url: Annotated[str, Field(description="`chdb:///path`; empty: `DIR/views`.")] = ""
    keys_url: Annotated[str, Field(description="`sqlite:///path`; empty: `DIR/keys.db`.")] = ""
    master_key_file: Annotated[
        Path | None, Field(description="File of the master key; empty: `DIR/master.key`, made at the first start.")
    ] = None
    session_hours: Annotated[int, Field(ge=1, le=720, description="How long a session lasts, in hours.")] = 12
    max_body_bytes: Annotated[int, Field(ge=1024, description="Largest JSON or form body, in bytes.")] = 1_000_000
    max_attachment_bytes: Annotated[int, Field(ge=1024, description="Largest attachment, in bytes.")] = 10_000_000
    log_level: Annotated[
        str, Field(pattern="^(debug|info|warning|error)$", description="Least severe line that is logged.")
    ] = "info"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the command line."""
        return (env_settings, init_settings)

    @property
    def ledger_path(self) -> Path:
        """Where the ledger's file lies."""
        return _path(self.ledger_url, "sqlite", self.data / "ledger.db", "ledger_url")

    @property
    def keys_path(self) -> Path:
        """Where the key store's file lies."""
        return _path(self.keys_url, "sqlite", self.data / "keys.db", "keys_url")

    @property
    def views_path(self) -> Path:
        """Where the views' folder lies."""
        return _path(self.views_url, "chdb", self.data / "views", "views_url")

    @property
    def master_key_path(self) -> Path:
        """Where the master key's file lies."""
        return self.master_key_file or self.data / "master.key"

    @property
    def attachments_path(self) -> Path:
        """Where sealed attachments lie."""
        return self.data / "attachments"

    @property
    def socket_path(self) -> Path:
        """The socket through which `status` and `rebuild` ask a running server."""
        return self.data / "serve.sock"


def _path(url: str, scheme: str, default: Path, name: str) -> Path:
    if not url:
        return default
    head = f"{scheme}:///"
    if not url.startswith(head) or not url.removeprefix(head):
        raise SettingsRefused(_sentence(name, f"应为 {head}路径", f"must be {head}PATH in this release"))
    return Path(url.removeprefix(head))


def _sentence(name: str, why_zh: str, why_en: str) -> str:
    setting = PREFIX + name.upper()
    return f"设置 {setting} 有误：{why_zh}。 / Setting {setting} is wrong: {why_en}."


def load_settings(data: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. Raises `SettingsRefused` for an unknown or malformed one.

    `data` is the command line's `--data`; `environ` is the environment, to look for unknown names.
    """
    environ = os.environ if environ is None else environ
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsRefused(
                _sentence(name.upper().removeprefix(PREFIX), "没有这项设置", "there is no such setting")
            )
    try:
        settings = Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsRefused(_sentence(str(first["loc"][0]), "取值不正确", first["msg"])) from error
    if settings.feed_url != "local:":
        raise SettingsRefused(_sentence("feed_url", "本版本只支持 local:", "this release knows local: only"))
    _ = (settings.ledger_path, settings.keys_path, settings.views_path)
    return settings
