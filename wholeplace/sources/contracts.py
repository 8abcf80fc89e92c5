"""Contracts of the canonical tables: what every layout is turned into, whatever its own form.

Dates are calendar dates; a `to_date` is exclusive and null while open; money is integer pence. `record_id`
and `group_id` are keyed hashes; `fact_id` names source, layout table, file number and line.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

from wholeplace.store import Table


def _text(nullable: bool = True) -> dy.String:
    return dy.String(nullable=nullable)


class Record(dy.Schema):
    """What one source says about one person."""

    record_id = _text(False)
    source = _text(False)
    layout = _text(False)
    layout_table = _text(False)
    source_record_id = _text(False)
    file = _text(False)
    line = dy.UInt32(nullable=True)
    name_kind = dy.String(
        nullable=False, check=lambda c: c.is_in(["person", "organisation", "executors", "unnamed"])
    )
    title = _text()
    given_name = _text()
    middle_names = _text()
    family_name = _text()
    former_family_name = _text()
    preferred_name = _text()
    birth_date = dy.Date(nullable=True)
    birth_date_kind = dy.String(nullable=False, check=lambda c: c.is_in(["exact", "expected", "unknown"]))
    death_date = dy.Date(nullable=True)
    sex = dy.String(nullable=False, check=lambda c: c.is_in(["male", "female", "other", "unknown"]))
    ethnicity = _text()
    seen_from = dy.Date(nullable=True)
    seen_to = dy.Date(nullable=True)


class Identifier(dy.Schema):
    """One identifier that a source holds for a record; `verified` is null where the scheme has no check."""

    record_id = _text(False)
    source = _text(False)
    layout = _text(False)
    scheme = _text(False)
    value = _text(False)
    verified = dy.Bool(nullable=True)
    file = _text(False)


class Address(dy.Schema):
    """One address that a source holds for a record, with its dates.

    An `incident` is where something happened to them or by them, which is often at home; it says who somebody may
    be, never where they live.
    """

    record_id = _text(False)
    source = _text(False)
    kind = dy.String(
        nullable=False,
        check=lambda c: c.is_in(["home", "placement", "correspondence", "property", "incident"]),
    )
    address_text = _text()
    postcode = _text()
    uprn = _text()
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    hidden = dy.Bool(nullable=False)


class Detail(dy.Schema):
    """Something else that a source says of a person, by which records are compared: a town, an e-mail address."""

    record_id = _text(False)
    source = _text(False)
    kind = _text(False)
    value = _text(False)


class Exclusion(dy.Schema):
    """A record that is not to be used for one use (objection or opt-out); records out of all uses are not kept."""

    record_id = _text(False)
    source = _text(False)
    use = _text(False)


class Fact(dy.Schema):
    """What every dated fact carries."""

    fact_id = _text(False)
    record_id = _text(False)
    source = _text(False)


class Relation(Fact):
    """What a source declares about two people, or about a person and a group (claim, tenancy, family)."""

    kind = _text(False)
    other_record_id = _text()
    group_id = _text()
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)


class Event(Fact):
    """A dated contact of a service with a person."""

    service = _text(False)
    agency = _text(False)
    kind = _text(False)
    date = dy.Date(nullable=False)
    end_date = dy.Date(nullable=True)
    code = _text()
    outcome = _text()
    team = _text()


class SpellReported(Fact):
    """Time in one state of a track, as one source reports it; `withheld` names the rule that keeps it out."""

    track = _text(False)
    state = _text(False)
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    code = _text()
    withheld = _text()


class ExposureReported(Fact):
    """A factor that one source reports for a person; `holder` says whose it is in relation to the person."""

    factor = _text(False)
    holder = dy.String(nullable=False, check=lambda c: c.is_in(["self", "parent", "other"]))
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    code = _text()


class MoneyReported(Fact):
    """An amount that one source reports for a person, in pence, once or per period."""

    item = _text(False)
    amount_pence = dy.Int64(nullable=False)
    per = dy.String(
        nullable=False, check=lambda c: c.is_in(["once", "day", "week", "month", "year", "balance"])
    )
    from_date = dy.Date(nullable=True)
    to_date = dy.Date(nullable=True)
    payer = _text()


class Refused(dy.Schema):
    """A file or row refused, or a value warned about: where, by which rule, and the cure; never the value."""

    source = _text(False)
    layout = _text(False)
    layout_table = _text()
    file = _text(False)
    line = dy.UInt32(nullable=True)
    column = _text()
    level = dy.String(nullable=False, check=lambda c: c.is_in(["file", "row", "warning"]))
    rule = _text(False)
    why = _text(False)
    cure = _text(False)


class Arrival(dy.Schema):
    """One file's table as it arrived. rows_in = accepted + refused; excluded and superseded are accepted rows."""

    source = _text(False)
    layout = _text(False)
    layout_table = _text()
    file = _text(False)
    sha256 = _text(False)
    year = dy.Int32(nullable=True)
    rows_in = dy.UInt32(nullable=False)
    accepted = dy.UInt32(nullable=False)
    refused = dy.UInt32(nullable=False)
    warnings = dy.UInt32(nullable=False)
    excluded = dy.UInt32(nullable=False)
    superseded = dy.UInt32(nullable=False)
    first_date = dy.Date(nullable=True)
    last_date = dy.Date(nullable=True)

    @dy.rule()
    def rows_add_up(cls) -> pl.Expr:
        """No row is lost."""
        return cls.rows_in.col == cls.accepted.col + cls.refused.col


