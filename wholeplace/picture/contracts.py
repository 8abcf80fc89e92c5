"""Contracts of the picture's tables: periods of support, contacts, factors, overlap, families, coverage, cost,
population, months of a life; assessments, conflicts, what a family has to do with in a year, and concentration.

The rules by which each came about are at the head of its `.sql` model. Dates are calendar dates; a `to_date`
is exclusive and null while open; a month is its first day; several sources or services in one text are in
alphabetical order, with a comma and a space between.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

from wholeplace.picture.family_contracts import FAMILY_TABLES
from wholeplace.picture.family_contracts import count as _count
from wholeplace.picture.family_contracts import day as _day
from wholeplace.picture.family_contracts import text as _text
from wholeplace.picture.patterns.contracts import FAMILY_FEATURE
from wholeplace.store import Table


class Spell(dy.Schema):
    """Time that one person spent in one state of one track, from what all sources say."""

    person_id = _text("Whose period it is")
    track = _text("Track of the system map")
    state = _text("State of that track")
    from_date = _day("First day")
    to_date = _day("First day after it; null while open", nullable=True)
    known_to = _day("First day that no source vouches for; beyond it an open period is an assumption")
    sources = _text("Sources that report it")
    claims = _count("Reported periods it is made of", least=1)
    source_conflict = dy.Bool(
        nullable=False, description="Whether sources disagree about its days or its state"
    )

    @dy.rule()
    def ends_after_it_starts(cls) -> pl.Expr:
        """Every period lasts at least a day."""
        return cls.to_date.col.is_null() | (cls.to_date.col > cls.from_date.col)

    @dy.rule()
    def is_known_within_its_days(cls) -> pl.Expr:
        """Nobody vouches for a day before it starts or after it ends."""
        ended = cls.to_date.col.is_null() | (cls.known_to.col <= cls.to_date.col)
        return ended & (cls.known_to.col >= cls.from_date.col)


class Contact(dy.Schema):
    """A dated contact of a service with a person, once, however many sources report it."""

    person_id = _text("Who was in contact")
    service = _text("Service that was in contact with them")
    agency = _text("Who runs the service")
    kind = _text("What kind of contact: referral, assessment, review and so on")
    date = _day("Day of the contact, or its first day")
    end_date = _day("Latest end that a source gives; null where none does", nullable=True)
    sources = _text("Sources that report it")


class Exposure(dy.Schema):
    """A factor of a person with its dates, from what all sources say."""

    person_id = _text("Whom it bears on")
    factor = _text("Factor of the system map")
    kind = dy.String(
        nullable=False,
        check=lambda c: c.is_in(["circumstance", "characteristic", "strength"]),
        description="Circumstance, characteristic or strength, as the system map says",
    )
    holder = dy.String(
        nullable=False,
        check=lambda c: c.is_in(["self", "parent", "other"]),
        description="Whose it is in relation to the person",
    )
    from_date = _day("First day; null where it is known but not since when", nullable=True)
    to_date = _day("First day after it; null while open, or where the start is not known", nullable=True)
    known_to = _day(
        "First day that no source vouches for: beyond it nobody knows; null where the start is not known",
        nullable=True,
    )
    sources = _text("Sources that report it")


class Overlap(dy.Schema):
    """How many services and agencies know one person, in a month and over the months it looks back on."""

    person_id = _text("Who is known")
    month = _day("The month, as its first day")
    services = _count("Services over the months looked back on, this month the last", least=1)
    agencies = _count("Agencies over the months looked back on, this month the last", least=1)
    service_list = _text("Those services")
    services_in_month = _count("Services in this month alone")
    agencies_in_month = _count("Agencies in this month alone")


class Family(dy.Schema):
    """One family in number, and the services known to any of its members lately."""

    family_id = _text("Which family")
    people = _count("Living members on the place's date", least=1)
    children = _count("Members noted as children")
    adults = _count("Other members")
    services = _count("Services that knew any member lately; null where withheld", nullable=True)
    agencies = _count("Agencies that knew any member lately; null where withheld", nullable=True)
    sources = _text("Sources that say so; null where there are none, or withheld", nullable=True)
    withheld = _text("Why the family is not shown; null where it is", nullable=True)

    @dy.rule()
    def people_add_up(cls) -> pl.Expr:
        """Every member is a child or an adult."""
        return cls.people.col == cls.children.col + cls.adults.col

    @dy.rule()
    def withheld_shows_nothing(cls) -> pl.Expr:
        """A withheld family has no services, and any other has a number of them."""
        return cls.withheld.col.is_null() == cls.services.col.is_not_null()


class TrackMonth(dy.Schema):
    """People in one state of one track in one month."""

    month = _day("The month, as its first day")
    track = _text("Track of the system map")
    state = _text("State of that track")
    people = _count("People in the state on the month's last day")
    main_people = _count("Those of them for whom it is the most intensive state of the track")
    sources = _text("Sources of the track that were looked at in this month or later")

    @dy.rule()
    def main_are_among_them(cls) -> pl.Expr:
        """Nobody is in a state as their main one without being in it."""
        return cls.main_people.col <= cls.people.col


class Coverage(dy.Schema):
    """What one source covers, and how far it lets families be seen."""

    source = _text("The source")
    records = _count("Records: what the source says about one person each")
    people = _count("People whom these records are about")
    first_date = _day("First day on which it reports something beginning", nullable=True)
    last_date = _day("Last day on which it reports something beginning", nullable=True)
    as_of = _day("Day up to which it was looked at")
    children = _count("People under the adult age on that day")
    children_with_parent = _count("Children whom any source ties to a parent or carer")


class KnownParent(dy.Schema):
    """For how many children of one source and age a parent or carer is known."""

    source = _text("The source")
    age = _text(
        "Years of age on the day up to which the source was looked at: 0 to 4, 5 to 10, 11 to 15, 16 and over"
    )
    children = _count("Children of that age whom the source tells of")
    children_with_parent = _count("Of them, those whom any source ties to a parent or carer")


class Cost(dy.Schema):
    """What one item costs one payer for one person within one financial year."""

    person_id = _text("Who had it")
    item = _text("What is paid for: an item of docs/prices.md, or the source's own word")
    service = _text("Service that gave it")
    payer = _text("Who bears the cost")
    fund = _text("Fund it comes out of; null where the payer has none of ours", nullable=True)
    kind = dy.String(
        nullable=False,
        check=lambda c: c.is_in(["fiscal", "economic", "social", "transfer"]),
        description="Fiscal, economic or social cost, or a transfer to the household; never added up",
    )
    year = dy.Int32(nullable=False, description="Financial year, by the year it begins in")
    from_date = _day("First day")
    to_date = _day("First day after the last")
    units = dy.Float64(nullable=False, description="How many units")
    unit = _text("One unit: a week, an hour, a case; for a reported amount, what it is reported by")
    low_pence = dy.Int64(nullable=False, description="Least it may be")
    amount_pence = dy.Int64(nullable=False, description="What it costs, in pence of its own year")
    high_pence = dy.Int64(nullable=False, description="Most it may be")
    basis = dy.String(
        nullable=False,
        check=lambda c: c.is_in(["reported", "priced"]),
        description="Reported by a source as paid, or units times a price",
    )
    price_id = _text("The price, as in docs/prices.md; null where reported", nullable=True)
    price_basis = _text("How the price came to that year; null where reported", nullable=True)

    @dy.rule()
    def lies_within_its_range(cls) -> pl.Expr:
        """No cost lies outside its own range."""
        return (cls.low_pence.col <= cls.amount_pence.col) & (cls.amount_pence.col <= cls.high_pence.col)


class Population(dy.Schema):
    """Residents of one area, age and sex in one month: those linked, and those unseen."""

    month = _day("The month, as its first day")
    area = _text("Small area (LSOA); null for people who cannot be placed", nullable=True)
    age_band = _text("Years of age; null for people who cannot be placed", nullable=True)
    age_from = dy.Int32(nullable=True, description="First age of the band, to sort by")
    sex = _text("female or male; null for people who cannot be placed", nullable=True)
    people = _count("Linked residents")
    published = dy.Float64(nullable=True, min=0, description="Published count; null where there is none")
    unseen = dy.Float64(
        nullable=True, min=0, description="Residents whom no source tells of; null where nothing is published"
    )
    weight = dy.Float64(nullable=False, min=0, max=1, description="What each linked resident counts for")
    basis = dy.String(
        nullable=False,
        check=lambda c: c.is_in(["published", "linked only"]),
        description="Whether counts are made up to published ones",
    )
    published_year = dy.Int32(nullable=True, description="Year of the published count")

    @dy.rule()
    def makes_up_what_is_published(cls) -> pl.Expr:
        """Linked residents by their weight and unseen ones are the published count (weights have six places)."""
        off = (cls.people.col * cls.weight.col + cls.unseen.col - cls.published.col).abs()
        return cls.published.col.is_null() | (off <= 1e-6 * cls.people.col + 1e-6)


class PersonMonth(dy.Schema):
    """What is in force in one person's life through a run of months."""

    person_id = _text("Whose life")
    month = _day("First month of the run, as its first day")
    months = _count("How many months the run has", least=1)
    periods = _count("States in force")
    states = _text("Those, as track:state; null where there are none", nullable=True)
    factors = _text("Factors of their own in force; null where there are none", nullable=True)


