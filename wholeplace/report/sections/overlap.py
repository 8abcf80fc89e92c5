"""Services side by side: how many know one person, which ones together, and how that has changed."""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import MARK
from wholeplace.report import charts, words
from wholeplace.report.gate import Count, as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

ID = "overlap"
TITLE = "Services known to one person"
SEVERAL = 2
FINE = words.Ladder(1, 5, "service", "services")
WIDE = words.Ladder(1, 3, "service", "services")
COMBINATIONS = 15


def now(given: Given) -> pl.DataFrame:
    """Everybody whom a service knew lately, one row a person."""
    return given.table("overlap").filter(pl.col("month") == given.config.as_of.replace(day=1))


def known_lately(given: Given) -> Count:
    """How many people any service knew lately."""
    return given.gate.one(now(given).height)


def known_to_two(given: Given) -> Count:
    """How many people exactly two services knew lately."""
    return _wide_cell(given, WIDE.labels[1])


def known_to_many(given: Given) -> Count:
    """How many people three services or more knew lately."""
    return _wide_cell(given, WIDE.labels[2])


def most_together(given: Given) -> tuple[str, Count] | None:
    """The services most often known together to one person, and how many people that is."""
    rows = _combinations(given).drop_nulls("people").head(1).rows(named=True)
    return next(((row["label"], Count(row["people"], f"{row['people']:,}")) for row in rows), None)


def section(given: Given) -> Section:
    """People by number of services, by combination, by service and over time."""
    if now(given).is_empty():
        return Section(ID, TITLE, (Aside(given.nothing_found("contacts were")),))
    together = _together(given)
    tables = (together, _by_service(given)) if together.rows else (_by_service(given),)
    return Section(ID, TITLE, (_lead(given), _numbers(given), *tables, *_over_time(given)))


def _lead(given: Given) -> Prose:
    gap = given.config.picture.contact_gap_days
    return Prose(
        (
            f"In {given.months} up to {given.as_of}, {known_lately(given).text} people were known to at least one "
            f"service: {known_to_two(given).text} of them to two, and {known_to_many(given).text} to three or more. "
            "What families are known to is shown under Families.",
            f"A service knows somebody from a contact until it ends and for {gap} days after, and throughout a "
            "period of support. Being known to several services is neither good nor bad by itself: it shows where "
            "they could work as one.",
        )
    )


def _by_number(given: Given) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People by number of services: one, two, three or more, and the last of these number by number."""
    rows = FINE.counted(now(given), "services", "label", "people")
    wide = pl.Series("wide", [WIDE.labels[min(at, 2)] for at in range(rows.height)])
    return given.gate.nested(rows.with_columns(wide), "wide", "label", "people")


def _wide_cell(given: Given, label: str) -> Count:
    number = _by_number(given)[0].filter(pl.col("wide") == label)["people"].item()
    return Count.of(number)


def _numbers(given: Given) -> Chart:
    rows = _by_number(given)[1]
    table = table_of(
        as_texts(rows, ["people"]),
        {"label": Column("Known to", "text"), "people": Column("People")},
        id="person-services",
        title="People by number of services",
        source=given.source_line(),
    )
    drawing = Panel(charts.bars(rows, "label", "people"), "Bar chart: people by number of services.")
    unit = f"Number of people, by number of different services that knew them in {given.months}"
    title = "How many services know one person"
    return Chart("person-services-chart", title, unit, (drawing,), table, valued=True)


def _combinations(given: Given) -> pl.DataFrame:
    several = now(given).filter(pl.col("services") >= SEVERAL).group_by("service_list").len("people")
    counted = several.sort("people", "service_list", descending=[True, False])
    labels = [
        words.listed([words.inner(service) for service in text.split(", ")])
        for text in counted["service_list"]
    ]
    named = counted.select(pl.Series("label", labels, dtype=pl.String), "people")
    return given.gate.line(named, "label", ["people"]) if named.height else named


def _together(given: Given) -> DataTable:
    shown = _combinations(given).drop_nulls("people").head(COMBINATIONS)
    return table_of(
        as_texts(shown, ["people"]) if shown.height else shown,
        {"label": Column("Exactly these services", "text"), "people": Column("People")},
        id="service-combinations",
        title="Which services know the same people",
        source=given.source_line(),
        notes=("Rarer combinations, and those of too few people to show, are left out.",),
    )


def _by_service(given: Given) -> DataTable:
    done = _shared(given).sort("people", "service", descending=[True, False], nulls_last=True)
    percent = (100 * pl.col("shared") / pl.col("people")).round().cast(pl.Int64).cast(pl.String) + "%"
    named = as_texts(done.with_columns(percent.fill_null(MARK).alias("share")), ["people", "shared"])
    columns = {
        "service": Column("Service", "text"),
        "people": Column("People it knows"),
        "shared": Column("Also known to another service"),
        "share": Column("Share"),
    }
    return table_of(
        named.with_columns(pl.col("service").map_elements(words.plain, return_dtype=pl.String)),
        columns,
        id="by-service",
        title="People of each service, and how many another service knows too",
        source=given.source_line(),
    )


def _shared(given: Given) -> pl.DataFrame:
    """People whom each service knows, and those of them whom another service knows too."""
    each = now(given).with_columns(pl.col("service_list").str.split(", ").alias("service")).explode("service")
    shared = (pl.col("services") >= SEVERAL).sum().alias("shared")
    counted = each.group_by("service").agg(pl.len().alias("people"), shared)
    return given.gate.alone(counted.sort("service"), ["people", "shared"])


def _over_time(given: Given) -> tuple[Block, ...]:
    done = _by_month(given)
    seen = done.drop_nulls("people")["label"].unique()
    panels = tuple(_panel(done, name) for name in WIDE.labels if name in seen)
    months = given.config.picture.overlap_months
    unit = f"Number of people, by number of different services in the {months} months to each month"
    note = (
        "Each panel has its own scale. A gap is a hidden figure. An extract that holds only current records makes "
        "earlier months look emptier than they were."
    )
    title = "People known to several services, month by month"
    return (Chart("overlap-months-chart", title, unit, panels, _month_table(done, given), (note,)),)


def _by_month(given: Given) -> pl.DataFrame:
    counted = given.table("overlap").group_by("month", WIDE.of("services").alias("label")).len("people")
    months = counted.select(pl.col("month").unique().sort())
    every = months.join(WIDE.frame("label"), how="cross")
    grid = every.join(counted, on=["month", "label"], how="left", maintain_order="left")
    return given.gate.lines(grid.with_columns(pl.col("people").fill_null(0)), "month", "label", ["people"])


def _panel(done: pl.DataFrame, name: str) -> Panel:
    rows = done.filter(pl.col("label") == name).sort("month")
    return Panel(charts.trend(rows, "month", "people"), f"Line chart: people known to {name}.", name)


def _month_table(done: pl.DataFrame, given: Given) -> DataTable:
    wide = as_texts(done, ["people"]).pivot("label", index="month", values="people", maintain_order=True)
    return table_of(
        wide.sort("month", descending=True).with_columns(words.month("month")),
        {"month": Column("Month", "text")} | {name: Column(name) for name in WIDE.labels},
        id="overlap-months",
        title="People known to several services, by month",
        source=given.source_line(),
    )
