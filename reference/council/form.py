"""Layout tables as readable text blocks, and the check that a public specification is covered whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reference.tables import Code, Column, TableFault


def columns(table: str, source: str, text: str) -> list[Column]:
    """Columns from lines of `name | type | need | codes | identifier | source`; later cells may be left off.

    An empty type is text, an empty need is optional, an empty source is the one given.
    """
    found = []
    for cells in _lines(text, 6):
        name, kind, need, codes, identifier, own = cells
        found.append(
            Column(
                table,
                name,
                kind or "text",
                need or "optional",
                codes,
                identifier,
                source=own or source,
            )
        )
    return found


def codes(name: str, text: str, from_year: int | None = None) -> list[Code]:
    """Codes from lines of `code | our label | canonical`."""
    return [
        Code(name, code, label, from_year=from_year, canonical=canonical)
        for code, label, canonical in _lines(text, 3)
    ]


def released_codes(name: str, text: str, first: int, second: int) -> list[Code]:
    """Codes of a collection with two releases, from lines of `first | second | our label | canonical`.

    Codes of the first release have no last year, because councils still send them under the second.
    """
    found = []
    for old, new, label, canonical in _lines(text, 4):
        if old:
            found.append(Code(name, old, label, from_year=first, canonical=canonical))
        if new and new != old:
            found.append(Code(name, new, label, from_year=second, canonical=canonical))
    return found


def refuse_gaps(
    layout: str, published: Iterable[str], carried: Iterable[str], left_out: Mapping[str, str]
) -> None:
    """Raises TableFault where the public specification has a name that is neither carried nor left out."""
    known = set(carried) | set(left_out)
    gaps = sorted(set(published) - known)
    if gaps:
        raise TableFault(f"{layout}: published but neither carried nor left out: {gaps}")


def column_names(rows: Sequence[Column]) -> list[str]:
    """`table.column` of each row."""
    return [f"{row.table}.{row.column}" for row in rows]


def _lines(text: str, width: int) -> Iterator[list[str]]:
    for line in text.strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > width:
            raise TableFault(f"too many cells in: {line.strip()}")
        yield cells + [""] * (width - len(cells))