RECORD = Table("record", "identity", Record, ("record_id",), "What one source says about one person")
IDENTIFIER = Table(
    "identifier",
    "identity",
    Identifier,
    ("record_id", "scheme", "value"),
    "Identifiers a source holds for a record",
)
ADDRESS = Table(
    "address",
    "identity",
    Address,
    ("record_id", "from_date"),
    "Addresses a source holds for a record, with dates",
)
DETAIL = Table(
    "detail",
    "identity",
    Detail,
    ("record_id", "kind", "value"),
    "What else a source says of a person that records can be compared by",
)
EXCLUSION = Table(
    "exclusion", "identity", Exclusion, ("record_id", "use"), "Records not to be used for one use"
)
RELATION = Table(
    "relation",
    "place",
    Relation,
    ("record_id", "kind", "fact_id"),
    "Declared relations between records, or to a group",
)
EVENT = Table(
    "event", "place", Event, ("record_id", "date", "fact_id"), "Dated contacts of a service with a person"
)
SPELL_REPORTED = Table(
    "spell_reported",
    "place",
    SpellReported,
    ("record_id", "track", "from_date", "fact_id"),
    "Periods of support as each source reports them",
)
EXPOSURE_REPORTED = Table(
    "exposure_reported",
    "place",
    ExposureReported,
    ("record_id", "factor", "from_date", "fact_id"),
    "Circumstances, characteristics and strengths as each source reports them",
)
MONEY_REPORTED = Table(
    "money_reported",
    "place",
    MoneyReported,
    ("record_id", "item", "from_date", "fact_id"),
    "Amounts as each source reports them, in pence",
)
REFUSED = Table(
    "refused",
    "place",
    Refused,
    ("source", "file", "line", "column", "rule"),
    "Files and rows refused and values warned about, by rule",
)
ARRIVAL = Table(
    "arrival",
    "place",
    Arrival,
    ("source", "file", "layout_table"),
    "What arrived: rows in, accepted and refused, by file and table",
)

FACTS = (RELATION, EVENT, SPELL_REPORTED, EXPOSURE_REPORTED, MONEY_REPORTED)
TABLES = (RECORD, IDENTIFIER, ADDRESS, DETAIL, EXCLUSION, *FACTS, REFUSED, ARRIVAL)
