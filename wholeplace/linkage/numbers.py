"""People and places by number while they are worked with: a number is compared sooner, and held in less, than a text.

Numbers are in the order of the texts, so that whatever is put in order comes out as it would by the texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Codes:
    """people and places: their texts, each once and in order."""

    people: pl.Series
    places: pl.Series

    def person(self, frame: pl.DataFrame, *names: str) -> pl.DataFrame:
        """The frame with people by number in these columns."""
        return numbered(frame, self.people, *names)

    def place(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with places by number."""
        return numbered(frame, self.places, "place")

    def told(self, homes: pl.DataFrame) -> pl.DataFrame:
        """Households as `household.sql` gives them, with texts for numbers and each with its `household_key`."""
        texts = homes.with_columns(
            person_id=self.people.gather(homes["person_id"]),
            place=self.places.gather(homes["place"]),
            alone=self.people.gather(homes.select(pl.when(pl.col("alone") >= 0).then("alone")).to_series()),
        )
        start = pl.col("household_from").dt.to_string("%Y-%m-%d")
        key = pl.concat_str("place", pl.col("alone").fill_null(""), start, separator="|")
        return texts.with_columns(key.alias("household_key")).drop("alone")


def once(*texts: pl.Series) -> pl.Series:
    """Every text of these that is known, once and in order."""
    return pl.concat([text.alias("text") for text in texts]).drop_nulls().unique().sort()


def texts_again(frame: pl.DataFrame, texts: pl.Series, *names: str) -> pl.DataFrame:
    """The frame with the texts in place of their numbers."""
    return frame.with_columns(texts.gather(frame[name]).alias(name) for name in names)


def numbered(frame: pl.DataFrame, texts: pl.Series, *names: str) -> pl.DataFrame:
    """The frame with these columns' texts as their places in `texts`; null where they are not among them."""
    numbers = texts.alias("text").to_frame().with_row_index("number")
    for name in names:
        found = frame.select(text=name).join(numbers, on="text", how="left", maintain_order="left")["number"]
        frame = frame.with_columns(found.alias(name))
    return frame
