"""When two addresses are one place, and which addresses are never to be shown or joined on."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

LIVED_AT = ("home", "property", "placement")
LONGEST = 16
"""No country's postcodes are longer, in characters."""


def with_place(address: pl.DataFrame, hide_kinds: Collection[str]) -> pl.DataFrame:
    """Addresses with `place` (one text for one address, null where it is not known well enough) and `hidden`.

    Of addresses that have it already `place` stays as it is, so that it is worked out once.

    A place is the UPRN; else the postcode with the whole address text, taken as a UPRN's where every such
    address with a UPRN has the same one. So is a text without a postcode, or with one that is a character off, if only
    one UPRN is written so. A postcode alone is about 15 homes and so no place.
    """
    shown = address.with_columns((pl.col("hidden") | pl.col("kind").is_in(hide_kinds)).alias("hidden"))
    return shown if "place" in shown.columns else _placed(shown)


def lived_in(address: pl.DataFrame, hide_kinds: Collection[str]) -> pl.DataFrame:
    """`with_place`, for who lives where: where nothing at all has a postcode or a UPRN, as abroad, the place is the
    whole text of an address that begins with a number.

    To tell people by, such a text would not do: one slip makes it another, and no postcode is there to say how near.
    """
    placed = with_place(address, hide_kinds)
    if placed["postcode"].is_not_null().any() or placed["uprn"].is_not_null().any():
        return placed
    return placed.with_columns(pl.coalesce("place", _text_alone()).alias("place"))


def _placed(address: pl.DataFrame) -> pl.DataFrame:
    """The addresses with `place`.

    Each way of writing one is looked at once: many people live at one address.
    """
    written = ["postcode", "address_text"]
    each = address.select(*written, "uprn").unique().with_columns(_rest().alias("rest"))
    text = pl.concat_str(pl.lit("text"), "postcode", "rest", separator=" ").alias("text")
    told = each.with_columns(text).join(
        _uprn_told(each), on=["postcode", "rest"], how="left", nulls_equal=True
    )
    place = pl.coalesce(pl.format("uprn {}", pl.coalesce("uprn", "told")), "text").alias("place")
    return address.join(
        told.select(*written, "uprn", place),
        on=[*written, "uprn"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip


def _uprn_told(each: pl.DataFrame) -> pl.DataFrame:
    """postcode, rest, told: the one UPRN that an address has which is written so elsewhere.

    Where nobody gives the text with that postcode a UPRN, the text alone tells it if there is no postcode, or the text
    at a postcode one character off: where that is the one UPRN of such an address.
    """
    known = each.drop_nulls(["uprn", "postcode", "rest"]).select("postcode", "rest", "uprn").unique()
    same = known.group_by("postcode", "rest").agg(pl.col("uprn").unique())
    sought = each.filter(pl.col("uprn").is_null()).select("postcode", "rest").drop_nulls("rest").unique()
    others = sought.join(same, on=["postcode", "rest"], how="anti").join(known, on="rest", suffix="_known")
    near = pl.col("postcode").is_null() | _one_off(pl.col("postcode"), pl.col("postcode_known"))
    alike = others.filter(near).group_by("postcode", "rest").agg(pl.col("uprn").unique())
    whole = pl.concat([same, alike]).filter(pl.col("uprn").list.len() == 1)
    return whole.select("postcode", "rest", pl.col("uprn").list.first().alias("told"))


def _one_off(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether two postcodes of one length differ in one character."""
    place_by_place = [one.str.slice(at, 1) != other.str.slice(at, 1) for at in range(LONGEST)]
    return (one.str.len_chars() == other.str.len_chars()) & (pl.sum_horizontal(place_by_place) == 1)


def _plain() -> pl.Expr:
    return pl.col("address_text").str.to_uppercase().str.replace_all("[^A-Z0-9]+", "")


def _text_alone() -> pl.Expr:
    """The address's letters and digits; null where it does not begin with a digit."""
    return pl.when(_plain().str.contains("^[0-9]")).then(pl.format("text {}", _plain()))


def _rest() -> pl.Expr:
    """The address's letters and digits, its own postcode left out; null where nothing else is said."""
    plain, postcode = _plain(), pl.col("postcode").str.replace_all(" ", "").fill_null("")
    return plain.str.strip_suffix(postcode).replace({"": None})
