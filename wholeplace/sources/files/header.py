"""Where a table starts: its delimiter, the lines above its header, the header, columns without a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wholeplace.sources.files.model import FileRefused, Problem, warning

LOOK = 10
"""First rows among which a header is looked for."""

LINE = "_line"
"""The column we add: the line of the file each row starts on."""

_QUOTED = re.compile(r'"(?:[^"]++|"")*+"')
_NUMBER = re.compile(r"[-+(]?[£$€]?[-+]?\d[\d,. ]*%?\)?")
_DATE = re.compile(
    r"(\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{1,4}[-/ ][A-Za-z]{3,9}[-/ ]\d{1,4})([T ]\d{1,2}:\d{2}.*)?"
)


@dataclass(frozen=True)
class Header:
    """Names of the columns of a table, found in row `index` of its first rows; index -1 when it has none."""

    index: int
    names: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def unnamed(self) -> list[int]:
        """Positions of the columns without a name."""
        return [i for i, name in enumerate(self.names) if not name]


def find_delimiter(head: str) -> str:
    """The delimiter on which most of the first lines agree outside quotes; a comma where none has any."""
    lines = [line for line in _QUOTED.sub("", head).split("\n") if line.strip()][: 2 * LOOK]
    best = (0, 0, ",")
    for delimiter in ",;\t|":
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        if counts:
            width, agree = max(counts.items(), key=lambda item: (item[1], item[0]))
            best = max(best, (agree, width, delimiter), key=lambda one: one[:2])
    return best[2]


def find_header(rows: Sequence[Sequence[str]], lines: Sequence[int], wanted: bool | None) -> Header:
    """Decide on the header from the first rows, blank ones left out, which stand on `lines`.

    wanted: True when the layout has a header, False when it has none, None when it must be seen. Raises
    FileRefused `duplicate_header`.
    """
    if wanted is False:
        return _positions(rows)
    index = _below_title(rows)
    if wanted is None and not _is_header(rows[index]):
        return _positions(rows, _no_header(lines[0]))
    names = tuple(cell.strip() for cell in rows[index])
    if repeated := sorted(name for name, n in Counter(names).items() if name and n > 1):
        why = f"{len(repeated)} names stand above more than one column"
        raise FileRefused("duplicate_header", why, "Give every column a name of its own", lines[index])
    if LINE in names:
        raise FileRefused("reserved_header", f"a column is named {LINE}", "Rename the column", lines[index])
    return Header(index, names, (_lines_above(lines[index]),) if index else ())


def drop_unnamed(frame: pl.DataFrame, header: Header, line: int | None) -> tuple[pl.DataFrame, list[Problem]]:
    """Take away columns that have neither name nor data, and name the others as the header does.

    Columns come named by position ("1", "2"...) with `_line` last. Raises FileRefused `blank_header` where
    one of them has data.
    """
    blank = [str(i + 1) for i in header.unnamed]
    if header.index < 0 or not blank:
        return _named(frame, header), []
    holds = frame.select((pl.col(blank).str.strip_chars() != "").any()).row(0)
    if any(holds):
        why = f"column {blank[holds.index(True)]} holds data and has no name"
        raise FileRefused("blank_header", why, "Give the column a name, or take it out", line)
    why = f"{len(blank)} columns have neither a name nor data"
    cure = "Nothing is lost; take the empty columns out of the export"
    return _named(frame.drop(blank), header), [warning("empty_columns", why, cure, line)]


def _named(frame: pl.DataFrame, header: Header) -> pl.DataFrame:
    frame.columns = [*(name for name in header.names if name), LINE]
    return frame


def _positions(rows: Sequence[Sequence[str]], *problems: Problem) -> Header:
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    return Header(-1, tuple(str(i + 1) for i in range(width)), problems)


def _below_title(rows: Sequence[Sequence[str]]) -> int:
    """The row a header stands in when a title row, with one cell filled, stands above it, else 0.

    The row below a header is as wide as the header and no fuller, and no row of that width above it is as full.
    """
    if _filled(rows[0]) != 1:
        return 0
    for index, row in enumerate(rows[1:LOOK], start=1):
        below = rows[index + 1] if index + 1 < len(rows) else row
        followed = len(below) == len(row) and _filled(below) <= _filled(row)
        fullest = max((_filled(above) for above in rows[:index] if len(above) == len(row)), default=0)
        if followed and 1 < _filled(row) > fullest and _is_header(row):
            return index
    return 0


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_header(row: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    return bool(cells) and not any(_NUMBER.fullmatch(cell) or _DATE.fullmatch(cell) for cell in cells)


def _lines_above(line: int) -> Problem:
    why = "the header was found here, below other lines, which were left out"
    return warning("lines_above_header", why, "Export the table without a title above it", line)


def _no_header(line: int) -> Problem:
    why = "the first row holds numbers or dates: it was read as data, and columns are known by position"
    return warning("no_header", why, "If the table should have a header, export it again with one", line)
