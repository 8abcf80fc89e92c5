"""Periods of support: people in each kind of support of each track, month by month."""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import note_of
from wholeplace.report import charts, words
from wholeplace.report.figures.gate import Count, as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import (
    Aside,
    Block,
    Chart,
    Column,
    DataTable,
    Panel,
    Prose,
    Section,
    table_of,
)

ID = "support"
GROUPS = {
    "looked_after": "In care, all placements",
    "ehc_plan": "Education, health and care plan, all settings",
}
ALL, REST = "All kinds, each person once", "Other kinds"
OTHERS = "In the group above, other or not shown apart"
MOSTLY = 0.5
LAST = 999


def section(given: Given) -> Section:
    """A chart for each track that any source reports, and the tracks in which nothing was found."""
    reported = given.table("track_month")["track"].unique()
    tracks = [track for track in given.system_map.tracks if track.id in reported]
    empty = [words.lowered(track.name) for track in given.system_map.tracks if track.id not in reported]
    blocks: list[Block] = [_lead(given)] if tracks else []
    for track in tracks:
        blocks += _track(track.id, track.name, given)
    if empty:
        blocks.append(Aside(given.nothing_found(f"periods of support for {words.listed(empty)} were")))
    return Section(ID, "Periods of support over time", tuple(blocks))


def supported(track: str, given: Given) -> Count | None:
    """How many people a track supports in its latest month, each counted once; null where none is reported."""
    latest = _latest(track, given)
    return given.gate.one(int(latest["main_people"].sum())) if latest.height else None


def in_group(track: str, group: str, given: Given) -> Count | None:
    """How many people are in a group of states in the track's latest month; null where that is not shown."""
    if _latest(track, given).is_empty():
        return None
    cells = _latest_series(track, given).filter(pl.col("series") == GROUPS[group])["people"].drop_nulls()
    return Count.of(cells.item()) if len(cells) else None


def _lead(given: Given) -> Prose:
    years = words.many(given.config.report.years, "year", "years")
    return Prose(
        (
            f"People with each kind of support on the last day of each month, for up to {years}. Somebody with two "
            "kinds at once counts in both; all kinds together, and all placements or settings together, count each "
            "person once, by the most intensive.",
            "Panels have their own scales. A line begins with the first period any source reports and ends with the "
            "last month in which a source was looked at. A gap is a hidden figure. An extract that holds only current "
            "records makes earlier months look emptier than they were.",
        )
    )


def _states(given: Given) -> pl.DataFrame:
    """Every state with the series that it is charted in."""
    group = pl.col("group").replace_strict(
        GROUPS, default=pl.col("group").str.replace_all("_", " "), return_dtype=pl.String
    )
    return given.system_map.state_frame().select(
        "track", "state", "position", pl.col("name").alias("state_name"),
        pl.coalesce(group, "name").alias("series"), pl.col("group").is_not_null().alias("grouped"),
    )  # fmt: skip


def _latest(track: str, given: Given) -> pl.DataFrame:
    rows = given.table("track_month").filter(pl.col("track") == track)
    return rows.filter(pl.col("month") == pl.col("month").max())


def _kinds(track: str, given: Given) -> pl.DataFrame:
    """People by month and kind of support: those of a group once each, by their most intensive state."""
    rows = (
        given.table("track_month")
        .filter(pl.col("track") == track)
        .join(_states(given), on=["track", "state"])
    )
    number = pl.when("grouped").then("main_people").otherwise("people")
    return _added(rows.with_columns(number.alias("people")))


def _added(rows: pl.DataFrame) -> pl.DataFrame:
    summed = rows.group_by("month", "series").agg(
        pl.col("people").cast(pl.Int64).sum(), pl.col("position").min()
    )
    return summed.sort("month", "position")


def _thin(kinds: pl.DataFrame, threshold: int) -> list[str]:
    """Kinds with too few people in most months to be worth a panel."""
    few = (pl.col("people") < threshold).mean().alias("few")
    found = kinds.group_by("series").agg(few, pl.col("position").min()).sort("position")
    return found.filter(pl.col("few") > MOSTLY)["series"].to_list()


def _protected(track: str, given: Given) -> pl.DataFrame:
    """What may be shown of a track, month by month."""
    return given.once(f"{track} protected", lambda: _protect(track, given))


def _protect(track: str, given: Given) -> pl.DataFrame:
    """All kinds together, and each but the thin ones; what is mostly hidden is left out."""
    kinds = _kinds(track, given)
    if kinds["series"].n_unique() == 1:
        return given.gate.lines(kinds, "month", "series", ["people"]).with_columns(
            pl.lit(0).alias("position")
        )
    folded = _folded(kinds, _thin(kinds, given.gate.threshold))
    parts = given.gate.lines(folded, "month", "series", ["people"])
    ordered = parts.join(folded.select("month", "series", "position"), on=["month", "series"])
    return pl.concat([_whole(track, given), _mostly_seen(ordered)], how="diagonal_relaxed")


