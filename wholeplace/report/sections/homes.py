"""Households and families: how many, of what size, and how many services are known to one family."""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import MARK
from wholeplace.report import charts, words
from wholeplace.report.gate import Count, as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

HOUSEHOLDS, FAMILIES = "households", "families"
MANY_SERVICES = 3
HOME = words.Ladder(1, 6, "person", "people")
FAMILY = words.Ladder(2, 6, "person", "people")
SERVICES = words.Ladder(0, 5, "service", "services")


def current(given: Given, name: str) -> pl.DataFrame:
    """Rows of a dated table that hold on the place's date."""
    begun = (pl.col("from_date") <= given.config.as_of).fill_null(True)
    return given.table(name).filter(begun & (pl.col("to_date") > given.config.as_of).fill_null(True))


def households(given: Given) -> Count:
    """How many private households there are on the place's date."""
    return given.gate.one(current(given, "household").filter(pl.col("kind") == "private").height)


def families(given: Given) -> Count:
    """How many families of two people or more there are."""
    return given.gate.one(_tied(given).height)


def shown_families(given: Given) -> Count:
    """How many families are not withheld."""
    return given.gate.one(_shown(given).height)


def busy_families(given: Given) -> Count:
    """How many families are known to three services or more."""
    return given.gate.one(_shown(given).filter(pl.col("services") >= MANY_SERVICES).height)


def withheld_reasons(given: Given) -> list[str]:
    """Why families are withheld, in words."""
    return [words.reason(text) for text in _tied(given)["withheld"].drop_nulls().unique().sort()]


def household_section(given: Given) -> Section:
    """Households by size, and homes shared by many."""
    if given.table("household").is_empty():
        return Section(HOUSEHOLDS, "Households", (Aside(given.nothing_found("addresses were")),))
    private = current(given, "household").filter(pl.col("kind") == "private")
    communal = given.gate.one(current(given, "household").height - private.height)
    size = given.config.link.communal_size
    lead = Prose(
        (
            f"{households(given).text} private households are known as of {given.as_of}. A household is the people "
            "who live at one address on the same dates, as the sources say; somebody whom no source knows is not "
            "counted in it.",
            f"Counted apart: {communal.text} addresses shared by {size} people or more, such as care homes and "
            "hostels.",
            *_without_address(given),
        )
    )
    chart = _sizes(private, "household-sizes", "Households by number of known people", "households", given)
    return Section(HOUSEHOLDS, "Households", (lead, chart))


def _without_address(given: Given) -> tuple[str, ...]:
    """How many living people have a current address."""
    died = given.table("person").filter(pl.col("death_month") <= given.config.as_of)["person_id"]
    housed = current(given, "residence").select("person_id").unique()
    with_home = housed.filter(~pl.col("person_id").is_in(died.implode())).height
    missing = given.gate.one(given.table("person").height - len(died) - with_home)
    return (f"For {missing.text} living people no source gives a current address.",)


def family_section(given: Given) -> Section:
    """Families by size and by the number of services known to them."""
    if _tied(given).is_empty():
        return Section(FAMILIES, "Families", (Aside(given.nothing_found("family ties were")),))
    sizes = _sizes(_tied(given), "family-sizes", "Families by number of people", "families", given)
    blocks: tuple[Block, ...] = (_family_lead(given), sizes)
    if _shown(given).is_empty():
        return Section(FAMILIES, "Families", (*blocks, *_withheld(given)))
    return Section(FAMILIES, "Families", (*blocks, _services(given), *_withheld(given)))


def _tied(given: Given) -> pl.DataFrame:
    return given.table("family").filter(pl.col("people") > 1)


def _shown(given: Given) -> pl.DataFrame:
    return _tied(given).filter(pl.col("withheld").is_null())


def _family_lead(given: Given) -> Prose:
    return Prose(
        (
            f"{families(given).text} families of two people or more are known as of {given.as_of}. A family is "
            "people tied as parent and child, as spouses or partners, or as carer and cared for, wherever they "
            "live. One person can belong to several families, so families don't add up to people.",
        )
    )


def _sizes(frame: pl.DataFrame, name: str, title: str, unit: str, given: Given) -> Chart:
    ladder = HOME if unit == "households" else FAMILY
    counted = frame.group_by(ladder.of("people").alias("size")).len("count")
    joined = ladder.frame("size").join(counted, on="size", how="left", maintain_order="left").fill_null(0)
    rows = given.gate.line(joined, "size", ["count"])
    table = table_of(
        as_texts(rows, ["count"]),
        {"size": Column("Size", "text"), "count": Column(unit.capitalize())},
        id=name, title=title, source=given.source_line(),
    )  # fmt: skip
    said = f"Bar chart: {title.lower()}."
    drawing = Panel(charts.bars(rows, "size", "count"), said)
    return Chart(f"{name}-chart", title, f"Number of {unit} on {given.as_of}", (drawing,), table)


def _services(given: Given) -> Chart:
    label = SERVICES.of("services").alias("services")
    kind = pl.when(pl.col("children") > 0).then(pl.lit("with")).otherwise(pl.lit("without")).alias("kind")
    counted = _shown(given).select(label, kind)
    order = SERVICES.frame("services")
    whole = order.join(
        counted.group_by("services").len("all"), on="services", how="left", maintain_order="left"
    )
    total = given.gate.line(whole.fill_null(0), "services", ["all"])
    drawing = Panel(
        charts.bars(total, "services", "all"), "Bar chart: families by number of services known to them."
    )
    return Chart(
        "family-services-chart",
        "How many services are known to one family",
        f"Number of families, by number of different services that knew any member in {given.months}",
        (drawing,),
        _service_table(total, counted, given),
    )


def _service_table(total: pl.DataFrame, counted: pl.DataFrame, given: Given) -> DataTable:
    columns = {"services": Column("Known to", "text"), "all": Column("All families")}
    grid = counted.group_by("services", "kind").len("families")
    split = _in_order(given.gate.cells(grid, ["services", "kind"], ["families"])) if grid.height else None
    shown = as_texts(total, ["all"])
    if split is not None and split.width == len(("services", "with", "without")):
        shown = shown.join(split, on="services", how="left", maintain_order="left").fill_null(MARK)
        columns |= {"with": Column("With children"), "without": Column("Without children")}
    return table_of(
        shown, columns, id="family-services", title="Families by number of services",
        source=given.source_line(),
        notes=("Families in which nobody was known to any service lately are counted under 0 services.",),
    )  # fmt: skip


def _in_order(split: pl.DataFrame | None) -> pl.DataFrame | None:
    if split is None:
        return None
    return as_texts(split, ["families"]).pivot("kind", index="services", values="families")


def _withheld(given: Given) -> tuple[Block, ...]:
    withheld = given.gate.one(_tied(given).height - _shown(given).height)
    reasons = withheld_reasons(given)
    if not reasons:
        return ()
    share = f"{given.config.picture.known_parent_share:.0%}"
    return (
        Aside(
            f"Withheld: the services known to {withheld.text} families, because {words.listed(reasons)}. "
            f"The setting asks that at least {share} of the children in one of the family's sources have one. "
            "Otherwise what looks like two families may be one, and the number of services would be too low. "
            "What the sources cover shows the share source by source.",
        ),
    )
