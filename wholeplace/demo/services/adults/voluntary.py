"""Two voluntary organisations: one helps people who are poor, in debt or lonely, the other helps carers.

They keep what a volunteer was told, with no numbers: clients, what they came with, and each time they were
seen. Who comes to whom, and how long for, is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from wholeplace.demo.records import Sheet, once, register
from wholeplace.demo.services.adults.forms import (
    Form,
    chance,
    choose,
    days,
    filled,
    gone,
    home_on,
    sheet,
    told,
)
from wholeplace.demo.world import World
from wholeplace.dynamics.draws import keyed

COMMUNITY = Form("community", "mapped", "voluntary_support")
CARERS = Form("carers", "mapped", "voluntary_support")
LATE = date(9999, 1, 1)
# Factor: the word for it, the share who come because of it, and the share of clients who tell of it otherwise.
COMES_WITH = {
    "isolation": ("loneliness", 0.22, 0.5), "problem_debt": ("debt", 0.15, 0.5), "poverty": ("low income", 0.03, 0.5),
    "worklessness": ("out of work", 0.02, 0.5), "insecure_housing": ("housing", 0.06, 0.5),
    "rough_sleeping": ("sleeping rough", 0.35, 0.8), "unfit_housing": ("damp or cold home", 0.04, 0.4),
    "overcrowding": ("overcrowding", 0.01, 0.3), "domestic_abuse": ("domestic abuse", 0.05, 0.3),
    "mental_ill_health": ("mental health", 0.03, 0.5), "alcohol_misuse": ("alcohol", 0.05, 0.3),
    "drug_misuse": ("drugs", 0.05, 0.3), "barriers_to_access": ("language", 0.12, 0.5),
    "no_recourse_to_public_funds": ("no recourse to public funds", 0.25, 0.7),
    "parenting_difficulties": ("parenting", 0.03, 0.3), "caring_burden": ("caring", 0.02, 0.4),
    "kin_support": ("family nearby", 0.0, 0.3), "community_tie": ("takes part locally", 0.0, 0.4),
    "work": ("in lasting work", 0.0, 0.3), "trusted_worker": ("steady worker", 0.0, 0.3),
}  # fmt: skip
CARES = {
    "caring_burden": ("caring", 0.3, 1.0), "isolation": ("loneliness", 0.0, 0.4), "poverty": ("low income", 0.0, 0.4),
    "mental_ill_health": ("mental health", 0.0, 0.4), "kin_support": ("family nearby", 0.0, 0.3),
}  # fmt: skip
SUPPORTED = 0.45  # share of carers whom the council supports who come to the carers' organisation too
HELPS = {"one-to-one": 0.35, "group": 0.3, "advice": 0.2, "food parcel": 0.12, "grant": 0.03}
HELPS_CARERS = {"one-to-one": 0.3, "group": 0.5, "advice": 0.18, "grant": 0.02}
REFERRED = {"self": 0.45, "GP": 0.2, "council": 0.2, "friend or family": 0.15}
OLDEST_CHILD = "16y"  # from when somebody comes alone
TIMES, DAYS_OPEN = 8, 500  # at most so often, and so many days
GRANT = 75.0  # assumed pounds


def community(world: World, seed: int) -> list[Sheet]:
    """Befriending, food, debt advice: the sheets of the first organisation."""
    came = _came(world, COMES_WITH, COMMUNITY, seed).filter(
        pl.col("birth").dt.offset_by(OLDEST_CHILD) <= pl.col("first")
    )
    return _sheets(world, came, COMMUNITY, COMES_WITH, HELPS, seed)


def carers(world: World, seed: int) -> list[Sheet]:
    """Support for carers, young ones too: the sheets of the second organisation."""
    came = _came(world, CARES, CARERS, seed).filter(pl.col("birth").dt.offset_by("8y") <= pl.col("first"))
    return _sheets(world, pl.concat([came, _sent(world, seed)]), CARERS, CARES, HELPS_CARERS, seed)


def _came(
    world: World, reasons: Mapping[str, tuple[str, float, float]], form: Form, seed: int
) -> pl.DataFrame:
    """People who came because of what troubled them: `person`, `first` day, `birth`."""
    begun = world.exposure.filter(
        pl.col("factor").is_in(list(reasons)), (pl.col("to_date") > world.start).fill_null(True),
    ).join(world.person.select("person", "birth"), on="person").sort("exposure")  # fmt: skip
    share = pl.col("factor").replace_strict({factor: one[1] for factor, one in reasons.items()})
    comes = begun.filter(pl.lit(chance(begun, seed, f"{form.source}: comes", "exposure")) < share)
    slow = days(chance(comes, seed, f"{form.source}: days", "exposure"), 0, 200)
    first = pl.max_horizontal("from_date", pl.lit(world.start)) + slow
    dated = comes.with_columns(first.alias("first")).filter(
        pl.col("first") < pl.min_horizontal(pl.col("to_date").fill_null(LATE), pl.lit(world.as_of))
    )
    return dated.select("person", "first", "birth", "exposure")


def _sent(world: World, seed: int) -> pl.DataFrame:
    """Carers whom the council supports and told of the organisation."""
    held = world.spell.filter(
        pl.col("track") == "carer_support", pl.col("from_date").is_between(world.start, world.as_of)
    )
    held = held.join(world.person.select("person", "birth"), on="person").sort("spell")
    sent = held.filter(pl.lit(chance(held, seed, "sent to carers", "spell")) < SUPPORTED)
    day = pl.min_horizontal(pl.col("from_date") + pl.duration(days=20), pl.lit(world.as_of))
    return sent.select("person", day.alias("first"), "birth", pl.lit(None, dtype=pl.Int64).alias("exposure"))


def _sheets(
    world: World, came: pl.DataFrame, form: Form, words: Mapping[str, tuple[str, float, float]],
    helps: Mapping[str, float], seed: int,
) -> list[Sheet]:  # fmt: skip
    """Clients, their needs and strengths, and the times they were seen."""
    firsts = came.group_by("person").agg(pl.col("first").min()).sort("person")
    registered = register(world, form.source, firsts.select("person", met="first", known_at="first"), seed)
    named = registered.with_columns(pl.format(f"{form.source[0].upper()}{{}}", "own").alias("own"))
    clients = _closed(world, named.sort("own"), form, seed)
    seen = told(_seen(firsts, helps, form, seed), clients, "day")
    noted = told(_noted(world, came, firsts, words, form, seed), clients, "noted")
    return filled(
        [
            _clients(world, clients, form, seed),
            _needs(world, noted, words, form),
            _sessions(world, seen, form),
        ]
    )


def _closed(world: World, clients: pl.DataFrame, form: Form, seed: int) -> pl.DataFrame:
    """Each client with the day on which help ended, where it was told to have."""
    clients = clients.join(gone(world), on="person", how="left", maintain_order="left")
    drawn = chance(clients, seed, f"{form.source}: closed", "registration")
    known = pl.when(~pl.col("gone_unknown")).then("gone")
    until = pl.min_horizontal(pl.col("met") + days(drawn, 30, 30 + DAYS_OPEN), known)
    return clients.with_columns(pl.when(until <= world.as_of).then(until).alias("until"))


def _clients(world: World, clients: pl.DataFrame, form: Form, seed: int) -> Sheet:
    people = home_on(world, once(clients).drop("address"), "met").sort("own")
    shown, near = (
        ~pl.col("hidden"),
        pl.lit(chance(people, seed, f"{form.source}: household", "registration")) < 0.3,
    )
    columns = {
        "CLIENT_ID": "own", "FIRST_NAME": "given", "LAST_NAME": "surname", "KNOWN_AS": "known_as",
        "DATE_OF_BIRTH": "birth", "SEX": "sex", "ETHNICITY": pl.lit(None, dtype=pl.String),
        "NHS_NUMBER": pl.lit(None, dtype=pl.String), "ADDRESS": pl.when(shown).then("one_line"),
        "POSTCODE": pl.when(shown).then("postcode"),
        "HOUSEHOLD_ID": pl.when(near & shown).then(_household(people, form, seed)),
        "FIRST_CONTACT": "met", "CLOSED": "until",
        "REFERRED_BY": choose(chance(people, seed, f"{form.source}: referred", "registration"), REFERRED),
    }  # fmt: skip
    return sheet(form, "clients", people, columns, own="own", period=("FIRST_CONTACT", "CLOSED"))


def _household(people: pl.DataFrame, form: Form, seed: int) -> pl.Expr:
    number = keyed(seed, f"{form.source}: home", people["household"].fill_null(0)) % 10**9
    return pl.when(pl.col("household").is_not_null()).then(pl.format("H{}", pl.Series(number)))


def _noted(
    world: World, came: pl.DataFrame, firsts: pl.DataFrame, words: Mapping[str, tuple[str, float, float]],
    form: Form, seed: int,
) -> pl.DataFrame:  # fmt: skip
    """What clients came with, and what else they told of on the first day."""
    held = world.exposure.filter(pl.col("factor").is_in(list(words)))
    then = held.join(firsts, on="person", how="inner").filter(
        pl.col("from_date") <= pl.col("first"), (pl.col("to_date") > pl.col("first")).fill_null(True)
    ).sort("exposure")  # fmt: skip
    share = pl.col("factor").replace_strict({factor: one[2] for factor, one in words.items()})
    why = pl.col("exposure").is_in(came["exposure"].drop_nulls().implode())
    kept = then.filter(why | (pl.lit(chance(then, seed, f"{form.source}: told", "exposure")) < share))
    over = chance(kept, seed, f"{form.source}: over", "exposure") < 0.4
    return kept.with_columns(
        pl.col("first").alias("noted"), pl.when(pl.Series(over)).then("to_date").alias("over"),
        pl.format("exposure:{}", "exposure").alias("fact"),
    )  # fmt: skip


def _needs(
    world: World, noted: pl.DataFrame, words: Mapping[str, tuple[str, float, float]], form: Form
) -> Sheet:
    columns = {
        "CLIENT_ID": "own", "NEED": pl.col("factor").replace_strict({factor: one[0] for factor, one in words.items()}),
        "NOTED_ON": "noted", "ENDED_ON": pl.when(pl.col("over") <= world.as_of).then("over"),
    }  # fmt: skip
    ordered = noted.sort("own", "noted", "exposure")
    return sheet(form, "needs", ordered, columns, fact="fact", period=("NOTED_ON", "ENDED_ON"))


def _seen(firsts: pl.DataFrame, helps: Mapping[str, float], form: Form, seed: int) -> pl.DataFrame:
    """Each time somebody may be seen: on the first day, then about every five weeks."""
    turns = pl.DataFrame({"turn": range(TIMES)}, schema={"turn": pl.Int64})
    due = firsts.join(turns, how="cross").sort("person", "turn")
    late = days(chance(due, seed, f"{form.source}: seen", "person", "turn"), 0, 21)
    later = pl.col("first") + pl.duration(days=35 * pl.col("turn")) + late
    return due.with_columns(
        pl.when(pl.col("turn") > 0).then(later).otherwise("first").alias("day"),
        choose(chance(due, seed, f"{form.source}: activity", "person", "turn"), helps).alias("activity"),
    )


def _sessions(world: World, seen: pl.DataFrame, form: Form) -> Sheet:
    last = pl.min_horizontal(pl.col("until").fill_null(world.as_of), "gone")
    there = seen.filter(pl.col("day") <= last).sort("day", "own", "turn")
    columns = {
        "CLIENT_ID": "own", "SESSION_DATE": "day", "ACTIVITY": "activity",
        "OUTCOME": pl.when(pl.col("turn") == 0).then(pl.lit("welcomed")).otherwise(pl.lit("helped")),
        "PROJECT": pl.lit(form.source),
        "GRANT_AMOUNT": pl.when(pl.col("activity") == "grant").then(GRANT),
    }  # fmt: skip
    return sheet(form, "sessions", there, columns)
