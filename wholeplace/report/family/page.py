"""The page of one invented family: their time with every service on one line, who is involved, what is not known.

Only ever of a synthetic place: pages about one real family wait for a sign-in that knows who may see whom.
"""

from __future__ import annotations

from datetime import date

import altair as alt
import polars as pl
from altair.utils.schemapi import debug_mode

from wholeplace.report import charts, words
from wholeplace.report.family.gather import CONTACT, PERIOD, RECORDED, Life
from wholeplace.report.given import Given
from wholeplace.report.pages import render
from wholeplace.report.sections.people import SEXES
from wholeplace.report.view import (
    Aside,
    Block,
    Chart,
    Column,
    DataTable,
    Listing,
    Page,
    Panel,
    Prose,
    Section,
    table_of,
)  # fmt: skip
from wholeplace.version import VERSION

ABOUT = "One family"
ROW = 34
FORMS = {PERIOD: "Support", CONTACT: "Contact", RECORDED: "Recorded"}
PARTLY = "Not everything that is known of them is shown here."


def family_page(life: Life, given: Given) -> str:
    """The page as one HTML text."""
    sections = (_people(life, given), _time(life, given), _involved(life, given), _unknown(life, given))
    page = Page(
        given.config.name, given.as_of, "Nobody in this family exists.", (), sections, VERSION,
        about=ABOUT, made_from="", private=True,
    )  # fmt: skip
    return render(page, given.gate)


def _called(life: Life) -> pl.DataFrame:
    """person_id and what each is called on the page: nobody has a name here."""
    return life.members.select("person_id", pl.format("Person {}", "number").alias("person"))


def _people(life: Life, given: Given) -> Section:
    items = tuple(
        (f"Person {row['number']}{', asked about' if row['number'] == 1 else ''}", _who(row, given))
        for row in life.members.iter_rows(named=True)
    )
    more = words.many(life.others, "more family", "more families")
    other = (Aside(f"Person 1 belongs to {more}, which have pages of their own."),) if life.others else ()
    lead = Prose(
        ("A family is people tied to one another, wherever they live. People have numbers here, no names.",)
    )
    return Section("family", "Who is in this family", (lead, Listing(items), *other))


def _who(row: dict[str, object], given: Given) -> str:
    born, died = row["birth_month"], row["death_month"]
    sex = SEXES.get(str(row["sex"]), "Sex not recorded")
    age = f"born {born:%B %Y}" if isinstance(born, date) else "month of birth not recorded"
    gone = f", died {died:%B %Y}" if isinstance(died, date) and died <= given.config.as_of else ""
    role = f"{words.plain(str(row['role']))}, " if row["role"] else ""
    told = f"{role}{sex.lower() if role else sex}, {age}{gone}."
    return f"{told} {PARTLY}" if row["partly"] else told


def _named(life: Life, given: Given) -> pl.DataFrame:
    """The entries in plain words, the latest first."""
    states = {(state, track): name for state, track, name in given.system_map.state_frame()
              .select("state", "track", "name").rows()}  # fmt: skip
    tracks = {track.id: track.name for track in given.system_map.tracks}
    factors = {factor.id: factor.name for factor in given.system_map.factors}
    rows = life.entries.join(_called(life), on="person_id", maintain_order="left")
    what = [
        states.get((what, track)) or (factors.get(what) if form == RECORDED else None) or words.plain(what)
        for what, track, form in rows.select("what", "track", "form").rows()
    ]
    line = [
        tracks.get(track) or (words.plain(service) if service else "Circumstances")
        for track, service in rows.select("track", "service").rows()
    ]
    told = rows.with_columns(pl.Series("what", what, pl.String), pl.Series("line", line, pl.String))
    return told.with_columns(pl.format("{}: {}", "person", "line").alias("label"))


def _time(life: Life, given: Given) -> Section:
    title = "Their time with services"
    rows = _named(life, given)
    if rows.is_empty():
        return Section("time", title, (Aside(given.nothing_found("contacts and periods of support were")),))
    drawing = Panel(
        timeline(rows, given.config.as_of),
        f"Chart over time: {words.listed(rows['label'].unique().sort().to_list())}. The table below holds all of it.",
    )
    unit = "A bar: a period, up to the day looked at where it has no end. A mark: a contact on one day"
    return Section("time", title, (Chart("family-time", title, unit, (drawing,), _table(rows, given)),))


