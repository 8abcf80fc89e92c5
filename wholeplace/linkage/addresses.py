"""When two addresses are one place, and which addresses are never to be shown or joined on."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

LIVED_AT = ("home", "property", "placement")


def with_place(address: pl.DataFrame, hide_kinds: Collection[str]) -> pl.DataFrame:
    """Addresses with `place` (one text for one address, null where it is not known well enough) and `hidden`.

    Of addresses that have it already `place` stays as it is, so that it is worked out once.

    A place is the UPRN; else the postcode with the whole address text, taken as a UPRN's where every such
    address with a UPRN has the same one. A postcode alone is about 15 homes and so no place.
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
    written = address.select("postcode", "address_text").unique()
    keyed = address.join(
        written.with_columns(_text_key().alias("text_key")),
        on=["postcode", "address_text"], how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    known = (
        keyed.filter(pl.col("text_key").is_not_null() & pl.col("uprn").is_not_null())
        .group_by("text_key")
        .agg(pl.col("uprn").min().alias("known_uprn"), pl.col("uprn").n_unique().alias("uprns"))
        .filter(pl.col("uprns") == 1)
    )
    joined = keyed.join(known.drop("uprns"), on="text_key", how="left", maintain_order="left")
    uprn = pl.format("uprn {}", pl.coalesce("uprn", "known_uprn"))
    return joined.with_columns(pl.coalesce(uprn, "text_key").alias("place")).drop("known_uprn", "text_key")


def _plain() -> pl.Expr:
    return pl.col("address_text").str.to_uppercase().str.replace_all("[^A-Z0-9]+", "")


def _text_alone() -> pl.Expr:
    """The address's letters and digits; null where it does not begin with a digit."""
    return pl.when(_plain().str.contains("^[0-9]")).then(pl.format("text {}", _plain()))


def _text_key() -> pl.Expr:
    """Postcode and the address's letters and digits, its own postcode left out; null where either is."""
    plain = _plain()
    postcode = pl.col("postcode").str.replace_all(" ", "")
    rest = plain.str.strip_suffix(postcode).replace({"": None})
    return pl.concat_str(pl.lit("text"), pl.col("postcode"), rest, separator=" ")
