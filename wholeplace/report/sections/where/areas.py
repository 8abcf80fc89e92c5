"""Where: each measure by small area, as a map and as the table that tells the same."""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import MARK
from wholeplace.report import words
from wholeplace.report.figures.amounts import rounded
from wholeplace.report.figures.gate import as_texts, with_commas
from wholeplace.report.given import Given
from wholeplace.report.maps.drawing import ABOVE, ALIKE, BELOW, area_map, hexagon_shapes
from wholeplace.report.maps.outlines import Shape, outlines
from wholeplace.report.sections.where import measures
from wholeplace.report.sections.where.measures import COST, Measure
from wholeplace.report.sections.where.rates import ELSEWHERE, PER, areas, merged, rated
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

ID = "areas"
TITLE = "Where in the place"
FINE, WARDS = 100, 4
SAID = {ABOVE: "clearly above", BELOW: "clearly below", ALIKE: "no clear difference"}
OUTSIDE = "Elsewhere, or nobody knows where"
HEADS = {
    "where": Column("Area", "text"),
    "ward_name": Column("Ward", "text"),
    "people": Column("People"),
    "residents": Column("Residents"),
}


def section(given: Given) -> Section:
    """How to read the maps, and where several services know the same people."""
    if areas(given).is_empty():
        return Section(ID, TITLE, (Aside(given.nothing_found("areas that enough people live in were")),))
    shapes = drawn_as(given)
    lead = (_lead(given, bool(shapes)), *_unmapped(given, shapes))
    return Section(ID, TITLE, (*lead, *_told(measures.overlapping(given), given)))


def support(given: Given) -> Section:
    """Where people with support live."""
    told = _told(measures.supported(given), given)
    return Section("areas_support", "Where people with support live", told)


def lived_with(given: Given) -> Section:
    """Where circumstances were recorded."""
    told = _told(measures.lived_with(given), given)
    return Section("areas_circumstances", "Where circumstances were recorded", told)


def spent(given: Given) -> Section:
    """What services cost by area."""
    return Section("areas_cost", "Where it costs", _told(measures.spent(given), given))


def drawn_as(given: Given) -> dict[str, Shape]:
    """The shape of each area: its outline where the place has outlines, else a hexagon; none where it lies nowhere."""
    return given.once("shapes", lambda: _shapes(given))


def _shapes(given: Given) -> dict[str, Shape]:
    own = given.config.report.outlines
    if own:
        return outlines(given.config.folder / own, areas(given)["area"])
    return hexagon_shapes(areas(given))


def _lead(given: Given, mapped: bool) -> Prose:
    shape = "its own outline" if given.config.report.outlines else "a hexagon of one size, near where it lies"
    maps = (
        f"Each area is drawn as {shape}. The stronger the shade, the more. A heavy edge: clearly above the place as a "
        "whole, by more than chance would bring once in five hundred areas. A broken edge: clearly below. "
    )
    return Prose(
        (
            f"{words.many(areas(given).height, 'small area', 'small areas')} of the census (LSOA), mostly of 1,000 "
            f"to 3,000 residents. {maps if mapped else ''}The table under each heading tells the same, area by area.",
            "People count where they live now. Somebody at a hidden address, such as a child in care, is in no area. "
            "An area with more children, or more old people, needs more of some services: that by itself says nothing "
            "of how well anybody does there.",
        )
    )


def _unmapped(given: Given, shapes: dict[str, Shape]) -> tuple[Aside, ...]:
    missing = areas(given).height - len(shapes)
    if not missing:
        return ()
    cure = "A GeoJSON file of outlines, named under [report] in place.toml, draws them."
    if shapes:
        return (Aside(f"Not on the maps, but in the tables: {words.many(missing, 'area', 'areas')}. {cure}"),)
    return (Aside(f"There are no maps, as nothing packaged says where these areas lie. {cure}"),)


def _told(found: tuple[Measure, ...], given: Given) -> tuple[Block, ...]:
    """A map and a table for each measure; the tables alone where nobody can say where the areas lie."""
    if areas(given).is_empty():
        found = ()
    blocks = [block for measure in found for block in _measure(measure, given)]
    return tuple(blocks) or (Aside(given.nothing_found("areas with enough people to show were")),)


def _measure(measure: Measure, given: Given) -> tuple[Block, ...]:
    plan, shapes = merged(measure.people, given), drawn_as(given)
    rows = rated(measure.people, plan, given)
    if rows.filter(pl.col("shown") != ELSEWHERE)["people"].is_null().all():
        return ()
    rows = _as_money(rows) if measure.id == COST else rows
    table = _table(measure, rows, given, (_merged_note(plan),))
    return (_map(measure, plan, rows, shapes, table) if shapes else table,)