SPELL = Table(
    "spell",
    "place",
    Spell,
    ("person_id", "track", "from_date", "state"),
    "Periods of support of each person, from what all sources say",
    groups=("track", "state"),
)
CONTACT = Table(
    "contact",
    "place",
    Contact,
    ("person_id", "date", "service", "kind"),
    "Dated contacts of services with people, each once",
    groups=("service", "kind"),
)
EXPOSURE = Table(
    "exposure",
    "place",
    Exposure,
    ("person_id", "factor", "holder", "from_date"),
    "Circumstances, characteristics and strengths of each person, with their dates",
    groups=("factor", "kind"),
)
OVERLAP = Table(
    "overlap",
    "place",
    Overlap,
    ("person_id", "month"),
    "How many services and agencies know each person, month by month",
    groups=("month", "services"),
)
FAMILY = Table(
    "family",
    "place",
    Family,
    ("family_id",),
    "Families in number, and how many services know any of their members",
    groups=("services", "withheld"),
)
TRACK_MONTH = Table(
    "track_month",
    "place",
    TrackMonth,
    ("month", "track", "state"),
    "People in each state of each track, month by month",
)
COVERAGE = Table(
    "coverage",
    "place",
    Coverage,
    ("source",),
    "What each source covers, up to when, and for how many children a parent is known",
)

KNOWN_PARENT = Table(
    "known_parent",
    "place",
    KnownParent,
    ("source", "age"),
    "For how many children of each source a parent or carer is known, by age",
)

COST = Table(
    "cost",
    "place",
    Cost,
    (
        "person_id",
        "year",
        "item",
        "payer",
        "kind",
        "service",
        "from_date",
        "to_date",
        "unit",
        "amount_pence",
        "basis",
    ),
    "What each person's services cost, whom, and out of which fund, year by year",
    groups=("item", "payer", "kind", "year", "basis"),
)

POPULATION = Table(
    "population",
    "place",
    Population,
    ("month", "area", "age_band", "sex"),
    "Residents by area, age and sex, month by month: linked, and unseen",
)
PERSON_MONTH = Table(
    "person_month",
    "place",
    PersonMonth,
    ("person_id", "month"),
    "What is in force in each person's life, in runs of months",
    groups=("states", "factors"),
)

TABLES = (
    *(SPELL, CONTACT, EXPOSURE, OVERLAP, FAMILY, TRACK_MONTH, COVERAGE, KNOWN_PARENT),
    *(COST, POPULATION, PERSON_MONTH),
    *(*FAMILY_TABLES, FAMILY_FEATURE),
)
