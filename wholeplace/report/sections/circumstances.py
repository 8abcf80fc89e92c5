"""Circumstances and strengths that sources record, and those recorded before children entered care."""

from __future__ import annotations

import polars as pl

from wholeplace.report import charts, words
from wholeplace.report.figures.gate import as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

ID = "circumstances"
TITLE = "Circumstances and strengths"
ENTRIES = "before_care"
CARE = "looked_after_"
BEFORE = 24
"""Months before a child enters care in which circumstances are looked for."""


def section(given: Given) -> Section:
    """How many known people have each circumstance or strength recorded lately, of their own or of a parent."""
    if lately(given).is_empty():
        return Section(ID, TITLE, (Aside(given.nothing_found("circumstances were")),))
    charts_of = [_kind(kind, given) for kind in ("circumstance", "strength")]
    blocks: tuple[Block, ...] = (_lead(given), *(chart for chart in charts_of if chart))
    return Section(ID, TITLE, blocks)


def _lead(given: Given) -> Prose:
    return Prose(
        (
            f"What sources recorded of known people in {given.months}: what weighs on somebody, and what helps them. "
            "It is counted where a source records it at all, so a circumstance that no service asks about looks rare. "
            "Nobody is taken not to have what nobody recorded.",
        )
    )


def lately(given: Given) -> pl.DataFrame:
    """person_id, factor, kind: of themselves or a parent, in the months looked back on."""
    months = given.config.picture.overlap_months
    since = pl.lit(given.config.as_of).dt.offset_by(f"-{months}mo")
    known = given.table("exposure").filter(pl.col("kind") != "characteristic", pl.col("holder") != "other")
    open_still = pl.col("to_date").is_null() & pl.col("from_date").is_not_null()
    return (
        known.filter(open_still | (pl.col("to_date") > since)).select("person_id", "factor", "kind").unique()
    )


def _kind(kind: str, given: Given) -> Chart | None:
    rows = lately(given).filter(pl.col("kind") == kind).group_by("factor").len("people")
    if rows.is_empty():
        return None
    labelled = rows.with_columns(_name("factor", given).alias("label")).sort(
        "people", "label", descending=[True, False]
    )
    done = given.gate.alone(labelled.select("label", "people"), ["people"])
    sources = (
        given.table("exposure").filter(pl.col("kind") == kind)["sources"].str.split(", ").explode().unique()
    )
    title = f"{words.plain(kind)}s recorded"
    table = table_of(
        as_texts(done, ["people"]),
        {"label": Column(words.plain(kind), "text"), "people": Column("People")},
        id=f"factors-{kind}", title=title, source=given.source_line(sorted(sources.drop_nulls())),
        notes=("Somebody with several is counted under each.",),
    )  # fmt: skip
    drawing = Panel(charts.bars(done, "label", "people"), f"Bar chart: people by {kind} recorded.")
    return Chart(f"factors-{kind}-chart", title, f"People, in {given.months}", (drawing,), table, valued=True)


def _name(column: str, given: Given) -> pl.Expr:
    names = {factor.id: factor.name for factor in given.system_map.factors}
    return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)


def before_care(given: Given) -> Section:
    """What was recorded of children in the time before they entered care, beside all known children."""
    title = "What was recorded before children entered care"
    entries = given.once("entries_to_care", lambda: _entries(given))
    if entries.height < given.gate.threshold:
        return Section(ENTRIES, title, (Aside(given.nothing_found("enough entries to care were")),))
    return Section(ENTRIES, title, (_entry_lead(entries, given), _entry_table(entries, given)))


def _entries(given: Given) -> pl.DataFrame:
    """person_id and the day they first entered care, in the years that the report shows."""
    since = pl.lit(given.config.as_of).dt.offset_by(f"-{given.config.report.years}y")
    care = given.table("spell").filter(
        pl.col("track") == "childrens_help", pl.col("state").str.starts_with(CARE)
    )
    first = care.group_by("person_id").agg(pl.col("from_date").min().alias("entered"))
    return first.filter(pl.col("entered") > since).sort("person_id")


def _entry_lead(entries: pl.DataFrame, given: Given) -> Prose:
    number = given.gate.one(entries.height).text
    return Prose(
        (
            f"{number} children entered care for the first time in the {words.number_word(given.config.report.years)} "
            f"years up to {given.as_of}, as far as sources tell. The table shows what any source had recorded of them, "
            f"or of a parent, in the {BEFORE} months before, beside what was recorded of all known children in the "
            f"last {BEFORE} months.",
            "This is what came before, not what caused it. Families in touch with more services have more recorded of "
            "them, whatever their lives are like.",
        )
    )


def _entry_table(entries: pl.DataFrame, given: Given) -> DataTable:
    born_after = pl.lit(given.config.as_of).dt.offset_by(f"-{given.config.link.adult_age}y")
    children = given.table("person").filter(
        pl.col("birth_month") > born_after, pl.col("death_month").is_null()
    ).select("person_id", pl.lit(given.config.as_of).alias("entered"))  # fmt: skip
    entered, others = (_recorded(people, given) for people in (entries, children))
    both = entered.join(others, on="factor", how="left", suffix="_all").select(
        _name("factor", given).alias("label"), "people", pl.col("people_all").fill_null(0)
    )
    largest = both.sort("people", "label", descending=[True, False])
    done = given.gate.alone(largest, ["people", "people_all"])
    shares = done.with_columns(_share("people", entries.height), _share("people_all", children.height))
    rows = as_texts(shares, ["people", "people_all"])
    columns = {
        "label": Column("Circumstance or strength", "text"), "people": Column("Entered care"),
        "people_share": Column("Share of them"), "people_all": Column("All children"),
        "people_all_share": Column("Share of all"),
    }  # fmt: skip
    note = "Somebody with several is counted under each. Small numbers swing by chance."
    title = "Recorded before entry to care, and of all children"
    return table_of(rows, columns, id="before-care", title=title, source=given.source_line(), notes=(note,))


def _recorded(people: pl.DataFrame, given: Given) -> pl.DataFrame:
    """factor and how many of the people had it recorded within the months before their day."""
    told = given.table("exposure").filter(pl.col("kind") != "characteristic", pl.col("holder") != "other")
    near = told.join(people, on="person_id").filter(
        pl.col("from_date") < pl.col("entered"),
        (pl.col("to_date") > pl.col("entered").dt.offset_by(f"-{BEFORE}mo")).fill_null(True),
    )
    return near.group_by("factor").agg(pl.col("person_id").n_unique().cast(pl.Int64).alias("people"))


def _share(column: str, whole: int) -> pl.Expr:
    percent = (100 * pl.col(column) / max(whole, 1)).round(0).cast(pl.Int64)
    told = pl.when(percent == 0).then(pl.lit("under 1%")).otherwise(pl.format("{}%", percent))
    return told.fill_null("").alias(f"{column}_share")
