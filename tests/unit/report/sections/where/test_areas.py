"""Where: rates of small areas, merged where few, protected together, told by map and by table alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.support import report_frames
from tests.support.report_areas import AREAS, FOREIGN
from wholeplace.errors import SettingsError
from wholeplace.report.given import Given
from wholeplace.report.sections.where import areas
from wholeplace.report.sections.where.rates import ELSEWHERE, PER, merged, rated, wilson
from wholeplace.report.view import Aside, Chart, DataTable, Section


def where(section: Section) -> list[Chart]:
    return [block for block in section.blocks if isinstance(block, Chart)]


def people_of(frames: dict[str, pl.DataFrame], counts: dict[str, int]) -> pl.DataFrame:
    """So many living people of each area."""
    living = frames["person"].filter(pl.col("death_month").is_null())
    parts = [living.filter(pl.col("area") == area).head(count) for area, count in counts.items()]
    return pl.concat(parts).select("person_id")


def rates_of(people: pl.DataFrame, given: Given) -> pl.DataFrame:
    return rated(people, merged(people, given), given)


def test_areas_are_those_with_published_residents(given: Given) -> None:
    found = areas.areas(given)
    assert found["area"].to_list() == sorted(AREAS)
    assert FOREIGN not in found["area"]
    assert found["residents"].min() > 0


def test_a_rate_is_people_by_residents_with_the_range_of_chance(
    frames: dict[str, pl.DataFrame], given: Given
) -> None:
    rows = rates_of(people_of(frames, dict.fromkeys([*AREAS, FOREIGN], 40)), given)
    inside = rows.filter(pl.col("shown") != ELSEWHERE)
    assert inside["people"].to_list() == [40] * len(AREAS)
    shares = inside.select(pl.col("rate") - PER * pl.col("people") / pl.col("residents")).to_series()
    assert shares.abs().max() < 1e-9
    assert (
        inside.filter((pl.col("low") < pl.col("rate")) & (pl.col("rate") < pl.col("high"))).height
        == inside.height
    )


def test_wilson_by_hand() -> None:
    # 10 of 100 at 1.96: Newcombe 1998, Statistics in Medicine 17:857, gives 0.0552 to 0.1744.
    low, high = pl.DataFrame({"people": [10], "residents": [100]}).select(*(e.alias(n) for e, n in zip(
        wilson(1.96), ("low", "high"), strict=True))).row(0)  # fmt: skip
    assert (round(low, 4), round(high, 4)) == (0.0552, 0.1744)


def test_areas_with_few_are_shown_as_a_larger_one_and_never_by_themselves(
    frames: dict[str, pl.DataFrame], given: Given
) -> None:
    people = people_of(frames, {**dict.fromkeys(AREAS, 40), AREAS[0]: 3})
    plan = merged(people, given)
    own = plan.filter(pl.col("area") == AREAS[0])
    assert own["level"].to_list() != ["area"]
    assert AREAS[0] not in plan["shown"]
    assert own["where"][0].endswith(", all of it")
    shown = rates_of(people, given)
    assert shown.filter(pl.col("people").is_between(1, 9)).is_empty()
    assert shown["residents"].sum() == areas.areas(given)["residents"].sum()


def test_what_is_left_elsewhere_gives_nothing_away(frames: dict[str, pl.DataFrame], given: Given) -> None:
    """With a total shown, a single hidden cell would be known: another is hidden with it."""
    people = people_of(frames, {**dict.fromkeys(AREAS, 40), FOREIGN: 4})
    rows = rates_of(people, given)
    hidden = rows.filter(pl.col("people").is_null())["shown"].to_list()
    assert ELSEWHERE in hidden
    assert len(hidden) > 1


def test_an_area_far_above_the_others_has_a_heavy_edge(frames: dict[str, pl.DataFrame], given: Given) -> None:
    rows = rates_of(people_of(frames, {**dict.fromkeys(AREAS, 15), AREAS[3]: 100}), given)
    assert rows.filter(pl.col("edge") == "above")["shown"].to_list() == [AREAS[3]]


def test_every_measure_has_a_map_and_a_table_that_tells_the_same(given: Given) -> None:
    sections = (areas.section(given), areas.support(given), areas.lived_with(given), areas.spent(given))
    charts = [chart for section in sections for chart in where(section)]
    assert charts[0].title == "Known to three or more services"
    assert {"Poverty", "Domestic abuse", "What services cost"} <= {chart.title for chart in charts}
    for chart in charts:
        drawn = {row["text"].split(" ")[0] for row in chart.panels[0].spec["data"]["values"]}
        told = {row[4] for row in chart.table.rows}
        assert drawn - {"not"} <= told
        assert "published counts of 2021" in chart.table.source


def test_without_centres_the_tables_stand_alone_and_say_why(frames: dict[str, pl.DataFrame]) -> None:
    def elsewhere(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("area").str.replace("E010000", "W010000"))

    moved = {**frames, "person": elsewhere(frames["person"]), "population": elsewhere(frames["population"])}
    section = areas.section(report_frames.given(moved))
    assert where(section) == []
    assert any(isinstance(block, DataTable) for block in section.blocks)
    assert any("There are no maps" in block.text for block in section.blocks if isinstance(block, Aside))


def test_own_outlines_are_drawn_and_their_faults_told(
    frames: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    settings = report_frames.config(folder=tmp_path, report={"outlines": "areas.geojson"})
    with pytest.raises(SettingsError, match="there is no such file"):
        areas.section(report_frames.given(frames, settings))
    corner = '{"type": "Polygon", "coordinates": [[[0, 51], [0.1, 51], [0.1, 51.1], [0, 51]]]}'
    one = f'{{"type": "Feature", "properties": {{"code": "{AREAS[0]}"}}, "geometry": {corner}}}'
    (tmp_path / "areas.geojson").write_text(f'{{"type": "FeatureCollection", "features": [{one}]}}')
    section = areas.section(report_frames.given(frames, settings))
    assert "its own outline" in str(section.blocks[0])
    assert any("eleven areas" in str(block) or "11 areas" in str(block) for block in section.blocks)
    assert len(where(section)[0].panels[0].spec["data"]["values"]) == 1


def test_with_nothing_published_known_people_are_the_residents(frames: dict[str, pl.DataFrame]) -> None:
    linked = frames["population"].with_columns(
        pl.lit(None, pl.Float64).alias("published"), pl.lit("linked only").alias("basis"),
        pl.lit(None, pl.Int32).alias("published_year"), pl.lit(date(2025, 3, 1)).alias("month"),
    )  # fmt: skip
    given = report_frames.given({**frames, "population": linked})
    assert FOREIGN in areas.areas(given)["area"]
    assert all(number % 5 == 0 for number in areas.areas(given)["residents"])
    assert "known people alone" in where(areas.section(given))[0].table.source


def test_a_place_without_areas_says_so(nothing: Given) -> None:
    for make in (areas.section, areas.support, areas.lived_with, areas.spent):
        blocks = make(nothing).blocks
        assert len(blocks) == 1
        assert isinstance(blocks[0], Aside)
