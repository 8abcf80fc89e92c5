"""Sex as recorded, from the codes and words that returns use, to one of four words."""

from __future__ import annotations

import polars as pl

_CODES = {
    "male": "1|m|male|man|boy|male including trans male|male including trans man",
    "female": "2|f|female|woman|girl|female including trans female|female including trans woman",
    "other": "9|i|o|other|indeterminate|neither|non binary|nonbinary|intersex",
    "unknown": "0|u|x|unknown|not known|not stated|not recorded|not stated recorded|not specified|"
    "not disclosed|prefer not to say|refused|unborn|not recorded or unborn",
}
_WORDS = {code: word for word, codes in _CODES.items() for code in codes.split("|")}


def recorded_sex(expr: pl.Expr) -> pl.Expr:
    """male, female, other or unknown, as the source recorded it; null for any other text.

    Sources of the codes: DfE children in need census (1, 2, 0 not recorded or unborn, 9 indeterminate; from
    2025 M, F, U), NHS Data Model and Dictionary, PERSON STATED GENDER CODE (1, 2, 9 indeterminate, X not
    known), Ofsted Annex A (a) Male, b) Female, c) Not stated/recorded, d) Neither).
    It is never worked out from a title or a name.
    """
    listed = expr.str.to_lowercase().str.replace(r"^\s*[a-d]\)", "")
    key = listed.str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
    return key.replace_strict(_WORDS, default=None, return_dtype=pl.String)
