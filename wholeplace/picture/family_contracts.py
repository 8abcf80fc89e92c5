"""Contracts of the tables about what families have to do with: assessments, conflicts, a year of theirs, and cost.

Conventions are those of `contracts.py`.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

from wholeplace.store import Table


def text(description: str, *, nullable: bool = False) -> dy.String:
    """A column of text."""
    return dy.String(nullable=nullable, description=description)


def day(description: str, *, nullable: bool = False) -> dy.Date:
    """A column of calendar dates."""
    return dy.Date(nullable=nullable, description=description)


def count(description: str, *, least: int = 0, nullable: bool = False) -> dy.UInt32:
    """A column of counts, from `least` on."""
    return dy.UInt32(nullable=nullable, min=least or None, description=description)


class Assessment(dy.Schema):
    """One assessment of members of a family, and what of it another team had asked them lately."""

    family_id = text("Which family")
    date = day("Day of the assessment, or its first day")
    service = text("Service that assessed")
    agency = text("Who runs the service")
    kind = text("What kind of assessment: a kind of contact")
    team = text("Team that assessed; null where the source names none", nullable=True)
    people = count("Members assessed", least=1)
    questions = text("What it asks about")
    asked_again = text(
        "Those of them that another team had asked lately; null where there are none", nullable=True
    )
    asked_by = text("Services that had asked; null where there are none", nullable=True)
    low_pence = dy.Int64(nullable=True, description="Least that what was asked again may cost")
    amount_pence = dy.Int64(
        nullable=True, description="What asking again costs: the part of the price; null without a price"
    )
    high_pence = dy.Int64(nullable=True, description="Most that it may cost")

    @dy.rule()
    def again_is_by_somebody(cls) -> pl.Expr:
        """What is asked again was asked by somebody."""
        return cls.asked_again.col.is_null() == cls.asked_by.col.is_null()


class Conflict(dy.Schema):
    """One thing enforced against a family while something else supports it."""

    family_id = text("Which family; the person, where somebody of no family stands alone")
    enforcing = text("What is enforced: a period as track:state, or a kind of contact")
    enforcing_agency = text("Who enforces")
    supporting = text("What supports: a period as track:state, or a kind of contact")
    supporting_agency = text("Who supports")
    same_agency = dy.Bool(nullable=False, description="Whether one agency does both")
    from_date = day("First day on which both go on")
    to_date = day("First day after the last on which both do")
    times = count("How often what is enforced was begun", least=1)


class FamilyYear(dy.Schema):
    """What one family has to do with, at once and over the months looked back on; null where it is withheld."""

    family_id = text("Which family")
    cost_year = dy.Int32(nullable=False, description="Financial year of the cost, by the year it begins in")
    services_at_once = count("Most services that knew any member in one month", nullable=True)
    agencies_at_once = count("Most agencies that knew any member in one month", nullable=True)
    services = count("Services that knew any member over the months", nullable=True)
    agencies = count("Agencies that knew any member over the months", nullable=True)
    teams = count("Teams in contact with any member: at least so many workers", nullable=True)
    contacts = count("Contacts with any member", nullable=True)
    assessments = count("Assessments of any member", nullable=True)
    repeated_assessments = count("Those in which another team's questions were asked again", nullable=True)
    repeated_low_pence = dy.Int64(nullable=True, description="Least that asking again cost")
    repeated_pence = dy.Int64(nullable=True, description="What asking again cost, where there are prices")
    repeated_high_pence = dy.Int64(nullable=True, description="Most that asking again cost")
    conflicts = count("Rows of `conflict` that go on in these months", nullable=True)
    cost_low_pence = dy.Int64(
        nullable=True, description="Least that services to all members cost in the year"
    )
    cost_pence = dy.Int64(nullable=True, description="Fiscal cost of services to all members in the year")
    cost_high_pence = dy.Int64(nullable=True, description="Most that they cost")
    withheld = text("Why the family is not shown; null where it is", nullable=True)


class Concentration(dy.Schema):
    """What the dearest families cost together in one financial year, and their part of all cost."""

    year = dy.Int32(nullable=False, description="Financial year, by the year it begins in")
    kind = text("Fiscal, economic or social cost, or a transfer; never added up")
    top_percent = count("Dearest families, as a percentage of all families and people alone", least=1)
    payer = text("Who bears the cost; null for all payers", nullable=True)
    families = count("How many families and people alone these are")
    low_pence = dy.Int64(nullable=True, description="Least that these cost")
    amount_pence = dy.Int64(
        nullable=True, description="What these cost; null where they cost this payer nothing"
    )
    high_pence = dy.Int64(nullable=True, description="Most that these cost")
    share = dy.Float64(nullable=True, description="Their part of what everybody costs; null of nothing")


ASSESSMENT = Table(
    "assessment",
    "place",
    Assessment,
    ("family_id", "date", "service", "agency", "kind"),
    "Assessments of families, and what of them had been asked before",
    groups=("service", "kind", "asked_again"),
)
CONFLICT = Table(
    "conflict",
    "place",
    Conflict,
    ("family_id", "enforcing", "enforcing_agency", "supporting", "supporting_agency"),
    "Families against whom one arm enforces while another supports them",
    groups=("enforcing", "supporting", "same_agency"),
)
FAMILY_YEAR = Table(
    "family_year",
    "place",
    FamilyYear,
    ("family_id",),
    "Services, teams, assessments, conflicts and cost of each family, at once and over a year",
    groups=("services_at_once", "withheld"),
)
CONCENTRATION = Table(
    "concentration",
    "place",
    Concentration,
    ("year", "kind", "top_percent", "payer"),
    "How few families account for how much cost",
)

FAMILY_TABLES = (ASSESSMENT, CONFLICT, FAMILY_YEAR, CONCENTRATION)
