"""What the commands print: words and tables for a person, JSON for a program. Never a value about a person."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import typer
from rich.console import Console
from rich.table import Table as Grid

from wholeplace.errors import StoreError, UsageError
from wholeplace.forget import Erasure
from wholeplace.linkage.quality.words import fares_worse
from wholeplace.place import Place
from wholeplace.start import Found
from wholeplace.steps import Outcome

if TYPE_CHECKING:
    from wholeplace.demo.make import Demo
    from wholeplace.score import Score

WIDTH_WITHOUT_TERMINAL = 120
SHOWN_ROWS = 50


def say(text: str) -> None:
    """One line to standard output."""
    typer.echo(text)


def as_json_text(data: Any) -> str:
    """Data as JSON, dates in ISO form."""
    return json.dumps(data, indent=1, default=str, ensure_ascii=False)


def grid(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str = "") -> None:
    """A table on standard output, numbers to the right."""
    console = Console(soft_wrap=False)
    if not console.is_terminal:
        console = Console(width=WIDTH_WITHOUT_TERMINAL, soft_wrap=False)
    table = Grid(title=title or None, title_justify="left", box=None, pad_edge=False)
    for index, column in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[index], int | float | None) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    console.print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def frame(data: pl.DataFrame, as_json: bool) -> None:
    """A query's answer."""
    if as_json:
        say(as_json_text(data.to_dicts()))
        return
    grid(data.columns, data.head(SHOWN_ROWS).rows())
    if data.height > SHOWN_ROWS:
        say(f"… and {data.height - SHOWN_ROWS:,} more rows (--json gives all)")


def found(folder: Path, result: Found, as_json: bool) -> None:
    """What `init` wrote."""
    sources = [source.model_dump(mode="json") for source in result.sources]
    if as_json:
        data = {"place": str(folder / "place.toml"), "as_of": result.as_of, "sources": sources}
        say(as_json_text({**data, "unrecognised": result.unrecognised}))
        return
    say(f"Wrote {folder / 'place.toml'} (as of {result.as_of}).")
    if result.sources:
        grid(
            ["source", "layout", "files", "as of"],
            [[s.name, s.layout, len(s.files), s.as_of] for s in result.sources],
        )
        say("No lawful basis, agreement or permitted use is stated yet: fill them in for each source.")
    for name in result.unrecognised:
        say(f"Not recognised: {name}")
    if result.unrecognised:
        say(
            'Any other table can be described by a template and read with layout "mapped": see docs/mapped.md.'
        )
    say(f"Next: wholeplace check {folder}")


def arrival(
    arrived: pl.DataFrame, refused: pl.DataFrame, exclusions: int, notes: Mapping[str, str], as_json: bool
) -> None:
    """The arrival report: what came, what was refused and by which rule."""
    rules = _by_rule(refused)
    columns = [
        "source",
        "layout",
        "layout_table",
        "file",
        "rows_in",
        "accepted",
        "refused",
        "warnings",
        "excluded",
        "superseded",
        "first_date",
        "last_date",
    ]
    rows = arrived.select(columns) if arrived.width else arrived
    if as_json:
        say(
            as_json_text(
                {
                    "arrival": rows.to_dicts(),
                    "rules": rules.to_dicts(),
                    "excluded": exclusions,
                    "notes": notes,
                }
            )
        )
        return
    if not rows.width:
        say("No source is set up in place.toml yet.")
        return
    short = rows.select(
        "source", "layout_table", "file", "rows_in", "accepted", "refused", "warnings", "last_date"
    )
    grid(
        ["source", "table", "file", "rows in", "accepted", "refused", "warnings", "last date"],
        short.rows(),
        "What arrived",
    )
    if rules.height:
        grid(
            ["source", "level", "rule", "column", "count", "first at", "cure"],
            rules.drop("why").rows(),
            "Refused and warned about, by rule",
        )
    say(f"{exclusions:,} rows were left out by exclusions.csv.")
    for source, note in notes.items():
        say(f"{source}: {note}")


def _by_rule(refused: pl.DataFrame) -> pl.DataFrame:
    if not refused.width:
        return pl.DataFrame(schema=["source", "level", "rule", "column", "count", "first_at", "why", "cure"])
    place = pl.when(pl.col("line").is_null()).then("file").otherwise(pl.format("{}:{}", "file", "line"))
    return (
        refused.with_columns(place.alias("at"))
        .group_by("source", "level", "rule", "column", maintain_order=True)
        .agg(
            pl.len().alias("count"),
            pl.col("at").first().alias("first_at"),
            pl.col("why").first(),
            pl.col("cure").first(),
        )
        .sort("source", "level", pl.col("count"), descending=[False, False, True])
    )


def outcomes(place: Place, done: Sequence[Outcome], as_json: bool) -> None:
    """What a run did."""
    report, facts = place.folder / "reports" / "index.html", place.headlines()
    if as_json:
        data = {"steps": [asdict(one) for one in done], "content_hash": place.content_hash()}
        say(as_json_text({**data, "headlines": facts, "report": str(report) if report.exists() else None}))
        return
    ran = [one for one in done if one.ran]
    if not ran:
        say("Nothing to do: every step is fresh. Nothing was written.")
    else:
        rows = [[one.step, sum(one.rows.values()), one.seconds, one.peak_mb] for one in ran]
        grid(["step", "rows", "seconds", "peak MB"], rows)
    for name in place.expired:
        say(f"Past its retention date and left out: {name}. Run: wholeplace prune {place.folder}")
    for name in place.config.unstated:
        say(f"No lawful basis or agreement recorded: {name}. Not for decisions or sharing.")
    for line in fares_worse(place.store.read("link_quality"), place.config.disclosure.threshold):
        say(line)
    if report.exists():
        for fact in facts:
            say(f"{fact['value']} {fact['label']} ({fact['detail']})")
        say(f"Report: {report}")


