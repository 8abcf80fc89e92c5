"""How often each thing goes wrong in each source: the packaged table data/mess.csv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.dynamics.draws import uniform

EVERY = "*"
Rates = Mapping[tuple[str, str], float]
"""The rate of a kind of mess in a source; the source `*` stands for those that are not named."""
Rows = npt.NDArray[np.int64]


MOST = 0.95
"""No rate is multiplied beyond this: what always happens would be a rule, and no mess."""
WELL_DONE = "told_to_hide"
"""The one rate of something done as it should be: what is multiplied of it is how often it is not done."""


@cache
def load_rates(factor: float = 1.0) -> Rates:
    """The packaged rates, by kind of mess and source, all of them multiplied by `factor`."""
    packaged = _packaged()
    return packaged if factor == 1 else {key: _times(key[0], rate, factor) for key, rate in packaged.items()}


def _times(mess: str, rate: float, factor: float) -> float:
    wrong = 1 - rate if mess == WELL_DONE else rate
    more = min(wrong * factor, MOST)
    return 1 - more if mess == WELL_DONE else more


@cache
def _packaged() -> Rates:
    text = (files("wholeplace") / "data" / "mess.csv").read_bytes()
    table = pl.read_csv(text, columns=["mess", "source", "rate"])
    return {(mess, source): rate for mess, source, rate in table.iter_rows()}


def rate_of(rates: Rates, mess: str, source: str) -> float:
    """The rate of this kind of mess in this source: its own, else every source's, else none."""
    return rates.get((mess, source), rates.get((mess, EVERY), 0.0))


class Chance:
    """The draws of one source's registrations: each depends on source, person and registration alone.

    person, step: who each row is of, and which of their registrations it is.
    """

    def __init__(self, source: str, seed: int, rates: Rates, person: pl.Series, step: pl.Series) -> None:
        self.source, self._seed, self._rates = source, seed, rates
        self._person = person.to_numpy().astype(np.uint64)
        self._step = step.to_numpy().astype(np.uint64)

    def draw(self, name: str, rows: Rows) -> npt.NDArray[np.float64]:
        """A number in [0, 1) for each of these rows."""
        return uniform(self._seed, f"records:{self.source}:{name}", self._person[rows], self._step[rows])

    def hits(self, mess: str, able: pl.Series) -> Rows:
        """The rows, of those that can, in which this kind of mess happens."""
        rows = np.flatnonzero(able.fill_null(False).to_numpy())
        rate = rate_of(self._rates, mess, self.source)
        return rows[self.draw(mess, rows) < rate] if rate > 0 else rows[:0]
