"""cli, show and start: what each command prints, writes and ends with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import wholeplace as package
from tests.support.places import stamps
from tests.support.samples import sample
from wholeplace.place import Place

Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0), (["--help"], 0), (["run", "--help"], 0), (["nonsense"], 2), (["run"], 2),
            (["run", "a", "b"], 2),
        (["run", "."], 10), (["status", "no/such/folder"], 10), (["run", ".", "--jobs", "0"], 2), (["query", "."], 2),
        (["demo", "x", "--residents", "3"], 2),
    ],
)  # fmt: skip
def test_usage(
    wholeplace: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    ended, out, err = wholeplace(*arguments)
    assert ended == code
    assert bool(err) == (code != 0)
    assert "Traceback" not in out + err
    assert not code or err.startswith("wholeplace: ")


def test_the_version_is_the_packages(wholeplace: Command) -> None:
    assert wholeplace("--version")[1].strip() == f"wholeplace {package.__version__}"


def test_a_run_that_has_nothing_to_do_says_so_and_writes_nothing(wholeplace: Command, place: Place) -> None:
    before = stamps(place)
    code, out, err = wholeplace("run", place.folder)
    assert (code, err) == (0, "")
    assert "Nothing was written" in out
    assert str(place.folder / "reports" / "index.html") in out.replace("\n", "")
    assert stamps(place) == before


def test_run_and_status_as_json(wholeplace: Command, place: Place) -> None:
    done = json.loads(wholeplace("run", place.folder, "--from", "report", "--json")[1])
    assert [(step["step"], step["ran"]) for step in done["steps"]] == [("report", True)]
    assert Path(done["report"]).is_file()
    status = json.loads(wholeplace("status", place.folder, "--json")[1])
    assert status["content_hash"] == done["content_hash"] == place.content_hash()
    assert {"step", "fresh", "rows", "seconds", "peak_mb", "hash"} == set(status["steps"][0])
    assert status["steps"][0]["rows"]["record"] == place.store.read("record").height


def test_check_stores_nothing_and_agrees_with_the_run(wholeplace: Command, place: Place) -> None:
    before = stamps(place)
    told = json.loads(wholeplace("check", place.folder, "--json")[1])
    assert stamps(place) == before
    stored = place.table("arrival")
    assert sum(row["rows_in"] for row in told["arrival"]) == stored["rows_in"].sum()
    assert all(row["rows_in"] == row["accepted"] + row["refused"] for row in told["arrival"])
    assert sum(rule["count"] for rule in told["rules"]) == place.table("refused").height
    assert {"source", "level", "rule", "column", "count", "first_at", "why", "cure"} == set(told["rules"][0])


def test_words_fit_without_a_terminal(wholeplace: Command, place: Place) -> None:
    for name in ("check", "status", "tables"):
        code, out, err = wholeplace(name, place.folder)
        assert (code, err) == (0, "")
        assert "\x1b" not in out
        assert len(out.splitlines()) > 5


def test_tables_as_json_are_those_of_the_place(wholeplace: Command, place: Place) -> None:
    listed = json.loads(wholeplace("tables", place.folder, "--json")[1])
    assert [one["table"] for one in listed] == [table.name for table in place.tables()]
    assert all(one["meaning"] and one["columns"] for one in listed)


@pytest.mark.parametrize(
    ("ending", "read"), [("csv", pl.read_csv), ("json", pl.read_json), ("parquet", pl.read_parquet)]
)
def test_export_to_a_file(
    wholeplace: Command, place: Place, tmp_path: Path, ending: str, read: Callable[[Path], pl.DataFrame]
) -> None:
    out = tmp_path / f"person.{ending}"
    code, said, _ = wholeplace("export", place.folder, "person", "--rows", "--out", out)
    assert code == 0
    assert read(out).height == place.table("person").height
    assert f"{place.table('person').height:,} rows of person" in said


def test_exports_that_cannot_be(wholeplace: Command, place: Place, tmp_path: Path) -> None:
    assert wholeplace("export", place.folder, "person", "--out", tmp_path / "person.docx")[0] == 2
    assert wholeplace("export", place.folder, "person", "--out", tmp_path / "no" / "person.csv")[0] == 12
    assert wholeplace("export", place.folder, "record")[0] == 14
    assert wholeplace("export", place.folder, "nothing")[0] == 12


def test_queries(wholeplace: Command, place: Place) -> None:
    rows = json.loads(
        wholeplace("query", place.folder, "SELECT count(*) AS n FROM record", "--rows", "--json")[1]
    )
    assert rows == [{"n": place.store.read("record").height}]
    counted = json.loads(wholeplace("query", place.folder, "SELECT count(*) AS n FROM person", "--json")[1])
    assert counted[0]["n"] % place.config.disclosure.rounding == 0
    assert wholeplace("query", place.folder, "SELECT * FROM person")[0] in (14, 15)
    assert wholeplace("query", place.folder, "SELECT nonsense(", "--rows")[0] == 15
    code, out, _ = wholeplace("query", place.folder, "SELECT record_id FROM record", "--rows")
    assert code == 0
    assert "more rows" in out


def test_forget_and_prune_say_what_they_did(wholeplace: Command, place: Place) -> None:
    record = place.store.read("record")["record_id"][0]
    told = json.loads(wholeplace("forget", place.folder, record, "--json")[1])
    assert told["records"] == 1
    assert told["found_after"] == 0
    assert json.loads(wholeplace("prune", place.folder, "--json")[1])["sources_past_retention"] == []
    assert "Dropped 0 earlier versions" in wholeplace("prune", place.folder)[1]


def test_init_knows_extracts_by_content(wholeplace: Command, tmp_path: Path) -> None:
    for layout in ("ssda903", "cin", "cld", "police", "mapped:gp_register"):
        own = tmp_path / "in" / layout.rpartition(":")[2]
        own.mkdir(parents=True)
        for number, data in enumerate(sample(layout).files().values()):
            (own / f"file{number}.{'xml' if layout == 'cin' else 'csv'}").write_bytes(data)
    (tmp_path / "in" / "other.csv").write_text("apples,pears\nred,green\n")
    code, out, _ = wholeplace("init", tmp_path / "place", "--from", tmp_path / "in", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["unrecognised"] == ["other.csv"]
    assert {(source["layout"], source["template"]) for source in told["sources"]} == {
        ("ssda903", None), ("cin", None), ("cld", None), ("police", None), ("mapped", "gp_register"),
    }  # fmt: skip
    assert all(
        source["lawful_basis"] == "not stated" and not source["permitted_uses"] for source in told["sources"]
    )
    place = package.open(tmp_path / "place")
    assert str(place.config.as_of) == told["as_of"]
    assert place.config.unstated == tuple(source["name"] for source in told["sources"])
    checked = json.loads(wholeplace("check", tmp_path / "place", "--json")[1])
    assert sum(row["refused"] for row in checked["arrival"]) == 0


def test_init_without_extracts_and_where_it_cannot_be(wholeplace: Command, tmp_path: Path) -> None:
    assert wholeplace("init", tmp_path / "place")[0] == 0
    assert package.open(tmp_path / "place").config.source == ()
    assert wholeplace("init", tmp_path / "place")[0] == 2
    assert wholeplace("init", tmp_path / "other", "--from", tmp_path / "nowhere")[0] == 2
    assert "No source is set up" in wholeplace("check", tmp_path / "place")[1]


def test_a_fault_of_ours_is_told_without_a_value(
    wholeplace: Command, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("Zebulonia was born on 1987-04-23")

    monkeypatch.setattr("wholeplace.cli.show.status", fails)
    code, out, err = wholeplace("status", place.folder)
    assert (code, out) == (1, "")
    assert "internal error: ValueError" in err
    assert "Zebulonia" not in err


def test_stopping_by_hand_is_no_traceback(
    wholeplace: Command, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wholeplace.cli.show.status", stops)
    code, _, err = wholeplace("status", place.folder)
    assert code == 130
    assert "Traceback" not in err
