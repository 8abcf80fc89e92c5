"""The step: what it reads, when it is stale, and that a page shows nobody."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from tests.support import report_frames
from tests.support.html import parsed
from tests.support.report_frames import TABLES
from tests.support.report_pages import texts
from wholeplace.linkage.contracts import TABLES as LINKED
from wholeplace.picture.step import PICTURE
from wholeplace.report.given import Given
from wholeplace.report.step import PAGES, REPORT
from wholeplace.sources.contracts import TABLES as READ
from wholeplace.steps import StepInput

NEVER = "spell|spells|hazard|draw|draws|kernel|exposure|exposures"
RATHER_NOT = (
    "client|clients|service user|service users|hard to reach|troubled|confidence interval|credible interval"
)
OWN_NAMES = ("Client Level Data", "Exposure, spell, person")
"""Names that others gave, and names of stored tables where the page says which ones it was made from."""


def html_of(given: Given) -> str:
    return "".join(texts(given).values())


def text_of(given: Given) -> str:
    return " ".join(parsed(text).text for text in texts(given).values())


def repeated(frames: dict[str, pl.DataFrame], number: int) -> dict[str, pl.DataFrame]:
    """A place in which every count is `number`: a row of each table so many times, or one that counts so many."""
    state = frames["track_month"].group_by("track", "month", maintain_order=True).first()
    lone = (
        frames["population"]
        .head(1)
        .with_columns(basis=pl.lit("linked only"), published=pl.lit(None, pl.Float64))
    )
    counted = {
        "population": (lone, ["people"]),
        "pattern": (frames["pattern"].head(1), ["families"]),
        "pattern_feature": (frames["pattern_feature"].head(1), []),
        "track_month": (state, ["people", "main_people"]),
        "coverage": (frames["coverage"].head(1), ["records", "people", "children", "children_with_parent"]),
        "known_parent": (frames["known_parent"].head(1), ["children", "children_with_parent"]),
        "arrival": (frames["arrival"], ["rows_in", "accepted", "warnings", "excluded", "superseded"]),
    }
    same = {
        name: frame.with_columns(pl.lit(number, pl.UInt32).alias(column) for column in columns)
        for name, (frame, columns) in counted.items()
    }
    rows = {**frames, "overlap": frames["overlap"].sort("month", descending=True)}
    often = {name: pl.concat([frame.head(1)] * number) for name, frame in rows.items() if name not in counted}
    return {**often, **same, "arrival": same["arrival"].with_columns(pl.lit(0, pl.UInt32).alias("refused"))}


def test_it_reads_place_tables_alone_and_writes_pages_alone() -> None:
    zones = {table.name: table.zone for table in (*READ, *LINKED, *PICTURE.writes)}
    assert {zones[name] for name in REPORT.reads} == {"place"}
    assert set(REPORT.reads) == set(TABLES)
    assert REPORT.writes == ()
    assert (REPORT.pages, REPORT.use) == (True, "planning")


def test_running_it_gives_every_page(frames: dict[str, pl.DataFrame]) -> None:
    given = StepInput(report_frames.config(), lambda name: frames[name], key=None)
    pages = REPORT.run(given)["pages"]
    assert list(pages) == [*(file for file, _, _ in PAGES), "headlines.json"]
    assert all(text.startswith("<!doctype html>") for file, text in pages.items() if file.endswith(".html"))


def test_it_is_stale_when_a_setting_changes() -> None:
    before = REPORT.settings(report_frames.config())
    assert before == REPORT.settings(report_frames.config(folder=Path("elsewhere")))
    assert before != REPORT.settings(report_frames.config(name="Other"))
    assert before != REPORT.settings(report_frames.config(disclosure={"threshold": 20}))


def test_it_is_stale_when_the_places_outlines_change(tmp_path: Path) -> None:
    settings = report_frames.config(folder=tmp_path, report={"outlines": "areas.geojson"})
    before = REPORT.settings(settings)
    (tmp_path / "areas.geojson").write_text("{}", encoding="utf-8")
    assert REPORT.settings(settings) != before


def test_it_is_stale_when_the_places_own_map_changes(tmp_path: Path) -> None:
    settings = report_frames.config(folder=tmp_path)
    before = REPORT.settings(settings)
    (tmp_path / "system_map.toml").write_text("", encoding="utf-8")
    assert REPORT.settings(settings) != before


def test_no_word_that_says_nothing_to_a_reader(given: Given, nothing: Given) -> None:
    pages = [parsed(text) for each in (given, nothing) for text in texts(each).values()]
    for page in pages:
        text = " ".join([page.text, *page.values("aria-label"), *page.values("title")])
        for name in OWN_NAMES:
            text = text.replace(name, "")
        assert re.findall(rf"(?i)\b({NEVER}|{RATHER_NOT})\b", text) == []


def test_no_id_of_anybody(given: Given, frames: dict[str, pl.DataFrame]) -> None:
    html = html_of(given)
    ids = [
        value
        for frame in frames.values()
        for column in frame.columns
        if column.endswith("_id") or column.startswith("record_")
        for value in frame[column].cast(pl.String).head(50)
    ]
    assert len(ids) > 300
    assert [value for value in ids if value and value in html] == []


def test_no_file_name_and_no_unknown_header(given: Given, frames: dict[str, pl.DataFrame]) -> None:
    html = html_of(given)
    assert "secret header" in frames["refused"]["column"]
    assert "secret header" not in html
    assert [name for name in frames["arrival"]["file"] if name in html] == []


def test_small_counts_cannot_be_told_apart(frames: dict[str, pl.DataFrame]) -> None:
    one, four, nine = (html_of(report_frames.given(repeated(frames, number))) for number in (1, 4, 9))
    assert one == four
    assert four == nine


def test_counts_at_the_threshold_do_show(frames: dict[str, pl.DataFrame]) -> None:
    assert text_of(report_frames.given(repeated(frames, 10))) != text_of(
        report_frames.given(repeated(frames, 9))
    )


def test_the_threshold_is_the_places_own(frames: dict[str, pl.DataFrame]) -> None:
    settings = report_frames.config(disclosure={"threshold": 30, "rounding": 10})
    pages = [text_of(report_frames.given(repeated(frames, number), settings)) for number in (5, 29)]
    assert pages[0] == pages[1]
    assert "fewer than 30" in pages[0]


def test_a_place_with_nothing_in_it_says_so(nothing: Given) -> None:
    assert "No people were found. No source was looked at." in text_of(nothing)
    assert "Nothing has arrived yet." in text_of(nothing)


@pytest.mark.parametrize("synthetic", [True, False])
def test_the_page_says_whose_people_and_on_what_basis(
    frames: dict[str, pl.DataFrame], synthetic: bool
) -> None:
    text = text_of(report_frames.given(frames, report_frames.config(synthetic)))
    assert ("Synthetic data: invented people." in text) == synthetic
    assert ("No lawful basis or agreement recorded: not for decisions or sharing." in text) != synthetic
    assert ("Sources: Looked after, Children in need, School census" in text) != synthetic


def test_invented_people_of_one_source_are_named(frames: dict[str, pl.DataFrame]) -> None:
    settings = report_frames.config(synthetic=False)
    mixed = [source.model_copy(update={"synthetic": source.name == "police"}) for source in settings.source]
    text = text_of(report_frames.given(frames, settings.model_copy(update={"source": tuple(mixed)})))
    assert "Synthetic data: invented people. In part: Police." in text


def test_sources_that_do_not_permit_planning_are_not_spoken_for(frames: dict[str, pl.DataFrame]) -> None:
    settings = report_frames.config()
    kept = [
        source.model_copy(update={"permitted_uses": ("direct_support",)})
        if source.name == "police"
        else source
        for source in settings.source
    ]
    given = report_frames.given(frames, settings.model_copy(update={"source": tuple(kept)}))
    assert "police" not in given.looked_up_to()
    assert "no: planning is not permitted" in text_of(given).lower()
