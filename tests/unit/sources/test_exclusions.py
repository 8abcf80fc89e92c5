"""`exclusions.csv`: an objection finds whom it names, or stops the run."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wholeplace.errors import ReadError
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.exclusions import append_exclusion, check_sources_named, load_exclusions

HEADER = "record_id,source,source_record_id,scheme,value,use,reason,date\n"


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "exclusions.csv"
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def _found(path: Path, scheme: str, stored: str) -> list[tuple[str, str]]:
    held = pl.DataFrame({"record_id": ["r1", "r2"], "scheme": [scheme] * 2, "value": [stored, "OTHER"]})
    return load_exclusions(path).records("care", "ssd", PlaceKey(DEMO_KEY), held).rows()


@pytest.mark.parametrize(
    ("scheme", "typed", "stored"),
    [
        ("nhs_number", "999 000 0018", "9990000018"),
        ("upn", "ab12 cd34", "AB12CD34"),  # not the shape of a pupil number: stored as a token
        ("la_child_id", " C00005 ", "C00005"),
    ],
)
def test_a_number_is_found_however_it_is_typed(tmp_path: Path, scheme: str, typed: str, stored: str) -> None:
    path = _file(tmp_path, f",,,{scheme},{typed},planning,objection,2026-01-01")
    assert _found(path, scheme, stored) == [("r1", "planning")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",,,NHS number,9990000018,,,", "line 2, column scheme: no such scheme"),
        (",care,C1,,,marketing,,", "line 2, column use: no such use"),
        (",care,,,,,,", "line 2: the line names nobody"),
        (",care,C1,,,,,,2026", "line 2: the line does not fit the columns"),
    ],
)
def test_a_line_that_cannot_be_understood_stops_the_run(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        load_exclusions(_file(tmp_path, line))


def test_adding_keeps_what_was_there(tmp_path: Path) -> None:
    path = _file(tmp_path, ",care,C1,,,,objection,2026-01-01")
    append_exclusion(path, ["r9"], reason="erasure", date="2026-02-01")
    rows = load_exclusions(path).rows
    assert rows["source_record_id"].to_list() == ["C1", ""]
    assert rows["record_id"].to_list() == ["", "r9"]


def test_a_source_that_the_place_does_not_have_is_told(tmp_path: Path) -> None:
    path = tmp_path / "exclusions.csv"
    path.write_text("source,source_record_id\nnosuch,C1\n")
    exclusions = load_exclusions(path)
    check_sources_named(exclusions, ["nosuch"])
    with pytest.raises(ReadError, match="no source of this place is named nosuch"):
        check_sources_named(exclusions, ["cin"])
