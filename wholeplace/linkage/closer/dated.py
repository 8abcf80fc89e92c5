"""Links between people so far who have birth dates, by all that their records say together."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.closer.people import (
    anyone,
    births,
    by_number,
    lives,
    quiet,
    said_of,
    scenes,
    spellings,
    stays,
)
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.evidence.pairs import NONE
from wholeplace.linkage.people.resolve import Evidence

MOST_BEARERS = 200
"""A full name that more people bear says little; pairs by such a name and nothing more are not looked at."""
FEW_BEARERS = 4
MODELS = ("second_met", "likeness", "second_look")


def second_links(
    evidence: Evidence,
    people: pl.DataFrame,
    address: pl.DataFrame,
    *,
    hide_kinds: Collection[str],
    jobs: int,
) -> pl.DataFrame:
    """Links (a, b, score, why) between records of two people so far; the rules stand in `second_look.sql`.

    people: n and label, as resolved without these links. Hidden addresses are no evidence.
    """
    said = said_of(evidence.records, people)
    dated = said.filter(anyone(said, pl.col("birth_date").is_not_null()))
    spelt, born = spellings(dated), births(dated)
    written = pl.concat([spelt, _turned(spelt, born)])
    names = written.select("label", "given_sound", "family_sound").unique()
    numbered = by_number(address, evidence.records)
    homes = stays(dated, numbered, hide_kinds).select("label", "place", "postcode")
    # Most of what happens to people happens at home: where it did says nearly as much as a postcode that they gave.
    beside = quiet(scenes(dated, numbered)).select(
        "label", pl.lit(None, homes["place"].dtype).alias("place"), "postcode"
    )
    homes = pl.concat([homes, beside]).unique()
    tables = {
        "spelling": written,
        "birth": born,
        "named_born": names.join(born.select("label", "born"), on="label"),
        "stay": homes.filter(pl.any_horizontal(pl.col("place", "postcode").is_not_null())),
        "life": lives(dated, spelt),
        "mark": evidence.mark.join(people, on="n").select("label", "mark", "value").unique(),
        "rival": _by_person(evidence.rival, people),
    }
    settings = {"most_bearers": MOST_BEARERS, "few": FEW_BEARERS}
    models = {
        "met": model_text(MODELS[0]),
        "likeness": model_text(MODELS[1]),
        "second": model_text(MODELS[2]),
    }
    found = run_models(models, tables, settings, jobs=jobs, wanted=("second",))["second"]
    return found.select(pl.col(key).cast(kind) for key, kind in NONE.items())


def _turned(spelt: pl.DataFrame, born: pl.DataFrame) -> pl.DataFrame:
    """Names the wrong way round, of those whose given name sounds as the family name of somebody born that day.

    A name turned and spelt otherwise besides is like none as it stands. What else a record tells of names is left out.
    """
    named = spelt.join(born.select("label", "born"), on="label").select(
        "label", "born", "given_sound", "family_sound"
    )
    met = named.join(named, left_on=["born", "given_sound"], right_on=["born", "family_sound"])
    found = met.filter(pl.col("label") != pl.col("label_right"))["label"].unique()
    both = {"given": "family", "given_sound": "family_sound", "given_roots": "family_roots"}
    other = both | {there: here for here, there in both.items()}
    rows = spelt.filter(pl.col("label").is_in(found.implode()))
    kept = ("label", "bearers")
    return rows.select(
        pl.col(other.get(name, name)).alias(name)
        if name in (*kept, *other)
        else pl.lit(None, kind).alias(name)
        for name, kind in spelt.schema.items()
    )


def _by_person(rival: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """l and r: people so far of whom two records are told apart."""
    first = rival.join(people.select(a="n", l="label"), on="a").join(people.select(b="n", r="label"), on="b")
    return first.select("l", "r").unique()
