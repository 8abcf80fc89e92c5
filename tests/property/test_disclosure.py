"""What disclosure control promises, tried on generated tables by someone who knows every total exactly.

The attacker is stronger than any real one: shown cells are known unrounded, and so is every line's total.
With those, what a hidden cell of a two-way table can be is worked out exactly, as the most that can flow from
its row to its column through hidden cells; of a small three-way table, by trying every move.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.support.flows import span
from wholeplace.engine import run_query
from wholeplace.privacy.disclosure import apply, note_of, plan_query, protect
from wholeplace.privacy.disclosure.suppression import suppress

AS_OFTEN = settings(max_examples=150, derandomize=True, deadline=None)
THRESHOLD = 6
COUNTS = st.one_of(st.integers(0, 12), st.integers(6, 60))


def tables(*, axes: int, longest: int) -> st.SearchStrategy[np.ndarray]:
    """Arrays of counts, small and large mixed."""
    shapes = st.tuples(*[st.integers(1, longest)] * axes)
    return shapes.flatmap(lambda shape: arrays(np.int64, shape, elements=COUNTS))


@AS_OFTEN
@given(counts=st.lists(COUNTS, min_size=1, max_size=12))
def test_in_one_dimension_a_small_cell_spans_the_threshold(counts: list[int]) -> None:
    values = np.array(counts)
    hidden = suppress(values, threshold=THRESHOLD, show_zeros=False).hidden
    assert hidden[values < THRESHOLD].all()
    if not hidden.all():
        # Raised by what the other hidden cells hold, lowered by what it holds itself.
        assert not hidden.any() or values[hidden].sum() >= THRESHOLD
        assert hidden.sum() != 1


@AS_OFTEN
@given(counts=tables(axes=2, longest=6), show_zeros=st.booleans())
def test_in_two_dimensions_no_small_cell_can_be_worked_out(counts: np.ndarray, show_zeros: bool) -> None:
    found = suppress(counts, threshold=THRESHOLD, show_zeros=show_zeros)
    small = (counts < THRESHOLD) & ~(show_zeros & (counts == 0))
    assert found.hidden[small].all()
    peopled = (counts.sum(axis=0) > 0) & (counts.sum(axis=1) > 0)[:, None]
    if found.hidden[peopled].all() or min((counts.sum(a) > 0).sum() for a in (0, 1)) < 2:
        return  # nothing is shown, or it is a table of one dimension
    spans = {(i, j): span(counts, found.hidden, i, j) for i, j in np.argwhere(small & peopled)}
    assert sum(width < THRESHOLD for width in spans.values()) <= found.weak
    for (i, j), width in spans.items():
        lines_too_small_to_publish = min(counts[i].sum(), counts[:, j].sum()) < THRESHOLD
        assert width > 0 or lines_too_small_to_publish


@settings(max_examples=60, derandomize=True, deadline=None)
@given(counts=arrays(np.int64, (2, 2, 3), elements=st.integers(1, 30)))
def test_in_three_dimensions_no_small_cell_can_be_worked_out(counts: np.ndarray) -> None:
    found = suppress(counts, threshold=THRESHOLD, show_zeros=False)
    if found.hidden.all() or found.weak:
        return
    # The only moves that keep every line's total: along the third axis, each the other's negative.
    sign, most = np.array([[1, -1], [-1, 1]])[:, :, None], int(counts.max())
    steps = range(-most, most + 1)
    moves = [sign * np.array([a, b, -a - b]) for a, b in product(steps, steps)]
    tried = np.array([move for move in moves if not (move * ~found.hidden).any()])
    possible = counts + tried[((counts + tried) >= 0).all(axis=(1, 2, 3))]
    widths = possible.max(axis=0) - possible.min(axis=0)
    assert (widths[counts < THRESHOLD] >= THRESHOLD).all()


@AS_OFTEN
@given(counts=tables(axes=2, longest=5), base=st.sampled_from([1, 5, 10]))
def test_what_is_shown_is_large_and_within_half_the_base(counts: np.ndarray, base: int) -> None:
    rows, columns = counts.shape
    table = pl.DataFrame(
        {
            "row": np.repeat(range(rows), columns),
            "column": list(range(columns)) * rows,
            "people": counts.ravel(),
        }
    ).with_columns(pence=pl.col("people") * 700)
    found = protect(
        table,
        counts=["people"],
        dimensions=["row", "column"],
        sums={"pence": "people"},
        threshold=10,
        base=base,
    )
    marked = found.table[note_of("people")].is_not_null()
    assert found.table["people"].is_null().equals(marked, check_names=False)
    assert found.table["pence"].is_null().equals(marked, check_names=False)
    truth = table.join(found.table, on=["row", "column"], suffix="_shown").drop_nulls("people_shown")
    assert (truth["people"] >= 10).all()
    assert ((truth["people"] - truth["people_shown"]).abs() * 2 <= base).all()
    assert (truth["people_shown"] % base == 0).all()


@settings(max_examples=40, derandomize=True, deadline=None)
@given(
    people=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(1, 5), st.integers(0, 900)),
        min_size=1, max_size=120,
    ),
    grouping=st.sampled_from(["area", "kind", "area, kind"]),
)  # fmt: skip
def test_an_answer_shows_only_groups_of_enough_people(
    people: list[tuple[str, str, int, int]], grouping: str
) -> None:
    each = pl.DataFrame(people, schema=["area", "kind", "rows", "pence"], orient="row")
    each = each.with_row_index("n").with_columns(pl.format("p{}", "n").alias("person_id")).drop("n")
    event = each.select(pl.exclude("rows").repeat_by("rows")).explode(pl.all())
    plan = plan_query(
        f"SELECT {grouping}, count(*) AS n, sum(pence) AS s FROM event GROUP BY ALL", {"event": event.columns}
    )
    answer = apply(plan, run_query(plan.sql, {"event": event}))
    by = grouping.split(", ")
    truth = event.group_by(by).agg(
        pl.len().alias("rows"), pl.col("person_id").n_unique().alias("people"), pl.col("pence").sum()
    )
    shown = answer.filter(pl.col("n").is_not_null()).join(truth, on=by)
    assert (shown["people"] >= 10).all()
    most = event.group_by(*by, "person_id").len().group_by(by).agg(pl.col("len").max())
    for row in shown.join(most, on=by).to_dicts():
        assert row["len"] * 2 <= row["rows"]
        assert abs(row["n"] - row["rows"]) <= max(5 * row["rows"] / row["people"], 2.5 * row["len"]) / 2
    few = truth.filter(pl.col("people") < 10).height
    assert few == 0 or answer.height == 0 or answer["note"].to_list()[-1] == "[c]"
