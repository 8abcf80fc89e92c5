"""What it costs, whom, and how much of it a few families' needs cost."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.report import charts, words
from wholeplace.report.figures.amounts import SUMS, Sum, as_pounds, by_group, pounds, thousands
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

ID = "cost"
TITLE = "What it costs, and whom"
FAMILIES = "concentration"
SHARES = (1, 5, 10, 20, 100)
TOP = 5
MONEY = {
    "amount_pence": Column("Cost"),
    "low_pence": Column("At the least"),
    "high_pence": Column("At the most"),
}
KINDS = {
    "economic": "Economic: time and work that nobody pays for, such as unpaid care",
    "social": "Social: what people and their communities bear",
    "transfer": "Transfers: money that passes to households",
}
PAYERS = {"nhs": "NHS", "dwp": "DWP", "moj": "Ministry of Justice"}


def year(given: Given) -> int:
    """The last whole financial year, by the year it begins in."""
    day = given.config.as_of
    return day.year - 1 if day >= date(day.year, 3, 31) else day.year - 2


def in_words(number: int) -> str:
    """A financial year as 2025-26."""
    return f"{number}-{(number + 1) % 100:02d}"


def fiscal(given: Given) -> pl.DataFrame:
    """What services cost in that year: rows of `cost`, fiscal ones alone."""
    return given.table("cost").filter(pl.col("year") == year(given), pl.col("kind") == "fiscal")


def total(given: Given) -> Sum:
    """All fiscal cost of that year."""
    return Sum.of(fiscal(given), "person_id")


def section(given: Given) -> Section:
    """Cost by payer and service, other kinds of cost, and the years before."""
    if fiscal(given).is_empty():
        return Section(ID, TITLE, (Aside(given.nothing_found("costs were")),))
    blocks: tuple[Block, ...] = (
        _lead(given), _payers(given), _services(given), *_kinds(given), *_years(given),
    )  # fmt: skip
    return Section(ID, TITLE, blocks)


def _lead(given: Given) -> Prose:
    costs = fiscal(given)
    reported = _pence(costs.filter(pl.col("basis") == "reported")) / max(_pence(costs), 1)
    return Prose(
        (
            f"Services recorded for known people cost {total(given).text(given.gate)} in the financial year "
            f"{in_words(year(given))}, at the prices of that year. The range is that of the prices, not of what was "
            "recorded.",
            f"{reported:.0%} of it is what a source says was paid; the rest is contacts and periods of support times "
            "a published price. What nobody recorded, and what has no price, is not in it, so this is not a budget.",
        )
    )


def _named(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    names = {code: PAYERS.get(code, words.plain(code)) for code in frame[column].unique()}
    return frame.with_columns(pl.col(column).replace_strict(names, return_dtype=pl.String))


def _payers(given: Given) -> Chart:
    rows = _named(by_group(fiscal(given), "payer", given.gate), "payer")
    table = _money_table(rows, "payer", "Payer", "cost-payers", "Cost by payer", given)
    drawing = Panel(
        charts.bars(rows.with_columns(thousands("amount_pence").alias("amount")), "payer", "amount"),
        "Bar chart: cost by payer.",
    )
    unit = f"£ thousand in {in_words(year(given))}"
    return Chart("cost-payers-chart", "Who bears the cost", unit, (drawing,), table, valued=True)


def _services(given: Given) -> DataTable:
    rows = _named(by_group(fiscal(given).drop_nulls("service"), "service", given.gate), "service")
    note = "A person may be in several services, so people don't add up."
    title = "Cost by service"
    return _money_table(rows, "service", "Service", "cost-services", title, given, note)


def _money_table(
    rows: pl.DataFrame, by: str, head: str, name: str, title: str, given: Given, *notes: str
) -> DataTable:
    columns = {by: Column(head, "text"), "people": Column("People"), **MONEY}
    return table_of(
        as_pounds(rows, given.gate), columns, id=name, title=title, source=_source(given), notes=notes
    )


def _source(given: Given) -> str:
    return f"{given.source_line()} Prices: published unit costs of {in_words(year(given))}, each with its source."


def _kinds(given: Given) -> tuple[Block, ...]:
    """Costs that are not a service's bill."""
    other = given.table("cost").filter(pl.col("year") == year(given), pl.col("kind").is_in(list(KINDS)))
    rows = by_group(other, "kind", given.gate)
    if rows.is_empty():
        return ()
    named = rows.with_columns(pl.col("kind").replace_strict(KINDS, default="Others"))
    title = "Other kinds of cost, never added to the above"
    return (_money_table(named, "kind", "Kind", "cost-kinds", title, given),)


