"""Children placed for adoption: with whom, and whose home is theirs once the order is made."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.lives.dwellings.placed import FOR_ADOPTION, women_who_stay
from wholeplace.demo.lives.told.index import Told
from wholeplace.dynamics.draws import uniform

AGES = (28, 50)
"""Ages on the first day of the women who adopt, a partner with them: assumed. Nobody else adopts in a made place."""
ADULT_DAYS = 6574
TRIES = 4
"""Times that another is drawn where it is one of the child's own family."""


def adoptions(told: Told, own: pl.DataFrame) -> pl.DataFrame:
    """person (the child), from, to (days of the placement), adopter (position), made (whether an order ended it).

    own: `stretches` of people. Brothers and sisters go to one home. An order ends a placement that is followed by
    no other help on the day it ends, while the child is under 18 and in the place.
    """
    help_given = own.filter(pl.col("what").cast(pl.String) == "childrens_help")
    placed = help_given.filter(pl.col("state").cast(pl.String) == FOR_ADOPTION).rename({"unit": "person"})
    next_help = help_given.select(pl.col("unit").alias("person"), pl.col("from").alias("to"))
    ended = placed.join(next_help, on=["person", "to"], how="anti").select("person", "to", made=True)
    rows = placed.select("person", "from", "to").join(ended, on=["person", "to"], how="left")
    child = rows["person"].to_numpy()
    rows = rows.with_columns(
        pl.Series("adopter", _adopters(told, child)),
        pl.Series(
            "least", np.minimum(np.minimum(told.birth[child] + ADULT_DAYS, told.gone[child]), told.last)
        ),
    ).filter(pl.col("adopter") >= 0)
    made = pl.col("made").fill_null(False) & (pl.col("to") < pl.col("least"))
    return rows.select("person", "from", "to", "adopter", made.alias("made")).sort("person", "from")


def _adopters(told: Told, child: np.ndarray) -> np.ndarray:
    """One woman of another family for each family's children; -1 where none is found."""
    drawn, family = women_who_stay(told, *AGES), told.family[child]
    found = np.full(len(child), -1)
    for attempt in range(TRIES if len(drawn) else 0):
        draw = uniform(told.seed, "adopter", told.lived.end.family_key[family], attempt)
        one = drawn[(draw * len(drawn)).astype(np.int64)]
        found = np.where((found < 0) & (told.family[one] != family), one, found)
    return found


def with_adopters(told: Told, members: pl.DataFrame, adopted: pl.DataFrame) -> pl.DataFrame:
    """`memberships` in which a child leaves the home of before on the day of the order, and lives in the adopter's."""
    made = adopted.filter("made").select("person", "adopter", day="to")
    before = members.join(made.select("person", "day"), on="person", how="left", maintain_order="left")
    before = before.with_columns(pl.min_horizontal("to", "day").alias("to")).select(members.columns)
    gone = pl.Series("gone", told.gone).gather(made["person"])
    after = made.with_columns(gone).join(members.rename({"person": "adopter"}), on="adopter")
    after = after.with_columns(
        pl.when(pl.col("from") < pl.col("day")).then(pl.lit("moved")).otherwise("why").alias("why"),
        pl.max_horizontal("from", "day").alias("from"),
        pl.min_horizontal("to", "gone").alias("to"),
    ).select(members.columns)
    return pl.concat([before, after]).filter(pl.col("from") < pl.col("to")).sort("person", "from")
