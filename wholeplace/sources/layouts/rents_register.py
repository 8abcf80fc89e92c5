"""The housing register beside the rents: applications, and the people on them.

People of one application wish to live together and may not do so yet: they are a household only where they
give one address. Being on the register says nothing of how a person is housed today.
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, identifiers, key, pick, where
from wholeplace.sources.layout import Tables
from wholeplace.sources.values.identifiers import normalise_postcode
from wholeplace.sources.values.names import known_title
from wholeplace.sources.values.sex import recorded_sex

APPLICATION, ID = "app_ref", "_id"
POSTCODE_AT_END = r"(?i)([A-Z]{1,2}[0-9][0-9A-Z]? *[0-9][A-Z]{2})\W*$"


def register(t: Tables) -> Facts:
    """People on applications, where they say they live, and their time on the register."""
    people = t["wlmember"].with_columns(key(pl.lit("register"), APPLICATION, "person_no").alias(ID))
    columns = ["app_date", "fin_date", "wl_status", "app_band", "post_code", "corr_addr"]
    applications = (
        t["wlapp"].select(APPLICATION, *columns).unique(APPLICATION, keep="last", maintain_order=True)
    )
    applied = people.join(applications, on=APPLICATION, how="left", maintain_order="left")
    return Facts(
        record=[_records(applied)],
        identifier=identifiers(people, id=ID, nino="ni_no", housing_application=APPLICATION),
        address=[_home(applied), _correspondence(applied)],
        relation=[_household(applied)],
        event=[_application(applied)],
    )


def _records(applied: pl.DataFrame) -> pl.DataFrame:
    return pick(
        applied, id=ID, title=known_title(pl.col("title")), given_name="forename", family_name="surname",
        birth_date="dob", sex=recorded_sex(pl.col("gender")), seen_from="app_date", seen_to="fin_date",
    )  # fmt: skip


def _home(applied: pl.DataFrame) -> pl.DataFrame:
    """The person's own address; the application's postcode only where the person gives none."""
    own = normalise_postcode(pl.col("m_address").str.extract(POSTCODE_AT_END, 1))
    postcode = pl.when(pl.col("m_address").is_null()).then("post_code").otherwise(own)
    return pick(applied, id=ID, address_text="m_address", postcode=postcode)


def _correspondence(applied: pl.DataFrame) -> pl.DataFrame:
    return pick(applied, id=ID, address_text="corr_addr", kind=pl.lit("correspondence"))


def _household(applied: pl.DataFrame) -> pl.DataFrame:
    group = key(pl.lit("application"), APPLICATION, pl.col("m_address").str.to_lowercase())
    return pick(
        applied, id=ID, kind=pl.lit("household"), group=group, from_date="app_date", to_date="fin_date"
    )


def _application(applied: pl.DataFrame) -> pl.DataFrame:
    known = where(applied, pl.col("app_date").is_not_null())
    return pick(
        known, id=ID, service=pl.lit("housing_register"), kind=pl.lit("housing_register_application"),
        date="app_date", end_date="fin_date", code="app_band", outcome="wl_status",
    )  # fmt: skip
