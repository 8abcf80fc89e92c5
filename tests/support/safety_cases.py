"""Generated cases of people who must be safe, in one place: what services hold of them, and what must stay apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl

from tests.support.link_places import SHAPES, USUAL, rule
from wholeplace.config import SafetyRule

KINDS = ("hidden_address", "flight", "adoption", "gender_recognition", "witness_protection")
SOURCES = ("gp", "schools", "council_tax", "benefits", "police", "safeguarding", "rents")
STARTS, VOWELS, ENDS = "BCDFGHKLMNPRSTVW", "aeiou", ("n", "r", "th", "l", "ck", "m", "rd", "ss")
AS_OF = date(2024, 6, 30)


@dataclass
class Case:
    """One case. hidden: records of those who must be safe. former: of those from whom. Each secret is a text that
    nothing may show. since: the first day on which any source shows that they left; none for always."""

    kind: str
    hidden: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    identity: bool = False
    since: date | None = None
    secret_places: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)


@dataclass
class Cases:
    """All cases, the canonical tables that hold them, and the rules that ask for what no source tells."""

    cases: list[Case]
    tables: dict[str, pl.DataFrame]
    rules: list[SafetyRule]


class _Writer:
    """Rows of one place as they are made up."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in USUAL}
        self.rules: list[SafetyRule] = []
        self.homes = 0

    def word(self) -> str:
        pick = self.chance.choice
        return f"{pick(STARTS)}{pick(VOWELS)}{pick('bdgklmnrstv')}{pick(VOWELS)}{pick(ENDS)}{pick('aeio')}{pick(ENDS)}"

    def number(self) -> str:
        return f"999{self.chance.randrange(10**7):07}"

    def day(self, first: date, days: int) -> date:
        return first + timedelta(days=self.chance.randrange(days))

    def home(self) -> dict[str, str]:
        """An address of its own, which may be told by UPRN or by text."""
        self.homes += 1
        n, letters = self.homes, "ABDEFGHJLN"
        code = f"Z{n % 10}{letters[n // 10 % 10]} {n // 100 % 10}{letters[n // 1000 % 10]}Z"
        return {
            "uprn": f"9997{self.homes:08}", "postcode": code, "address_text": f"{self.homes} {self.word()} Close",
        }  # fmt: skip

    def add(self, table: str, **cells: Any) -> None:
        self.rows[table].append(cells)

    def record(self, name: str, source: str, who: dict[str, Any], **more: Any) -> str:
        self.add("record", record_id=name, source=source, **{"seen_from": date(2019, 1, 1), **who, **more})
        return name

    def stay(
        self,
        record: str,
        source: str,
        home: dict[str, str],
        start: date | None,
        end: date | None = None,
        **more: Any,
    ) -> None:
        shown = home if self.chance.random() < 0.7 else {**home, "uprn": None}
        self.add("address", record_id=record, source=source, from_date=start, to_date=end, **shown, **more)

    def fact(self, record: str, source: str, when: date, token: str) -> None:
        """A contact whose team and code would tell where somebody is."""
        self.add(
            "event", record_id=record, source=source, kind="referral", date=when, team=f"team {token}", code=token
        )  # fmt: skip

    def person(self, born: date, family: str | None = None, sex: str = "unknown") -> dict[str, Any]:
        return {
            "given_name": self.word(),
            "family_name": family or self.word(),
            "birth_date": born,
            "sex": sex,
        }


def cases(count: int, seed: int = 1) -> Cases:
    """`count` cases, of each kind the same number."""
    writer = _Writer(seed)
    made = [_MAKE[KINDS[number % len(KINDS)]](writer, f"c{number}") for number in range(count)]
    return Cases(made, {name: _frame(name, rows) for name, rows in writer.rows.items()}, writer.rules)


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    if not rows:
        return SHAPES[name].empty()
    whole = [{**USUAL[name], **row} for row in rows]
    known = {column: SHAPES[name].columns[column] for row in whole for column in row}
    frame = pl.DataFrame(whole, schema_overrides=known, infer_schema_length=None)
    frame = frame.with_columns(pl.int_range(pl.len()).cast(pl.String).alias("fact_id"))
    if name == "record":
        exact = pl.when(pl.col("birth_date").is_null()).then(pl.lit("unknown")).otherwise(pl.lit("exact"))
        frame = frame.with_columns(
            exact.alias("birth_date_kind"), pl.col("record_id").alias("source_record_id")
        )
    return SHAPES[name].shape(frame.drop("fact_id") if "fact_id" not in SHAPES[name].columns else frame)


def _family(
    w: _Writer, at: str
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]], dict[str, str], date]:
    """A survivor, who hurt them, their children, the home they shared, and the day on which they left it."""
    family = w.word()
    survivor = w.person(w.day(date(1970, 1, 1), 9000), family)
    other = w.person(w.day(date(1970, 1, 1), 9000), w.chance.choice((family, None)))
    young = [w.person(w.day(date(2008, 1, 1), 4000), family) for _ in range(w.chance.randint(0, 3))]
    return survivor, other, young, w.home(), w.day(date(2021, 1, 1), 1000)


