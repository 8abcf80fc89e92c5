"""Contracts of the tables that `link` makes: who is who, where they live, and how they are tied.

A `person_id` stands for the same person from run to run; `person_history` says where it does not. Dates are
calendar dates; a `to_date` is exclusive and null while open. Only `record_person` can lead from a person back
to a source's record, so it alone lies in the identity part.
"""

from __future__ import annotations

import dataframely as dy

from wholeplace.store import Table


def _text(nullable: bool = True) -> dy.String:
    return dy.String(nullable=nullable)


def _one_of(*words: str) -> dy.String:
    return dy.String(nullable=False, check=lambda column: column.is_in(words))


class RecordPerson(dy.Schema):
    """Which person a record is about. score: strength of the strongest evidence that ties it to that person."""

    record_id = dy.String(primary_key=True)
    person_id = _text(False)
    score = dy.Float64(nullable=False, min=0.0, max=1.0)
    why = _text(False)


class PersonFact(dy.Schema):
    """What every dated fact carries once it is known whom it is about."""

    fact_id = _text(False)
    person_id = _text(False)
    source = _text(False)


class PersonEvent(PersonFact):
    """A dated contact of a service with a person."""

    service = _text(False)
    agency = _text(False)
    kind = _text(False)
    date = dy.Date(nullable=False)
    end_date = dy.Date(nullable=True)
    code = _text()
    outcome = _text()
    team = _text()


class PersonSpell(PersonFact):
    """Time in one state of a track, as one source reports it; `withheld` names the rule that keeps it out."""

    track = _text(False)
    state = _text(False)
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    code = _text()
    withheld = _text()


class PersonExposure(PersonFact):
    """A factor that one source reports for a person; `holder` says whose it is in relation to the person."""

    factor = _text(False)
    holder = _one_of("self", "parent", "other")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    code = _text()


class PersonMoney(PersonFact):
    """An amount that one source reports for a person, in pence, once or per period."""

    item = _text(False)
    amount_pence = dy.Int64(nullable=False)
    per = _one_of("once", "day", "week", "month", "year", "balance")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    payer = _text()


class Person(dy.Schema):
    """A person as all sources together say. known_parent: a parent or carer tie exists.

    withheld: why there is no address and no area, where that is for safety.
    """

    person_id = dy.String(primary_key=True)
    birth_month = dy.Date(nullable=True)
    birth_date_kind = _one_of("exact", "expected", "unknown")
    death_month = dy.Date(nullable=True)
    sex = _one_of("male", "female", "other", "unknown")
    ethnicity = _text()
    area = _text()
    address_id = _text()
    records = dy.UInt32(nullable=False, min=1)
    sources = dy.UInt32(nullable=False, min=1)
    first_seen = dy.Date(nullable=True)
    last_seen = dy.Date(nullable=True)
    known_parent = dy.Bool(nullable=False)
    withheld = _text()


class Household(dy.Schema):
    """People living at one address over dates. people: the most who lived there at once."""

    household_id = dy.String(primary_key=True)
    address_id = _text()
    area = _text()
    kind = _one_of("private", "communal")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    people = dy.UInt32(nullable=False, min=1)


class Residence(dy.Schema):
    """One person's time in one household. sources: names in order, with commas."""

    person_id = _text(False)
    household_id = _text(False)
    address_id = _text()
    area = _text()
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    sources = _text(False)
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

    person_a = _text(False)
    person_b = _text(False)
    kind = _text(False)
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    source = _text(False)
    basis = _one_of("declared", "reference", "home")


class FamilyMember(dy.Schema):
    """A person's place in one family; a person may be in several."""

    family_id = _text(False)
    person_id = _text(False)
    role = _one_of("child", "adult")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)


class Review(dy.Schema):
    """Two records that a rule kept apart, or could not settle, for a person to look at.

    priority = harm (points for whom a wrong answer would hurt) times uncertainty (0 to 1). second_reviewer:
    whether two people must say `same` before the two are joined.
    """

    review_id = dy.String(primary_key=True)
    record_a = _text(False)
    record_b = _text(False)
    reason = _text(False)
    score = dy.Float64(nullable=False, min=0.0, max=1.0)
    harm = dy.Float64(nullable=False, min=1.0)
    uncertainty = dy.Float64(nullable=False, min=0.0, max=1.0)
    priority = dy.Float64(nullable=False, min=0.0)
    second_reviewer = dy.Bool(nullable=False)


class Protection(dy.Schema):
    """Who is protected, from whom (null: from everybody), from when to when, why, and on whose word."""

    person_id = _text(False)
    other_person_id = _text()
    kind = _one_of("hidden_address", "not_together", "two_identities")
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    reason = _text(False)
    stated_by = _text(False)


