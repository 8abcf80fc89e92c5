"""A made place of families of six: a grandmother, a couple, and their three children."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from wholeplace.demo.names.tables import list_pool
from wholeplace.dynamics.draws import uniform

FAMILIES = 400
ROLES = ("grandmother", "father", "mother", "eldest", "twin", "twin")
YEARS = (1948, 1972, 1979, 2009, 2012, 2012)


@pytest.fixture(scope="session")
def person() -> pl.DataFrame:
    """Every fourth family's father is not in the place. The younger two children are twins."""
    ids, role = np.arange(FAMILIES * 6), np.tile(np.arange(6), FAMILIES)
    family = ids // 6
    origins = np.array(sorted(list_pool().groups["origin"]))
    female = (role == 0) | (role == 2) | ((role > 2) & (uniform(1, "sex", ids) < 0.5))
    father = np.where((role > 2) & (family % 4 > 0), family * 6 + 1, -1)
    mother = np.where(role > 2, family * 6 + 2, np.where(role == 1, family * 6, -1))
    born = [date(YEARS[r], 1 + f % 12, 1 + f % 28) for r, f in zip(role, family, strict=True)]
    frame = pl.DataFrame(
        {"person": ids, "sex": np.where(female, "F", "M"), "birth": born, "family": family}
        | {"origin": origins[family % len(origins)], "mother": mother, "father": father}
    )
    return frame.with_columns(pl.col("mother", "father").replace(-1, None))


@pytest.fixture(scope="session")
def couples() -> pl.DataFrame:
    """Father and mother of each family; of every third, together since 2015, and of every sixth, parted."""
    family = pl.Series("family", range(FAMILIES))
    return pl.DataFrame({"a": family * 6 + 1, "b": family * 6 + 2}).with_columns(
        from_date=pl.when(family % 3 == 0).then(pl.lit(date(2015, 5, 1))),
        to_date=pl.when(family % 6 == 0).then(pl.lit(date(2023, 2, 1))),
    )
