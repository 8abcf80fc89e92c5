"""What files came to is kept, and is the same as when they are checked anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import wholeplace
from tests.support.places import FEW, copied, made_place
from wholeplace.forget import forget
from wholeplace.place import Place
from wholeplace.sources import shelf
from wholeplace.sources.check import check_table
from wholeplace.sources.step import READ
from wholeplace.steps import shelf_of


@pytest.fixture(autouse=True)
def _every_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "SMALLEST", 0)


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files whose tables are checked from here on."""
    done: list[str] = []

    def noted(raw: Any, *rest: Any) -> Any:
        done.append(raw.file)
        return check_table(raw, *rest)

    monkeypatch.setattr("wholeplace.sources.read.check_table", noted)
    return done


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "SMALLEST", 0)
        return made_place(tmp_path_factory.mktemp("kept") / "place", 60, last="read", services=FEW)


def halved(path: Path) -> Path:
    """The later half of a file's rows in a further file."""
    first, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([first, *rest[: len(rest) // 2]]))
    more = path.with_name(f"z-{path.name}")
    more.write_bytes(b"".join([first, *rest[len(rest) // 2 :]]))
    return more


def kept(place: Place, source: str) -> list[Path]:
    folder = shelf_of(place.store, READ.name) / source
    return sorted(folder.iterdir()) if folder.is_dir() else []


def same_tables(one: Place, other: Place) -> bool:
    names = [table.name for table in READ.writes]
    return all(one.store.read(name).equals(other.store.read(name)) for name in names)


def test_beside_a_new_file_the_old_ones_are_not_checked_again(
    place: Place, tmp_path: Path, checks: list[str]
) -> None:
    some = copied(place, tmp_path / "some")
    more = halved(some.folder / "extracts" / "gp" / "register.csv")
    later = more.read_bytes()
    more.unlink()
    some.run(last="read")
    more.write_bytes(later)
    checks.clear()
    wholeplace.open(some.folder).run(last="read")
    assert checks == [more.name]


def test_what_was_kept_gives_the_same_tables_as_checking_anew(place: Place, tmp_path: Path) -> None:
    some = copied(place, tmp_path / "some")
    for source in ("gp", "police", "council_tax"):
        for path in sorted((some.folder / "extracts" / source).glob("*.csv")):
            halved(path)
    (some.folder / "extracts" / "gp" / "not-a-table.csv").write_bytes(b"\xff\xfe\x00nothing")
    some.run(last="read")
    (some.folder / "extracts" / "gp" / "z-last.csv").write_text("A,B\n1,2\n", encoding="utf-8")
    wholeplace.open(some.folder).run(last="read")
    anew = copied(some, tmp_path / "anew")
    for source in anew.config.source:
        for path in kept(anew, source.name):
            path.unlink()
    anew.run("read", "read")
    assert same_tables(wholeplace.open(some.folder), anew)


def test_what_cannot_be_read_is_checked_anew(place: Place, tmp_path: Path) -> None:
    some = copied(place, tmp_path / "some")
    for number, path in enumerate(kept(some, "gp")):
        path.write_bytes(path.read_bytes()[:-200] if number else b"")
    some.run("read", "read")
    assert same_tables(some, place)


def test_only_what_the_source_has_now_is_kept(place: Place, tmp_path: Path) -> None:
    some = copied(place, tmp_path / "some")
    assert kept(some, "police")
    before = set(kept(some, "gp"))
    register = some.folder / "extracts" / "gp" / "register.csv"
    register.write_bytes(b"".join(register.read_bytes().splitlines(keepends=True)[:-1]))
    text = (some.folder / "place.toml").read_text(encoding="utf-8")
    parts = [part for part in text.split("[[source]]") if 'name = "police"' not in part]
    (some.folder / "place.toml").write_text("[[source]]".join(parts), encoding="utf-8")
    wholeplace.open(some.folder).run(last="read")
    assert not kept(some, "police")
    assert len(kept(some, "gp")) == len(before)
    assert len(before - set(kept(some, "gp"))) == 1


def test_nothing_is_kept_of_a_source_of_which_somebody_is_left_out(place: Place, tmp_path: Path) -> None:
    some = copied(place, tmp_path / "some")
    some.run(last="link")
    record = some.store.read("record").filter(source="gp")["record_id"][0]
    forget(some, record)
    assert not kept(some, "gp")
    assert kept(some, "police")
