"""National identifiers for everybody of a made place, all in ranges that no real person can hold."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholeplace.demo.world import IDENTIFIER
from wholeplace.dynamics.draws import keyed
from wholeplace.sources.values import synthetic

AGES: dict[str, tuple[int, int]] = {
    "nhs_number": (0, 200),
    "upn": (3, 19),
    "uln": (14, 26),
    "nino": (16, 200),
}
"""From which birthday a scheme's number is given, and until which (not including it) one without it gets one.

A pupil number is given on entering a school or nursery, a learner number in year 9 or 10 or at college, and
a National Insurance number just before 16. Source: DfE, UPN guide; LRS; HMRC NIM39200.
"""
SCHEMES = {
    "nhs_number": synthetic.synthetic_nhs_number,
    "upn": synthetic.synthetic_upn,
    "uln": synthetic.synthetic_uln,
    "nino": synthetic.synthetic_nino,
}


def give_identifiers(person: pl.DataFrame, presence: pl.DataFrame, seed: int, as_of: date) -> pl.DataFrame:
    """The `identifier` frame of a World.

    person: person, birth. presence: person, from_date, to_date (times in the place; null is open). A scheme's
    number goes to those present while of its ages, from the birthday or, if later, the day they came; an NHS
    number runs from birth. A place of more people than a scheme has numbers leaves some, by chance, without.
    """
    times = presence.select("person", came="from_date", left=pl.col("to_date").fill_null(as_of))
    times = times.join(person.select("person", "birth"), on="person")
    return _frame([_numbered(_entitled(times, scheme), scheme, seed, 0) for scheme in SCHEMES])


def renumber(identifier: pl.DataFrame, people: pl.DataFrame, scheme: str, seed: int) -> pl.DataFrame:
    """A new number of one scheme for some people, from a date, and the old one closed on it (adoption).

    people: person, from_date, carried_over. Where carried_over, the old number stays in force by mistake and
    no new one is given. People without a number of the scheme stay without one.
    """
    mine = (pl.col("scheme") == scheme) & pl.col("to_date").is_null()
    fresh = people.filter(~pl.col("carried_over")).select("person", ends="from_date")
    joined = identifier.join(fresh, on="person", how="left", maintain_order="left")
    closes = mine & pl.col("ends").is_not_null()
    closed = joined.with_columns(to_date=pl.when(closes).then("ends").otherwise("to_date")).drop("ends")
    again = joined.filter(closes).select("person", from_date="ends")
    used = identifier.filter(pl.col("scheme") == scheme).height
    return _frame([closed, _numbered(again, scheme, seed, used)])


def _entitled(times: pl.DataFrame, scheme: str) -> pl.DataFrame:
    """person, from_date: those present while of the scheme's ages."""
    first, last = (pl.col("birth").dt.offset_by(f"{age}y") for age in AGES[scheme])
    present = times.filter(pl.col("came") < last, pl.col("left") > first)
    since = pl.col("birth") if scheme == "nhs_number" else pl.max_horizontal(first, pl.col("came"))
    return present.group_by("person").agg(from_date=since.min())


def _numbered(holders: pl.DataFrame, scheme: str, seed: int, used: int) -> pl.DataFrame:
    """The rows of one scheme: numbers are dealt in an order drawn for each person, from `used` onwards."""
    ids = holders["person"].to_numpy()
    order = np.lexsort((ids, keyed(seed, f"identifier_{scheme}", ids)))
    index = np.empty(len(ids), np.int64)
    index[order] = np.arange(used, used + len(ids))
    frame = holders.with_columns(value=pl.Series(index))
    rows = frame.select(
        "person", scheme=pl.lit(scheme), value=SCHEMES[scheme](pl.col("value")), from_date="from_date",
        to_date=pl.lit(None, pl.Date),
    )  # fmt: skip
    return rows.drop_nulls("value")


def _frame(parts: list[pl.DataFrame]) -> pl.DataFrame:
    rows = pl.concat(
        [part.select(pl.col(name).cast(kind) for name, kind in IDENTIFIER.items()) for part in parts]
    )
    return rows.sort("person", "scheme", "from_date")
