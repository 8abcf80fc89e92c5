"""Services side by side: how many know one person, which ones together, and how that has changed."""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import MARK, note_of
from wholeplace.report import charts, words
from wholeplace.report.figures.classes import Scale
from wholeplace.report.figures.gate import Count, as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

ID = "overlap"
TITLE = "Services known to one person"
SERVICES = Scale((1, 2, 3, 4, 5), "service", "services")
OVER_TIME = Scale((1, 2, 3), "service", "services")
LABELS = ("Any service", "Two or more services", "Three or more services")
COMBINATIONS = 15
REST = "Other combinations"


def now(given: Given) -> pl.DataFrame:
    """Everybody whom a service knew lately, one row a person."""
    return given.table("overlap").filter(pl.col("month") == given.config.as_of.replace(day=1))


def known_lately(given: Given) -> Count:
    """How many people any service knew lately."""
    return given.gate.one(now(given).height)


def known_to(least: int, given: Given) -> Count:
    """How many people at least so many services knew lately."""
    return given.gate.from_class(SERVICES, now(given)["services"], SERVICES.bounds.index(least))


def numbers_in_words(given: Given) -> str:
    """How many people two, and three, services or more knew, as far as that may be told."""
    several, many = known_to(2, given), known_to(3, given)
    if several.hidden:
        return ""
    share = given.gate.share(several, known_lately(given))
    told = f"{several.text}{f' ({share})' if share else ''} were known to two or more"
    return told if many.hidden else f"{told}, {many.text} of them to three or more"


def only_service(given: Given) -> bool:
    """Whether no person could be known to two services, since there is only one."""
    return len({given.service(source) for source in given.sources}) < 2


def most_together(given: Given) -> tuple[str, str] | None:
    """The services most often known together to one person, and how many people that is."""
    rows = _combinations(given).drop_nulls("people").filter(pl.col("label") != REST).head(1)
    return next(((label, f"{people:,}") for label, people in rows.select("label", "people").rows()), None)


def section(given: Given) -> Section:
    """People by number of services, by combination, by service and over time."""
    if now(given).is_empty():
        return Section(ID, TITLE, (Aside(given.nothing_found("contacts were")),))
    if only_service(given):
        text = "All sources are of one service, so which services know the same people can't be told."
        return Section(ID, TITLE, (_lead(given), Aside(text)))
    together = (_together(given),) if most_together(given) else ()
    blocks: tuple[Block, ...] = (
        _lead(given),
        _numbers(given),
        *together,
        _by_service(given),
        _over_time(given),
    )
    return Section(ID, TITLE, blocks)


def _lead(given: Given) -> Prose:
    gap = given.config.picture.contact_gap_days
    told = numbers_in_words(given)
    return Prose(
        (
            f"In {given.months} up to {given.as_of}, {known_lately(given).text} people were known to at least one "
            f"service{f'; {told}' if told else ''}. What families are known to is shown under Families.",
            f"A service knows somebody from a contact until it ends and for {gap} days after, and throughout a "
            "period of support. Being known to several services is neither good nor bad by itself: it shows where "
            "they could work as one.",
        )
    )


def _by_number(given: Given) -> pl.DataFrame:
    return given.gate.classes(SERVICES, now(given)["services"], "people")


def _numbers(given: Given) -> Chart:
    rows = _by_number(given)
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
    """People by the services that know them, two or more; rare combinations together."""
    several = now(given).filter(pl.col("services") > 1).group_by("service_list").len("people")
    labels = [
        words.listed([words.inner(service) for service in text.split(", ")])
        for text in several["service_list"]
    ]
    named = several.select(pl.Series("label", labels, dtype=pl.String), "people")
    return given.gate.largest(named, "label", "people", rest=REST, most=COMBINATIONS)


def _together(given: Given) -> DataTable:
    return table_of(
        as_texts(_combinations(given), ["people"]),
        {"label": Column("Exactly these services", "text"), "people": Column("People")},
        id="service-combinations",
        title="Which services know the same people",
        source=given.source_line(),
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
    shared = (pl.col("services") > 1).sum().alias("shared")
    counted = each.group_by("service").agg(pl.len().alias("people"), shared)
    return given.gate.alone(counted.sort("service"), ["people", "shared"])


def _over_time(given: Given) -> Chart:
    done = _by_month(given)
    seen = done.drop_nulls("people")["label"].unique()
    panels = tuple(_panel(done, label) for label in LABELS if label in seen)
    unit = "Number of people, by number of different services that knew them in that month"
    note = (
        "Each panel has its own scale. A gap is a hidden figure. An extract that holds only current records makes "
        "earlier months look emptier than they were."
    )
    title = "People known to several services, month by month"
    return Chart("overlap-months-chart", title, unit, panels, _month_table(done, given), (note,))


def _by_month(given: Given) -> pl.DataFrame:
    """People known to any, to two or more, and to three or more services, month by month."""
    known = given.table("overlap").filter(pl.col("services_in_month") > 0).sort("month")
    months = known.select("month", "services_in_month").partition_by("month", maintain_order=True)
    rows = [
        (month["month"][0], label, given.gate.from_class(OVER_TIME, month["services_in_month"], at).number)
        for month in months
        for at, label in enumerate(LABELS)
    ]
    table = pl.DataFrame(
        rows, schema={"month": pl.Date, "label": pl.String, "people": pl.Int64}, orient="row"
    )
    note = pl.when(pl.col("people").is_null()).then(pl.lit(MARK)).alias(note_of("people"))
    return table.with_columns(note)


def _panel(done: pl.DataFrame, label: str) -> Panel:
    rows = done.filter(pl.col("label") == label).sort("month")
    return Panel(
        charts.trend(rows, "month", "people"), f"Line chart: people known to {label.lower()}.", label
    )


def _month_table(done: pl.DataFrame, given: Given) -> DataTable:
    wide = as_texts(done, ["people"]).pivot("label", index="month", values="people", maintain_order=True)
    return table_of(
        wide.sort("month", descending=True).with_columns(words.month("month")),
        {"month": Column("Month", "text")} | {label: Column(label) for label in LABELS},
        id="overlap-months",
        title="People known to several services, by month",
        source=given.source_line(),
    )