def _records(w: _Writer, at: str, who: dict[str, Any], sources: Iterable[str]) -> list[tuple[str, str]]:
    return [(w.record(f"{at}-{source}", source, who), source) for source in sources]


def _flight(w: _Writer, at: str) -> Case:
    """Abuse is told of, nobody asks for anything, and they leave: to a home, or to a refuge."""
    survivor, other, young, home, left = _family(w, at)
    refuge = w.chance.random() < 0.3
    new = w.home()
    if refuge:
        new["address_text"] = f"{w.word()} Refuge"
    case = Case("flight")
    fled = [_records(w, f"{at}s", survivor, w.chance.sample(SOURCES, 3))]
    fled += [_records(w, f"{at}k{n}", child, w.chance.sample(SOURCES, 2)) for n, child in enumerate(young)]
    stayed = _records(w, f"{at}o", other, w.chance.sample(SOURCES, 3))
    for name, source in stayed:
        w.stay(name, source, home, date(2018, 1, 1))
    told: list[date] = []
    for records in fled:
        for place, (name, source) in enumerate(records):
            stale = place > 0 and w.chance.random() < 0.4
            end = None if stale or w.chance.random() < 0.3 else left
            w.stay(name, source, home, date(2018, 1, 1), end)
            if not stale:
                start = left + timedelta(days=w.chance.randrange(20))
                w.stay(name, source, new, start)
                told.append(end or start)
            token = f"tell{at}{name.rpartition('-')[2]}{place}{records[0][0][-4:]}"
            w.fact(name, source, left + timedelta(days=40), token)
            case.secrets.add(token)
        case.hidden += [name for name, _ in records]
    case.former, case.since = [name for name, _ in stayed], min(told)
    if not refuge or w.chance.random() < 0.5:
        teller = w.chance.choice(fled)[0]
        day = left + timedelta(days=w.chance.randint(-400, 200))
        w.add("exposure_reported", record_id=teller[0], source=teller[1], factor="domestic_abuse", from_date=day,
              holder="self" if teller in fled[0] else "parent")  # fmt: skip
    _kin(w, fled, stayed)
    case.secret_places = {new["uprn"]}
    case.secrets |= {new["uprn"], new["postcode"], new["address_text"]}
    return case


def _kin(w: _Writer, fled: list[list[tuple[str, str]]], stayed: list[tuple[str, str]]) -> None:
    """What sources declare of them: partners, and parents of each child, with or without dates."""
    start = w.chance.choice((None, date(2018, 1, 1)))
    w.add(
        "relation",
        record_id=fled[0][0][0],
        other_record_id=stayed[0][0],
        kind="spouse_or_partner",
        from_date=start,
    )
    for child in fled[1:]:
        w.add("relation", record_id=child[0][0], other_record_id=stayed[0][0], kind="parent")
        w.add("relation", record_id=child[1][0], other_record_id=fled[0][0][0], kind="mother")


def _hidden(w: _Writer, at: str) -> Case:
    """One source hides the new address; others hold it, in other words, and say nothing."""
    survivor, other, _, home, left = _family(w, at)
    new = w.home()
    case = Case("hidden_address", since=left)
    mine = _records(w, f"{at}s", survivor, w.chance.sample(SOURCES, 3))
    theirs = _records(w, f"{at}o", other, w.chance.sample(SOURCES, 2))
    for name, source in theirs:
        w.stay(name, source, home, date(2018, 1, 1))
    for place, (name, source) in enumerate(mine):
        w.stay(name, source, home, date(2018, 1, 1), left)
        w.stay(name, source, new, left, hidden=place == 0)
        token = f"hide{at}{place}"
        w.fact(name, source, left + timedelta(days=5), token)
        case.secrets.add(token)
    case.hidden, case.former = [name for name, _ in mine], [name for name, _ in theirs]
    case.secret_places = {new["uprn"]}
    case.secrets |= {new["uprn"], new["postcode"], new["address_text"]}
    return case


