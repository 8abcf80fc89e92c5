"""Contracts of the tables that `link` makes: who is who, where they live, and how they are tied.

A `person_id` stands for the same person from run to run; `person_history` says where it does not. Dates are
calendar dates; a `to_date` is exclusive and null while open. Only `record_person` can lead from a person back
to a source's record, so it alone lies in the identity part.
"""

from __future__ import annotations

import dataframely as dy

from wholeplace.linkage.trust_contracts import AUDIT_GROUP, LINK_MODEL, LINK_QUALITY, UNASSIGNED, one_of, text
from wholeplace.store import Table


class RecordPerson(dy.Schema):
    """Which person a record is about. score: strength of the strongest evidence that ties it to that person."""

    record_id = dy.String(primary_key=True)
    person_id = text(False)
    score = dy.Float64(nullable=False, min=0.0, max=1.0)
    why = text(False)


class PersonFact(dy.Schema):
    """What every dated fact carries once it is known whom it is about."""

    fact_id = text(False)
    person_id = text(False)
    source = text(False)


class PersonEvent(PersonFact):
    """A dated contact of a service with a person."""

    service = text(False)
    agency = text(False)
    kind = text(False)
    date = dy.Date(nullable=False)
    end_date = dy.Date(nullable=True)
    code = text()
    outcome = text()
    team = text()


class PersonSpell(PersonFact):
    """Time in one state of a track, as one source reports it; `withheld` names the rule that keeps it out."""

    track = text(False)
    state = text(False)
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    code = text()
    withheld = text()


class PersonExposure(PersonFact):
    """A factor that one source reports for a person; `holder` says whose it is in relation to the person."""

    factor = text(False)
    holder = one_of("self", "parent", "other")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    code = text()


class PersonMoney(PersonFact):
    """An amount that one source reports for a person, in pence, once or per period."""

    item = text(False)
    amount_pence = dy.Int64(nullable=False)
    per = one_of("once", "day", "week", "month", "year", "balance")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    payer = text()


class Person(dy.Schema):
    """A person as all sources together say. known_parent: a parent or carer tie exists.

    withheld: why there is no address and no area, where that is for safety.
    """

    person_id = dy.String(primary_key=True)
    birth_month = dy.Date(nullable=True)
    birth_date_kind = one_of("exact", "expected", "unknown")
    death_month = dy.Date(nullable=True)
    sex = one_of("male", "female", "other", "unknown")
    ethnicity = text()
    area = text()
    address_id = text()
    records = dy.UInt32(nullable=False, min=1)
    sources = dy.UInt32(nullable=False, min=1)
    first_seen = dy.Date(nullable=True)
    last_seen = dy.Date(nullable=True)
    known_parent = dy.Bool(nullable=False)
    withheld = text()


class Household(dy.Schema):
    """People living at one address over dates. people: the most who lived there at once."""

    household_id = dy.String(primary_key=True)
    address_id = text()
    area = text()
    kind = one_of("private", "communal")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    people = dy.UInt32(nullable=False, min=1)


class Residence(dy.Schema):
    """One person's time in one household. sources: names in order, with commas."""

    person_id = text(False)
    household_id = text(False)
    address_id = text()
    area = text()
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    sources = text(False)
    hidden = dy.Bool(nullable=False)

    @dy.rule()
    def hidden_has_no_address(cls):
        """Where someone hides is in no table of the place."""
        return ~cls.hidden.col | (cls.address_id.col.is_null() & cls.area.col.is_null())


class Tie(dy.Schema):
    """A dated, sourced relation: b is a's parent, mother, carer, dependant ...; equals stand once, a before b.

    basis: declared (a source says what the one is to the other), reference (a source has both in one household or
    family of its own), home (nobody says so, but how they live together makes it likely: evidence, not fact).
    """

    person_a = text(False)
    person_b = text(False)
    kind = text(False)
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    source = text(False)
    basis = one_of("declared", "reference", "home")


class FamilyMember(dy.Schema):
    """A person's place in one family; a person may be in several."""

    family_id = text(False)
    person_id = text(False)
    role = one_of("child", "adult")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)


