from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.score.clusters import agreement, agreement_by, parts_of

MEASURES = ("precision", "recall", "f1", "bcubed_precision", "bcubed_recall", "bcubed_f1")
Group = int | None


def _things(true: Sequence[Group], found: Sequence[Group], label: list[str] | None = None) -> pl.DataFrame:
    columns = {"true": true, "found": found, "unit": [each or 0 for each in true], "label": label or "x"}
    kinds = {"true": pl.Int64, "found": pl.Int64, "unit": pl.Int64, "label": pl.String}
    return pl.DataFrame(columns, schema_overrides=kinds)


def _values(part: dict[str, dict[str, float | None]]) -> dict[str, float | None]:
    return {name: part[name]["value"] for name in MEASURES}


def _ratio(top: float, bottom: float) -> float | None:
    return round(top / bottom, 6) if bottom else None


def _plain(true: list[Group], found: list[Group], label: list[str], wanted: str) -> dict[str, float | None]:
    """Every measure by a double loop over things, from its definition."""
    things = list(zip([(t, i) if t is None else t for i, t in enumerate(true)],
                      [(f, i) if f is None else f for i, f in enumerate(found)], label, strict=True))  # fmt: skip
    pairs = [(a, b) for a, b in combinations(things, 2) if wanted in (a[2], b[2])]
    both = sum(a[0] == b[0] and a[1] == b[1] for a, b in pairs)
    true_pairs, found_pairs = sum(a[0] == b[0] for a, b in pairs), sum(a[1] == b[1] for a, b in pairs)
    mine = [thing for thing in things if thing[2] == wanted]
    precision = recall = 0.0
    for thing in mine:
        put = [other for other in things if other[1] == thing[1]]
        belong = [other for other in things if other[0] == thing[0]]
        precision += sum(other[0] == thing[0] for other in put) / len(put)
        recall += sum(other[1] == thing[1] for other in belong) / len(belong)
    p, r = precision / len(mine), recall / len(mine)
    return {
        "precision": _ratio(both, found_pairs),
        "recall": _ratio(both, true_pairs),
        "f1": _ratio(2 * both, true_pairs + found_pairs),
        "bcubed_precision": round(p, 6),
        "bcubed_recall": round(r, 6),
        "bcubed_f1": _ratio(2 * p * r, p + r),
    }


def test_by_hand() -> None:
    """True {a b c} {d e}, found {a b} {c d e}: 4 true pairs, 4 found, 2 of them both."""
    found = agreement(_things([1, 1, 1, 2, 2], [7, 7, 8, 8, 8]))
    assert {name: found[name]["value"] for name in ("precision", "recall", "f1")} == dict.fromkeys(
        ("precision", "recall", "f1"), 0.5
    )
    assert found["bcubed_precision"]["value"] == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5, abs=1e-6)
    assert found["bcubed_recall"]["value"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5, abs=1e-6)


def test_the_published_example_of_b_cubed() -> None:
    """Bagga and Baldwin 1998: truth {1-5} {6 7} {8-12}; {6 7} put with {8-12} gives 76%, {1-5} with {8-12} 58%."""
    true = [1] * 5 + [2] * 2 + [3] * 5
    first = agreement(_things(true, [1] * 5 + [2] * 7))
    second = agreement(_things(true, [1] * 5 + [2] * 2 + [1] * 5))
    assert first["bcubed_precision"]["value"] == pytest.approx(0.76, abs=0.005)
    assert second["bcubed_precision"]["value"] == pytest.approx(0.58, abs=0.005)
    assert first["bcubed_recall"]["value"] == second["bcubed_recall"]["value"] == 1


GROUPS = st.one_of(st.none(), st.integers(0, 4))
THINGS = st.lists(st.tuples(GROUPS, GROUPS, st.sampled_from("xyz")), min_size=1, max_size=25)


@given(THINGS)
def test_counts_agree_with_a_double_loop(rows: list[tuple[Group, Group, str]]) -> None:
    true, found, label = (list(column) for column in zip(*rows, strict=True))
    things = _things(true, found, label)
    assert _values(agreement(things)) == pytest.approx(_plain(true, found, ["x"] * len(rows), "x"), abs=2e-6)
    by_label = agreement_by(things, "label")
    assert list(by_label) == sorted(set(label))
    for name, part in by_label.items():
        assert _values(part) == pytest.approx(_plain(true, found, label, name), abs=2e-6)


@given(THINGS, st.permutations(range(5)), st.permutations(range(5)))
def test_what_groups_are_called_changes_nothing(
    rows: list[tuple[Group, Group, str]], first: list[int], second: list[int]
) -> None:
    true, found, label = (list(column) for column in zip(*rows, strict=True))
    other = [None if each is None else first[each] for each in true]
    another = [None if each is None else second[each] for each in found]
    renamed = _things(other, another, label).with_columns(unit=_things(true, found)["unit"]).reverse()
    assert agreement(renamed) == agreement(_things(true, found, label))


@given(st.lists(st.integers(0, 6), min_size=2, max_size=20))
def test_all_right_scores_one_and_all_apart_recalls_nothing(true: list[Group]) -> None:
    right = agreement(_things(true, true))
    assert {right[name]["value"] for name in MEASURES} <= {1.0, None}
    assert right["bcubed_f1"]["value"] == 1
    apart = agreement(_things(true, [None] * len(true)))
    assert apart["precision"]["value"] is None
    assert apart["recall"]["value"] in (0, None)
    assert apart["bcubed_precision"]["value"] == 1


def test_pairs_across_labels_count_for_both() -> None:
    parts = parts_of(_things([1, 1], [1, 1], ["x", "y"]))
    assert parts["true_pairs"].to_list() == [1, 1]
    assert parts_of(_things([1, 1], [1, 1]))["true_pairs"].sum() == 1


def test_a_label_that_is_missing_is_unknown() -> None:
    things = _things([1, 1], [1, 1]).with_columns(label=pl.lit(None, pl.String))
    assert list(agreement_by(things, "label")) == ["unknown"]
