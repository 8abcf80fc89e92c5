"""What protection does to the tables: addresses hidden, ties and families cut, questions not asked.

Each function takes a table and what is protected and gives the table as it may be stored in the place part.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from wholeplace.linkage.safety.protection import Guarded

NOT_TOGETHER = ("not_together", "two_identities")
TELLING = ("team", "code", "outcome")
"""Columns of facts that may name a school, an office or a town."""
FOR_SAFETY = "for safety"
DAY_OF = {"person_event": "date", "person_spell": "from_date", "person_exposure": "from_date"}


def shielded_addresses(address: pl.DataFrame, who: pl.DataFrame, safe: Guarded) -> pl.DataFrame:
    """Addresses of protected people hidden from the day they are protected; what they left ends on that day.

    who: record_id and person_id. A hidden address is then in no table of the place, and makes a household of
    that person alone.
    """
    if safe.protection.is_empty():
        return address
    everybody = pl.concat([safe.protection["person_id"], safe.left["person_id"]]).unique()
    people = who.select("record_id", "person_id").filter(pl.col("person_id").is_in(_others(safe, everybody)))
    rows = address.with_columns(safe.place.alias("place")).with_row_index("row")
    owned = _moved_on(rows.join(people, on="record_id", maintain_order="left"))
    cut = _ended_where_left(owned, safe.left)
    hide = pl.concat([_hidden_in_span(cut, safe.protection), _shared_place(cut, safe.protection)]).unique()
    hidden = pl.col("hidden") | pl.col("row").is_in(hide.implode())
    mine = cut.filter(pl.col("person_id").is_in(everybody.implode())).with_columns(hidden.alias("hidden"))
    rest = rows.join(mine.select("row"), on="row", how="anti", maintain_order="left")
    columns = ["row", *address.columns]
    return pl.concat([rest.select(columns), mine.select(columns)]).sort("row").drop("row")


def _others(safe: Guarded, everybody: pl.Series) -> pl.Series:
    """The protected, and those from whom, whose addresses tell where the two must not be seen together."""
    return pl.concat([everybody, safe.protection["other_person_id"].drop_nulls()]).unique().implode()


def _moved_on(address: pl.DataFrame) -> pl.DataFrame:
    """Where one source notes a new address and gives no end to the one before, that ends as the new one starts."""
    starts = address.select("record_id", "kind", "from_date").unique().sort("record_id", "kind", "from_date")
    following = starts.with_columns(pl.col("from_date").shift(-1).over("record_id", "kind").alias("next"))
    joined = address.join(
        following, on=["record_id", "kind", "from_date"], how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.with_columns(pl.coalesce("to_date", "next").alias("to_date")).drop("next")


def _ended_where_left(owned: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
    """A source that has not heard of the flight still says that they live there."""
    days = left.group_by("person_id", "place").agg(pl.col("from_date").min().alias("left_on"))
    joined = owned.join(days, on=["person_id", "place"], how="left", maintain_order="left")
    before = (pl.col("from_date") < pl.col("left_on")).fill_null(True)
    later = (pl.col("to_date") > pl.col("left_on")).fill_null(True)
    gone = pl.col("left_on").is_not_null() & before & later
    return joined.with_columns(pl.when(gone).then("left_on").otherwise("to_date").alias("to_date"))


def _hidden_in_span(owned: pl.DataFrame, protection: pl.DataFrame) -> pl.Series:
    """Rows of addresses at which somebody may be while hidden."""
    spans = protection.filter(pl.col("kind") == "hidden_address").select(
        "person_id", pl.col("from_date").alias("since"), pl.col("to_date").alias("until")
    )
    both = owned.join(spans, on="person_id")
    after = (pl.col("to_date") > pl.col("since")).fill_null(True)
    before = (pl.col("from_date") < pl.col("until")).fill_null(True)
    return both.filter(after, before)["row"].unique().sort()


def _shared_place(owned: pl.DataFrame, protection: pl.DataFrame) -> pl.Series:
    """Rows that would put somebody at the address of a person they must not be shown with."""
    apart = protection.filter(pl.col("kind").is_in(NOT_TOGETHER)).select(
        "person_id", "other_person_id", pl.col("from_date").alias("since"), pl.col("to_date").alias("until")
    )
    theirs = owned.select(other_person_id="person_id", place="place").drop_nulls().unique()
    both = owned.join(apart, on="person_id").join(theirs, on=["other_person_id", "place"])
    after = (pl.col("to_date") > pl.col("since")).fill_null(True)
    before = (pl.col("from_date") < pl.col("until")).fill_null(True)
    return both.filter(after, before)["row"].unique().sort()


def cut_ties(tie: pl.DataFrame, protection: pl.DataFrame) -> pl.DataFrame:
    """Ties between two who must not be shown together end as that begins; what would begin later is left out."""
    since = _since(protection)
    day = pl.coalesce("since", pl.lit("0001-01-01").str.to_date())
    two = ("person_a", "person_b")
    ends = tie.select(first=pl.min_horizontal(two), second=pl.max_horizontal(two))
    joined = tie.hstack(ends).join(since, on=["first", "second"], how="left", maintain_order="left")
    apart = pl.col("apart").fill_null(False)
    begun = pl.col("since").is_not_null() & (pl.col("from_date") < day).fill_null(True)
    kept = joined.filter(~apart | begun)
    ending = pl.when(apart).then(pl.min_horizontal("to_date", day)).otherwise("to_date")
    return kept.with_columns(ending.alias("to_date")).select(tie.columns)


def _since(protection: pl.DataFrame) -> pl.DataFrame:
    """first, second (ids in order), apart (true), since: the day from which each two are apart; null for ever."""
    apart = protection.filter(pl.col("kind").is_in(NOT_TOGETHER), pl.col("to_date").is_null())
    ends = apart.select(
        pl.min_horizontal("person_id", "other_person_id").alias("first"),
        pl.max_horizontal("person_id", "other_person_id").alias("second"),
        pl.col("from_date"),
    )
    always = pl.col("from_date").is_null().any()
    day = pl.when(~always).then(pl.col("from_date").min()).alias("since")
    return ends.group_by("first", "second").agg(day, pl.lit(True).alias("apart"))


def parted_families(member: pl.DataFrame, protection: pl.DataFrame) -> pl.DataFrame:
    """Whoever is protected from a member of a family is not in it; families of one are none."""
    apart = protection.filter(pl.col("kind").is_in(NOT_TOGETHER), pl.col("to_date").is_null())
    pairs = apart.select("person_id", "other_person_id").unique()
    others = member.select("family_id", other_person_id="person_id")
    out = member.join(pairs, on="person_id").join(others, on=["family_id", "other_person_id"])
    kept = member.join(
        out.select("family_id", "person_id").unique(), on=["family_id", "person_id"], how="anti"
    )
    return kept.filter(pl.len().over("family_id") > 1).sort("family_id", "person_id")


def without_telling(facts: Mapping[str, pl.DataFrame], protection: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Facts of hidden people without what may name a school, an office or a town, from the day they are hidden."""
    since = hidden_since(protection)
    return {name: _blanked(frame, since, DAY_OF.get(name, "from_date")) for name, frame in facts.items()}


