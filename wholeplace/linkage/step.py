"""The step `link`: from what sources say of records to people, households, ties and families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from wholeplace.config import Config
from wholeplace.content import file_hash
from wholeplace.linkage.addresses import with_place
from wholeplace.linkage.closer.dated import second_links
from wholeplace.linkage.closer.name_alone import name_links
from wholeplace.linkage.closer.people import by_number
from wholeplace.linkage.closer.undated import undated_links
from wholeplace.linkage.closer.unnamed import unnamed_links
from wholeplace.linkage.contracts import TABLES
from wholeplace.linkage.evidence.apart import listed_together, marks, rivals
from wholeplace.linkage.evidence.clean import comparison_columns
from wholeplace.linkage.evidence.identifiers import identifier_links
from wholeplace.linkage.evidence.pairs import Found, likely_pairs
from wholeplace.linkage.evidence.trained import Training, trained_pairs
from wholeplace.linkage.homes.areas import OWN_POSTCODES, address_areas, postcode_areas, with_areas
from wholeplace.linkage.homes.families import Moment, family_members
from wholeplace.linkage.homes.households import household_tables
from wholeplace.linkage.homes.stable import with_kept_ids
from wholeplace.linkage.homes.stays import residences
from wholeplace.linkage.homes.ties import likely_ties, raised_by, ties, with_known_parent
from wholeplace.linkage.people.person import SAID, person_table
from wholeplace.linkage.people.rekey import facts_by_person
from wholeplace.linkage.people.resolve import Evidence, Resolved, resolve
from wholeplace.linkage.people.stable import Memory, add_history, person_ids
from wholeplace.linkage.quality.step import Audited, Judged, judged
from wholeplace.linkage.quality.unassigned import unassigned
from wholeplace.linkage.review.decisions import decisions_mark
from wholeplace.linkage.review.heard import (
    Heard,
    forced_links,
    heard,
    overruled,
    settled_pairs,
    still_open,
    told_apart,
)
from wholeplace.linkage.review.risk import ranked, risks
from wholeplace.linkage.safety import shield
from wholeplace.linkage.safety.protection import Guarded, Setting, guarded
from wholeplace.machine import beside
from wholeplace.privacy import keyed_ids
from wholeplace.steps import Step, StepInput

READS = (
    "record",
    "identifier",
    "address",
    "detail",
    "relation",
    "event",
    "spell_reported",
    "exposure_reported",
    "money_reported",
)
OWN_RECORD = "own record"
MONEY = "money_reported"
AT_HOME = ("record", "address", "relation")
KEPT = (
    "n", "record_id", "linkable", "source", "layout", "given", "family", "birth_date", "sex", "seen_from", "seen_to",
    "young", "adoption",
)  # fmt: skip
"""What is needed once people and their facts are known: tables, and columns of records."""


@dataclass(frozen=True)
class Known:
    """Records by what they are compared by, who is who among them, and what a person should look at."""

    records: pl.DataFrame
    resolved: Resolved
    clashes: pl.DataFrame
    said: Heard
    model: pl.DataFrame
    likely: Found
    rival: pl.DataFrame


def link(given: StepInput) -> dict[str, pl.DataFrame]:
    """All tables of `wholeplace.linkage.contracts`, from canonical tables and settings."""
    tables = _read(given)
    memory = Memory(given.tables("record_person"), given.tables("person_history"))
    known = _who_is_who(tables, memory, given)
    given.progress("people", 0.6)
    record_person = _record_person(known, memory, given)
    safe = _guarded(tables, known, record_person, given)
    facts = shield.without_telling(
        facts_by_person({**tables, MONEY: given.tables(MONEY)}, record_person), safe.protection
    )
    given.progress("facts", 0.7)
    # What is no longer needed goes, as homes take most of the memory.
    tables = {name: tables[name] for name in AT_HOME}
    known = replace(known, records=known.records.select(KEPT))
    with beside(
        given.jobs, lambda: _told_of_people(known, record_person, safe, tables, memory, given)
    ) as told:
        lives = _homes_and_families(tables, known.records, record_person, safe, given)
        quality, people = told()
    given.progress("households and families", 0.95)
    return {
        "record_person": record_person,
        **facts,
        **lives,
        **people,
        "protection": safe.protection,
        "link_model": known.model,
        **quality.tables,
        "unassigned": unassigned(quality.labelled, lives["residence"]),
    }


def _told_of_people(
    known: Known,
    record_person: pl.DataFrame,
    safe: Guarded,
    tables: Mapping[str, pl.DataFrame],
    memory: Memory,
    given: StepInput,
) -> tuple[Judged, dict[str, pl.DataFrame]]:
    """How good the linkage is thought to be, and the tables `review` and `person_history`."""
    changes = add_history(record_person, memory, given.config.as_of, known.said.pairs("same", "not_same"))
    return judged(audited(known, record_person, given)), {
        "review": _review(known, record_person, safe, tables, given),
        "person_history": shield.unsaid(changes, safe.protection),
    }


def audited(known: Known, record_person: pl.DataFrame, given: StepInput) -> Audited:
    """What the quality of linkage is judged by."""
    records, likely = known.records, known.likely
    who = records.select("n", "record_id").join(
        record_person.select("record_id", "person_id"), on="record_id", maintain_order="left"
    )
    people = known.resolved.people.join(who.select("n", "person_id"), on="n", maintain_order="left")
    settled = settled_pairs(known.said, records)
    return Audited(records, people, likely, known.resolved.kept, known.rival, settled, given.config.as_of)


def links_among(given: StepInput) -> pl.DataFrame:
    """Links that hold (record_a, record_b, score, why) among the records of these tables, for `why`."""
    tables = _read(given)
    memory = Memory(given.tables("record_person"), given.tables("person_history"))
    known = _who_is_who(tables, memory, given, fixed=True)
    ids, kept = known.records["record_id"], known.resolved.kept.sort("a", "b")
    ends = [ids.gather(kept[end]).alias(f"record_{end}") for end in ("a", "b")]
    return kept.select(*ends, pl.col("score").round(6), "why")


def _read(given: StepInput) -> dict[str, pl.DataFrame]:
    tables = {name: given.tables(name) for name in READS if name != MONEY}
    return {**tables, "address": with_place(tables["address"], ())}


def _guarded(
    tables: Mapping[str, pl.DataFrame], known: Known, record_person: pl.DataFrame, given: StepInput
) -> Guarded:
    config, said = given.config, known.said
    who = record_person.select("record_id", "person_id").join(known.records, on="record_id")
    setting = Setting(
        config.safeguarding.protect_by_default, config.link.adult_age, config.link.communal_size
    )
    return guarded(tables, who, said.rules, said.lifted, setting, jobs=given.jobs)


def _who_is_who(
    tables: Mapping[str, pl.DataFrame], memory: Memory, given: StepInput, *, fixed: bool = False
) -> Known:
    """fixed: by the stored weights, however few the records."""
    config, jobs, hidden = given.config, given.jobs, given.config.safeguarding.hide_address_kinds
    records = comparison_columns(tables, config.as_of, hidden)
    said = heard(records, tables, memory, given.tables("protection"), config)
    forced = forced_links(said, records)
    with beside(jobs, lambda: marks(records, tables["identifier"], jobs=jobs)) as marked:
        listed = listed_together(records, tables["relation"])
        rival = pl.concat([rivals(records, jobs=jobs), listed]).unique().sort("a", "b")
        found = Evidence(records, marked(), rival)
    apart = told_apart(said, records)
    evidence = overruled(found, forced, apart)
    rival = evidence.rival
    training = Training(given.tables("link_model"), config.as_of, anew=given.anew, fixed=fixed)
    numbers = tables["identifier"]
    with beside(jobs, lambda: identifier_links(records, numbers, rival, jobs=jobs)) as numbered:
        likely, model = trained_pairs(
            records, training,
            lambda held: likely_pairs(
                records, tables, evidence.mark, rival,
                apart=pl.concat([apart, listed]), match_probability=config.link.match_probability, model=held,
                jobs=jobs,
            ),
        )  # fmt: skip
        sure, clashes = numbered()
    clashes = pl.concat([clashes, likely.questions])
    evidence = replace(evidence, rival=likely.rival, agreed=likely.agreed, alike=likely.labels)
    given.progress("names", 0.5)
    links = _closer_look(evidence, pl.concat([forced, sure, likely.links]), tables, given)
    return Known(records, resolve(evidence, links), clashes, said, model, likely, evidence.rival)


def _closer_look(
    evidence: Evidence, links: pl.DataFrame, tables: Mapping[str, pl.DataFrame], given: StepInput
) -> pl.DataFrame:
    """The links with those found by holding people so far against each other: each round sees what the last joined."""
    config, jobs, records = given.config, given.jobs, evidence.records
    hidden = config.safeguarding.hide_address_kinds
    tables = {**tables, "address": by_number(tables["address"], records)}

    def dated(people: pl.DataFrame) -> pl.DataFrame:
        return second_links(evidence, people, tables["address"], hide_kinds=hidden, jobs=jobs)

    def undated(people: pl.DataFrame) -> pl.DataFrame:
        return undated_links(
            records, people, tables,
            as_of=config.as_of, adult_age=config.link.adult_age, hide_kinds=hidden, jobs=jobs,
        )  # fmt: skip

    # What undated records tell of where people lived shows more of the others to be one.
    for look in (dated, undated, dated):
        links = pl.concat([links, look(resolve(evidence, links).people)])
    people = resolve(evidence, links).people
    unnamed = unnamed_links(records, people, tables, hide_kinds=hidden, jobs=jobs)
    named = name_links(records, people, tables["address"], hide_kinds=hidden, jobs=jobs)
    return pl.concat([links, unnamed, named])


def _record_person(known: Known, memory: Memory, given: StepInput) -> pl.DataFrame:
    """The `record_person` table: each record's person and the strongest link that ties it to another record."""
    people = known.records.select("n", "record_id").join(known.resolved.people, on="n")
    identified = person_ids(people.select("record_id", "label"), memory, given.key).select(
        "record_id", "person_id"
    )
    kept = known.resolved.kept.select("a", "b", pl.col("score").round(6), "why")
    ends = [kept.select(pl.col(end).alias("n"), "score", "why") for end in ("a", "b")]
    ranked = pl.concat(ends).sort("n", "score", "why", descending=[False, True, False])
    strongest = ranked.unique("n", keep="first", maintain_order=True)
    joined = people.join(identified, on="record_id").join(strongest, on="n", how="left")
    return joined.select(
        "record_id", "person_id", pl.col("score").fill_null(1.0), pl.col("why").fill_null(OWN_RECORD)
    ).sort("record_id")


