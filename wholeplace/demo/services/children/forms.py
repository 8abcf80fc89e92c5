"""Writing rows as a service would: chance by stable ids, where people live, and tables as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import polars as pl

from wholeplace.demo.records import Sheet
from wholeplace.demo.world import World
from wholeplace.dynamics.draws import pick, uniform
from wholeplace.sources.spec import load_spec

TRUTH = ("_person", "_own", "_fact", "_id", "_key")
FAR = pl.date(9999, 1, 1)


class Form(NamedTuple):
    """How a source writes: its name and layout, its form of dates, and how files are named after tables."""

    source: str
    layout: str
    template: str = ""
    day: str = "%d/%m/%Y"
    file: str = "{}.csv"


@cache
def shares(service: str) -> dict[str, dict[str, float]]:
    """How often a service does what: shares by subject and case, from `data/recording_children.csv`."""
    text = (files("wholeplace") / "data" / "recording_children.csv").read_text(encoding="utf-8")
    out: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        if row["service"] == service:
            out.setdefault(row["subject"], {})[row["case"]] = float(row["share"])
    return out


def chance(seed: int, channel: str, ids: pl.Series, step: pl.Series | int = 0) -> pl.Series:
    """A number in [0, 1) for each id (and step, where an id draws more than once)."""
    when = step.to_numpy() if isinstance(step, pl.Series) else step
    return pl.Series(uniform(seed, channel, ids.to_numpy(), when), dtype=pl.Float64)


def some(frame: pl.DataFrame, seed: int, channel: str, share: float, of: str) -> pl.DataFrame:
    """That share of the rows, drawn by the ids in column `of`."""
    return frame.filter(chance(seed, channel, frame[of]) < share)


def chosen(seed: int, channel: str, ids: pl.Series, weights: Mapping[str, float]) -> pl.Series:
    """One of the codes for each id, in proportion to their weights."""
    at = pick(uniform(seed, channel, ids.to_numpy()), list(weights.values()))
    return pl.Series(np.array(list(weights), dtype=object)[at], dtype=pl.String)


def days(seed: int, channel: str, ids: pl.Series, low: int, high: int) -> pl.Expr:
    """A whole number of days from low to high (included) for each id, as a duration to add to a date."""
    drawn = low + (chance(seed, channel, ids) * (high - low + 1)).floor().cast(pl.Int64)
    return pl.duration(days=pl.lit(drawn))


def homes(world: World) -> pl.DataFrame:
    """Where people live or lived: main homes, never a child's second one, with what is known of the address."""
    main = world.residence.filter(pl.col("why") != "second_home")
    about = world.address.select("address", "kind", "postcode", "uprn", "area")
    return main.join(about, on="address", how="left", maintain_order="left").sort("from_date", "person")


def home_at(asked: pl.DataFrame, homes: pl.DataFrame, day: str = "date") -> pl.DataFrame:
    """Rows with a person and a date, with household, address, why, kind, postcode and area of the home
    there and then, and since when.

    Null where the person had no home in the place on that day. Rows come back in order of date.
    """
    found = asked.sort(day, "person").join_asof(
        homes.select(
            "person", "household", "address", "why", "kind", "postcode", "area", _from="from_date",
            _to="to_date"
        ),
        left_on=day, right_on="_from", by="person", strategy="backward", check_sortedness=False,
    )  # fmt: skip
    gone = (pl.col("_to") <= pl.col(day)).fill_null(False)
    there = ["household", "address", "why", "kind", "postcode", "area"]
    return found.with_columns(since=pl.col("_from")).with_columns(
        pl.when(~gone).then(pl.col(name)).alias(name) for name in (*there, "since")
    ).drop("_from", "_to")  # fmt: skip


def runs(spans: pl.DataFrame, of: str, name: str) -> pl.DataFrame:
    """Spans (sorted by person and from_date) with the unbroken time that they belong to, as column `name`.

    Spans that touch or overlap are one time. It is numbered by its first span's number in column `of`.
    """
    until = pl.col("to_date").fill_null(FAR).cum_max().shift(1).over("person")
    begins = (pl.col("from_date") > until).fill_null(True)
    run = spans.with_columns(begins.cast(pl.Int64).cum_sum().alias("_run"))
    return run.with_columns(pl.col(of).first().over("_run").alias(name)).drop("_run")


def repeated(
    spans: pl.DataFrame, seed: int, channel: str, of: str, first: int, every: int, as_of: date
) -> pl.DataFrame:
    """Rows of `spans` (from_date, to_date) again for each dated thing in them: `nth` and `date`.

    The first comes `first` days after the start and each next `every` days on,
    give or take a tenth of that.
    of: the column of ids that the days are drawn by.
    """
    until = pl.min_horizontal(pl.col("to_date").fill_null(FAR), pl.lit(as_of) + pl.duration(days=1))
    count = ((until - pl.col("from_date")).dt.total_days() - 1 - first) // every + 1
    rows = spans.with_columns(nth=pl.int_ranges(0, count.clip(0))).filter(pl.col("nth").list.len() > 0)
    rows = rows.explode("nth", empty_as_null=True).with_columns(_until=until)
    drawn = chance(seed, channel, rows[of], rows["nth"])
    shift = ((drawn - 0.5) * 0.2 * every).round().cast(pl.Int64)
    day = pl.col("from_date") + pl.duration(days=pl.lit(first) + pl.col("nth") * every + pl.lit(shift))
    day = pl.max_horizontal("from_date", pl.min_horizontal(day, pl.col("_until") - pl.duration(days=1)))
    return rows.with_columns(date=day).drop("_until")


def sheet(
    form: Form, table: str, rows: pl.DataFrame, *, file: str = "", period: tuple[str, str] | None = None,
    content: bytes | None = None,
) -> Sheet:  # fmt: skip
    """A table as the service writes it: dates in its form, everything text, columns in the layout's order.

    rows: the layout's columns, and of the truth `_person`, `_own` and `_fact` as far as rows have them.
    """
    spec = load_spec(form.layout).get(table)
    named = [name for name in rows.columns if name not in TRUTH]
    order = [name for name in spec.names() if name in named] if spec else named
    dates = [name for name in order if rows.schema[name] == pl.Date]
    text = rows.select(order).with_columns(pl.col(dates).dt.strftime(form.day)).cast(pl.String)
    nobody = pl.Series("_person", [None] * rows.height, dtype=pl.Int64)
    nothing = pl.Series("_own", [None] * rows.height, dtype=pl.String)
    return Sheet(
        form.source, form.layout, table, f"{form.source}/{file or form.file.format(table)}", text,
        person=rows["_person"] if "_person" in rows.columns else nobody,
        own=rows["_own"] if "_own" in rows.columns else nothing,
        template=form.template, fact=rows["_fact"] if "_fact" in rows.columns else None, period=period,
        content=content,
    )  # fmt: skip


def fact(kind: str, column: str) -> pl.Expr:
    """What a row tells of, as the truth names it: spell, exposure or event, and its number; else null."""
    return pl.format(f"{kind}:{{}}", pl.col(column)).alias("_fact")
