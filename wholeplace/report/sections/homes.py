"""Households and families: how many, of what size, and how many services are known to one family."""

from __future__ import annotations

import polars as pl

from wholeplace.report import charts, words
from wholeplace.report.figures.classes import Scale
from wholeplace.report.figures.gate import Count, as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

HOUSEHOLDS, FAMILIES = "households", "families"
SEVERAL, MANY = 2, 3
MOST_HIDDEN = 0.25
HOME = Scale((1, 2, 3, 4, 5, 6), "person", "people")
FAMILY = Scale((2, 3, 4, 5, 6), "person", "people")
SERVICES = Scale((0, 1, 2, 3, 4, 5), "service", "services")
KINDS = {"with": "Families with children", "without": "Families without children"}


def current(given: Given, name: str) -> pl.DataFrame:
    """Rows of a dated table that hold on the place's date."""
    begun = (pl.col("from_date") <= given.config.as_of).fill_null(True)
    return given.table(name).filter(begun & (pl.col("to_date") > given.config.as_of).fill_null(True))


def private_homes(given: Given) -> pl.DataFrame:
    """Private households of the place's date; a placement or other hidden address is nobody's household here."""
    homes = current(given, "household")
    return homes.filter((pl.col("kind") == "private") & pl.col("address_id").is_not_null())


def households(given: Given) -> Count:
    """How many private households there are on the place's date."""
    return given.gate.one(private_homes(given).height)


def families(given: Given) -> Count:
    """How many families of two people or more there are."""
    return given.gate.one(_tied(given).height)


def shown_families(given: Given) -> Count:
    """How many families are not withheld."""
    return given.gate.one(_shown(given).height)


def busy_families(given: Given) -> tuple[int, Count] | None:
    """How many families are known to three services or more; or to two, where that is all that may be told."""
    numbers = _shown(given)["services"]
    counts = ((least, given.gate.from_class(SERVICES, numbers, least)) for least in (MANY, SEVERAL))
    return next(((least, count) for least, count in counts if not count.hidden), None)


def withheld_reasons(given: Given) -> list[str]:
    """Why families are withheld, in words."""
    return [words.reason(text) for text in _tied(given)["withheld"].drop_nulls().unique().sort()]


def household_section(given: Given) -> Section:
    """Households by size, and homes shared by many."""
    if given.table("household").is_empty():
        return Section(HOUSEHOLDS, "Households", (Aside(given.nothing_found("addresses were")),))
    private = private_homes(given)
    communal = given.gate.one(current(given, "household").filter(pl.col("kind") == "communal").height)
    size = given.config.link.communal_size
    lead = Prose(
        (
            f"{households(given).text} private households are known as of {given.as_of}. A household is the people "
            "who live at one address on the same dates, as the sources say; somebody whom no source knows is not "
            "counted in it.",
            f"Counted apart: {communal.text} addresses shared by more than {size} people, such as care homes and "
            "hostels. Placements and other hidden addresses are left out.",
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
    return Section(
        FAMILIES, "Families", (*blocks, _services(given), *_with_children(given), *_withheld(given))
    )


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
    scale = HOME if unit == "households" else FAMILY
    rows = given.gate.classes(scale, frame["people"], "count")
    table = table_of(
        as_texts(rows, ["count"]),
        {"label": Column("Size", "text"), "count": Column(unit.capitalize())},
        id=name, title=title, source=given.source_line(),
    )  # fmt: skip
    said = f"Bar chart: {title.lower()}."
    drawing = Panel(charts.bars(rows, "label", "count"), said)
    return Chart(f"{name}-chart", title, f"Number of {unit} on {given.as_of}", (drawing,), table, valued=True)


def _by_services(given: Given) -> pl.DataFrame:
    return given.gate.classes(SERVICES, _shown(given)["services"], "families")


def _services(given: Given) -> Chart:
    rows = _by_services(given)
    table = table_of(
        as_texts(rows, ["families"]),
        {"label": Column("Known to", "text"), "families": Column("Families")},
        id="family-services",
        title="Families by number of services",
        source=given.source_line(),
        notes=("Families in which nobody was known to any service lately are counted under 0 services.",),
    )
    said = "Bar chart: families by number of services known to them."
    drawing = Panel(charts.bars(rows, "label", "families"), said)
    unit = f"Number of families, by number of different services that knew any member in {given.months}"
    title = "How many services are known to one family"
    return Chart("family-services-chart", title, unit, (drawing,), table, valued=True)


def _with_children(given: Given) -> tuple[DataTable, ...]:
    """Families with and without children by number of services, where enough of each are known."""
    families = _shown(given)
    counts = {
        name: SERVICES.counts(families.filter((pl.col("children") > 0) == (name == "with"))["services"])
        for name in KINDS
    }
    cells = [
        (label, name, sum(counts[name][first : last + 1]))
        for label, first, last in _by_services(given).select("label", "first", "last").rows()
        for name in KINDS
    ]
    grid = pl.DataFrame(cells, schema=["label", "kind", "families"], orient="row")
    split = given.gate.cells(grid, ["label", "kind"], ["families"])
    if split is None or split["families"].null_count() > MOST_HIDDEN * split.height:
        return ()
    wide = as_texts(split, ["families"]).pivot("kind", index="label", values="families", maintain_order=True)
    columns = {"label": Column("Known to", "text")} | {name: Column(head) for name, head in KINDS.items()}
    title = "Families with and without children, by number of services"
    return (table_of(wide, columns, id="family-children", title=title, source=given.source_line()),)


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
            "The share is shown for each source under What the sources cover.",
        ),
    )
