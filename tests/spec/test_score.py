"""Promises of the score: a perfect store scores 1, one that joins nobody recalls nothing, and nothing but the
score reads the truth."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import wholeplace
from wholeplace.dynamics.draws import uniform
from wholeplace.score import Score, Truth, score

AS_OF = date(2026, 3, 31)
PEOPLE = 600
HOUSE = Path(wholeplace.__file__).parent
MAY_TOUCH = ("score/", "demo/truth.py", "show.py")
"""The score reads the truth; the maker of a synthetic place writes it; one message says where it lies."""


@pytest.fixture(scope="module")
def truth() -> Truth:
    """Three registrations a person, three people a home, a parent and a period of support each."""
    ids = pl.Series("true_person", np.arange(PEOPLE)).cast(pl.String)
    people = pl.DataFrame(ids).with_columns(home=(pl.int_range(PEOPLE) // 3).cast(pl.String))
    draws = uniform(1, "since", np.arange(PEOPLE))
    since = [date(2021 + int(5 * draw), 1 + int(84 * draw) % 12, 1) for draw in draws]
    dates = {"from": pl.Series(since), "to": pl.lit(None, pl.Date)}
    own = pl.concat([people.select("true_person", source=pl.lit(name)) for name in ("gp", "tax", "schools")])
    facts = people.select("true_person", id="true_person", **dates)
    return Truth({
        "record_person": own.select(
            "source", "true_person", layout_table=pl.lit("t"), source_record_id="n" + pl.col("true_person")
        ),
        "person": people.select(
            "true_person", sex=pl.lit("F"), birth_month=pl.lit(date(1990, 1, 1)), origin=pl.lit("other")
        ),
        "residence": people.select("true_person", true_household="home", **dates),
        "tie": people.select(a="true_person", b="home", kind=pl.lit("parent"), **dates).filter(
            pl.col("a") != pl.col("b")
        ),
        "spell": facts.with_columns(track=pl.lit("care"), state=pl.lit("home")),
        "exposure": facts.with_columns(factor=pl.lit("debt")),
        "recorded": pl.DataFrame({"fact_table": ["spell"], "fact_id": ["1"], "source": ["gp"]}),
        "defect": pl.DataFrame({"source": ["gp"], "file": ["f"], "line": [2], "rule": ["r"]}),
    })  # fmt: skip


def _perfect(truth: Truth) -> dict[str, pl.DataFrame]:
    """The store of a place that read and joined everything rightly."""
    true = dict(truth.tables)
    record = true["record_person"].with_columns(record_id=pl.concat_str("source", "source_record_id"))
    dated = {"from_date": "from", "to_date": "to"}
    theirs = {"person_id": "p" + pl.col("true_person")}
    return {
        "record": record.drop("true_person"),
        "record_person": record.select("record_id", person_id="p" + pl.col("true_person")),
        "residence": true["residence"].select(household_id="true_household", **theirs, **dated),
        "tie": true["tie"].select(person_a="p" + pl.col("a"), person_b="p" + pl.col("b"), kind=pl.lit("mother")),
        "spell": true["spell"].select("track", "state", **theirs, **dated),
        "exposure": true["exposure"].select("factor", **theirs, holder=pl.lit("self"), **dated),
        "refused": true["defect"].with_columns(level=pl.lit("row")),
    }  # fmt: skip


def _shares(part: object, name: str = "") -> Iterator[tuple[str, dict[str, float | None]]]:
    if isinstance(part, dict):
        if "value" in part:
            yield name, part
        else:
            for key, each in part.items():
                yield from _shares(each, f"{name}.{key}" if name else key)


def _values(found: Score) -> dict[str, float | None]:
    return {name: part["value"] for name, part in _shares(found.as_dict())}


def test_a_perfect_store_scores_one(truth: Truth) -> None:
    values = _values(score(_perfect(truth), truth, AS_OF))
    assert len(values) > 60
    wrong = {name: value for name, value in values.items() if ".false" not in name and value != 1}
    assert {name for name, value in wrong.items() if value is not None} == set()
    assert all(
        value == 0 for name, value in values.items() if name.startswith(("spells.false", "exposures.false"))
    )


def test_a_store_that_joins_nobody_recalls_nothing(truth: Truth) -> None:
    store = _perfect(truth)
    store["record_person"] = store["record_person"].with_columns(person_id="record_id")
    values = _values(score(store, truth, AS_OF))
    assert values["people.all.recall"] == 0
    assert values["people.all.precision"] is None
    assert values["people.all.bcubed_precision"] == 1


def test_intervals_hold_their_value(truth: Truth) -> None:
    store = _perfect(truth)
    joined = pl.when(pl.int_range(pl.len()) % 7 == 0).then(pl.lit("p0")).otherwise("person_id")
    store["record_person"] = store["record_person"].with_columns(person_id=joined)
    shares = [part for _, part in _shares(score(store, truth, AS_OF).as_dict()) if part["value"] is not None]
    assert all(0 <= part["low"] <= part["value"] <= part["high"] <= 1 for part in shares)  # type: ignore[operator]
    assert any(part["value"] < 1 for part in shares)  # type: ignore[operator]


def test_the_order_of_rows_changes_nothing(truth: Truth) -> None:
    turned = Truth({name: table.reverse() for name, table in truth.tables.items()})
    store = {name: table.reverse() for name, table in _perfect(truth).items()}
    assert score(store, turned, AS_OF).as_dict() == score(_perfect(truth), truth, AS_OF).as_dict()


def test_nothing_but_the_score_names_the_folder_of_the_truth() -> None:
    found = {path.relative_to(HOUSE).as_posix() for path in HOUSE.rglob("*.py") if _names_truth(path)}
    assert {name for name in found if not name.startswith(MAY_TOUCH)} == set()
    assert any(name.startswith("score/") for name in found)


def test_nothing_below_the_score_knows_it() -> None:
    """What stands beside or above it may use it: the front door alone does."""
    found = {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        if any(name.startswith("wholeplace.score") for name in _imports(path))
    }
    others = {name for name in found if not name.startswith(("score/", "demo/"))}
    assert others <= {"cli.py", "made.py", "show.py"}


def _names_truth(path: Path) -> bool:
    """Whether the module holds a text that is the folder's name, or a path into it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(doc) for node in ast.walk(tree) if (doc := _docstring(node))}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]
    return any(isinstance(text.value, str) and text.value.split("/")[0] == "truth" for text in texts)


def _docstring(node: ast.AST) -> ast.Constant | None:
    body = getattr(node, "body", None)
    if (
        isinstance(body, list)
        and body
        and isinstance(body[0], ast.Expr)
        and isinstance(body[0].value, ast.Constant)
    ):
        return body[0].value
    return None


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
