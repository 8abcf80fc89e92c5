"""Services around one family: how many at once, what is asked of it again, and where arms work past each other."""

from __future__ import annotations

import polars as pl

from wholeplace.report import charts, words
from wholeplace.report.figures.amounts import Sum
from wholeplace.report.figures.classes import Scale
from wholeplace.report.figures.gate import as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

AT_ONCE, AGAIN, PAST = "at_once", "asked_again", "conflicts"
SERVICES = Scale((0, 1, 2, 3, 4, 5), "service", "services")
MOST = 15
BURDENS = (
    # column of `family_year`, at least so many, in words
    ("services", 3, "Three or more services"),
    ("agencies", 3, "Three or more agencies"),
    ("teams", 5, "Five or more teams, so at least five workers"),
    ("assessments", 2, "Two or more assessments"),
    ("repeated_assessments", 1, "An assessment that asked again what another team had asked"),
    ("conflicts", 1, "Something enforced against them while another service supports them"),
)


def at_once(given: Given) -> Section:
    """Families by services at once, and by what they have to do with over the months looked back on."""
    title = "Services around one family at once"
    shown = _families(given)
    if shown.height < given.gate.threshold:
        return Section(
            AT_ONCE, title, (Aside(given.nothing_found("enough families that may be shown were")),)
        )
    lead = Prose(
        (
            f"{given.gate.one(shown.height).text} families may be shown. The chart counts the most services that knew "
            f"any member of a family in one and the same month of {given.months}; the table, what the family had to do "
            "with over all those months.",
        )
    )
    return Section(AT_ONCE, title, (lead, _numbers(shown, given), _burdens(shown, given)))


def _families(given: Given) -> pl.DataFrame:
    """Families of two people or more that are not withheld."""
    tied = given.table("family").filter(pl.col("people") > 1)
    return (
        given.table("family_year").filter(pl.col("withheld").is_null()).join(tied, on="family_id", how="semi")
    )


def _numbers(shown: pl.DataFrame, given: Given) -> Chart:
    rows = given.gate.classes(SERVICES, shown["services_at_once"], "families")
    table = table_of(
        as_texts(rows, ["families"]), {"label": Column("In one month", "text"), "families": Column("Families")},
        id="family-at-once", title="Families by services in one month", source=given.source_line(),
    )  # fmt: skip
    drawing = Panel(charts.bars(rows, "label", "families"), "Bar chart: families by services in one month.")
    unit = f"Number of families, by the most services that knew them in one month of {given.months}"
    title = "How many services are with one family at the same time"
    return Chart("family-at-once-chart", title, unit, (drawing,), table, valued=True)


def _burdens(shown: pl.DataFrame, given: Given) -> DataTable:
    counted = [(said, int((shown[name] >= least).sum())) for name, least, said in BURDENS]
    rows = pl.DataFrame(counted, schema={"label": pl.String, "families": pl.Int64}, orient="row")
    done = given.gate.alone(rows, ["families"]).with_columns(_share("families", shown.height))
    columns = {
        "label": Column("Had", "text"),
        "families": Column("Families"),
        "share": Column("Share of all shown"),
    }
    note = "One family may be in several rows."
    title = f"What families had to do with in {given.months}"
    return table_of(
        as_texts(done, ["families"]),
        columns,
        id="family-burdens",
        title=title,
        source=given.source_line(),
        notes=(note,),
    )


def _share(column: str, whole: int) -> pl.Expr:
    percent = (100 * pl.col(column) / max(whole, 1)).round(0).cast(pl.Int64)
    told = pl.when(percent == 0).then(pl.lit("under 1%")).otherwise(pl.format("{}%", percent))
    return told.fill_null("").alias("share")


def again(given: Given) -> Section:
    """Assessments that asked what another team had asked already, by service and by question."""
    title = "The same questions asked again"
    lately = given.table("assessment").filter(pl.col("date") > _since(given))
    repeated = lately.drop_nulls("asked_again")
    if repeated["family_id"].n_unique() < given.gate.threshold:
        return Section(
            AGAIN, title, (Aside(given.nothing_found("enough assessments that asked again were")),)
        )
    return Section(
        AGAIN,
        title,
        (_again_lead(lately, repeated, given), *_pairs(repeated, given), *_questions(repeated, given)),
    )


def _since(given: Given) -> pl.Expr:
    return pl.lit(given.config.as_of).dt.offset_by(f"-{given.config.picture.overlap_months}mo")