class Review(dy.Schema):
    """Two records that a rule kept apart, or could not settle, for a person to look at.

    priority = harm (points for whom a wrong answer would hurt) times uncertainty (0 to 1). second_reviewer:
    whether two people must say `same` before the two are joined.
    """

    review_id = dy.String(primary_key=True)
    record_a = text(False)
    record_b = text(False)
    reason = text(False)
    score = dy.Float64(nullable=False, min=0.0, max=1.0)
    harm = dy.Float64(nullable=False, min=1.0)
    uncertainty = dy.Float64(nullable=False, min=0.0, max=1.0)
    priority = dy.Float64(nullable=False, min=0.0)
    second_reviewer = dy.Bool(nullable=False)


class Protection(dy.Schema):
    """Who is protected, from whom (null: from everybody), from when to when, why, and on whose word."""

    person_id = text(False)
    other_person_id = text()
    kind = one_of("hidden_address", "not_together", "two_identities")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    reason = text(False)
    stated_by = text(False)


class PersonHistory(dy.Schema):
    """How ids changed their meaning: who became whom, on which as-of date, and why. records: how many moved."""

    person_id = text(False)
    as_of = dy.Date(nullable=False)
    change = one_of("created", "merged", "split", "joined", "ended")
    other_person_id = text()
    cause = text(False)
    records = dy.UInt32(nullable=True)


RECORD_PERSON = Table(
    "record_person", "identity", RecordPerson, ("record_id",), "Which person each record is about, and why"
)
PERSON_EVENT = Table(
    "person_event",
    "place",
    PersonEvent,
    ("person_id", "date", "fact_id"),
    "Dated contacts of a service with a person",
    groups=("source", "service", "kind"),
)
PERSON_SPELL = Table(
    "person_spell",
    "place",
    PersonSpell,
    ("person_id", "track", "from_date", "fact_id"),
    "Periods of support as each source reports them, by person",
    groups=("source", "track", "state"),
)
PERSON_EXPOSURE = Table(
    "person_exposure",
    "place",
    PersonExposure,
    ("person_id", "factor", "from_date", "fact_id"),
    "Circumstances, characteristics and strengths as each source reports them, by person",
    groups=("source", "factor"),
)
PERSON_MONEY = Table(
    "person_money",
    "place",
    PersonMoney,
    ("person_id", "item", "from_date", "fact_id"),
    "Amounts as each source reports them, in pence, by person",
    groups=("source", "item", "per"),
)
PERSON = Table(
    "person",
    "place",
    Person,
    ("person_id",),
    "People, as all sources together say",
    groups=("birth_date_kind", "sex", "known_parent"),
)
HOUSEHOLD = Table(
    "household",
    "place",
    Household,
    ("household_id",),
    "People living at one address over dates",
    groups=("kind",),
)
RESIDENCE = Table(
    "residence",
    "place",
    Residence,
    ("person_id", "from_date", "household_id"),
    "Each person's time in each household",
    groups=("sources", "hidden"),
)
TIE = Table(
    "tie",
    "place",
    Tie,
    ("person_a", "person_b", "kind", "source", "from_date"),
    "Relations between people, declared or likely",
    groups=("kind", "source", "basis"),
)
FAMILY_MEMBER = Table(
    "family_member",
    "place",
    FamilyMember,
    ("family_id", "person_id"),
    "Who is in each family",
    groups=("role",),
)
REVIEW = Table(
    "review", "place", Review, ("review_id",), "Pairs of records for a person to look at", groups=("reason",)
)
PROTECTION = Table(
    "protection",
    "identity",
    Protection,
    ("person_id", "other_person_id", "kind", "from_date"),
    "Who is protected, from whom and why: by rule, by a source's mark, or by default",
)
PERSON_HISTORY = Table(
    "person_history",
    "place",
    PersonHistory,
    ("as_of", "person_id", "change", "other_person_id"),
    "Merges, splits and ends of person ids, from run to run",
    groups=("as_of", "change"),
)
FACTS = (PERSON_EVENT, PERSON_SPELL, PERSON_EXPOSURE, PERSON_MONEY)
TABLES = (
    RECORD_PERSON,
    *FACTS,
    PERSON,
    HOUSEHOLD,
    RESIDENCE,
    TIE,
    FAMILY_MEMBER,
    REVIEW,
    PERSON_HISTORY,
    PROTECTION,
    LINK_MODEL,
    AUDIT_GROUP,
    LINK_QUALITY,
    UNASSIGNED,
)
