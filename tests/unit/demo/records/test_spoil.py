"""Rows spoiled on their way out: the real reader finds every planted defect, at its line, under its rule."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.unit.demo.records.made_sheets import SETS, N, code
from wholeplace.config import Source
from wholeplace.demo.records import Sheet, spoil, write
from wholeplace.demo.records.spoil import KINDS, layout_of
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.check import Moment
from wholeplace.sources.exclusions import Exclusions
from wholeplace.sources.read import Extract, read_extract

AS_OF = date(2026, 3, 31)
PLANTED = (
    "wrong_field_count", "stray_quote", "missing_key", "missing_required_date", "unparseable_date",
    "unparseable_required_date", "impossible_date", "unknown_code", "code_of_other_year", "exact_duplicate",
    "dates_out_of_order",
)  # fmt: skip
MUCH = {(mess, "*"): 0.03 for mess in KINDS}


def _read(sheets: list[Sheet], folder: Path) -> dict[str, pl.DataFrame]:
    write(sheets, folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    one = sheets[0]
    source = Source(
        name=one.source, layout=one.layout, template=one.template or None, files=("*",), synthetic=True
    )
    extract = Extract(source, layout_of(one), files, [path.name for path in files], Moment(AS_OF, 2026))
    return read_extract(extract, PlaceKey(DEMO_KEY), Exclusions.none())


@pytest.mark.parametrize("layout", SETS)
def test_every_planted_defect_is_found_at_its_line(layout: str, tmp_path: Path) -> None:
    spoilt = [spoil(sheet, 1, MUCH) for sheet in SETS[layout]]
    planted = pl.concat([defects for _, defects in spoilt])
    refused = _read([sheet for sheet, _ in spoilt], tmp_path)["refused"]
    at = ["file", "line", "rule"]
    missed = planted.join(refused, on=at, how="anti")
    assert missed.height == 0, missed.rows()
    assert planted.height > 0.05 * N
    assert planted.select(pl.struct("file", "line").is_unique().all()).item()


def test_each_kind_of_defect_is_planted_somewhere() -> None:
    planted = pl.concat([spoil(sheet, 1, MUCH)[1] for sheets in SETS.values() for sheet in sheets])
    assert set(planted["rule"]) == set(PLANTED)


@pytest.mark.parametrize("layout", SETS)
def test_what_is_not_spoiled_is_read_without_a_word(layout: str, tmp_path: Path) -> None:
    clean = [spoil(sheet, 1, {})[0] for sheet in SETS[layout]]
    for before, after in zip(SETS[layout], clean, strict=True):
        assert_frame_equal(before.rows, after.rows)
    assert _read(clean, tmp_path)["refused"].filter(pl.col("rule").is_in(PLANTED)).height == 0


@pytest.mark.parametrize("layout", SETS)
def test_person_own_and_fact_go_along_with_their_rows(layout: str) -> None:
    for sheet in SETS[layout]:
        sent, defects = spoil(sheet, 1, MUCH)
        key = sheet.rows.columns[0]
        whole = sent.rows.with_columns(person=sent.person)
        assert whole.filter((pl.col(key) != "") & (pl.col(key) != code("person"))).height == 0
        refused = defects.filter(
            pl.col("rule").is_in(["wrong_field_count", "missing_key", "exact_duplicate"])
        )
        assert sent.own.null_count() >= refused.height > 0
        assert set(sent.own.drop_nulls()) <= set(sheet.own)
        assert sent.fact is not None
        told = pl.DataFrame({"fact": sent.fact, "person": sent.person}).drop_nulls("fact")
        assert told.height < sheet.rows.height
        assert told.filter(pl.col("fact") != pl.format("spell:{}", "person")).height == 0


def test_each_record_that_is_made_is_of_a_row_that_says_whose(tmp_path: Path) -> None:
    sent = [spoil(sheet, 1, MUCH)[0] for sheet in SETS["ssda903"]]
    records = _read(sent, tmp_path)["record"]
    header = sent[0]
    assert set(records["source_record_id"]) <= set(header.own.drop_nulls())
    assert records.height > 0.8 * N


def test_rates_are_met_and_rows_have_one_fault_each() -> None:
    sheet = SETS["ssda903"][1]
    _, defects = spoil(sheet, 1, MUCH)
    counted = dict(defects.group_by("rule").len().iter_rows())
    for rule in ("exact_duplicate", "stray_quote", "missing_key", "unknown_code"):
        assert abs(counted[rule] - 0.03 * N) < 5 * (0.03 * N) ** 0.5, rule
    assert abs(counted["wrong_field_count"] - 0.06 * N) < 5 * (0.06 * N) ** 0.5


def test_rows_entered_late_stand_last() -> None:
    sheet = SETS["ssda903"][1]
    sent, defects = spoil(sheet, 1, {("late", "*"): 0.1})
    assert defects.height == 0
    assert_frame_equal(sent.rows.sort("CHILD"), sheet.rows)
    turned = (sent.person.diff() < 0).sum()
    assert turned == 1
    assert sent.person[:10].to_list() == list(range(10))


def test_what_was_sent_before_gives_way_to_its_correction(tmp_path: Path) -> None:
    accounts = SETS["council_tax"][0]
    sent, _ = spoil(accounts, 1, {("resubmitted", "*"): 0.1})
    assert sent.earlier is not None
    assert sent.earlier.height > 0.05 * N
    assert sent.earlier["paymeth_code"].to_list() == [""] * sent.earlier.height
    arrival = _read([sent, *SETS["council_tax"][1:]], tmp_path)["arrival"]
    earlier = arrival.filter(pl.col("file").str.starts_with("0-earlier-"))
    assert earlier["superseded"].to_list() == [sent.earlier.height]
    assert arrival["superseded"].sum() == sent.earlier.height


def test_reviews_are_never_sent_before() -> None:
    """The layout does not say by what a later row replaces an earlier one."""
    layout = layout_of(SETS["ssda903"][1])
    assert "reviews" not in layout.resubmitted
    assert spoil(SETS["ssda903"][1], 1, {("resubmitted", "*"): 0.5})[0].earlier is None


def test_the_same_seed_spoils_the_same_rows() -> None:
    sheet = SETS["benefits"][1]
    (one, first), (two, second) = spoil(sheet, 1, MUCH), spoil(sheet, 1, MUCH)
    assert_frame_equal(one.rows, two.rows)
    assert_frame_equal(first, second)
    assert one.raw == two.raw
    assert not first.equals(spoil(sheet, 2, MUCH)[1])


def test_whole_documents_and_short_tables_are_left_alone() -> None:
    sheet = SETS["ssda903"][1]
    short = Sheet(
        sheet.source,
        sheet.layout,
        sheet.table,
        sheet.file,
        sheet.rows[:10],
        sheet.person[:10],
        sheet.own[:10],
    )
    document = Sheet(
        "cin", "cin", "child", "cin/cin.xml", sheet.rows, sheet.person, sheet.own, content=b"<Message/>"
    )
    for one in (short, document):
        sent, defects = spoil(one, 1, MUCH)
        assert sent is one
        assert defects.height == 0
