"""Reading one source: its files to raw tables, raw tables to typed rows, typed rows to canonical facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from wholeplace.config import Source
from wholeplace.content import file_hash
from wholeplace.privacy.keys import PlaceKey
from wholeplace.sources.arrival import arrival_rows
from wholeplace.sources.check import Checked, Moment, check_table, issue_frame, missing_keys, problem_frame
from wholeplace.sources.contracts import EXCLUSION, REFUSED
from wholeplace.sources.exclusions import Exclusions
from wholeplace.sources.files import RawTable, RawXml, Refusal, open_tables
from wholeplace.sources.finish import Origin, finish
from wholeplace.sources.layout import Layout, fit
from wholeplace.sources.rows import Joined, apply_row_rules, join_files
from wholeplace.sources.shelf import Opened, Shelf

OF_ONE_PERSON = ("nhs_number", "upn", "uln", "nino")
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Extract:
    """One source's extract to be read: its settings, layout, files and their names as the user knows them."""

    source: Source
    layout: Layout
    files: Sequence[Path]
    names: Sequence[str]
    moment: Moment


def read_extract(
    extract: Extract,
    key: PlaceKey,
    exclusions: Exclusions,
    progress: Progress = lambda share: None,
    shelf: Shelf | None = None,
) -> dict[str, pl.DataFrame]:
    """All canonical tables of one source, exclusions applied; nothing is written anywhere but on the shelf."""
    hashes = [file_hash(path) for path in extract.files]
    opened = _open_all(extract, hashes, shelf, progress)
    copies = [number for number, mark in enumerate(hashes) if mark in hashes[number + 1 :]]
    joined = apply_row_rules(join_files(opened.checked, extract.layout), extract.layout, copies)
    origin = Origin(
        extract.source, extract.layout, key, [(n, h[:8]) for n, h in zip(extract.names, hashes, strict=True)]
    )
    tables = finish(extract.layout.build(joined.frames), origin)
    joined = replace(joined, issues=pl.concat([joined.issues, _unordered(tables), _shared(tables)]))
    out = exclusions.records(extract.source.name, extract.layout.name, key, tables["identifier"])
    kept, excluded = _exclude(tables, out.filter(pl.col("use") == "")["record_id"])
    refused = _refused(extract, opened, joined)
    arrival = arrival_rows(
        extract.source, extract.layout, joined, opened.refused, tables, excluded, hashes, extract
    )
    partial = out.filter(pl.col("use") != "").with_columns(pl.lit(extract.source.name).alias("source"))
    if shelf:
        shelf.clear(everything=excluded.height > 0)
    progress(1.0)
    return {**kept, EXCLUSION.name: partial, REFUSED.name: refused, "arrival": arrival}


@dataclass(frozen=True)
class _All:
    """What all files hold: tables by the number of their file, and issues of what was refused whole."""

    checked: list[tuple[int, Checked]]
    refused: list[pl.DataFrame]


def _open_all(extract: Extract, hashes: Sequence[str], shelf: Shelf | None, progress: Progress) -> _All:
    every = _All([], [])
    if not extract.files:
        nothing = _of_file(issue_frame("no_files", [None]), " ".join(extract.source.files))
        every.refused.append(_numbered(nothing, None))
    for number, (path, name) in enumerate(zip(extract.files, extract.names, strict=True)):
        check = partial(_open_file, path, extract)
        found = shelf.opened(path, name, hashes[number], check) if shelf else check()
        every.checked.extend((number, one) for one in found.checked)
        every.refused.extend(_numbered(frame, number) for frame in found.refused)
        progress(0.8 * (number + 1) / len(extract.files))
    return every


def _numbered(issues: pl.DataFrame, number: int | None) -> pl.DataFrame:
    return issues.with_columns(pl.lit(number, pl.UInt32).alias("_file"))


def _open_file(path: Path, extract: Extract) -> Opened:
    opened = Opened([], [])
    header = False if extract.layout.headerless else None
    for item in open_tables(path, header=header, kinds=extract.layout.record_types):
        _open_one(item, extract, opened)
    return opened


