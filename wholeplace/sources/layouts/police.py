"""Police extract on the Minimum POLE data standard: persons, crimes, incidents, and who had which part in them."""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, identifiers, mapped, pick, where
from wholeplace.sources.layout import Layout, Tables
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.sex import recorded_sex

NAME = "police"
PERSON, EVENT = "Person Reference", "Event Reference"
WHEN = "_when"


def build(t: Tables) -> Facts:
    """People, their part in crimes and incidents as contacts, and what that part says of them."""
    person, parts = t["person"], _dated_parts(t)
    return Facts(
        record=[
            pick(
                person, id=PERSON, given_name="Given Name", family_name="Surname", birth_date="Date of Birth",
                sex=recorded_sex(pl.col("Gender")),
            )
        ],
        identifier=identifiers(person, id=PERSON, nino="National Insurance Number", cro="CRO Number", pnc="PNC ID"),
        address=[pick(person, id=PERSON, address_text="Home Address", postcode="Postcode"), _scenes(parts)],
        event=[
            pick(
                where(parts, pl.col(WHEN).is_not_null()), id=PERSON, kind=pl.col("_kind"), date=WHEN,
                code="Role", outcome="_outcome",
            )
        ],
        exposure_reported=[_part(parts), _abuse(parts)],
    )  # fmt: skip


def _dated_parts(t: Tables) -> pl.DataFrame:
    """Each person's part in an event, with the event's date, kind and outcome; null where it did not arrive."""
    crimes = t["crime"].select(
        pl.col("Crime Reference").alias(EVENT), pl.coalesce("Date of Offence", "Reported Date").alias(WHEN),
        pl.lit("crime").alias("_kind"), pl.col("Crime Outcome").alias("_outcome"), pl.col("Crime Type").alias("_type"),
        "Event Postcode",
    )  # fmt: skip
    incidents = t["incident"].select(
        pl.col("Incident Reference").alias(EVENT), pl.col("Date of Incident").alias(WHEN),
        pl.lit("incident").alias("_kind"), pl.col("NSIR Closing Code").alias("_outcome"),
        pl.col("NSIR Opening Code").alias("_type"), "Event Postcode",
    )  # fmt: skip
    events = pl.concat([crimes, incidents]).unique(EVENT, keep="first", maintain_order=True)
    return t["person_event"].join(events, on=EVENT, how="left", maintain_order="left")


def _scenes(parts: pl.DataFrame) -> pl.DataFrame:
    """Where each event was in which somebody had a part: the postcode, on the day."""
    day = {"from_date": WHEN, "to_date": pl.col(WHEN).dt.offset_by("1d")}
    return pick(parts, id=PERSON, postcode="Event Postcode", kind=pl.lit("incident"), **day)


def _part(parts: pl.DataFrame) -> pl.DataFrame:
    """What a part says of somebody; being missing is over with its day, as no return is told."""
    factor = mapped(pl.col("Role").str.to_uppercase(), _roles())
    over = pl.when(factor == "missing_episodes").then(pl.col(WHEN).dt.offset_by("1d"))
    return pick(parts, id=PERSON, factor=factor, from_date=WHEN, to_date=over, code="Role")


def _abuse(parts: pl.DataFrame) -> pl.DataFrame:
    """Victims of events that the force itself types as domestic abuse."""
    domestic = pl.col("_type").str.to_lowercase().str.contains("domestic")
    victim = pl.col("Role").str.to_uppercase() == "VICTIM"
    return pick(where(parts, domestic & victim), id=PERSON, factor=pl.lit("domestic_abuse"), from_date=WHEN)


def _roles() -> dict[str, str]:
    canonical = load_spec(NAME)["person_event"].canonical("Role")
    return {code.upper(): factor for code, factor in canonical.items()}


LAYOUT = Layout(
    name=NAME,
    title="Police extract (Minimum POLE data standard)",
    service="police",
    agency="police",
    build=build,
    past=("Date of Birth", "Date of Offence"),
)