def _folded(kinds: pl.DataFrame, thin: list[str]) -> pl.DataFrame:
    rest = pl.col("series").is_in(thin)
    series = pl.when(rest).then(pl.lit(REST)).otherwise("series").alias("series")
    return _added(
        kinds.with_columns(series, pl.when(rest).then(LAST).otherwise("position").alias("position"))
    )


def _whole(track: str, given: Given) -> pl.DataFrame:
    rows = given.table("track_month").filter(pl.col("track") == track)
    people = pl.col("main_people").cast(pl.Int64).sum().alias("people")
    whole = rows.group_by("month").agg(people).sort("month")
    return given.gate.alone(whole, ["people"]).with_columns(
        pl.lit(ALL).alias("series"), pl.lit(0).alias("position")
    )


def _mostly_seen(parts: pl.DataFrame) -> pl.DataFrame:
    return parts.filter(pl.col("people").is_null().mean().over("series") <= MOSTLY)


def _track(track: str, name: str, given: Given) -> list[Block]:
    done = _protected(track, given)
    labels = done.sort("position")["series"].unique(maintain_order=True).to_list()
    chart = _chart(track, name, done, labels, given)
    return [chart] if chart.table.blank else [chart, _now_table(track, name, given)]


def _chart(track: str, name: str, done: pl.DataFrame, labels: list[str], given: Given) -> Chart:
    panels = tuple(_panel(done, label) for label in labels)
    kinds = _kinds(track, given)["series"].unique(maintain_order=True)
    missing = words.listed([words.lowered(kind) for kind in kinds if kind not in labels])
    notes = (f"Too few people to chart apart, or too close to such figures: {missing}.",) if missing else ()
    table = _month_table(track, name, done, labels, given)
    unit = "Number of people on the last day of the month"
    return Chart(f"track-{track}", name, unit, panels, table, notes)


def _sources(track: str, given: Given) -> list[str]:
    lists = given.table("track_month").filter(pl.col("track") == track)["sources"].unique()
    return sorted({name for text in lists for name in text.split(", ")})


def _panel(done: pl.DataFrame, label: str) -> Panel:
    rows = done.filter(pl.col("series") == label).sort("month")
    return Panel(charts.trend(rows, "month", "people"), f"Line chart: {label}. {_course(rows)}", label)


def _course(rows: pl.DataFrame) -> str:
    """First and last figure of a line in words."""
    seen = rows.drop_nulls("people").select(words.month("month"), "people").rows()
    if not seen:
        return "Every figure is hidden."
    (first, start), (last, end) = seen[0], seen[-1]
    return f"{start:,} people in {first}, {end:,} in {last}."


def _month_table(track: str, name: str, done: pl.DataFrame, labels: list[str], given: Given) -> DataTable:
    wide = as_texts(done, ["people"]).pivot("series", index="month", values="people")
    return table_of(
        wide.sort("month", descending=True).with_columns(words.month("month")),
        {"month": Column("Month", "text")} | {label: Column(label) for label in labels},
        id=f"{track}-months", title=f"{name}: people on the last day of the month",
        source=given.source_line(_sources(track, given)),
    )  # fmt: skip


def _now_table(track: str, name: str, given: Given) -> DataTable:
    rows = pl.concat([_latest_series(track, given), _latest_members(track, given)], how="diagonal_relaxed")
    when = _latest(track, given)["month"].max()
    return table_of(
        as_texts(rows.sort("position", "within", nulls_last=False), ["people"]),
        {"series": Column("Kind of support", "text"), "people": Column("People")},
        id=f"{track}-now",
        title=f"{name}: latest figures, {when:%B %Y}",
        source=given.source_line(_sources(track, given)),
        notes=("Somebody with two kinds of support counts in both.",) if rows.height > 1 else (),
    )


def _latest_series(track: str, given: Given) -> pl.DataFrame:
    """What the chart shows of its last month."""
    done = _protected(track, given)
    last = done.filter(pl.col("month") == pl.col("month").max())
    return last.with_columns(pl.lit(None, pl.Int32).alias("within"))


def _latest_members(track: str, given: Given) -> pl.DataFrame:
    """The placements or settings of each group that is shown, each person once; small ones together."""
    groups = _latest_series(track, given).drop_nulls("people").select("series", "position").rows()
    states = _latest(track, given).join(_states(given), on=["track", "state"]).filter("grouped")
    parts = [_members(states.filter(pl.col("series") == name), position, given) for name, position in groups]
    return pl.concat([part for part in parts if part.height] or [_members(states.clear(), 0, given)])


def _members(states: pl.DataFrame, position: int, given: Given) -> pl.DataFrame:
    """Nothing where a group has one member, which is the group, or only the others together can be shown."""
    named = states.select(pl.col("state_name").alias("series"), pl.col("main_people").alias("people"))
    rows = given.gate.largest(named, "series", "people", rest=OTHERS, most=named.height)
    shown = rows.filter(pl.lit(rows.height > 1))
    return shown.select(
        "series", "people", note_of("people"), pl.lit(position, pl.Int32).alias("position"),
        pl.int_range(pl.len(), dtype=pl.Int32).alias("within"),
    )  # fmt: skip