def status(place: Place, as_json: bool) -> None:
    """How each step stands."""
    steps = place.status()
    if as_json:
        say(
            as_json_text(
                {
                    "steps": steps,
                    "content_hash": place.content_hash(),
                    "versions": len(place.store.version_paths()),
                }
            )
        )
        return
    rows = [
        [
            step["step"],
            "fresh" if step["fresh"] else "stale",
            sum(step["rows"].values()),
            step["seconds"],
            step["peak_mb"],
        ]
        for step in steps
    ]
    grid(["step", "state", "rows", "seconds", "peak MB"], rows)
    tables_ = [
        [name, rows_, step["hash"].get(name, "")] for step in steps for name, rows_ in step["rows"].items()
    ]
    grid(["table", "rows", "content hash"], tables_)
    say(
        f"Content hash of the whole: {place.content_hash()[:16]}. "
        f"Earlier versions kept: {len(place.store.version_paths())}."
    )


def tables(place: Place, as_json: bool) -> None:
    """Every table with its meaning and columns."""
    kinds = [
        {
            "table": t.name,
            "zone": t.zone,
            "meaning": t.meaning,
            "columns": {n: str(k) for n, k in t.columns.items()},
        }
        for t in place.tables()
    ]
    if as_json:
        say(as_json_text(kinds))
        return
    grid(
        ["table", "part", "meaning", "columns"],
        [[k["table"], k["zone"], k["meaning"], ", ".join(k["columns"])] for k in kinds],
    )


def export(place: Place, table: str, data: pl.DataFrame, out: Path | None, as_json: bool) -> None:
    """A table to a file, or to standard output as CSV."""
    if out is None:
        say(as_json_text(data.to_dicts()) if as_json else data.write_csv().rstrip())
        return
    _write(data, out)
    if as_json:
        say(as_json_text({"table": table, "rows": data.height, "file": str(out)}))
    else:
        say(f"Wrote {data.height:,} rows of {table} to {out}.")


def _write(data: pl.DataFrame, out: Path) -> None:
    writers = {".csv": data.write_csv, ".json": data.write_json, ".parquet": data.write_parquet}
    if out.suffix.lower() not in writers:
        raise UsageError(
            f"cannot write a {out.suffix or 'file without ending'}",
            where=str(out),
            cure="End the name in .csv, .json or .parquet",
        )
    try:
        writers[out.suffix.lower()](out)
    except OSError as error:
        raise StoreError(
            f"cannot write the file ({error.strerror or type(error).__name__})",
            where=str(out),
            cure="Choose a folder that is there and may be written",
        ) from None


def pruned(result: Mapping[str, Any], as_json: bool) -> None:
    """What `prune` dropped."""
    if as_json:
        say(as_json_text(dict(result)))
        return
    past = ", ".join(result["sources_past_retention"]) or "none"
    say(f"Dropped {result['versions']} earlier versions. Sources past their retention date: {past}.")


def erased(result: Erasure, as_json: bool) -> None:
    """What `forget` did."""
    if as_json:
        say(as_json_text(asdict(result)))
        return
    say(
        f"Erased {result.records} records of {result.people} people: {result.rows_removed} rows from "
        f"{result.versions} versions. "
        f"Rows that still name them: {result.found_after}. The extracts were not changed: ask each service to "
        "remove them at the source; exclusions.csv keeps them out until then."
    )


def made(folder: Path, demo: Demo, as_json: bool) -> None:
    """What `demo` wrote."""
    likeness = demo.likeness
    inside = likeness.filter("within").height
    if as_json:
        data = {"place": str(folder), "title": demo.title, "residents": demo.residents, "rows": demo.rows}
        say(as_json_text({**data, "likeness": likeness.to_dicts(), "assumed_links": round(demo.assumed, 3)}))
        return
    say(f"{demo.title}: {demo.residents:,} invented residents on {demo.as_of}, in {folder}.")
    say(f"{sum(demo.rows.values()):,} rows in {len(demo.rows)} files of extracts.")
    say(
        f"Of {likeness.height} published figures, {inside} are met within their tolerance: "
        f"{folder / 'reports' / 'likeness.html'}"
    )
    say(f"{demo.assumed:.0%} of the system map's links are assumed, not published.")
    say(f"Next: wholeplace run {folder}, then wholeplace score {folder}")


def futures(folder: Path, counts: pl.DataFrame, as_json: bool) -> None:
    """What `demo --futures` wrote."""
    seeds, months = counts["seed"].n_unique(), counts["month"].n_unique()
    if as_json:
        say(as_json_text({"place": str(folder), "rows": counts.height, "seeds": seeds, "months": months}))
        return
    say(f"{seeds} futures of {months - 1} months written to {folder / 'truth' / 'futures'}.")


def score(result: Score, as_json: bool) -> None:
    """What `score` found."""
    if as_json:
        say(as_json_text(result.as_dict()))
        return
    for line in result.lines():
        say(line)
