"""From what a service knows to the rows it would send: people as it registered them, columns as its layout has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import polars as pl

from wholeplace.demo.records import Sheet, of_facts
from wholeplace.demo.world import World
from wholeplace.dynamics.draws import keyed, pick, uniform
from wholeplace.sources.spec import load_spec

UK_DAY = "%d/%m/%Y"
ISO_DAY = "%Y-%m-%d"


class Form(NamedTuple):
    """A source, its layout (and template), and how it writes a day."""

    source: str
    layout: str
    template: str = ""
    day: str = UK_DAY


def sheet(
    form: Form, table: str, frame: pl.DataFrame, columns: Mapping[str, str | pl.Expr], *,
    own: str | None = None, fact: str | None = None, period: tuple[str, str] | None = None, file: str = "",
) -> Sheet:  # fmt: skip
    """A sheet of one table, a row for each of the frame's.

    columns: the layout's columns, from the frame's columns or expressions. own, fact: columns of the frame that
    hold the record's id and the true fact. period: the layout's columns of a row's first and last day.
    """
    values = [(pl.col(v) if isinstance(v, str) else v).alias(name) for name, v in columns.items()]
    rows = frame.select(values).select(_in_order(form, table, columns))
    written = rows.select(_as_text(name, kind, form.day) for name, kind in rows.schema.items())
    nobody = pl.repeat(None, frame.height, dtype=pl.Int64, eager=True)
    return Sheet(
        source=form.source, layout=form.layout, template=form.template, table=table,
        file=f"{form.source}/{file or table}.csv", rows=written,
        person=frame["person"] if "person" in frame.columns else nobody,
        own=frame[own] if own else nobody.cast(pl.String), fact=frame[fact] if fact else None, period=period,
    )  # fmt: skip


def _in_order(form: Form, table: str, columns: Collection[str]) -> list[str]:
    """The columns in the layout's order; as given where a template names them."""
    spec = load_spec(form.layout).get(table)
    return [name for name in spec.names() if name in columns] if spec else list(columns)


def filled(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets that have a row: a small place has nothing to say in some."""
    return [sheet for sheet in sheets if sheet.rows.height]


def _as_text(name: str, kind: pl.DataType, day: str) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.Date:
        return column.dt.strftime(day)
    if kind == pl.Boolean:
        return column.cast(pl.Int8).cast(pl.String)
    if kind.is_float():
        return column.round(2).cast(pl.String)
    return column.cast(pl.String)


def told(facts: pl.DataFrame, registered: pl.DataFrame, date: str) -> pl.DataFrame:
    """Each fact with its person as registered on the day of the fact, in the order of the facts.

    Facts of people whom the source did not register are left out. Columns of the facts win over those of the
    registration with the same name.
    """
    numbered = facts.with_row_index("_at")
    under = of_facts(registered, numbered, date).drop("own")
    held = registered.drop(name for name in facts.columns if name != "person" and name in registered.columns)
    return under.join(held, on=["person", "registration"], how="left").sort("_at").drop("_at")


def chance(
    frame: pl.DataFrame, seed: int, name: str, ids: str = "person", step: str | None = None
) -> pl.Series:
    """A draw in [0, 1) for each row, by one or two columns of whole numbers."""
    return pl.Series(uniform(seed, name, frame[ids], frame[step] if step else 0), dtype=pl.Float64)


def days(draws: pl.Series, low: int, high: int, least: int | None = None) -> pl.Expr:
    """Whole days from `low` up to `high` for each draw, and never under `least`: to be added to a date."""
    return pl.duration(days=pl.lit((low + draws * (high - low)).cast(pl.Int64).clip(least)))


def choose(draws: pl.Series, values: Mapping[str, float]) -> pl.Series:
    """For each draw a value, with the chance that its share has of all shares."""
    return pl.Series(list(values)).gather(pick(draws.to_numpy(), list(values.values())))


def reference(seed: int, name: str, ids: pl.Series, first: int) -> pl.Series:
    """A running number for each of these different ids, from `first`, in an order that tells nothing of them."""
    drawn = pl.Series(keyed(seed, name, ids))
    return (drawn.rank("ordinal").cast(pl.Int64) - 1 + first).alias(name)


def home_on(world: World, frame: pl.DataFrame, day: str) -> pl.DataFrame:
    """The frame with each person's home on a day: `household`, `address`, `kind_home`, `tenure`; null where nowhere."""
    stays = world.residence.filter(pl.col("why") != "second_home").sort("from_date", "person")
    about = world.address.select("address", "tenure", kind_home="kind")
    asked = frame.select("person", pl.col(day).alias("_day")).with_row_index("_at").sort("_day", "_at")
    found = asked.join_asof(
        stays.select("person", "household", "address", "from_date", "to_date"),
        left_on="_day", right_on="from_date", by="person", check_sortedness=False,
    ).join(about, on="address", how="left")  # fmt: skip
    there = (pl.col("to_date") > pl.col("_day")).fill_null(True)
    homes = ("household", "address", "kind_home", "tenure")
    return frame.hstack(
        found.sort("_at").select(pl.when(there).then(pl.col(name)).alias(name) for name in homes)
    )


def gone(world: World) -> pl.DataFrame:
    """People who have died or left the place, and since when: `person`, `gone`."""
    last = world.residence.group_by("person").agg(
        pl.col("to_date").max().alias("gone"), pl.col("to_date").is_null().any().alias("here")
    )
    return last.filter(~pl.col("here")).select("person", "gone").sort("person")


def held_on(world: World, frame: pl.DataFrame, factors: Collection[str], day: str) -> pl.DataFrame:
    """The frame with, for each factor, whether its person was exposed to it on a day, as `has_` and its id."""
    asked = frame.select("person", pl.col(day).alias("_day")).with_row_index("_at")
    held = world.exposure.filter(pl.col("factor").is_in(list(factors))).join(asked, on="person", how="inner")
    open_then = (pl.col("from_date") <= pl.col("_day")) & (pl.col("to_date") > pl.col("_day")).fill_null(True)
    hits = held.filter(open_then)
    at = pl.int_range(pl.len(), dtype=pl.UInt32)
    return frame.with_columns(
        at.is_in(hits.filter(pl.col("factor") == factor)["_at"].implode()).alias(f"has_{factor}")
        for factor in factors
    )
