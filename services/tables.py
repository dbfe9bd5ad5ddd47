"""Tables that people upload: CSV in the encodings offices use, read line by line, with a report of what was refused.

A file that is no table at all is refused as a whole, with a sentence; a bad line is refused by itself and named.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from domain.shared.errors import Answer, NoRight, Refusal
from domain.shared.stream import Stream

LONGEST_CELL = 1 << 20
"""Characters of one cell; a boundary drawn in full detail has some tens of thousands."""
_NOT_CHINESE = re.compile("[^\x00-\x7f\u00b7\u2000-\u206f\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
"""What a file in GB18030 would hardly hold: a sign that it is in another encoding."""


class Row(msgspec.Struct, frozen=True):
    """A line of a table: its number, and its cells by column, without blanks around them."""

    line: int
    cells: dict[str, str]


class Rejected(msgspec.Struct, frozen=True):
    """A line that was refused, and why."""

    line: int
    zh: str
    en: str


class Report(msgspec.Struct, frozen=True):
    """What became of a file: its lines, those that changed something, and those refused."""

    rows: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]


class Imported(msgspec.Struct, frozen=True):
    """The streams a file has changed, to be appended together, and its report."""

    streams: tuple[Stream[Any], ...]
    report: Report


class Table:
    """A table with a head line."""

    def __init__(self, content: bytes, columns: Sequence[str]) -> None:
        """Read the head line; raises `UnreadableFile`, `ColumnsMissing`."""
        csv.field_size_limit(LONGEST_CELL)
        self._reader = csv.reader(io.StringIO(decode(content), newline=""), strict=True)
        try:
            self._head = [name.strip() for name in next(self._reader, [])]
        except csv.Error as error:
            raise UnreadableFile(
                why_zh=f"首行不是 CSV（{error}）", why_en=f"its first line is no CSV ({error})"
            ) from error
        missing = [name for name in columns if name not in self._head]
        if missing:
            raise ColumnsMissing(missing=", ".join(missing), found=", ".join(self._head) or "–")
        self.rejected: list[Rejected] = []

    def rows(self) -> Iterator[Row]:
        """Yield the lines that are as long as the head; the others, and a broken rest, go to `rejected`."""
        while True:
            try:
                cells = next(self._reader, None)
            except csv.Error as error:
                zh, en = f"此行起无法按 CSV 读取（{error}）", f"from this line on it is no CSV ({error})"
                self.rejected.append(Rejected(self._reader.line_num, zh, en))
                return
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(self._head):
                zh, en = (
                    f"有{len(cells)}格，首行有{len(self._head)}格",
                    f"it has {len(cells)} cells, the head line {len(self._head)}",
                )
                self.rejected.append(Rejected(self._reader.line_num, zh, en))
                continue
            yield Row(self._reader.line_num, dict(zip(self._head, (cell.strip() for cell in cells), strict=True)))


def report_of(table: Table, rows: Sequence[Row], take: Callable[[Row], bool]) -> Report:
    """Take each line, which tells whether it changed anything or is refused; return what became of all of them.

    Raises `NoRight`: who may not import at all is not told so line by line.
    """
    changed, rejected = 0, list(table.rejected)
    for row in rows:
        try:
            changed += take(row)
        except NoRight:
            raise
        except Refusal as refusal:
            rejected.append(Rejected(row.line, refusal.sentence_zh, refusal.sentence_en))
    total = len(rows) + len(table.rejected)
    return Report(
        rows=total,
        changed=changed,
        unchanged=total - changed - len(rejected),
        rejected=tuple(sorted(rejected, key=lambda one: one.line)),
    )


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without a mark) or GB18030. Raises `UnreadableFile`."""
    if b"\x00" in content:
        raise UnreadableFile(
            why_zh="文件含有空字节，可能是 UTF-16 或 Excel 文件",
            why_en="it holds NUL bytes, as UTF-16 and Excel files do",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            why_zh="既不是 UTF-8 也不是 GB18030 编码", why_en="it is neither UTF-8 nor GB18030"
        ) from error
    if (strange := _NOT_CHINESE.search(text)) is not None:
        raise UnreadableFile(
            why_zh=f"不是 UTF-8，按 GB18030 读出了“{strange.group()}”这样的字符",
            why_en=f"it is not UTF-8, and as GB18030 it would hold characters such as {strange.group()!r}",
        )
    return text


class UnreadableFile(Refusal):
    """The file is no text in a known encoding, or no table (无法读取文件)."""

    answer = Answer.MALFORMED
    zh = "无法读取文件：{why_zh}。请另存为 UTF-8 编码的 CSV 后重试。"
    en = "The file cannot be read: {why_en}. Save it as CSV in UTF-8 and try again."


class ColumnsMissing(Refusal):
    """The head line lacks columns (缺少列)."""

    answer = Answer.MALFORMED
    zh = "文件缺少列：{missing}（首行是：{found}）。请补上后重试。"
    en = "The file lacks the columns {missing} (its first line has: {found}). Add them and try again."
