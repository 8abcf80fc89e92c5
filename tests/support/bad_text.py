"""Wrong encodings, delimiters, rows and headers."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable
from dataclasses import replace

from tests.support.bad_cases import (
    FILE,
    MUTATIONS,
    Case,
    Rules,
    focus,
    main_grid,
    main_table,
    named,
    slots,
    small,
    with_cell,
)
from tests.support.samples import Grid, Sample


def text_form(
    name: str, rules: Rules = (), *, same: bool = False, header: bool = False
) -> Callable[[Callable[[bytes], bytes]], None]:
    """A mutation of the bytes of the main table's file. header: only where the layout has a header row."""

    def keep(change: Callable[[bytes], bytes]) -> None:
        def make(whole: Sample) -> Case | None:
            if whole.form not in (("csv",) if header else ("csv", "headerless")):
                return None
            own = small(whole.layout.name)
            table = main_table(own)
            file = own.file_of(table)
            files = own.files()
            return Case({**files, file: change(files[file])}, rules, table=table if rules else "", same=same)

        MUTATIONS[name] = make

    return keep


text_form("empty file", FILE)(lambda data: b"")
text_form("white space only", FILE)(lambda data: b" \n\t\r\n   \n")
text_form("header only", ("no_rows",), header=True)(lambda data: data.split(b"\n", 1)[0] + b"\n")
text_form("no header", ("no_header", *FILE), header=True)(lambda data: data.split(b"\n", 1)[1])
text_form("semicolons", same=True)(lambda data: _delimited(data, ";"))
text_form("tabs", same=True)(lambda data: _delimited(data, "\t"))
text_form("pipes", same=True)(lambda data: _delimited(data, "|"))
text_form("every field quoted", same=True)(lambda data: _quoted(data))
text_form("UTF-16 LE, marked", same=True)(
    lambda data: codecs.BOM_UTF16_LE + data.decode().encode("utf-16-le")
)
text_form("UTF-16 BE, marked", same=True)(
    lambda data: codecs.BOM_UTF16_BE + data.decode().encode("utf-16-be")
)
text_form("UTF-16 LE, unmarked", same=True)(lambda data: data.decode().encode("utf-16-le"))
text_form("UTF-16 BE, unmarked", same=True)(lambda data: data.decode().encode("utf-16-be"))
text_form("UTF-8, marked", same=True)(lambda data: codecs.BOM_UTF8 + data)
text_form("CRLF", same=True)(lambda data: data.replace(b"\n", b"\r\n"))
text_form("CR only", same=True)(lambda data: data.replace(b"\n", b"\r"))
text_form("mixed line ends", same=True)(lambda data: data.replace(b"\n", b"\r\n", 2).replace(b"\n", b"\n"))
text_form("blank lines", same=True)(lambda data: data.replace(b"\n", b"\n\n", 3) + b"\n\n")
text_form("no newline at the end", same=True)(lambda data: data.rstrip(b"\n"))
text_form("end-of-file mark of DOS", same=True)(lambda data: data + b"\x1a")
text_form("sep= line above", same=True, header=True)(lambda data: b"sep=,\n" + data)
text_form("title above", ("lines_above_header",), header=True)(
    lambda data: b"Monthly extract" + b"," * _commas(data) + b"\n" + data
)
text_form("NUL in a row", ("not_text", "control_characters", *FILE))(
    lambda data: _in_line(data, 2, lambda x: x[:3] + b"\0" + x[3:])
)
text_form("NUL everywhere", ("not_text", "control_characters", *FILE))(lambda data: b"\0" * len(data))
text_form("unclosed quote", ("unclosed_quote", "wrong_field_count", "stray_quote"))(
    lambda data: _in_line(data, 2, lambda x: b'"' + x)
)
text_form("stray quote", ("stray_quote", "unclosed_quote", "wrong_field_count"))(
    lambda data: _in_line(data, 2, lambda x: b'"ab"cd' + x)
)
text_form("row too short", ("wrong_field_count",))(
    lambda data: _in_line(data, 2, lambda x: x.rsplit(b",", 1)[0] if b"," in x else x)
)
text_form("row too long", ("wrong_field_count",))(
    lambda data: _in_line(data, 2, lambda x: x + b",extra,extra")
)
text_form("cut in mid-row", ("wrong_field_count", "unclosed_quote", "not_text"))(
    lambda data: data.rstrip(b"\n")[: data.rstrip(b"\n").rfind(b",")]
)
text_form("cut in mid-character", ("encoding_guessed", "wrong_field_count"))(
    lambda data: data.rstrip(b"\n") + "é".encode()[:1]
)
text_form("Windows-1252", ("encoding_guessed",))(
    lambda data: _in_line(data, 2, lambda x: x + b"\xe9\x93\xfc")
)
text_form("header repeated within", ("repeated_header",), header=True)(
    lambda data: _in_line(data, 2, lambda x: data.split(b"\n", 1)[0] + b"\n" + x)
)
text_form("header repeated at the end", ("repeated_header",), header=True)(
    lambda data: data + data.split(b"\n", 1)[0] + b"\n"
)
text_form("field of 2 MB", ("field_too_long",))(
    lambda data: _in_line(data, 2, lambda x: x + b"A" * 2_000_000)
)
text_form("random bytes", FILE)(lambda data: bytes((i * 197 + i * i * 31 + 7) % 251 for i in range(4000)))
text_form("a letter, not a table", FILE)(
    lambda data: b"Dear all,\n\nplease find the extract on the shared drive.\n\nThanks\n"
)
text_form("another table", FILE)(lambda data: b"apples,pears,plums\nred,green,blue\nsome,more,fruit\n")


