"""Past cases from a file: CSV or JSON lines, one line an act, with a mapping that names its columns."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Annotated, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from domain.incidents.words import CHANNELS, Channel
from domain.shared.errors import Answer, Malformed, Refusal
from services.tables import Rejected, Row, Table, UnreadableFile, decode

LONGEST_TEXT = 200
"""Characters of a case's number, of an activity, of an actor."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""What a time may lie between; the views hold no others."""
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

C = TypeVar("C")


class MappingRefused(Refusal):
    """The mapping file cannot be used (映射文件有误)."""

    answer = Answer.MALFORMED
    zh = "映射文件有误：{field}：{why}。格式见 docs/importing.md。"
    en = "The mapping file cannot be used: {field}: {why}. Its form stands in docs/importing.md."


class Coded(BaseModel):
    """A column whose values stand for codes of ours, or are codes of ours; any other value leaves it unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: Annotated[str, Field(min_length=1)]
    values: dict[str, str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _column_alone(cls, given: object) -> object:
        return {"column": given} if isinstance(given, str) else given

    def code(self, cells: dict[str, str]) -> str | None:
        """Return the code that a line's cell stands for."""
        cell = cells[self.column]
        return cell if self.values is None else self.values.get(cell)


class Mapping(BaseModel):
    """Which column says what. Only `case`, `activity` and `time` have to be there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: Annotated[str, Field(min_length=1, description="The case's number.")]
    activity: Annotated[str, Field(min_length=1, description="What was done, a code of the source.")]
    time: Annotated[str, Field(min_length=1, description="When it was done.")]
    actor: Annotated[str | None, Field(description="Who did it, as the source names them.")] = None
    id: Annotated[str | None, Field(description="The act's id.")] = None
    opened_at: Annotated[str | None, Field(description="When the case was opened; else its first act's time.")] = None
    closed_at: Annotated[str | None, Field(description="When the case was closed; empty: it is open.")] = None
    due_at: Annotated[str | None, Field(description="When the case was due.")] = None
    channel: Annotated[Coded | None, Field(description="How it came in, as channels of ours.")] = None
    category: Annotated[Coded | None, Field(description="What it is about, as categories of ours.")] = None
    unit: Annotated[str | None, Field(description="The unit it lies in, by our code; empty: in none.")] = None
    timezone: Annotated[str, Field(description="Of times that carry no offset.")] = "Asia/Shanghai"
    time_format: Annotated[str | None, Field(description="As in strptime; else ISO 8601.")] = None
    source: Annotated[str | None, Field(description="A name for the log, so that its cases are known again.")] = None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            message = f"there is no time zone {name}"
            raise ValueError(message) from error
        return name

    @field_validator("channel")
    @classmethod
    def _our_channels(cls, coded: Coded | None) -> Coded | None:
        if coded and (strange := sorted(set((coded.values or {}).values()) - set(CHANNELS))):
            message = f"{', '.join(strange)}: channels are {', '.join(CHANNELS)}"
            raise ValueError(message)
        return coded

    @property
    def log(self) -> str:
        """The name under which the cases of this log are known again: its source, else the mapping itself."""
        return self.source or self.model_dump_json(exclude={"source"}, exclude_none=True)

    def columns(self) -> tuple[str, ...]:
        """Return the columns that a file must have."""
        coded = (each.column for each in (self.channel, self.category) if each)
        plain = (
            self.case, self.activity, self.time, self.actor, self.id,
            self.opened_at, self.closed_at, self.due_at, self.unit,
        )  # fmt: skip
        return tuple(dict.fromkeys((*(name for name in plain if name), *coded)))


def read_mapping(content: bytes) -> Mapping:
    """Return the mapping in a JSON file. Raises `MappingRefused`."""
    try:
        return Mapping.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "JSON"
        raise MappingRefused(field=field, why=first["msg"]) from error


class PastRow(NamedTuple):
    """A line of the file, read."""

    case: str
    activity: str
    at: datetime
    instance: str | None
    actor: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    channel: Channel | None
    category: str | None
    unit: str | None


def lines_of(content: bytes, mapping: Mapping, rejected: Callable[[Rejected], None]) -> Iterator[Row]:
    """Yield the lines of a CSV or JSON lines file, by column; a broken one goes to `rejected`.

    Raises `UnreadableFile`, `ColumnsMissing`.
    """
    if not content.strip():
        raise UnreadableFile(why_zh="文件是空的", why_en="it is empty")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _json_lines(decode(content), mapping.columns(), rejected)
        return
    table = Table(content, mapping.columns())
    yield from table.rows()
    for broken in table.rejected:
        rejected(broken)


def _json_lines(text: str, columns: tuple[str, ...], rejected: Callable[[Rejected], None]) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            rejected(Rejected(number, "不是 JSON 对象", "it is no JSON object"))
            continue
        yield Row(number, {column: _cell(found.get(column)) for column in columns})


def _cell(value: object) -> str:
    """Return a value as a CSV cell would hold it."""
    return "" if value is None else str(value).strip()


class Reader:
    """Reads lines by a mapping."""

    def __init__(self, mapping: Mapping, is_unit: Callable[[str], bool], is_category: Callable[[str], bool]) -> None:
        """Look up units and categories by the two functions. Raises `MappingRefused` for an unknown category."""
        self._mapping = mapping
        self._zone = ZoneInfo(mapping.timezone)
        self._is_unit = is_unit
        self._is_category = is_category
        values = mapping.category.values if mapping.category else None
        for code in (values or {}).values():
            if not is_category(code):
                raise MappingRefused(field="category", why=f"{code} is not in the catalogue / 目录中没有 {code}")

    def read(self, cells: dict[str, str]) -> PastRow:
        """Return a line as an act of a case. Raises `Malformed`, which names the column and never tells its value."""
        mapping = self._mapping
        return PastRow(
            case=self._needed(cells, mapping.case, self._text),
            activity=self._needed(cells, mapping.activity, self._text),
            at=self._needed(cells, mapping.time, self._moment),
            instance=self._given(cells, mapping.id, self._text),
            actor=self._given(cells, mapping.actor, self._text),
            opened_at=self._given(cells, mapping.opened_at, self._moment),
            closed_at=self._given(cells, mapping.closed_at, self._moment),
            due_at=self._given(cells, mapping.due_at, self._moment),
            channel=self._channel(cells),
            category=self._category(cells),
            unit=self._given(cells, mapping.unit, self._unit),
        )

    def _given(self, cells: dict[str, str], column: str | None, convert: Callable[[str, str], C]) -> C | None:
        text = cells[column] if column else ""
        return convert(column or "", text) if text else None

    def _needed(self, cells: dict[str, str], column: str, convert: Callable[[str, str], C]) -> C:
        if not cells[column]:
            raise Malformed(field=column, why_zh="不能为空", why_en="it is empty")
        return convert(column, cells[column])

    def _channel(self, cells: dict[str, str]) -> Channel | None:
        code = self._mapping.channel.code(cells) if self._mapping.channel else None
        return next((channel for channel in CHANNELS if channel == code), None)

    def _category(self, cells: dict[str, str]) -> str | None:
        code = self._mapping.category.code(cells) if self._mapping.category else None
        return code if code is not None and self._is_category(code) else None

    @staticmethod
    def _text(column: str, text: str) -> str:
        if len(text) > LONGEST_TEXT:
            raise Malformed(
                field=column, why_zh=f"超过{LONGEST_TEXT}个字符", why_en=f"it is longer than {LONGEST_TEXT} characters"
            )
        if _CONTROL.search(text):
            raise Malformed(field=column, why_zh="含有控制字符", why_en="it holds control characters")
        return text

    def _moment(self, column: str, text: str) -> datetime:
        try:
            pattern = self._mapping.time_format
            moment = datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)  # noqa: DTZ007 - the zone follows
            moment = moment if moment.tzinfo else moment.replace(tzinfo=self._zone)
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise Malformed(field=column, why_zh="不是可识别的时间", why_en="it is no time that can be read") from error
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise Malformed(
                field=column,
                why_zh=f"年份不在{FIRST_YEAR}至{LAST_YEAR}之间",
                why_en=f"its year is not between {FIRST_YEAR} and {LAST_YEAR}",
            )
        return moment

    def _unit(self, column: str, text: str) -> str:
        if not self._is_unit(text):
            raise Malformed(field=column, why_zh="没有这个单元", why_en="there is no such unit")
        return text
