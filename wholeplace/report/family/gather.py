"""What may be shown of one family, from place tables alone: no name, address, area, or number of anybody is in those.

People who must be safe stay safe, whoever asks. Of two members who must not be shown together, the one asked about
stays and the other is left out; where neither is asked about, both are. What tells who helps somebody in hiding is
left out from the day they hid, and anything that speaks of an adoption is left out of every page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from wholeplace.linkage.safety.shield import NOT_TOGETHER
from wholeplace.linkage.safety.shown import WITHHELD, Cover, covered

Read = Callable[[str], pl.DataFrame]
TABLES = ("family_member", "person", "spell", "contact", "exposure", "coverage")
ADOPTION = "adopt"
PERIOD, CONTACT, RECORDED = "period", "contact", "recorded"
ENTRY = {
    "person_id": pl.String, "from_date": pl.Date, "to_date": pl.Date, "form": pl.String, "track": pl.String,
    "what": pl.String, "service": pl.String, "agency": pl.String, "sources": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Life:
    """One family as it may be shown.

    members: person_id, number (from 1, the one asked about first), role, birth_month, death_month, sex,
    known_parent, partly (whether something of them is left out). entries: columns of `ENTRY`. others: how many more
    families they belong to.
    """

    members: pl.DataFrame
    entries: pl.DataFrame
    others: int


def gather(who: str, read: Read, cover: Cover) -> Life:
    """The family of a person, the largest where there are several; they alone where there is none."""
    member = read("family_member")
    own = member.filter(pl.col("person_id") == who)["family_id"].unique()
    sizes = member.filter(pl.col("family_id").is_in(own.implode())).group_by("family_id").agg(
        pl.col("person_id").n_unique().alias("size")
    ).sort("size", "family_id", descending=[True, False])  # fmt: skip
    chosen = member.filter(pl.col("family_id") == next(iter(sizes["family_id"]), ""))
    people = _together(who, [who, *chosen["person_id"].unique().sort()], cover.protection)
    entries, partly = _entries(people, read, cover)
    return Life(_members(people, partly, chosen, read), entries, max(sizes.height - 1, 0))


def _together(who: str, people: list[str], protection: pl.DataFrame) -> list[str]:
    """The people without those who must not be shown with another of them; who is asked about stays."""
    apart = protection.filter(
        pl.col("kind").is_in(NOT_TOGETHER),
        pl.col("person_id").is_in(people), pl.col("other_person_id").is_in(people),
    )  # fmt: skip
    out = {*apart["person_id"], *apart["other_person_id"]} - {who}
    return [one for one in dict.fromkeys(people) if one not in out]


def _members(people: list[str], partly: pl.Series, chosen: pl.DataFrame, read: Read) -> pl.DataFrame:
    order = pl.DataFrame({"person_id": people}).with_row_index("number", offset=1)
    roles = chosen.sort("from_date", nulls_last=False).group_by("person_id").agg(pl.col("role").last())
    told = ("birth_month", "death_month", "sex", "known_parent")
    person = read("person").select("person_id", *told)
    joined = order.join(roles, on="person_id", how="left").join(person, on="person_id", how="left")
    return joined.with_columns(pl.col("person_id").is_in(partly.implode()).alias("partly")).sort("number")


def _entries(people: list[str], read: Read, cover: Cover) -> tuple[pl.DataFrame, pl.Series]:
    """All that may be shown of them, oldest first, and of whom something is left out."""

    def own(name: str) -> pl.DataFrame:
        return covered(read(name).filter(pl.col("person_id").is_in(people)), cover)

    parts = [
        _as_entries(own("spell"), PERIOD),
        _as_entries(own("contact"), CONTACT),
        _as_entries(own("exposure"), RECORDED),
    ]
    whole = pl.concat(parts)
    telling = pl.any_horizontal(
        pl.col(name).str.to_lowercase().str.contains(ADOPTION) for name in ("what", "service")
    )
    out = pl.any_horizontal(pl.col(name) == WITHHELD for name in ("service", "agency", "sources")).fill_null(
        False
    )
    kept = whole.filter(~out & ~telling.fill_null(False))
    hidden = whole.filter(out)["person_id"].unique().sort()
    order = ["from_date", "person_id", "form", "what", "to_date", "service"]
    return kept.sort(order, nulls_last=False), hidden


def _as_entries(rows: pl.DataFrame, form: str) -> pl.DataFrame:
    """Rows of `spell`, `contact` or `exposure` in one shape."""
    named = {
        PERIOD: {"what": "state"},
        CONTACT: {"what": "kind", "from_date": "date", "to_date": "end_date"},
        RECORDED: {"what": "factor"},
    }[form]
    told = (
        rows.filter(pl.col("kind") != "characteristic", pl.col("holder") == "self")
        if form == RECORDED
        else rows
    )
    columns = [
        pl.col(named.get(name, name)).cast(kind).alias(name)
        if named.get(name, name) in told.columns
        else pl.lit(form if name == "form" else None, kind).alias(name)
        for name, kind in ENTRY.items()
    ]
    return told.select(columns)
