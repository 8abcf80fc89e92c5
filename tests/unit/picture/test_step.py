from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from wholeplace.config import Config, LinkSettings, PictureSettings, ReportSettings, Source
from wholeplace.errors import StepError
from wholeplace.linkage.contracts import TABLES as LINKED
from wholeplace.picture.contracts import TABLES as MODELLED
from wholeplace.picture.patterns.contracts import TABLES as FOUND
from wholeplace.picture.step import PICTURE, person_source, settings_of, source_stated
from wholeplace.sources.contracts import TABLES as READ
from wholeplace.steps import is_fresh, run_step
from wholeplace.store import Store

TABLES = (*MODELLED, *FOUND)
CIN = Source(name="cin", layout="cin", files=("cin.xml",), synthetic=True)
CARE = Source(
    name="care", layout="ssda903", files=("c.csv",), service="children_in_care", agency="trust",
    as_of=date(2024, 3, 31), permitted_uses=("planning",),
)  # fmt: skip
TRIAL = Source(name="trial", layout="cin", files=("t.xml",), permitted_uses=("evaluation",))
SPELL = {
    "fact_id": "1", "person_id": "p1", "source": "cin", "track": "childrens_help", "state": "child_in_need",
    "from_date": date(2024, 1, 1),
}  # fmt: skip
PERSON = {
    "person_id": "p1", "birth_date_kind": "exact", "birth_month": date(2015, 1, 1), "sex": "unknown", "records": 1,
    "sources": 1, "known_parent": True,
}  # fmt: skip
RECORD = {
    "record_id": "r1", "source": "cin", "layout": "cin", "layout_table": "child", "source_record_id": "x",
    "file": "cin.xml", "name_kind": "person", "birth_date_kind": "exact", "sex": "unknown",
}  # fmt: skip
LINK = {"record_id": "r1", "person_id": "p1", "score": 1.0, "why": "own record"}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    sources = (CIN, CARE, TRIAL)
    return Config(
        name="Test", as_of=date(2024, 6, 30), created=date(2024, 6, 30), source=sources, folder=tmp_path
    )


def stored(config: Config, **tables: list[dict[str, Any]]) -> Store:
    """A store in which `read` and `link` have left these rows."""
    store = Store(config.folder / "store")
    store.know([*READ, *LINKED, *TABLES])
    rows = {"person_spell": [SPELL], "person": [PERSON], "record": [RECORD], "record_person": [LINK]} | tables
    parts = {
        name: {name: store.write(name, name, pl.DataFrame(given) if given else store.kind(name).empty())}
        for name, given in rows.items()
    }
    store.publish("link", parts, {})
    return store


def test_from_stored_facts_to_stored_picture(config: Config) -> None:
    store = stored(config)
    outcome = run_step(PICTURE, store, config, key=None)
    assert outcome.ran
    assert outcome.rows["spell"] == 1
    assert store.read("overlap")["service_list"].unique().to_list() == ["childrens_social_care"]
    assert store.read("coverage").filter(source="cin").select("records", "people", "children").row(0) == (
        1,
        1,
        1,
    )


def test_a_source_not_permitted_for_planning_is_not_in_the_picture(config: Config) -> None:
    trial = SPELL | {"source": "trial", "fact_id": "2", "from_date": date(2020, 1, 1)}
    store = stored(config, person_spell=[SPELL, trial])
    run_step(PICTURE, store, config, key=None)
    assert store.read("spell")["from_date"].to_list() == [date(2024, 1, 1)]
    assert store.read("coverage")["source"].to_list() == ["care", "cin"]


def test_a_word_the_system_map_has_not_is_refused_without_naming_it(config: Config) -> None:
    for table, row in (
        ("person_spell", SPELL | {"state": "Jane"}),
        (
            "person_exposure",
            {"fact_id": "3", "person_id": "p1", "source": "cin", "factor": "Jane", "holder": "self"},
        ),
    ):
        store = stored(config, **{table: [row]})
        with pytest.raises(StepError, match=f"^{table}") as caught:
            run_step(PICTURE, store, config, key=None)
        assert "Jane" not in str(caught.value)


def test_a_second_run_does_nothing_until_something_changes(config: Config) -> None:
    store = stored(config)
    run_step(PICTURE, store, config, key=None)
    assert not run_step(PICTURE, store, config, key=None).ran
    changes: list[dict[str, Any]] = [
        {"as_of": date(2024, 7, 1)},
        {"picture": PictureSettings(contact_gap_days=7)},
        {"report": ReportSettings(years=2)},
        {"link": LinkSettings(adult_age=19)},
        {"source": (CIN, CARE.model_copy(update={"agency": "council"}), TRIAL)},
    ]
    for change in changes:
        assert not is_fresh(PICTURE, config.model_copy(update=change), store.manifest())


def test_the_places_own_system_map_counts(config: Config) -> None:
    store = stored(config, person_spell=[SPELL | {"track": "respite", "state": "weekend"}])
    with pytest.raises(StepError):
        run_step(PICTURE, store, config, key=None)
    own = """
    [track.respite]
    name = "Respite"
    year = 2024
    definition = "Time off."
    exclusive = true
    exclusive_reason = "One at a time."
    source = "The council"
    precedence = ["weekend"]
    transitions = ["none>weekend", "weekend>none"]
    states = [{id = "weekend", name = "Weekend", open_ended = true, definition = "Two days.", source = "The council"}]
    """
    (config.folder / "system_map.toml").write_text(own, encoding="utf-8")
    run_step(PICTURE, store, config, key=None)
    assert store.read("spell")["state"].to_list() == ["weekend"]


def test_service_and_agency_are_those_stated_else_the_layouts(config: Config) -> None:
    assert source_stated(config).rows() == [
        ("cin", "childrens_social_care", "council", None),
        ("care", "children_in_care", "trust", date(2024, 3, 31)),
    ]


def test_records_are_counted_by_person_and_source() -> None:
    record = pl.DataFrame({"record_id": ["a", "b", "c"], "source": ["cin", "cin", "care"]})
    linked = pl.DataFrame({"record_id": ["a", "b", "c"], "person_id": ["p", "p", "p"]})
    counted = person_source(record, linked).sort("source")
    assert counted.rows() == [("p", "care", 1), ("p", "cin", 2)]


def test_settings_come_from_the_place(config: Config) -> None:
    settings = settings_of(config)
    assert (settings.as_of, settings.overlap_months, settings.adult_age) == (date(2024, 6, 30), 12, 18)
