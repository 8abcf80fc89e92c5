"""Amounts of money read from text into whole pence, exactly: no binary fraction is ever in between."""

from __future__ import annotations

import polars as pl

_AMOUNT = (
    r"^(?<lead>[-+(£]*)(?:0*(?<pounds>[0-9]{1,15})|(?<grouped>[0-9]{1,3}(?:,[0-9]{3}){1,4}))?"
    r"(?:\.(?<fraction>[0-9]*))?(?<trail>[-)CRD]*)$"
)
_SIGNS = {"": 1, "+": 1, "DR": 1, "-": -1, "()": -1, "CR": -1}


def pence_from_pounds(expr: pl.Expr) -> pl.Expr:
    """Pounds as text to pence (Int64): '£1,234.56' is 123456; '(12.00)', '12.00-' and '12.00CR' are -1200.

    Null where the text is not an amount: empty, nan, inf, a power of ten, commas out of place, two signs,
    or over 15 digits of pounds. Fractions of a penny go to the nearest penny and halves away from nought,
    so that an amount and the same amount owed back always cancel.
    """
    text = expr.str.replace_all(r"[\s\p{Cf}]+|GBP", "").str.replace_all("[−–]", "-").str.to_uppercase()
    pence = _sign() * (_pounds() * 100 + (_thousandths() + 5) // 10)
    return text.str.extract_groups(_AMOUNT).struct.with_fields(pence=pence).struct.field("pence")


def _sign() -> pl.Expr:
    marks = pl.concat_str(pl.field("lead").str.replace("£", "", literal=True), pl.field("trail"))
    return marks.replace_strict(_SIGNS, default=None, return_dtype=pl.Int64)


def _pounds() -> pl.Expr:
    pounds = pl.coalesce(pl.field("pounds"), pl.field("grouped").str.replace_all(",", "")).cast(pl.Int64)
    return pl.when(pounds.is_not_null() | (pl.field("fraction") != "")).then(pounds.fill_null(0))


def _thousandths() -> pl.Expr:
    return pl.concat_str(pl.field("fraction").fill_null(""), pl.lit("000")).str.slice(0, 3).cast(pl.Int64)