def _blanked(frame: pl.DataFrame, since: pl.DataFrame, day: str) -> pl.DataFrame:
    telling = [name for name in TELLING if name in frame.columns]
    if not telling or since.is_empty():
        return frame
    joined = frame.join(since, on="person_id", how="left", maintain_order="left")
    ended = pl.col("to_date") if "to_date" in frame.columns else pl.col(day)
    later = (ended >= pl.col("since")).fill_null(True)
    before = (pl.col(day) < pl.col("until")).fill_null(True)
    hidden = pl.col("protected").fill_null(False) & later & before
    return joined.with_columns(pl.when(~hidden).then(pl.col(name)).alias(name) for name in telling).select(
        frame.columns
    )


def hidden_since(protection: pl.DataFrame) -> pl.DataFrame:
    """person_id, since and until (null: open), protected (true) of everybody with an address to hide."""
    spans = protection.filter(pl.col("kind") == "hidden_address")
    first = pl.when(pl.col("from_date").null_count() == 0).then(pl.col("from_date").min()).alias("since")
    last = pl.when(pl.col("to_date").null_count() == 0).then(pl.col("to_date").max()).alias("until")
    return spans.group_by("person_id").agg(first, last, pl.lit(True).alias("protected")).sort("person_id")


def unasked(review: pl.DataFrame, protection: pl.DataFrame) -> pl.DataFrame:
    """Questions (with person_a, person_b) but for those that would themselves show two together."""
    return _not_of_pairs(review, protection, ("person_a", "person_b"))


def unsaid(history: pl.DataFrame, protection: pl.DataFrame) -> pl.DataFrame:
    """History without what would tell that two identities are one."""
    return _not_of_pairs(history, protection, ("person_id", "other_person_id"))


def _not_of_pairs(frame: pl.DataFrame, protection: pl.DataFrame, ends: tuple[str, str]) -> pl.DataFrame:
    apart = protection.filter(pl.col("kind").is_in(NOT_TOGETHER)).select("person_id", "other_person_id")
    turned = apart.select(person_id="other_person_id", other_person_id="person_id")
    pairs = pl.concat([apart, turned]).unique()
    return frame.join(
        pairs, left_on=ends, right_on=["person_id", "other_person_id"], how="anti", maintain_order="left"
    )


def marked_withheld(person: pl.DataFrame, protection: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """People with `withheld`: why somebody who is protected on the place's own date has no address and no area."""
    begun = (pl.col("from_date") <= as_of).fill_null(True)
    lasts = (pl.col("to_date") > as_of).fill_null(True)
    now = protection.filter(begun, lasts, pl.col("kind") == "hidden_address")
    hidden = pl.col("person_id").is_in(now["person_id"].implode())
    blank = [pl.when(~hidden).then(pl.col(name)).alias(name) for name in ("area", "address_id")]
    return person.with_columns(*blank, pl.when(hidden).then(pl.lit(FOR_SAFETY)).alias("withheld"))
