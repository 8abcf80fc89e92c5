"""Family Context CSV files: a small multi-agency model of persons and the services involved with them."""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, mapped, pick, where
from wholeplace.sources.layout import Layout, Tables
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.sex import recorded_sex

NAME = "family_context"
PERSON = "personId"
POSTCODE = r"(?i)([A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})\s*$"
HOUSING_FLAGS = ("antiSocialBehaviour", "noticeSeekingPossession", "eviction")


def build(t: Tables) -> Facts:
    """People, their contacts with adult care, police and housing, and what the flags say."""
    person, care, housing = t["person"], t["adult_social_care"], t["housing"]
    return Facts(
        record=[
            pick(
                person, id="id", given_name="firstName", family_name="lastName", birth_date="dateOfBirth",
                sex=recorded_sex(pl.col("gender")),
            )
        ],
        address=[
            pick(person, id="id", address_text="address", postcode=pl.col("address").str.extract(POSTCODE, 1))
        ],
        event=[
            _contact(care, "adult_social_care", "involvement", "startDateOfLastInvolvement"),
            _contact(care, "adult_social_care", "interaction", "dateOfMostRecentInteraction"),
            _contact(housing, "housing", "tenancy_start", "tenancyStart"),
            _contact(t["police_offence"], "police", "offence", "dateOfOffence", code="typeOfOffence"),
        ],
        spell_reported=[_arrears(housing)],
        exposure_reported=[*(_flag(housing, column) for column in HOUSING_FLAGS), *_offences(t["police_offence"])],
    )  # fmt: skip


def _contact(frame: pl.DataFrame, service: str, kind: str, date: str, **more: str) -> pl.DataFrame:
    return pick(frame, id=PERSON, service=pl.lit(service), kind=pl.lit(kind), date=date, **more)


def _ours(table: str, column: str) -> dict[str, str]:
    return load_spec(NAME)[table].canonical(column)


def _arrears(housing: pl.DataFrame) -> pl.DataFrame:
    """A case of rent arrears with no date is reported, and kept back as a period."""
    state = mapped("rentArrears", _ours("housing", "rentArrears"))
    return pick(housing, id=PERSON, track=pl.lit("debt"), state=state, code="rentArrears")


def _flag(housing: pl.DataFrame, column: str) -> pl.DataFrame:
    return pick(housing, id=PERSON, factor=mapped(column, _ours("housing", column)), code=column)


def _offences(offences: pl.DataFrame) -> list[pl.DataFrame]:
    convicted = mapped("natureOfInvolvement", _ours("police_offence", "natureOfInvolvement"))
    known = where(offences, pl.col("dateOfOffence").is_not_null())
    return [pick(known, id=PERSON, factor=convicted, from_date="dateOfOffence", code="natureOfInvolvement")]


LAYOUT = Layout(
    name=NAME,
    title="Family Context common data model (CSV files)",
    service="family_context",
    agency="council",
    build=build,
    dates=("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%dT%H:%M:%S"),
    past=("dateOfBirth",),
)
