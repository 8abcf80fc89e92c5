"""When support after care began and ended, which returns of care leavers do not say.

By law it is owed to somebody who was in care from 18, at the latest until 25 (Children Act 1989, ss23C and 23CZB).
An adviser keeps in touch every eight weeks (DfE, Children Act 1989 guidance and regulations, volume 3), so that
somebody last in touch half a year before the latest contact with anybody of the extract has left it, with that contact.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

OUT_OF_TOUCH = timedelta(days=183)


def supported(born: str, contact: str | None = None) -> dict[str, pl.Expr]:
    """`from_date` and `to_date` from the columns of birth date and latest contact; null without a birth date."""
    grown, ends = pl.col(born).dt.offset_by("18y"), pl.col(born).dt.offset_by("25y")
    if contact is None:
        return {"from_date": grown, "to_date": ends}
    last = pl.col(contact)
    left = pl.when((last < last.max() - OUT_OF_TOUCH) & (last >= grown)).then(last)
    return {"from_date": grown, "to_date": pl.min_horizontal(ends, left)}
