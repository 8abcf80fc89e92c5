from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest

from wholeplace.errors import StoreError
from wholeplace.store import Manifest, Part, Store, Table


class Thing(dy.Schema):
    id = dy.String(primary_key=True)
    day = dy.Date(nullable=True)
    size = dy.Int64(nullable=True, min=0)


class Secret(dy.Schema):
    name = dy.String(primary_key=True)


THING = Table("thing", "place", Thing, ("id",), "Things.")
SECRET = Table("secret", "identity", Secret, ("name",), "Names.")
FRAME = pl.DataFrame({"id": ["b", "a"], "day": [None, date(2024, 1, 2)], "size": [2, 1]})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store")
    made.know((THING, SECRET))
    return made


def _publish(store: Store, frame: pl.DataFrame, step: str = "one") -> Part:
    part = store.write("thing", "thing", frame)
    store.publish(step, {"thing": {"thing": part}}, {"fingerprint": "f"})
    return part


def test_nothing_is_visible_until_published(store: Store) -> None:
    part = store.write("thing", "thing", FRAME)
    assert store.read("thing").is_empty()
    assert store.read("thing").schema == THING.columns
    store.publish("one", {"thing": {"thing": part}}, {"fingerprint": "f"})
    assert store.read("thing")["id"].to_list() == ["a", "b"]
    assert store.manifest().steps["one"] == {"fingerprint": "f"}


def test_the_same_content_is_one_file_whatever_its_order(store: Store) -> None:
    first = store.write("thing", "thing", FRAME)
    before = store.path("thing", first).stat().st_mtime_ns
    assert store.write("thing", "thing", FRAME.reverse()) == first
    assert store.path("thing", first).stat().st_mtime_ns == before


def test_absent_columns_are_null_and_others_left_out(store: Store) -> None:
    _publish(store, pl.DataFrame({"id": ["a"], "beside": [1]}))
    assert store.read("thing").to_dicts() == [{"id": "a", "day": None, "size": None}]


@pytest.mark.parametrize("rows", [{"id": ["a", "a"], "size": [1, 2]}, {"id": ["a"], "size": [-1]}])
def test_a_frame_that_breaks_its_contract_is_not_stored_and_not_quoted(
    store: Store, rows: dict[str, list[object]]
) -> None:
    with pytest.raises(StoreError, match="table thing breaks its contract") as caught:
        store.write("thing", "thing", pl.DataFrame(rows))
    assert "-1" not in caught.value.line()
    assert not list(store.root.rglob("*.parquet"))


def test_identity_lies_apart_and_only_its_owner_reads_it(store: Store, tmp_path: Path) -> None:
    part = store.write("secret", "secret", pl.DataFrame({"name": ["x"]}))
    assert store.path("secret", part).parent == tmp_path / "store" / "identity" / "secret"
    assert store.path("secret", part).stat().st_mode & 0o077 == 0
    elsewhere = Store(tmp_path / "store", tmp_path / "vault")
    elsewhere.know((SECRET,))
    assert elsewhere.path("secret", part).is_relative_to(tmp_path / "vault")


def test_versions_are_kept_until_dropped_and_sweeping_leaves_what_they_name(store: Store) -> None:
    old, new = _publish(store, FRAME), _publish(store, FRAME.head(1))
    assert len(store.version_paths()) == 1
    stray = store.path("thing", old).with_name("stray.parquet")
    stray.write_bytes(b"torn")
    assert store.sweep() == [stray]
    assert store.path("thing", old).exists()
    assert store.forget_versions() == 1
    assert not store.path("thing", old).exists()
    assert store.path("thing", new).exists()


def test_sweeping_takes_whatever_a_killed_write_left_wherever_it_lies(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", tmp_path / "vault")
    store.know((THING,))
    part = _publish(store, FRAME)
    kept = [store.root / "versions", store.root, store.zones["identity"], store.path("thing", part).parent]
    torn = [folder / ".torn.json.7.tmp" for folder in kept]
    for path in torn:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{")
    assert store.sweep() == sorted(torn)
    assert store.path("thing", part).exists()


def test_the_content_hash_is_of_content_alone(store: Store, tmp_path: Path) -> None:
    _publish(store, FRAME)
    other = Store(tmp_path / "other")
    other.know((THING, SECRET))
    _publish(other, FRAME.reverse(), step="another")
    assert store.manifest().content_hash() == other.manifest().content_hash()
    _publish(other, FRAME.head(1))
    assert store.manifest().content_hash() != other.manifest().content_hash()


def test_unfresh_steps_lose_their_fingerprint_and_keep_their_tables(store: Store) -> None:
    _publish(store, FRAME)
    store.unfresh(["one", "two"])
    assert store.manifest().steps == {}
    assert store.read("thing").height == 2


def test_rewriting_passes_through_every_version(store: Store) -> None:
    _publish(store, FRAME)
    _publish(store, FRAME.with_columns(size=pl.lit(9)))
    assert store.rewrite(lambda table, frame: frame.filter(pl.col("id") != "a")) == 2
    for manifest in store.all_manifests().values():
        assert store.read("thing", manifest)["id"].to_list() == ["b"]
    assert len(list(store.root.rglob("*.parquet"))) == 2


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 9, "tables": {}, "steps": {}}', '{"format": 1, "tables": 3}']
)
def test_a_damaged_manifest_is_said_to_be_one(store: Store, text: str) -> None:
    store.root.mkdir()
    store.manifest_path.write_text(text)
    with pytest.raises(StoreError, match=r"manifest\.json: not a manifest this version can read"):
        store.manifest()


def test_a_manifest_comes_back_as_it_was_written(store: Store) -> None:
    _publish(store, FRAME)
    text = store.manifest().to_json()
    assert Manifest.from_json(text, "x") == store.manifest()
    assert json.loads(text)["format"] == 1


def test_a_file_that_is_gone_and_a_table_that_is_not_known_are_said(store: Store) -> None:
    store.path("thing", _publish(store, FRAME)).unlink()
    with pytest.raises(StoreError, match="a stored file of table thing is gone"):
        store.read("thing")
    with pytest.raises(StoreError, match="no table named nothing") as caught:
        store.kind("nothing")
    assert "thing, secret" in caught.value.line()
