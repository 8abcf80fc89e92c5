"""Ethnic group as recorded, from the code lists that services use to the main codes of DfE's returns.

The lists are in data/ethnicity.csv: scheme, code (or words) as sent, canonical code, label. Where a list is
coarser than DfE's, the canonical code is the nearest: the census group "Gypsy or Irish Traveller" counts as
WIRT, "Roma" as WROM, and "Arab" as OOTH.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import polars as pl

from wholeplace.errors import SettingsError

UNSTATED = ("REFU", "NOBT")
"""Canonical codes that say no group: the person declined, or was not asked or not understood."""


def canonical_ethnicity(expr: pl.Expr, *schemes: str) -> pl.Expr:
    """The DfE main code (WBRI ... OOTH, REFU, NOBT) of a code or label in one of the schemes, else null.

    schemes: dfe (main codes), dfe_extended (school census), nhs (letters A to Z, 99), cld (labels of adult
    social care, either release), police (self-defined 16+1 and 18+1), shbe (housing benefit extract, 1 to
    99), words (labels written out). Case and punctuation do not matter. Where two schemes hold the same
    code, the first named decides. Raises SettingsError for a scheme not listed, or none.
    """
    key = _key(expr)
    found = key.replace_strict(_codes(schemes), default=None, return_dtype=pl.String)
    if "nhs" not in schemes:
        return found
    # The NHS letter may be followed by one character of local use.
    letter = key.str.extract("^([a-z])[a-z0-9]$", 1)
    local = letter.replace_strict(_codes(("nhs",)), default=None, return_dtype=pl.String)
    return pl.coalesce(found, local)


def ethnicity_schemes() -> tuple[str, ...]:
    """The names of the code lists, in the order of the packaged file."""
    return tuple(_lists())


def ethnicity_labels() -> dict[str, str]:
    """Each canonical code and its label in plain words."""
    return {row["code"]: row["label"] for row in _rows() if row["scheme"] == "dfe"}


def _key(expr: pl.Expr) -> pl.Expr:
    # Releases of one list differ only in case and punctuation: "White: Irish", "White - Irish".
    return expr.str.to_lowercase().str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def _codes(schemes: tuple[str, ...]) -> dict[str, str]:
    lists = _lists()
    if not schemes or not set(schemes) <= lists.keys():
        raise SettingsError(
            f"ethnicity code list {', '.join(sorted(set(schemes) - lists.keys())) or '(none)'} is not known",
            cure=f"Use one or more of {', '.join(lists)}",
        )
    merged: dict[str, str] = {}
    for scheme in reversed(schemes):
        merged |= lists[scheme]
    return merged


@cache
def _lists() -> dict[str, dict[str, str]]:
    codes = [row["code"] for row in _rows()]
    keys = pl.DataFrame({"code": codes}).select(_key(pl.col("code"))).to_series().to_list()
    lists: dict[str, dict[str, str]] = {}
    for row, key in zip(_rows(), keys, strict=True):
        lists.setdefault(row["scheme"], {})[key] = row["canonical"]
    return lists


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (files("wholeplace") / "data" / "ethnicity.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