def _map(
    measure: Measure, plan: pl.DataFrame, rows: pl.DataFrame, shapes: dict[str, Shape], table: DataTable
) -> Chart:
    each = plan.select("area", "shown").join(rows, on="shown").sort("area")
    told = pl.format("{} ({} to {})", *(_figure(name, measure) for name in ("rate", "low", "high")))
    drawn = each.with_columns(_label().alias("label"), pl.coalesce(told, pl.lit("not shown")).alias("text"))
    said = "" if measure.id == COST else _said(rows)
    drawing = Panel(
        area_map(drawn, shapes, lambda value: _written(value, measure)),
        f"Map: {words.lowered(measure.title)}, by small area. {said} The table below holds every figure.",
    )
    return Chart(
        f"{measure.id}-map", measure.title, _unit(measure), (drawing,), table, (said,) if said else ()
    )


def _label() -> pl.Expr:
    return pl.concat_str("where", pl.format(", {} ward", "ward_name"), ignore_nulls=True)


def _unit(measure: Measure) -> str:
    if measure.id == COST:
        return f"£ per resident, {measure.when}"
    return f"People per {PER:,} residents, {measure.when}"


def _as_money(rows: pl.DataFrame) -> pl.DataFrame:
    """Pounds a resident in place of people a thousand: at the prices, and at their least and most."""
    sums = {"rate": "amount_pence", "low": "low_pence", "high": "high_pence"}
    each = (
        (pl.col(name).map_elements(rounded, return_dtype=pl.Int64) / pl.col("residents")).alias(to)
        for to, name in sums.items()
    )
    return rows.with_columns(*each, pl.lit(ALIKE).alias("edge"))


def _written(value: float, measure: Measure) -> str:
    if measure.id == COST:
        return f"£{10 * int(value / 10 + 0.5):,}"
    return f"{value:.1f}" if value < FINE else f"{int(value + 0.5):,}"


def _figure(name: str, measure: Measure) -> pl.Expr:
    return pl.col(name).map_elements(lambda value: _written(value, measure), return_dtype=pl.String)


def _said(rows: pl.DataFrame) -> str:
    """How many areas lie clearly above the place, and in which wards."""
    inside = rows.filter(pl.col("shown") != ELSEWHERE)
    above = inside.filter(pl.col("edge") == ABOVE)
    if above.is_empty():
        return "No area is clearly above the place as a whole."
    verb = "is" if above.height == 1 else "are"
    told = f"{above.height} of {inside.height} areas shown {verb} clearly above the place as a whole"
    return f"{told}{_in_wards(above)}."


def _in_wards(above: pl.DataFrame) -> str:
    wards = above.drop_nulls("ward_name").group_by("ward_name").len()
    names = wards.sort("len", "ward_name", descending=[True, False])["ward_name"].to_list()
    if not names:
        return ""
    often = "in" if len(names) <= WARDS else "most often in"
    return f", {often} {words.listed(names[:WARDS])}"


def _table(measure: Measure, rows: pl.DataFrame, given: Given, notes: tuple[str, ...]) -> DataTable:
    outside = pl.col("shown") == ELSEWHERE
    money = measure.id == COST
    ordered = rows.sort(outside, "rate", "shown", descending=[False, True, False], nulls_last=True)
    named = as_texts(ordered, ["people"]).with_columns(
        pl.when(outside).then(pl.lit(OUTSIDE)).otherwise("where").alias("where"),
        with_commas(pl.col("residents")).alias("residents"),
        pl.coalesce(_figure("rate", measure), pl.when(~outside).then(pl.lit(MARK))).alias("rate"),
        pl.format("{} to {}", _figure("low", measure), _figure("high", measure)).alias("range"),
        pl.when(pl.col("rate").is_not_null()).then(pl.col("edge").replace_strict(SAID)).alias("edge"),
    )
    rate = {
        "rate": Column("£ per resident" if money else f"Per {PER:,} residents"),
        "range": Column("At the least to at the most" if money else "Range that chance brings", "text"),
    }
    beside = {} if money else {"edge": Column("Beside the whole place", "text")}
    return table_of(
        named, HEADS | rate | beside, id=f"areas-{measure.id}", title=f"{measure.title}, by area",
        source=_source(given), notes=notes,
    )  # fmt: skip


def _source(given: Given) -> str:
    years = given.table("population")["published_year"].drop_nulls()
    counted = (
        f"published counts of {years.max()}" if len(years) else "known people alone, as none are published"
    )
    return f"{given.source_line()} Residents: {counted}."


def _merged_note(plan: pl.DataFrame) -> str:
    joined = plan.filter(pl.col("level") != "area").height
    if not joined:
        return "Every area has enough people counted to be shown by itself."
    number = words.many(joined, "area is", "areas are")
    few = "because too few people are counted in it or in an area beside it"
    return f"{number[:1].upper()}{number[1:]} shown as part of a larger one, {few}."
