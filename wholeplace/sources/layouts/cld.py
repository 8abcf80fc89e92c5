"""Adult social care Client Level Data (CLD): one flat table of events, resubmitted whole each quarter.

A submission covers a reporting period; where several overlap, the latest wins for every event that reaches
into its period. Release 1 and Release 2 labels are both read, whatever their case. Carers and the people
they care for are tied by the linked person ids.
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.facts import Facts, identifiers, mapped, pick, where
from wholeplace.sources.layout import Layout, RowRule, Tables
from wholeplace.sources.rows import SUPERSEDED
from wholeplace.sources.spec import load_spec
from wholeplace.sources.values.ethnicity import canonical_ethnicity
from wholeplace.sources.values.sex import recorded_sex

NAME = "cld"
PERSON = "LA Person Unique Identifier"
START, END = "Event Start Date", "Event End Date"
PERIOD_START, PERIOD_END = "Reporting Period Start Date", "Reporting Period End Date"
LINKED = tuple(f"Adult {number} Linked Person_ID" for number in (1, 2, 3))
CARER_STATES = ("direct_support", "respite")
CONDITIONS = {
    "Autism Spectrum Disorder (ASD)": "autism",
    "Visual Impairment": "visual_impairment",
    "Hearing Impairment": "hearing_impairment",
    "Dementia": "dementia",
}
# How a stated cost becomes an amount: per what it is told, what it is divided by, whether planned units count.
BASIS = {
    "session": ("week", 1, True),
    "hour": ("week", 1, True),
    "day": ("day", 1, False),
    "week": ("week", 1, False),
    "fortnight": ("week", 2, False),
    "four_weeks": ("week", 4, False),
    "month": ("month", 1, False),
    "quarter": ("month", 3, False),
    "year": ("year", 1, False),
    "once": ("once", 1, False),
}


def build(t: Tables) -> Facts:
    """People, contacts, periods of support, carer ties, and what the return says of health and housing."""
    rows = t[NAME]
    return Facts(
        record=[_people(rows)],
        identifier=identifiers(rows, id=PERSON, la_adult_id=PERSON, nhs_number="NHS Number"),
        address=[_address(rows)],
        relation=[_cares_for(rows, column) for column in LINKED],
        event=[_events(rows)],
        spell_reported=[_support(rows)],
        exposure_reported=_exposures(rows),
        money_reported=[_cost(rows)],
    )


def _ours(column: str) -> dict[str, str]:
    return load_spec(NAME)[NAME].canonical(column)


def _people(rows: pl.DataFrame) -> pl.DataFrame:
    return pick(
        rows, id=PERSON, given_name="First Name", family_name="Last Name", birth_date="Date of Birth",
        death_date="Date of Death", sex=recorded_sex(pl.col("Gender")),
        ethnicity=canonical_ethnicity(pl.col("Ethnicity"), "cld"), seen_from=START, seen_to=PERIOD_END,
    )  # fmt: skip


def _address(rows: pl.DataFrame) -> pl.DataFrame:
    """Where someone lives is hidden while they are at a refuge."""
    refuge = (pl.col("Accommodation Status") == "Refuge").fill_null(False)
    return pick(rows, id=PERSON, postcode="Postcode", from_date=PERIOD_START, hidden=refuge)


def _cares_for(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """The linked ids of a carer's row are the adults cared for; of a cared-for person's row, their carers."""
    client = mapped("Client Type", _ours("Client Type"), default="service_user").fill_null("service_user")
    kind = pl.when(client == "service_user").then(pl.lit("carer")).otherwise(pl.lit("cared_for"))
    return pick(
        where(rows, pl.col(column).is_not_null()), id=PERSON, other=column, kind=kind, from_date=START
    )


def _events(rows: pl.DataFrame) -> pl.DataFrame:
    kind = mapped("Event Type", _ours("Event Type"))
    events = rows.with_columns(kind.alias("_kind"))
    return pick(
        where(events, pl.col("_kind").is_in(["request", "assessment", "review"])),
        id=PERSON, kind=pl.col("_kind"), date=START, end_date=END, outcome="Event Outcome",
    )  # fmt: skip


def _support(rows: pl.DataFrame) -> pl.DataFrame:
    """Services as periods; a period with no end date is open at the end of what was reported."""
    state = mapped("Service Type", _ours("Service Type"))
    spells = rows.with_columns(state.alias("_state"))
    track = pl.when(pl.col("_state").is_in(CARER_STATES)).then(pl.lit("carer_support"))
    return pick(
        where(spells, pl.col("_state").is_not_null()),
        id=PERSON, track=track.otherwise(pl.lit("adult_social_care")), state=pl.col("_state"),
        from_date=START, to_date=END, code="Service Type",
    )  # fmt: skip


def _exposures(rows: pl.DataFrame) -> list[pl.DataFrame]:
    def said(column: str, factor: pl.Expr) -> pl.DataFrame:
        found = rows.with_columns(factor.alias("_factor")).filter(pl.col("_factor").is_not_null())
        once = found.unique([PERSON, "_factor"], maintain_order=True)
        return pick(once, id=PERSON, factor=pl.col("_factor"), code=column, from_date=START)

    columns = ("Primary Support Reason", "Accommodation Status", "Employment Status", *CONDITIONS)
    known = {column: _ours(column) for column in columns}
    return [said(column, mapped(column, values)) for column, values in known.items() if values]


def _cost(rows: pl.DataFrame) -> pl.DataFrame:
    """The stated cost in pence; costs of an hour or session count as often as is planned for a week."""
    basis = mapped("Cost Frequency (Unit Type)", _ours("Cost Frequency (Unit Type)"))
    divisor = basis.replace_strict({name: value[1] for name, value in BASIS.items()}, default=None)
    by_units = basis.is_in([name for name, value in BASIS.items() if value[2]])
    pounds = pl.col("Unit Cost") * pl.when(by_units).then(pl.col("Planned units per week")).otherwise(1.0)
    paid = rows.with_columns(
        (pounds / divisor * 100).round(0).cast(pl.Int64).alias("_pence"),
        mapped(basis, {name: value[0] for name, value in BASIS.items()}).alias("_per"),
    )
    return pick(
        where(paid, pl.col("_pence") > 0), id=PERSON, item=pl.lit("adult_social_care_service"),
        amount_pence=pl.col("_pence"), per=pl.col("_per"), from_date=START, to_date=END,
    )  # fmt: skip


def _replaced(t: Tables) -> pl.DataFrame:
    """Rows of an earlier submission whose event reaches into the period of a later one, or has no date."""
    rows = t[NAME]
    spans = rows.group_by("_file").agg(
        pl.col(PERIOD_START).min().alias("_from"), pl.col(PERIOD_END).max().alias("_until")
    )
    later = spans.drop_nulls().select(
        pl.col("_from").alias("_later_from"), pl.col("_until").alias("_later_until")
    )
    dated = rows.join(spans.select("_file", "_until"), on="_file")
    pairs = dated.select("_row", "_until", START, END).join_where(
        later, pl.col("_until") < pl.col("_later_until")
    )
    reaches = pl.coalesce(END, pl.col("_later_until")) >= pl.col("_later_from")
    return pairs.filter(reaches | pl.col(START).is_null()).select("_row").unique()


LAYOUT = Layout(
    name=NAME,
    title="Adult social care Client Level Data",
    service="adult_social_care",
    agency="council",
    build=build,
    past=("Date of Birth", "Date of Death"),
    row_rules=(RowRule(SUPERSEDED, NAME, _replaced),),
)
