"""place, steps and forget, on a small synthetic place that was run once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from filelock import FileLock

import wholeplace
from tests.support.places import FEW, copied, is_whole, made_place, stamps
from wholeplace.errors import PrivacyError, QueryError, StoreError, UsageError
from wholeplace.forget import forget
from wholeplace.place import STEP_NAMES, Place
from wholeplace.privacy.disclosure.queries import OPEN_TABLES
from wholeplace.steps import last_runs


def test_every_step_has_run_and_left_rows(run_place: Place) -> None:
    status = run_place.status()
    assert [step["step"] for step in status] == list(STEP_NAMES) == ["read", "link", "picture", "report"]
    assert all(step["fresh"] for step in status)
    assert run_place.table("person").height > 100
    assert set(last_runs(run_place.store)) == set(STEP_NAMES)
    assert is_whole(run_place)


def test_a_second_run_writes_nothing(place: Place) -> None:
    before = stamps(place)
    assert [outcome.ran for outcome in place.run()] == [False] * 4
    assert stamps(place) == before


def test_the_same_content_in_another_folder_on_another_number_of_threads(
    run_few: Place, tmp_path: Path
) -> None:
    other = made_place(tmp_path / "elsewhere" / "demo", 300, last="", services=FEW)
    other.run(jobs=1)
    assert other.content_hash() == run_few.content_hash()


def test_running_from_a_step_makes_the_same_again(place: Place) -> None:
    before = place.content_hash()
    outcomes = place.run("picture", "picture")
    assert [(outcome.step, outcome.ran) for outcome in outcomes] == [("picture", True)]
    assert place.content_hash() == before


def test_running_to_a_step_stops_there(tmp_path: Path) -> None:
    place = made_place(tmp_path / "demo", 60, last="read", services=FEW)
    assert place.table("event").height > 0
    assert place.store.manifest().tables.keys().isdisjoint({"person"})
    assert not (place.folder / "reports" / "index.html").exists()


@pytest.mark.parametrize(("first", "last"), [("nowhere", None), (None, "nowhere"), ("report", "read")])
def test_steps_that_cannot_be_are_refused(place: Place, first: str | None, last: str | None) -> None:
    with pytest.raises(UsageError):
        place.run(first, last)


def test_only_the_source_that_changed_is_read_again(place: Place) -> None:
    before = place.store.manifest().tables["event"]
    extract = place.folder / "extracts" / "looked_after" / "episodes.csv"
    extract.write_text(extract.read_text() + "C9999998,01/02/2026,S,C2,N1,U6,PR1,,,,,\n")
    assert place.run()[0].ran
    after = place.store.manifest().tables["refused"]
    assert place.store.manifest().tables["event"] == before
    assert after["looked_after"].rows == place.store.read("refused").filter(source="looked_after").height


def test_a_page_that_was_changed_by_hand_is_made_again(place: Place) -> None:
    page = place.folder / "reports" / "index.html"
    whole = page.read_text()
    page.write_text("changed")
    assert [outcome.ran for outcome in place.run()] == [False, False, False, True]
    assert page.read_text() == whole


def test_one_run_at_a_time(place: Place) -> None:
    with FileLock(place.store.root / ".lock"), pytest.raises(StoreError, match="another run is at work"):
        place.run()


def test_identity_tables_ask_a_purpose_and_are_logged(place: Place) -> None:
    log = place.store.zones["identity"] / "access.jsonl"
    assert place.table("record", purpose="Testing what is logged").height > 0
    assert len(log.read_text().splitlines()) == 1
    place.table("event")
    assert len(log.read_text().splitlines()) == 1
    with pytest.raises(PrivacyError):
        place.summary("record")


def test_hidden_addresses_are_shown_to_nobody(place: Place) -> None:
    care = place.folder / "extracts" / "looked_after"
    with (care / "header.csv").open("a") as handle:
        handle.write("C7777777,F,01/02/2015,WBRI,UN2,,\n")
    with (care / "episodes.csv").open("a") as handle:
        handle.write("C7777777,01/02/2019,S,C2,N1,U6,PR1,01/03/2019,E4A,,,QZ1 1ZZ\n")
    place.run(last="read")
    kept = place.store.read("address").filter("hidden")
    assert kept["postcode"].to_list().count("QZ1 1ZZ") == 1
    hidden = place.table("address", purpose="Testing what is hidden").filter("hidden")
    assert hidden.height == kept.height
    assert hidden.select("address_text", "postcode", "uprn").null_count().row(0) == (hidden.height,) * 3
    asked = place.query(
        "SELECT count(postcode) AS n FROM address WHERE hidden", rows=True, purpose="Testing it"
    )
    assert asked["n"][0] == 0


def test_a_summary_shows_no_small_count(run_place: Place) -> None:
    for table in run_place.tables():
        if table.zone == "place" and table.name not in OPEN_TABLES:
            counts = run_place.summary(table.name)["rows"].drop_nulls()
            assert not counts.is_between(1, run_place.config.disclosure.threshold - 1).any()


def test_unstated_sources_may_be_run_for_ninety_days(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (place.folder / "place.toml").read_text().replace("synthetic = true", "synthetic = false")
    (place.folder / "place.toml").write_text(text.replace('agreement = "none needed: invented people"\n', ""))
    own = wholeplace.open(place.folder)
    end = own.config.unstated_until
    monkeypatch.setattr("wholeplace.machine.today", lambda: end)
    own._check_stated()
    monkeypatch.setattr("wholeplace.machine.today", lambda: date.fromordinal(end.toordinal() + 1))
    with pytest.raises(PrivacyError, match="no lawful basis") as caught:
        own.run()
    assert str(end) in caught.value.line()


def test_pruning_drops_versions_and_what_is_past_its_date(
    few: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (few.folder / "place.toml").read_text()
    changed = text.replace('name = "looked_after"', 'name = "looked_after"\nretention_until = 2026-04-30', 1)
    (few.folder / "place.toml").write_text(changed)
    own = wholeplace.open(few.folder)
    monkeypatch.setattr("wholeplace.machine.today", lambda: date(2026, 4, 30))
    assert wholeplace.open(few.folder).prune()["sources_past_retention"] == []
    monkeypatch.setattr("wholeplace.machine.today", lambda: date(2026, 5, 1))
    own = wholeplace.open(few.folder)
    assert own.prune()["sources_past_retention"] == ["looked_after"]
    assert own.store.version_paths() == []
    for table in own.tables():
        frame = own.store.read(table.name)
        if "source" in frame.columns:
            assert frame.filter(pl.col("source") == "looked_after").is_empty(), table.name


def test_forgetting_a_person_leaves_the_rest_as_it_was(few: Place) -> None:
    links = few.store.read("record_person")
    several = links.group_by("person_id").len().filter(pl.col("len") > 1).sort("person_id")["person_id"][0]
    records = set(links.filter(pl.col("person_id") == several)["record_id"])
    before = few.store.read("record").height
    erased = forget(few, several)
    assert erased.records == len(records)
    assert erased.found_after == 0
    assert records.isdisjoint(few.store.read("record")["record_id"])
    assert few.store.read("record").height == before - len(records)
    assert all(record in (few.folder / "exclusions.csv").read_text() for record in records)


def test_forgetting_one_record_leaves_the_persons_others(few: Place) -> None:
    links = few.store.read("record_person")
    several = links.group_by("person_id").len().filter(pl.col("len") > 1).sort("person_id")["person_id"][0]
    first, *others = sorted(links.filter(pl.col("person_id") == several)["record_id"])
    assert forget(few, first).records == 1
    left = set(few.store.read("record")["record_id"])
    assert first not in left
    assert set(others) <= left


def test_nobody_is_said_to_be_nobody(place: Place) -> None:
    with pytest.raises(QueryError, match="nobody has that id"):
        forget(place, "p123")


def test_a_copied_place_is_fresh(run_place: Place, tmp_path: Path) -> None:
    assert all(step["fresh"] for step in copied(run_place, tmp_path / "copy").status())