def _again_lead(lately: pl.DataFrame, repeated: pl.DataFrame, given: Given) -> Prose:
    all_of, part = (given.gate.one(rows.height) for rows in (lately, repeated))
    share = given.gate.share(part, all_of)
    families = given.gate.one(repeated["family_id"].n_unique())
    return Prose(
        (
            f"In {given.months} families were assessed {all_of.text} times. {part.text} of these assessments"
            f"{f' ({share})' if share else ''}, of {families.text} families, asked something that another team had "
            "asked them in the year before. What was asked again cost "
            f"{Sum.of(repeated, 'family_id').text(given.gate)}, as a part of the price of each assessment.",
            "What an assessment asks is taken from law and guidance, not from its text. Asking again can be right: "
            "lives change. It is also what families say tires them most.",
        )
    )


def _pairs(repeated: pl.DataFrame, given: Given) -> tuple[DataTable, ...]:
    pairs = repeated.with_columns(pl.col("asked_by").str.split(", ")).explode("asked_by")
    counted = pairs.group_by("asked_by", "service").agg(pl.col("family_id").n_unique().alias("families"))
    named = counted.with_columns(
        pl.col(name).map_elements(words.plain, return_dtype=pl.String) for name in ("asked_by", "service")
    )
    columns = {"asked_by": Column("Asked first", "text"), "service": Column("Asked again", "text")}
    return _commonest(named, columns, "assessed-again", "Who asked first, and who asked again", given)


def _questions(repeated: pl.DataFrame, given: Given) -> tuple[DataTable, ...]:
    each = repeated.with_columns(pl.col("asked_again").str.split(", ")).explode("asked_again")
    counted = each.group_by("asked_again").agg(pl.col("family_id").n_unique().alias("families"))
    named = counted.with_columns(pl.col("asked_again").map_elements(words.plain, return_dtype=pl.String))
    return _commonest(
        named, {"asked_again": Column("About", "text")}, "questions-again", "What was asked again", given
    )


def _commonest(
    counted: pl.DataFrame, columns: dict[str, Column], name: str, title: str, given: Given
) -> tuple[DataTable, ...]:
    """The commonest rows of those that enough families stand behind."""
    enough = counted.filter(pl.col("families") >= given.gate.threshold)
    largest = enough.sort("families", *columns, descending=[True, *[False] * len(columns)]).head(MOST)
    done = given.gate.alone(largest.with_columns(pl.col("families").cast(pl.Int64)), ["families"])
    if done.is_empty():
        return ()
    note = ("Rarer rows are left out.",) if counted.height > largest.height else ()
    table = table_of(
        as_texts(done, ["families"]), columns | {"families": Column("Families")}, id=name, title=title,
        source=given.source_line(), notes=("One family may be in several rows.", *note),
    )  # fmt: skip
    return (table,)


def conflicts(given: Given) -> Section:
    """Where something is enforced against a family while something else supports it."""
    title = "Where services work past each other"
    lately = given.table("conflict").filter(pl.col("to_date") > _since(given))
    families = given.gate.one(lately["family_id"].n_unique())
    if families.hidden:
        return Section(PAST, title, (Aside(given.nothing_found("enough of this were")),))
    same = given.gate.one(lately.filter(pl.col("same_agency"))["family_id"].n_unique())
    lead = Prose(
        (
            f"In {given.months}, {families.text} families and people alone were pursued by one service, for a debt or "
            f"with a notice, while another supported them. For {same.text} of them one agency did both.",
            "Which steps pursue and which support is a list that comes with its reasons; a place may see it otherwise.",
        )
    )
    names = _names(pl.concat([lately["enforcing"], lately["supporting"]]), given)
    named = lately.with_columns(pl.col(name).replace_strict(names) for name in ("enforcing", "supporting"))
    counted = named.group_by("enforcing", "supporting").agg(pl.col("family_id").n_unique().alias("families"))
    columns = {"enforcing": Column("Enforced", "text"), "supporting": Column("Supported by", "text")}
    table = _commonest(
        counted, columns, "conflict-pairs", "What was enforced, and what supported meanwhile", given
    )
    blocks: tuple[Block, ...] = (lead, *table)
    return Section(PAST, title, blocks)


def _names(codes: pl.Series, given: Given) -> dict[str, str]:
    """Periods of a track and kinds of contact, in words, by code."""
    states = given.system_map.state_frame().select("track", "state", "name").rows()
    named = {f"{track}:{state}": name for track, state, name in states}
    return {code: named.get(code) or words.plain(code.rpartition(":")[2]) for code in codes.unique()}