def _adoption(w: _Writer, at: str) -> Case:
    """A child before and after: a new family name or the same, numbers new or carried over, kin still named."""
    born = w.day(date(2012, 1, 1), 3000)
    day = w.day(date(2020, 1, 1), 900)
    child, parent, adopter = w.person(born), w.person(date(1985, 5, 5)), w.person(date(1980, 6, 6))
    kept = w.chance.random() < 0.4
    after = {**child, "family_name": child["family_name"] if kept else adopter["family_name"]}
    case = Case("adoption", identity=True)
    case.former = [
        name
        for name, _ in _records(
            w, f"{at}b", child, ("safeguarding", "schools", "gp")[: w.chance.randint(1, 3)]
        )
    ]
    w.add("event", record_id=case.former[0], source="safeguarding", kind="adopted", date=day)
    for place, source in enumerate(("gp", "schools", "benefits")[: w.chance.randint(1, 3)]):
        name = w.record(f"{at}a-{source}", source, after, seen_from=day + timedelta(days=30 + place))
        case.hidden.append(name)
    _carried(w, case, "nhs_number" if w.chance.random() < 0.5 else "upn")
    mother, new = w.record(f"{at}m", "benefits", parent), w.record(f"{at}n", "benefits", adopter)
    w.add("relation", record_id=case.former[0], other_record_id=mother, kind="mother")
    w.add("relation", record_id=case.hidden[0], other_record_id=new, kind="parent")
    if w.chance.random() < 0.3:
        w.add("relation", record_id=case.hidden[0], other_record_id=mother, kind="mother")
    old, home = w.home(), w.home()
    for name, where in ((case.former[0], old), (mother, old), (case.hidden[0], home), (new, home)):
        w.stay(name, "s", where, date(2019, 1, 1) if where is old else day)
    case.former.append(mother)
    return case


def _carried(w: _Writer, case: Case, scheme: str) -> None:
    """A number that a service carried over to the new identity by mistake, or new ones."""
    old, new = w.number(), w.number()
    w.add("identifier", record_id=case.former[0], source="s", scheme=scheme, value=old, verified=True)
    if w.chance.random() < 0.5:
        shared = "former_upn" if scheme == "upn" and w.chance.random() < 0.5 else scheme
        w.add("identifier", record_id=case.hidden[0], source="s", scheme=shared, value=old, verified=True)
        case.secrets.add(old)
    else:
        w.add("identifier", record_id=case.hidden[0], source="s", scheme=scheme, value=new, verified=True)


def _recognised(w: _Writer, at: str) -> Case:
    """Somebody under another name and recorded sex since; the address and often a number stay the same."""
    before = w.person(w.day(date(1960, 1, 1), 12000), sex="male")
    after = {**before, "given_name": w.chance.choice((w.word(), before["given_name"])), "sex": "female"}
    day, home = w.day(date(2019, 1, 1), 1500), w.home()
    case = Case("gender_recognition", identity=True, since=None)
    case.former = [name for name, _ in _records(w, f"{at}b", before, w.chance.sample(SOURCES, 2))]
    case.hidden = [name for name, _ in _records(w, f"{at}a", after, w.chance.sample(SOURCES, 2))]
    for name in case.former:
        w.stay(name, "s", home, date(2015, 1, 1), w.chance.choice((None, day)))
    for name in case.hidden:
        w.stay(name, "s", home, day)
    w.rows["record"][-1]["former_family_name"] = former = f"Former{at}"
    case.secrets.add(former)
    _carried(w, case, "nhs_number")
    w.rules.append(rule("new_identity", " ".join(case.former), " ".join(case.hidden)))
    return case


def _protected(w: _Writer, at: str) -> Case:
    """A household under new names at a new address, of whom somebody still holds an old number."""
    old, new = w.person(w.day(date(1965, 1, 1), 9000)), w.person(date(1970, 1, 1))
    kept = {**new, "birth_date": old["birth_date"] if w.chance.random() < 0.7 else new["birth_date"]}
    kin, day, before, now = w.person(date(1950, 2, 2)), w.day(date(2020, 1, 1), 1200), w.home(), w.home()
    case = Case("witness_protection", identity=True)
    case.former = [name for name, _ in _records(w, f"{at}b", old, w.chance.sample(SOURCES, 2))]
    case.hidden = [name for name, _ in _records(w, f"{at}a", kept, w.chance.sample(SOURCES, 2))]
    relative = w.record(f"{at}r", "gp", kin)
    for name in (case.former[0], relative):
        w.stay(name, "s", before, date(2015, 1, 1))
    for place, name in enumerate(case.hidden):
        w.stay(name, "s", now, day)
        w.fact(name, "s", day + timedelta(days=9), f"new{at}{place}")
        case.secrets.add(f"new{at}{place}")
    w.add("relation", record_id=case.former[0], other_record_id=relative, kind="sibling")
    if w.chance.random() < 0.5:
        w.add("relation", record_id=case.hidden[0], other_record_id=relative, kind="sibling")
    case.former.append(relative)
    _carried(w, case, "nhs_number")
    case.secret_places = {now["uprn"]}
    case.secrets |= {now["uprn"], now["postcode"], now["address_text"]}
    w.rules.append(rule("new_identity", " ".join(case.former[:-1]), " ".join(case.hidden)))
    w.rules.append(rule("hide_address", " ".join(case.hidden)))
    return case


_MAKE = {
    "hidden_address": _hidden, "flight": _flight, "adoption": _adoption, "gender_recognition": _recognised,
    "witness_protection": _protected,
}  # fmt: skip
