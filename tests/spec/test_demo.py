"""What a made place promises: synthetic throughout, known in every row, the same for the same seed, scored."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import wholeplace
from wholeplace.content import file_hash
from wholeplace.demo.make import Demo, make_demo
from wholeplace.place import Place
from wholeplace.score.truth import load_truth

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Demo, Place]:
    folder = tmp_path_factory.mktemp("demo") / "place"
    demo = make_demo(folder, residents=500, years=2, seed=5)
    place = wholeplace.open(folder)
    place.run(last="link")
    return demo, place


def _files(folder: Path) -> dict[str, str]:
    found = [
        path
        for part in ("extracts", "truth")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    ]
    hashed = {str(path.relative_to(folder)): file_hash(path) for path in found if path.suffix != ".npz"}
    return hashed | {"place.toml": file_hash(folder / "place.toml")}


def test_it_says_that_it_is_synthetic_and_on_whose_figures(made: tuple[Demo, Place]):
    demo, place = made
    assert place.config.synthetic
    assert all(source.synthetic for source in place.config.source)
    assert place.config.name == "Demo borough, on published figures for Barking and Dagenham"
    assert str(place.config.as_of) == "2026-03-31" == str(demo.as_of)
    assert len(place.config.source) >= 12


def test_a_messier_place_says_so_in_its_name_and_settings(tmp_path: Path):
    demo = make_demo(tmp_path, residents=500, years=1, seed=5, register=False, mess=2)
    settings = (tmp_path / "place.toml").read_text()
    assert demo.title == Place(tmp_path).config.name
    assert demo.title.endswith(", at 2 times the usual mess")
    assert "wrong 2 times as often" in settings
    assert Place(tmp_path).config.synthetic


def test_every_record_is_somebodys(made: tuple[Demo, Place]):
    known = load_truth(made[1].folder).get("record_person")
    assert known is not None
    keys = ["source", "layout_table", "source_record_id"]
    records = made[1].store.read("record").select("source", "source_record_id", "layout_table", "name_kind")
    strangers = records.join(known, on=keys, how="anti").filter(pl.col("name_kind") == "person")
    assert strangers.height <= 0.002 * records.height


def test_only_what_was_spoiled_on_purpose_is_refused(made: tuple[Demo, Place]):
    planted = load_truth(made[1].folder).get("defect")
    assert planted is not None
    refused = made[1].store.read("refused").filter(pl.col("level") != "warning")
    others = refused.filter(pl.col("rule") != "child_without_header").join(
        planted.select("source", "file", line=pl.col("line").cast(pl.UInt32)),
        on=["source", "file", "line"],
        how="anti",
    )
    assert others.is_empty()


def test_the_same_seed_gives_the_same_content_and_another_does_not(made: tuple[Demo, Place], tmp_path: Path):
    make_demo(tmp_path / "again", residents=500, years=2, seed=5)
    make_demo(tmp_path / "other", residents=500, years=2, seed=6, register=False)
    first, again, other = (
        _files(folder) for folder in (made[1].folder, tmp_path / "again", tmp_path / "other")
    )
    assert again == first
    assert other["truth/person.parquet"] != first["truth/person.parquet"]
    assert "gp" not in {name.split("/")[1] for name in other if name.startswith("extracts/")}


def test_it_can_be_continued_and_scored(made: tuple[Demo, Place], wholeplace: Command):
    folder = made[1].folder
    code, out, _ = wholeplace("demo", folder, "--futures", 2, "--ahead", 1, "--json")
    assert code == 0
    assert json.loads(out)["seeds"] == 2
    counts = pl.read_parquet(folder / "truth" / "futures" / "as_things_are.parquet")
    assert counts["month"].max() == 12
    here = counts.filter(pl.col("month") == 0)
    assert here.group_by("measure").agg(pl.col("count").n_unique())["count"].max() == 1
    made[1].run()
    code, out, _ = wholeplace("score", folder, "--json")
    assert code == 0
    score = json.loads(out)
    assert 0.5 < score["people"]["all"]["f1"]["value"] <= 1
    assert score["projection"] is None
    assert score["reasons"]["projection"]


def test_mistakes_are_told_in_one_line(made: tuple[Demo, Place], wholeplace: Command, tmp_path: Path):
    folder = made[1].folder
    for arguments in (
        ("demo", folder, "--residents", 500),
        ("demo", tmp_path / "x", "--authority", "Nowhere", "--residents", 500),
        ("demo", folder, "--futures", 1, "--ahead", 1, "--programme", "no_such_programme"),
        ("demo", tmp_path / "x", "--futures", 1),
    ):
        code, _, err = wholeplace(*arguments)
        assert code == 2, arguments
        assert "Traceback" not in err
        assert err.count("\n") == 1