def _homes_and_families(
    tables: Mapping[str, pl.DataFrame],
    records: pl.DataFrame,
    record_person: pl.DataFrame,
    safe: Guarded,
    given: StepInput,
) -> dict[str, pl.DataFrame]:
    config, jobs, key = given.config, given.jobs, given.key
    who = record_person.select("record_id", "person_id").join(
        records.select("record_id", "seen_from", "seen_to"), on="record_id"
    )
    tie = shield.cut_ties(ties(tables["relation"], record_person, jobs=jobs), safe.protection)
    dealing = _dealings(tables["record"], records, who)
    stays = residences(
        shield.shielded_addresses(tables["address"], who, safe), dealing, raised_by(tie),
        safe.protection["person_id"], as_of=config.as_of, gap_days=config.link.household_gap_days,
        hide_kinds=config.safeguarding.hide_address_kinds, jobs=jobs, company=safe.company,
    )  # fmt: skip
    household, residence, home = household_tables(stays, key, config.link.communal_size)
    likely = likely_ties(
        residence, household, tables["relation"], dealing, tie, as_of=config.as_of, jobs=jobs
    )
    likely = shield.cut_ties(likely, safe.protection)
    said = tables["record"].select(SAID).join(who, on="record_id")
    person, born = person_table(said, home, with_known_parent(tie), jobs=jobs)
    areas = address_areas(tables["address"], postcode_areas(config.folder / OWN_POSTCODES), key)
    homes = with_areas({"person": person, "household": household, "residence": residence}, areas)
    moment = Moment(config.as_of, config.link.adult_age)
    members = shield.parted_families(family_members(tie, born, residence, key, moment), safe.protection)
    person = shield.marked_withheld(homes["person"], safe.protection, config.as_of)
    tied = pl.concat([tie, likely]).sort("person_a", "person_b", "kind", "source", "from_date", "to_date")
    lives = {**homes, "person": person, "tie": tied, "family_member": members}
    return with_kept_ids(lives, given.tables("residence"), given.tables("family_member"), key)