@debug_mode(False)
def timeline(rows: pl.DataFrame, as_of: date) -> charts.Spec:
    """A line for each person and service; bars for periods, marks for days. What has no date is in the table alone."""
    last = pl.coalesce("to_date", pl.when(pl.col("form") != CONTACT).then(pl.lit(as_of)), "from_date")
    dated = rows.drop_nulls("from_date").select(
        "label", pl.col("what").alias("text"), pl.col("from_date").dt.strftime("%Y-%m-%d").alias("start"),
        last.dt.strftime("%Y-%m-%d").alias("end"), (last <= pl.col("from_date")).alias("brief"),
    )  # fmt: skip
    labels = dated["label"].unique().sort().to_list()
    base = charts.NO_DATA.encode(
        y=alt.Y("label:N", sort=labels, axis=alt.Axis(labelColor=charts.INK, labelLimit=260, grid=True)),
        tooltip=[alt.Tooltip(f"{name}:N", title=" ") for name in ("label", "text", "start", "end")],
    )
    axis = alt.Axis(orient="bottom", labelFlush=True, labelOverlap=True, format="%b %Y", tickCount=6)
    across = alt.X("start:T", scale=alt.Scale(type="utc"), axis=axis)
    bars = base.mark_bar(color=charts.SERIES[0], height=12, opacity=0.75)
    ticks = base.mark_tick(color=charts.SERIES[1], thickness=3, size=18, opacity=1)
    layers = [
        mark.transform_filter(f"datum.brief == {'true' if brief else 'false'}").encode(x=across, **end)
        for brief, mark, end in ((False, bars, {"x2": "end:T"}), (True, ticks, {}))
        if brief in dated["brief"]
    ]
    return charts.fitted(alt.layer(*layers), dated.to_dicts(), ROW * max(len(labels), 1))


def _table(rows: pl.DataFrame, given: Given) -> DataTable:
    texts = rows.reverse().with_columns(
        *(pl.col(name).map_elements(words.day, return_dtype=pl.String) for name in ("from_date", "to_date")),
        pl.col("form").replace_strict(FORMS), pl.col("agency").map_elements(words.plain, return_dtype=pl.String),
        _sources("sources"),
    )  # fmt: skip
    columns = {
        "from_date": Column("From", "text"), "to_date": Column("To", "text"), "person": Column("Who", "text"),
        "form": Column("Kind", "text"), "what": Column("What", "text"), "line": Column("With", "text"),
        "agency": Column("Agency", "text"), "sources": Column("Told by", "text"),
    }  # fmt: skip
    title = "All that is shown of this family, the latest first"
    return table_of(texts, columns, id="family-table", title=title, source=given.source_line())


def _sources(column: str) -> pl.Expr:
    def said(text: str) -> str:
        return ", ".join(words.plain(name) for name in text.split(", "))

    return pl.col(column).map_elements(said, return_dtype=pl.String).alias(column)


def _involved(life: Life, given: Given) -> Section:
    """Services that knew anybody of them lately, the latest contact first."""
    title = "Who is involved now"
    since = pl.lit(given.config.as_of).dt.offset_by(f"-{given.config.picture.overlap_months}mo")
    rows = _named(life, given).filter(
        pl.col("form") != RECORDED,
        pl.coalesce("to_date", pl.when(pl.col("form") == PERIOD).then(pl.lit(given.config.as_of)), "from_date") > since,
    )  # fmt: skip
    if rows.is_empty():
        return Section("involved", title, (Aside(given.nothing_found(f"contacts in {given.months} were")),))
    each = rows.group_by("line").agg(
        pl.col("person").unique().sort().str.join(", ").alias("who"), pl.col("from_date").max().alias("latest"),
        pl.len().alias("times"), pl.col("agency").drop_nulls().unique().sort().str.join(", ").alias("agency"),
    ).sort("latest", "line", descending=[True, False], nulls_last=True)  # fmt: skip
    texts = each.with_columns(
        pl.col("latest").map_elements(words.day, return_dtype=pl.String),
        _sources("agency"),
        pl.col("times").cast(pl.String),
    )
    columns = {
        "line": Column("Service or support", "text"), "who": Column("Knows", "text"),
        "latest": Column("Latest beginning", "text"), "times": Column("Contacts and periods"),
        "agency": Column("Agency", "text"),
    }  # fmt: skip
    table = table_of(
        texts, columns, id="family-involved", title=f"In {given.months}", source=given.source_line()
    )
    return Section("involved", title, (table,))


def _unknown(life: Life, given: Given) -> Section:
    """What no source tells, and where it was looked for."""
    children = life.members.filter(pl.col("role") == "child", ~pl.col("known_parent").fill_null(False)).height
    said = {name for text in life.entries["sources"].drop_nulls() for name in text.split(", ")}
    silent = [words.plain(name) for name in given.looked_up_to() if name not in said]
    unborn = life.members["birth_month"].null_count()
    nothing = "nothing that is shown here" if life.members["partly"].any() else "nothing of this family"
    items: tuple[tuple[str, str], ...] = (
        (
            "None found",
            f"These sources were looked at and tell {nothing}: {words.listed(silent) or 'none'}. That doesn't mean "
            "that there is nothing.",
        ),
        ("Looked at", given.looked_at() or "no source"),
        ("Parents", f"Of {words.many(children, 'child', 'children')} here no source tells a parent or carer."),
        ("Birth", f"Of {words.many(unborn, 'person', 'people')} here no source tells a month of birth."),
        ("Who is who", "Some records of these people may not have been recognised as theirs, and a few may be somebody "
                       "else's."),
    )  # fmt: skip
    blocks: list[Block] = [Listing(items)]
    if life.members["partly"].any():
        blocks.append(
            Aside(
                "Something of this family is not shown, so that nobody is led to somebody who must be safe."
            )
        )
    return Section("unknown", "What is not known", tuple(blocks))
