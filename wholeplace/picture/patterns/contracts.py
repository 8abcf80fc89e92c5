"""Contracts of the tables about patterns of families."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from wholeplace.picture.family_contracts import count, text
from wholeplace.store import Table


def _share(description: str) -> dy.Float64:
    return dy.Float64(nullable=False, min=0, max=1, description=description)


def _pence(description: str) -> dy.Int64:
    return dy.Int64(nullable=False, description=description)


class FamilyFeature(dy.Schema):
    """What one family lately lives with, has to build on, or is helped by."""

    family_id = text("Which family")
    kind = dy.String(
        nullable=False,
        check=lambda c: c.is_in(["circumstance", "service", "strength"]),
        description="Circumstance, service or strength",
    )
    feature = text("Which, in plain words")


class Pattern(dy.Schema):
    """Families that are alike in what they live with, build on and are helped by (latent class analysis).

    Families that are shown are put into 5 to 9 patterns by what `family_feature` has of them: as many as are all
    found again when families are drawn anew, each at least 0.6 alike on average; else 5. Nothing but the data
    decides where the search starts, and draws are numbered, so that the
    same families give the same patterns. A family belongs to the pattern that it is most likely of. Patterns tell of
    families whom services know, and of what is recorded: they are no kinds of people, and no family is to be treated
    by its pattern. With fewer than 100 families there are none.
    """

    pattern = count("Number of the pattern, by how many families it has", least=1)
    description = text("What sets its families apart, in a line")
    families = count("Families in it", least=1)
    people = count("Members of these families; somebody of several families counts in each")
    share = _share("Part of all families shown")
    share_low = _share("Least that this may be, in 95 of 100 places like it")
    share_high = _share("Most that this may be")
    stability = _share("How alike it is when found again: 1 the same, below 0.6 not to be relied on")
    services_each = dy.Float64(
        nullable=False, min=0, description="Services lately known to a family, on average"
    )
    cost_low_pence = _pence("Least that services to its families cost in the year of `family_year`")
    cost_pence = _pence("Fiscal cost of services to its families in that year")
    cost_high_pence = _pence("Most that they cost")
    mean_pence = _pence("Cost of a family, on average")
    mean_low_pence = _pence("Least that this average may be by chance, in 95 of 100 places like it")
    mean_high_pence = _pence("Most that it may be by chance")


class PatternFeature(dy.Schema):
    """How many families of a pattern have each circumstance, service and strength."""

    pattern = count("Number of the pattern", least=1)
    kind = text("Circumstance, service or strength")
    feature = text("Which, in plain words")
    phrase = text("How a line says it")
    share = _share("Part of the pattern's families that have it")
    low = _share("Least that this may be, in 95 of 100 places like it")
    high = _share("Most that it may be")
    of_all = _share("Part of all families shown that have it")


class FamilyPattern(dy.Schema):
    """Which pattern a family belongs to."""

    family_id = text("Which family")
    pattern = count("Number of the pattern", least=1)
    certainty = _share("How likely it is of this pattern rather than another")

    @dy.rule()
    def is_the_likeliest(cls) -> pl.Expr:
        """No other of nine could be likelier."""
        return cls.certainty.col >= 1 / 9 - 1e-6


FAMILY_FEATURE = Table(
    "family_feature",
    "place",
    FamilyFeature,
    ("family_id", "kind", "feature"),
    "What families live with, build on and are helped by",
    groups=("kind", "feature"),
)
PATTERN = Table("pattern", "place", Pattern, ("pattern",), "Patterns of families, in a line each")
PATTERN_FEATURE = Table(
    "pattern_feature",
    "place",
    PatternFeature,
    ("pattern", "kind", "feature"),
    "What is how common in each pattern",
)
FAMILY_PATTERN = Table(
    "family_pattern",
    "place",
    FamilyPattern,
    ("family_id",),
    "Which pattern each family belongs to",
    groups=("pattern",),
)
TABLES = (PATTERN, PATTERN_FEATURE, FAMILY_PATTERN)
