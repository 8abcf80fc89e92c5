"""The weights of a place are kept: new extracts linked in give what a whole run with them gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import wholeplace
from tests.support.places import FEW, copied, made_place
from wholeplace.enquiry import why
from wholeplace.errors import UsageError
from wholeplace.linkage.contracts import LINK_MODEL
from wholeplace.linkage.step import LINK, link
from wholeplace.place import Place
from wholeplace.steps import StepInput

LATER = 8
"""One row in so many of the register comes later: fewer than would have the weights estimated anew."""


def partition(rows: pl.DataFrame) -> set[frozenset[str]]:
    people = rows.group_by("person_id").agg("record_id")
    return {frozenset(records) for records in people["record_id"]}


def register(place: Place) -> Path:
    return max((place.folder / "extracts" / "gp").glob("*.csv"), key=lambda path: path.stat().st_size)


def without_some(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for number, line in enumerate(lines) if number == 0 or number % LATER]
    path.write_text("".join(kept), encoding="utf-8")


def turned_round(path: Path) -> None:
    first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([first, *reversed(rest)]), encoding="utf-8")


def from_scratch(place: Place, model: pl.DataFrame) -> pl.DataFrame:
    """Who is who of all that was read, with a given model and nothing else remembered."""
    nothing = {table.name: table.empty() for table in LINK.writes if table.name in LINK.remembers}
    held = {**nothing, "link_model": model}
    given = StepInput(
        place.config, lambda name: held[name] if name in held else place.store.read(name), place.key()
    )
    return link(replace(given, jobs=2))["record_person"]


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place whose register lacks some rows, linked; and then again with all, turned round."""
    whole = made_place(tmp_path_factory.mktemp("whole") / "place", 300, last="", services=FEW)
    place = copied(whole, tmp_path_factory.mktemp("part") / "place")
    without_some(register(place))
    place.run(last="link")
    register(place).write_bytes(register(whole).read_bytes())
    turned_round(register(place))
    place = wholeplace.open(place.folder)
    place.run(last="link")
    return place


def test_new_extracts_linked_in_give_what_a_whole_run_with_the_kept_weights_gives(part: Place) -> None:
    earlier = [
        manifest for manifest in part.store.all_manifests().values() if "link_model" in manifest.tables
    ]
    models = [part.store.read("link_model", manifest) for manifest in earlier]
    assert all(model.equals(models[0]) for model in models), "kept, not estimated anew"
    people = [part.store.read("record_person", manifest).height for manifest in earlier]
    assert people[0] < people[-1]
    whole = from_scratch(part, models[0])
    assert partition(part.store.read("record_person")) == partition(whole)


def test_weights_are_estimated_anew_when_asked(part: Place, tmp_path: Path) -> None:
    place = copied(part, tmp_path / "place")
    assert not any(outcome.ran for outcome in place.run(last="link"))
    place.run(last="link", retrain=True)
    model = place.store.read("link_model")
    assert model["why"].unique().to_list() == ["retrain"]
    assert model["records"][0] > part.store.read("link_model")["records"][0]
    assert partition(place.store.read("record_person")) == partition(from_scratch(place, LINK_MODEL.empty()))
    with pytest.raises(UsageError):
        place.run(last="read", retrain=True)


def test_why_tells_the_weights_that_the_place_keeps(part: Place, tmp_path: Path) -> None:
    two = part.store.read("record_person").filter(pl.col("why").str.contains("birth date"))
    two = two.filter(pl.len().over("person_id") > 1).sort("person_id", "record_id")["record_id"].head(2)
    place = copied(part, tmp_path / "place")
    before = why(place, two[0], two[1], purpose="test")
    same = (pl.col("name") == "birth_date") & (pl.col("level") == "same")
    doubled = place.store.read("link_model").with_columns(
        m=pl.when(same).then(pl.col("m") / 2).otherwise("m")
    )
    written = place.store.write("link_model", "link_model", doubled)
    place.store.publish("link", {"link_model": {"link_model": written}}, place.store.manifest().steps["link"])
    after = why(place, two[0], two[1], purpose="test")
    bits = [
        answer.weights.filter(pl.col("compared") == "birth_date")["bits"][0] for answer in (before, after)
    ]
    assert bits[0] - bits[1] == pytest.approx(1, abs=0.002)
    assert before.start_bits == after.start_bits