def _open_one(item: RawTable | RawXml | Refusal, extract: Extract, opened: Opened) -> None:
    if isinstance(item, Refusal):
        opened.refused.append(_of_file(problem_frame([item.problem]), item.file))
        return
    if isinstance(item, RawXml):
        found = extract.layout.from_xml(item) if extract.layout.from_xml else None
        if found is None:
            opened.refused.append(_of_file(issue_frame("unknown_table", [1]), item.file))
        year = extract.layout.xml_year(item) if extract.layout.xml_year else None
        own = replace(extract, moment=Moment(extract.moment.as_of, year)) if year else extract
        for table in found or []:
            _check_one(table, own, opened)
        return
    _check_one(item, extract, opened)


def _check_one(raw: RawTable, extract: Extract, opened: Opened) -> None:
    found = fit(raw, extract.layout, stated=True)
    if found is None:
        near = _nearest(raw, extract.layout)
        missing = missing_keys(raw, extract.layout, extract.layout.tables[near]) if near else ()
        issues = [issue_frame("missing_column", [1], name) for name in missing] or [
            issue_frame("unknown_table", [1])
        ]
        opened.refused.append(_of_file(pl.concat(issues), raw.file, raw.rows_in))
        return
    spec = extract.layout.tables[found.table]
    opened.checked.append(check_table(raw, extract.layout, spec, extract.moment))


def _nearest(raw: RawTable, layout: Layout) -> str | None:
    """The table most of whose columns are there although a key is not."""
    shares = {
        name: len(set(spec.names()) & set(raw.header)) / max(1, len(raw.header))
        for name, spec in layout.tables.items()
    }
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best and shares[best] >= 0.5 else None


def _of_file(issues: pl.DataFrame, file: str, rows: int = 0) -> pl.DataFrame:
    """Issues of a file refused whole; rows: how many data rows it held, where that is known."""
    said = {"file": pl.lit(file), "rows_in": pl.lit(rows, pl.UInt32)}
    return issues.with_columns(**said)


def _exclude(tables: dict[str, pl.DataFrame], out: pl.Series) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Tables without the excluded records, and the rows (file, table, line) that went with them."""
    if not len(out):
        return tables, pl.DataFrame(schema={"_table": pl.String, "_file": pl.UInt32, "_line": pl.UInt32})
    gone = pl.col("record_id").is_in(out.implode())
    kept = {name: frame.filter(~gone) for name, frame in tables.items()}
    to_gone = pl.col("other_record_id").is_in(out.implode()).fill_null(False)
    kept["relation"] = kept["relation"].filter(~to_gone)
    traces = [frame.filter(gone).select("_table", "_file", "_line") for frame in tables.values()]
    return kept, pl.concat(traces).unique()


def _unordered(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Periods kept back because they end before they start."""
    spells = tables["spell_reported"].filter(pl.col("withheld") == "dates_out_of_order")
    return _issues_of("dates_out_of_order", spells)


def _shared(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Identifiers of one person that several people of a file bear, to go by their birth dates.

    Two records with one birth date may be one person known by two numbers, which is for linking to say.
    """
    same_file = ["file", "scheme", "value"]
    bearers = tables["identifier"].filter(pl.col("scheme").is_in(OF_ONE_PERSON))
    bearers = bearers.filter(pl.col("value").is_duplicated())
    born = tables["record"].select("record_id", "birth_date").drop_nulls()
    dates = bearers.join(born, on="record_id").group_by(same_file).agg(pl.col("birth_date").n_unique())
    several = dates.filter(pl.col("birth_date") > 1).select(same_file)
    found = bearers.join(several, on=same_file, maintain_order="left")
    return _issues_of("duplicate_identifier", found, found["scheme"])


def _issues_of(rule: str, facts: pl.DataFrame, columns: pl.Series | None = None) -> pl.DataFrame:
    """Warnings of one rule at the rows that facts came from; columns: what each names, where it names any."""
    said = issue_frame(rule, facts["_line"]).with_columns(
        file=facts["file"], layout_table=facts["_table"], _file=facts["_file"]
    )
    return said if columns is None else said.with_columns(columns.alias("column"))


def _refused(extract: Extract, opened: _All, joined: Joined) -> pl.DataFrame:
    """All refusals and warnings of the source in the form of the `refused` table."""
    parts = [*(frame.drop("_file", "rows_in") for frame in opened.refused), joined.issues.drop("_file")]
    whole = pl.concat(parts, how="diagonal_relaxed")
    return whole.with_columns(
        pl.lit(extract.source.name).alias("source"), pl.lit(extract.layout.name).alias("layout")
    ).select([name for name in REFUSED.columns if name in whole.columns or name in ("source", "layout")])
