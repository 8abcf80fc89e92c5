"""Sets of tables of the same people, made by chance, and what an attacker can tell of them."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.privacy.disclosure import note_of, protect_together
from wholeplace.privacy.disclosure.sets.audit import Published, attack

CUTS = (
    ["area", "age"], ["area", "state"], ["age", "state"], ["ward", "state"], ["area", "age", "state"],
    ["area"], ["ward"], ["age"], ["state"], [],
)  # fmt: skip
THRESHOLD = 10


def random_people(seed: int) -> pl.DataFrame:
    """People by area (each in a ward), age and state: mostly few in a class."""
    chance = np.random.default_rng(seed)
    shape = chance.integers(2, 6, size=3)
    few, many = chance.integers(0, 12, shape), chance.integers(6, 80, shape)
    counts = np.where(chance.random(shape) < chance.uniform(0.1, 0.9), few, many)
    rows = [(f"a{i}", f"w{i // 2}", f"g{j}", f"s{k}", int(counts[i, j, k])) for i, j, k in np.ndindex(*shape)]
    return pl.DataFrame(rows, schema=["area", "ward", "age", "state", "people"], orient="row")


def random_cuts(seed: int) -> list[list[str]]:
    """One to five tables of them, margins among them."""
    chance = np.random.default_rng(seed + 1_000_000)
    chosen = chance.choice(len(CUTS), size=int(chance.integers(1, 6)), replace=False)
    return [CUTS[index] for index in chosen]


def published(people: pl.DataFrame, cuts: list[list[str]]) -> tuple[Published, list[pl.DataFrame]]:
    """The tables as equations over people's finest classes, worked out by itself: every class has a row here."""
    numbered = people.with_row_index("n")
    tables = [
        numbered.group_by(cut, maintain_order=True).agg(pl.col("people").sum(), "n")
        if cut
        else numbered.select(pl.col("people").sum(), pl.col("n").implode())
        for cut in cuts
    ]
    cells = [cell for table in tables for cell in table["n"].to_list()]
    starts = np.cumsum([0, *(len(cell) for cell in cells)]).astype(np.int32)
    members = np.array([one for cell in cells for one in cell], dtype=np.int32)
    return Published(people["people"].to_numpy().astype(np.float64), starts, members), tables


def protected_and_attacked(seed: int) -> dict[str, np.ndarray]:
    """What is true, hidden and shown of every cell of one set, and how far the attack narrows it down."""
    people, cuts = random_people(seed), random_cuts(seed)
    done = protect_together(people, cuts, count="people", threshold=THRESHOLD)
    equations, tables = published(people, cuts)
    both = [
        table.join(found.table, on=cut, how="left", suffix="_shown", maintain_order="left")
        if cut
        else table.hstack(found.table.rename({"people": "people_shown"}))
        for table, found, cut in zip(tables, done, cuts, strict=True)
    ]
    hidden = np.concatenate([table[note_of("people")].is_not_null().to_numpy() for table in both])
    shown = np.concatenate([table["people_shown"].cast(pl.Float64).to_numpy() for table in both])
    low, high = attack(equations, hidden)
    return {"true": equations.values, "hidden": hidden, "shown": shown, "width": high - low}
