"""The bench of later records: which rows are held back, and what counts as the same people."""

from __future__ import annotations

from pathlib import Path

from bench.linkage.incremental import EVERY, from_nothing, held_back, partition
from tests.support.places import FEW, made_place


def test_held_back_rows_are_in_further_files_under_the_same_header(tmp_path: Path) -> None:
    path = tmp_path / "extracts" / "gp" / "register.csv"
    path.parent.mkdir(parents=True)
    lines = [f"row {number}\r\n".encode() for number in range(3 * EVERY)]
    path.write_bytes(b"".join([b"HEADER\r\n", *lines]))
    assert held_back(tmp_path / "extracts", tmp_path / "later") == 3
    later = (tmp_path / "later" / "gp" / "z-later-register.csv").read_bytes().splitlines(keepends=True)
    kept = path.read_bytes().splitlines(keepends=True)
    assert [later[0], kept[0]] == [b"HEADER\r\n"] * 2
    assert sorted([*later[1:], *kept[1:]]) == sorted(lines)
    assert len(later) == 4


def test_from_nothing_gives_the_same_people_by_the_same_weights(tmp_path: Path) -> None:
    place = made_place(tmp_path / "place", 120, last="link", services=FEW)
    fresh = from_nothing(place, tmp_path / "fresh")
    fresh.run(last="link")
    assert fresh.store.read("link_model").equals(place.store.read("link_model"))
    assert partition(fresh).equals(partition(place))