def _years(given: Given) -> tuple[DataTable, ...]:
    """What services cost in each year that is whole."""
    costs = given.table("cost").filter(pl.col("kind") == "fiscal", pl.col("year") <= year(given))
    rows = by_group(costs.with_columns(pl.col("year").cast(pl.String)), "year", given.gate)
    whole = rows.filter(pl.col("year").str.contains(r"^\d{4}$")).sort("year")
    if whole.height < 2:
        return ()
    told = whole.with_columns(pl.col("year").map_elements(lambda y: in_words(int(y)), return_dtype=pl.String))
    note = "Each year at its own prices. Sources that began later make earlier years look cheaper than they were."
    return (_money_table(told, "year", "Year", "cost-years", "Cost by financial year", given, note),)


def family_costs(given: Given) -> pl.DataFrame:
    """family_id, payer, SUMS of that year. Somebody in several families has a part of their cost in each."""
    members = given.table("family_member").select("family_id", "person_id").unique()
    sizes = members.group_by("family_id").len().filter(pl.col("len") > 1).select("family_id")
    shared = members.join(sizes, on="family_id").with_columns(pl.len().over("person_id").alias("families"))
    spent = fiscal(given).group_by("person_id", "payer").agg(pl.col(name).sum() for name in SUMS)
    part = spent.join(shared, on="person_id")
    each = part.select("family_id", "payer", *(pl.col(name) // pl.col("families") for name in SUMS))
    return (
        each.group_by("family_id", "payer")
        .agg(pl.col(name).sum() for name in SUMS)
        .sort("family_id", "payer")
    )


def families(given: Given) -> int:
    """How many families of two people or more there are, with any cost or none."""
    members = given.table("family_member").select("family_id", "person_id").unique()
    return members.group_by("family_id").len().filter(pl.col("len") > 1).height


def top_families(given: Given, percent: int) -> pl.DataFrame:
    """The costliest families: so many in a hundred of all families of two or more."""
    count = families(given)
    whole = family_costs(given).group_by("family_id").agg(pl.col(name).sum() for name in SUMS)
    ranked = whole.sort("amount_pence", "family_id", descending=[True, False])
    return ranked.head(count * percent // 100)


def concentration(given: Given) -> Section:
    """How much of all families' cost the costliest few have, and who pays for those."""
    title = "What the costliest families cost"
    costs = given.once("family_costs", lambda: family_costs(given))
    bands = [(share, top_families(given, share)) for share in SHARES]
    shown = [(share, band) for share, band in bands if band.height >= given.gate.threshold]
    if costs.is_empty() or len(shown) < 2:
        return Section(FAMILIES, title, (Aside(given.nothing_found("costs of enough families were")),))
    return Section(FAMILIES, title, (_sentence(given), _bands(shown, given), _top_payers(given)))


def top_share(given: Given) -> tuple[Sum, float] | None:
    """What the costliest five in a hundred families cost, and its share of all families' cost."""
    top, whole = top_families(given, TOP), top_families(given, 100)
    if top.height < given.gate.threshold or not _pence(whole):
        return None
    return Sum.of(top, "family_id"), _pence(top) / _pence(whole)


def _pence(rows: pl.DataFrame) -> int:
    return int(rows["amount_pence"].sum())


def _sentence(given: Given) -> Prose:
    found = top_share(given)
    first = (
        f"The costliest {TOP}% of families had {found[1]:.0%} of the cost of all families in {in_words(year(given))}: "
        f"{found[0].text(given.gate)}."
        if found
        else "Too few families are known to say what the costliest of them cost."
    )
    return Prose(
        (
            first,
            "A family is two people or more tied to one another. The cost of somebody in several families is shared "
            "among them. A high cost is no failing: it is where need is greatest, and where earlier help may matter.",
        )
    )


def _bands(bands: list[tuple[int, pl.DataFrame]], given: Given) -> DataTable:
    whole = max(_pence(bands[-1][1]), 1)
    rows = tuple(
        (
            f"Costliest {share}%" if share < 100 else "All families",
            given.gate.one(families(given) * share // 100).text,
            *(pounds(int(band[name].sum())) for name in ("amount_pence", "low_pence", "high_pence")),
            f"{_pence(band) / whole:.0%}",
        )
        for share, band in bands
    )
    columns = (Column("Families", "text"), Column("Number"), *MONEY.values(), Column("Share"))
    title = "Cost of the costliest families"
    note = "Families without any recorded cost are counted among all families, and stand last."
    return DataTable("cost-families", title, columns, rows, _source(given), (note,), totalled=True)


def _top_payers(given: Given) -> DataTable:
    top = top_families(given, TOP).select("family_id")
    costs = given.once("family_costs", lambda: family_costs(given)).join(top, on="family_id")
    rows = _named(by_group(costs, "payer", given.gate, who="family_id"), "payer")
    columns = {"payer": Column("Payer", "text"), "people": Column("Families"), **MONEY}
    title = f"Who pays for the costliest {TOP}% of families"
    return table_of(
        as_pounds(rows, given.gate), columns, id="cost-top-payers", title=title, source=_source(given)
    )
