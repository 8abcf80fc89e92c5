"""What Annex A workbooks call their sheets and headers, and how their free words become codes."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

import polars as pl

from wholeplace.sources.files import RawTable
from wholeplace.sources.layout import headers_of, plain
from wholeplace.sources.spec import TableSpec, load_codes, load_spec

NAME = "annex_a"


def _rows(name: str) -> list[dict[str, str]]:
    path = files("wholeplace") / "data" / "layouts" / f"{NAME}_{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def header_patterns() -> dict[str, dict[str, str]]:
    """For each list its columns and the pattern that other headers in use for them follow."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows("headers"):
        found.setdefault(row["table"], {})[row["column"]] = row["pattern"]
    return found


@cache
def _headers() -> dict[str, dict[str, str]]:
    return header_patterns()


@cache
def _sheets() -> tuple[tuple[str, str], ...]:
    return tuple((row["table"], row["pattern"]) for row in _rows("sheets"))


@cache
def value_patterns() -> dict[str, tuple[tuple[str, str], ...]]:
    """For each code list patterns and their codes; the first pattern found in the lower-case text decides."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in _rows("values"):
        found[row["list"]] = (*found.get(row["list"], ()), (row["pattern"], row["code"]))
    return found


def coded_columns(spec: TableSpec) -> dict[str, str]:
    """Columns of a list whose words stand for codes, and the name of the code list."""
    return {column.name: column.codes for column in spec.columns if column.codes in value_patterns()}


def to_codes(values: pl.Series, code_list: str) -> pl.Series:
    """Words to codes: a code itself, else by pattern, else null. Each different text is looked at once."""
    different = values.unique().drop_nulls()
    text = pl.col("text").str.to_lowercase()
    itself = text.replace_strict({code.lower(): code for code in _codes(code_list)}, default=None)
    patterns = [
        pl.when(text.str.contains(pattern)).then(pl.lit(code))
        for pattern, code in value_patterns()[code_list]
    ]
    found = pl.coalesce(itself, *patterns)
    codes = pl.DataFrame({"text": different}, schema={"text": pl.String}).with_columns(found.alias("code"))
    joined = pl.DataFrame({"text": values}).join(codes, on="text", how="left", maintain_order="left")
    return joined["code"].alias(values.name)


def _codes(code_list: str) -> list[str]:
    return [code.code for codes in load_codes(NAME)[code_list].values() for code in codes]


def list_of(raw: RawTable) -> str | None:
    """The list that a sheet holds, by its name, else by its headers; "" for a sheet that is none of them.

    A name that numbers the list, and the column of ids, are enough. A name in words, such as "Contacts", needs
    half of the list's columns as well, and a sheet of any other name all that the list requires.
    """
    by_name = next(
        (table for table, pattern in _sheets() if re.fullmatch(pattern, raw.name.strip(), re.I)), None
    )
    numbered = bool(re.match(r"(?i)(annex a )?list[ _-]*\d", raw.name))
    if by_name:
        return by_name if _share(raw, by_name) >= (0.0 if numbered else 0.5) else ""
    return next((table for table in load_spec(NAME) if _share(raw, table) == 1.0), "")


def _share(raw: RawTable, table: str) -> float:
    """Share of the list's needed columns that are there; below nought without the column of ids."""
    spec = load_spec(NAME)[table]
    headers = headers_of(raw)
    there = {name for name in spec.names() if _is_there(name, headers, _headers()[table].get(name))}
    needed = set(spec.names("key", "required"))
    return len(there & needed) / len(needed) if set(spec.names("key")) <= there else -1.0


def _is_there(column: str, headers: tuple[str, ...], pattern: str | None) -> bool:
    return any(
        plain(header) == plain(column) or (pattern and re.fullmatch(pattern, header.strip(), re.I))
        for header in headers
    )