def _dealings(record: pl.DataFrame, records: pl.DataFrame, who: pl.DataFrame) -> pl.DataFrame:
    """One row a record, for `residences`: names and birth date as compared, and when its source has it."""
    own = record.select(
        "record_id",
        "death_date",
        pl.col("seen_from").alias("listed_from"),
        pl.col("seen_to").alias("listed_to"),
    )
    compared = records.select("record_id", "source", "given", "family", "birth_date")
    return compared.join(own, on="record_id").join(who, on="record_id").sort("record_id")


def _review(
    known: Known,
    record_person: pl.DataFrame,
    safe: Guarded,
    tables: Mapping[str, pl.DataFrame],
    given: StepInput,
) -> pl.DataFrame:
    """Clashes and dropped links between records of two people, each pair once a reason, by what is at stake.

    Nobody is asked again what reviewers settled, nor asked what would itself give somebody away.
    """
    raw = pl.concat([known.clashes, known.resolved.dropped]).filter(pl.col("reason") != "")
    ids = known.records["record_id"]
    named = raw.with_columns(record_a=ids.gather(raw["a"]), record_b=ids.gather(raw["b"]))
    for end in ("a", "b"):
        who = record_person.select(pl.col("record_id", "person_id").name.suffix(f"_{end}"))
        named = named.join(
            who.rename({f"record_id_{end}": f"record_{end}", f"person_id_{end}": f"person_{end}"}),
            on=f"record_{end}",
        )
    apart = named.filter(pl.col("person_a") != pl.col("person_b"))
    open_still = still_open(shield.unasked(apart, safe.protection), known.said, record_person)
    keys = ["record_a", "record_b", "reason"]
    once = open_still.group_by(keys).agg(pl.col("score").max().round(6)).sort(keys)
    text = once.select(pl.concat_str(keys, separator="|")).to_series()
    named = once.with_columns(keyed_ids(given.key, "v", ("review",), text).alias("review_id"))
    risk = risks(known.records, record_person.select("record_id", "person_id"), safe.protection, tables)
    return ranked(named, risk)


def _settings(config: Config) -> Any:
    return {
        "as_of": str(config.as_of),
        "link": config.link.model_dump(),
        "safeguarding": config.safeguarding.model_dump(),
        "decisions": decisions_mark(config.folder),
        "postcodes": file_hash(own) if (own := config.folder / OWN_POSTCODES).is_file() else None,
    }


LINK = Step(
    name="link",
    title="People, households and families",
    use="planning",
    reads=READS,
    writes=TABLES,
    run=link,
    settings=_settings,
    remembers=("record_person", "person_history", "protection", "residence", "family_member", "link_model"),
    version="21",
)