def _delimited(data: bytes, delimiter: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(
        csv.reader(io.StringIO(data.decode(), newline=""))
    )
    return out.getvalue().encode()


def _quoted(data: bytes) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows(csv.reader(io.StringIO(data.decode(), newline="")))
    return out.getvalue().encode()


def _commas(data: bytes) -> int:
    return data.split(b"\n", 1)[0].count(b",")


def _in_line(data: bytes, index: int, change: Callable[[bytes], bytes]) -> bytes:
    lines = data.split(b"\n")
    lines[index] = change(lines[index])
    return b"\n".join(lines)


@named("latin-1 name")
def _latin(whole: Sample) -> Case | None:
    found = slots(whole, "name", "text")
    if not found or whole.form not in ("csv", "headerless"):
        return None
    own = focus(whole, found[0])
    files = with_cell(own, found[0], "Zoe-MARKE").files()
    name = own.file_of(found[0].table)
    latin = files[name].replace(b"Zoe-MARKE", "Zoë Märke".encode("latin-1"))
    return Case({**files, name: latin}, ("encoding_guessed",), "Zoë Märke", found[0].table)


def _replaced_header(grid: Grid, index: int, name: str) -> Grid:
    header = list(grid.header)
    header[index] = name
    return replace(grid, header=tuple(header))


def _without(grid: Grid, index: int) -> Grid:
    cut = [row[:index] + row[index + 1 :] for row in grid.rows]
    return replace(grid, header=grid.header[:index] + grid.header[index + 1 :], rows=tuple(cut))


def _with(grid: Grid, name: str, values: Callable[[int], str], count: int = 1) -> Grid:
    rows = tuple((*row, *(values(i) for _ in range(count))) for i, row in enumerate(grid.rows))
    header = (*grid.header, *(name if count == 1 else f"{name}{n}" for n in range(count)))
    return replace(grid, header=header, rows=rows)


def key_of(whole: Sample) -> int:
    """Where the first key column of the main table stands."""
    grid = main_grid(whole)
    keys = whole.layout.tables[grid.table].names("key")
    return grid.header.index(keys[0]) if keys and grid.header else -1


def header_form(
    name: str,
    change: Callable[[Sample, Grid], Grid | None],
    rules: Rules,
    *,
    same: bool = False,
    chosen_same: bool = False,
) -> None:
    """A mutation of the main table's header. chosen_same: a template, which chooses columns, takes no harm."""

    def make(whole: Sample) -> Case | None:
        own = small(whole.layout.name)
        if own.form != "csv":
            return None
        changed = change(own, own.grids[main_table(own)])
        if changed is None:
            return None
        harmless = same or (chosen_same and own.layout.chosen_columns)
        return Case(
            own.with_grid(changed).files(),
            () if harmless else rules,
            table="" if harmless else changed.table,
            same=harmless,
        )

    MUTATIONS[name] = make


def _required_column(whole: Sample) -> int:
    grid = main_grid(whole)
    needed = whole.layout.tables[grid.table].names("required", "expected")
    return grid.header.index(needed[-1]) if needed else -1


header_form(
    "renamed key",
    lambda w, g: _replaced_header(g, key_of(w), "Zz renamed") if key_of(w) >= 0 else None,
    ("missing_column", "unknown_table", "unknown_column"),
)
header_form(
    "duplicate header",
    lambda w, g: _replaced_header(g, (key_of(w) + 1) % len(g.header), g.header[key_of(w)]),
    FILE,
)
header_form(
    "blank header above data",
    lambda w, g: _replaced_header(_with(g, "x", lambda i: f"v{i}"), len(g.header), ""),
    ("blank_header",),
)
header_form(
    "missing key column",
    lambda w, g: _without(g, key_of(w)) if key_of(w) >= 0 else None,
    ("missing_column", "unknown_table"),
)
header_form(
    "missing required column",
    lambda w, g: _without(g, _required_column(w)) if _required_column(w) >= 0 else None,
    ("absent_column", "missing_column", "unknown_table"),
)
header_form(
    "extra column",
    lambda w, g: _with(g, "Zz extra", lambda i: f"v{i}"),
    ("unknown_column",),
    chosen_same=True,
)
header_form(
    "a thousand columns more",
    lambda w, g: _with(g, "Zz", lambda i: "v", 1000),
    ("unknown_column", *FILE),
    chosen_same=True,
)
header_form(
    "columns in another order",
    lambda w, g: replace(g, header=g.header[::-1], rows=tuple(r[::-1] for r in g.rows)),
    (),
    same=True,
)
header_form(
    "header in capitals", lambda w, g: replace(g, header=tuple(h.upper() for h in g.header)), (), same=True
)
header_form(
    "header with spaces around",
    lambda w, g: replace(g, header=tuple(f"  {h} " for h in g.header)),
    (),
    same=True,
)
header_form(
    "empty columns at the end",
    lambda w, g: replace(_with(g, "x", lambda i: ""), header=(*g.header, "")),
    (),
    same=True,
)