class PersonHistory(dy.Schema):
    """How ids changed their meaning: who became whom, on which as-of date, and why. records: how many moved."""

    person_id = _text(False)
    as_of = dy.Date(nullable=False)
    change = _one_of("created", "merged", "split", "joined", "ended")
    other_person_id = _text()
    cause = _text(False)
    records = dy.UInt32(nullable=True)


class AuditGroup(dy.Schema):
    """Where a person's name is usual, coarsely: for the audit of linkage alone, never used to match.

    Of made people whose origin is that of one group, 2 in 100 of those told are in a wrong one, and 6 in 100 of all are
    not told (`not_told`); people of Caribbean heritage are told as British, whose names they bear. Measured on a place
    made from the same lists: of real people more will be wrong.
    """

    person_id = dy.String(primary_key=True)
    audit_group = _text(False)


class LinkQuality(dy.Schema):
    """How good linkage is thought to be, without labels: shares of pairs of records, with 95% intervals.

    by, name: the whole, or a source, age band, sex or audit_group; a pair counts for the group of either record, half
    each. measure: precision (of pairs joined, those that are one person), recall (of pairs of one person, those
    joined), and of all true pairs the shares missed as they could not be decided, as nothing compared them, and as
    their records are left to rules. pairs: what it is a share of, as estimated. reviewed: decisions that sharpened it.
    worse: whether recall is more than 0.02 below the whole's.
    """

    by = _one_of("all", "source", "age", "sex", "audit_group")
    name = _text(False)
    measure = _one_of("precision", "recall", "missed_undecided", "missed_unmet", "missed_by_rules")
    estimate = dy.Float64(nullable=True, min=0.0, max=1.0)
    low = dy.Float64(nullable=True, min=0.0, max=1.0)
    high = dy.Float64(nullable=True, min=0.0, max=1.0)
    pairs = dy.Float64(nullable=False, min=0.0)
    people = dy.UInt32(nullable=False)
    reviewed = dy.UInt32(nullable=False)
    worse = dy.Bool(nullable=False)


class Unassigned(dy.Schema):
    """People whom no household holds on any day, by source, age band and audit group."""

    by = _one_of("all", "source", "age", "audit_group")
    name = _text(False)
    people = dy.UInt32(nullable=False)
    unassigned = dy.UInt32(nullable=False)


class LinkModel(dy.Schema):
    """The weights by which pairs of records are weighed, kept from run to run until estimated anew.

    part: what a row is. weight: of comparison `name` at `level`, how often it is seen in two records of one person (m),
    of two strangers (u) and of two people of one home (h). chance: in `figure`, of two records drawn at random to be of
    one person (match) or one home (home), how much oftener than by chance both names are shared (namesake), and the
    log-odds from which groups join (cut). usual: how often two people share a value of a column. block: a key by which
    records are compared. source: how many records it was estimated on. agree: of links, the share that agree.
    as_of, records, why, drift: when, on how many records, and why it was made. drift: what had changed.
    """

    part = _one_of("weight", "chance", "usual", "block", "source", "agree")
    name = _text(False)
    level = _text()
    rank = dy.UInt32(primary_key=True)
    m = dy.Float64(nullable=True, min=0.0)
    u = dy.Float64(nullable=True, min=0.0)
    h = dy.Float64(nullable=True, min=0.0)
    figure = dy.Float64(nullable=True)
    as_of = dy.Date(nullable=False)
    records = dy.UInt32(nullable=False)
    why = _one_of("first", "retrain", "drift")
    drift = dy.String(nullable=True, check=lambda column: column.is_in(["records", "source", "agreement"]))
    weights = _one_of("estimated", "packaged")


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
LINK_MODEL = Table(
    "link_model",
    "place",
    LinkModel,
    ("rank",),
    "The weights by which records are linked, on what they rest and why they were made",
    groups=("part", "why"),
)
AUDIT_GROUP = Table(
    "audit_group",
    "identity",
    AuditGroup,
    ("person_id",),
    "Where each person's name is usual, coarsely: for the audit of linkage alone",
)
LINK_QUALITY = Table(
    "link_quality",
    "place",
    LinkQuality,
    ("by", "name", "measure"),
    "How good linkage is thought to be, with intervals, for the whole and by group",
    groups=("by", "measure"),
)
UNASSIGNED = Table(
    "unassigned",
    "place",
    Unassigned,
    ("by", "name"),
    "People whom no household holds, by group",
    groups=("by",),
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
