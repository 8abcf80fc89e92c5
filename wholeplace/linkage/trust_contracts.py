"""Contracts of the tables about linkage itself: the weights it uses, how good it is thought to be, and for whom.

Conventions are those of `contracts.py`.
"""

from __future__ import annotations

import dataframely as dy

from wholeplace.store import Table


def text(nullable: bool = True) -> dy.String:
    """A column of text."""
    return dy.String(nullable=nullable)


def one_of(*words: str) -> dy.String:
    """A column of one of these words, never empty."""
    return dy.String(nullable=False, check=lambda column: column.is_in(words))


class AuditGroup(dy.Schema):
    """Where a person's name is usual, coarsely: for the audit of linkage alone, never used to match.

    Of made people whose origin is that of one group, 2 in 100 of those told are in a wrong one, and 6 in 100 of all are
    not told (`not_told`); people of Caribbean heritage are told as British, whose names they bear. Measured on a place
    made from the same lists: of real people more will be wrong.
    """

    person_id = dy.String(primary_key=True)
    audit_group = text(False)


class LinkQuality(dy.Schema):
    """How good linkage is thought to be, without labels: shares of pairs of records, with 95% intervals.

    by, name: the whole, or a source, age band, sex or audit_group; a pair counts for the group of either record, half
    each. measure: precision (of pairs joined, those that are one person), recall (of pairs of one person, those
    joined), and of all true pairs the shares missed as they could not be decided, as nothing compared them, and as
    their records are left to rules. pairs: what it is a share of, as estimated. reviewed: decisions that sharpened it.
    worse: whether recall is more than 0.02 below the whole's.
    """

    by = one_of("all", "source", "age", "sex", "audit_group")
    name = text(False)
    measure = one_of("precision", "recall", "missed_undecided", "missed_unmet", "missed_by_rules")
    estimate = dy.Float64(nullable=True, min=0.0, max=1.0)
    low = dy.Float64(nullable=True, min=0.0, max=1.0)
    high = dy.Float64(nullable=True, min=0.0, max=1.0)
    pairs = dy.Float64(nullable=False, min=0.0)
    people = dy.UInt32(nullable=False)
    reviewed = dy.UInt32(nullable=False)
    worse = dy.Bool(nullable=False)


class Unassigned(dy.Schema):
    """People whom no household holds on any day, by source, age band and audit group."""

    by = one_of("all", "source", "age", "audit_group")
    name = text(False)
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

    part = one_of("weight", "chance", "usual", "block", "source", "agree")
    name = text(False)
    level = text()
    rank = dy.UInt32(primary_key=True)
    m = dy.Float64(nullable=True, min=0.0)
    u = dy.Float64(nullable=True, min=0.0)
    h = dy.Float64(nullable=True, min=0.0)
    figure = dy.Float64(nullable=True)
    as_of = dy.Date(nullable=False)
    records = dy.UInt32(nullable=False)
    why = one_of("first", "retrain", "drift")
    drift = dy.String(nullable=True, check=lambda column: column.is_in(["records", "source", "agreement"]))
    weights = one_of("estimated", "packaged")


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
