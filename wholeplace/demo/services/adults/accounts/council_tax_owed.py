"""What is owed on council tax accounts: balances on the last day, reminders and costs, discounts.

The layout's reader makes no debt of a balance or of a transaction, so that no row counts as telling of one.
Amounts are assumed: they are there to be read.
"""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet
from wholeplace.demo.services.adults.accounts.stays import LATE, debts_of
from wholeplace.demo.services.adults.forms import Form, chance, sheet
from wholeplace.demo.world import World

# Assumed pounds still owed at each stage, from and to, and what the stage's steps are called and add.
STAGES = {"arrears": (60, 500), "recovery": (250, 1500), "enforcement": (500, 3000)}
STEPS = {"arrears": ("RM1", 0.0), "recovery": ("LOC", 95.0), "enforcement": ("ENF", 75.0)}
CODES = {
    "RM1": "REMINDER ISSUED", "LOC": "SUMMONS AND LIABILITY ORDER COSTS", "ENF": "ENFORCEMENT AGENT FEE",
    "SPD": "SINGLE PERSON DISCOUNT",
}  # fmt: skip
DISCOUNT = -420.0  # assumed: a quarter of a year's bill


def money(
    world: World, every: pl.Series, accounts: pl.DataFrame, people: pl.DataFrame, members: pl.DataFrame,
    form: Form, seed: int,
) -> list[Sheet]:  # fmt: skip
    """Balances of every account, transactions, and what their codes mean. people: those named, `order` 0 first."""
    debts = _debts(world, accounts, members, seed)
    leads = people.filter(pl.col("order") == 0).select("account", "person")
    steps = _steps(world, debts)
    moves = pl.concat([steps, _discounts(world, accounts, people).select(steps.columns)]).unique()
    moves = moves.join(leads, on="account").sort("date", "account", "code")
    columns = {"account_ref": "account", "process_date": "date", "tran_code": "code", "tran_amount": "amount"}
    codes = pl.DataFrame({"code": list(CODES), "meaning": list(CODES.values())})
    return [
        _balances(world, every, leads, debts, form, seed), sheet(form, "cttransaction", moves, columns),
        sheet(form, "cttrancode", codes, {"tran_code": "code", "tran_desc": "meaning"}),
    ]  # fmt: skip


def _debts(world: World, accounts: pl.DataFrame, members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Debts of council tax by account, with what is owed."""
    numbers = accounts.select("stint", "account")
    debts = debts_of(world, members, accounts, seed).filter("tax").join(numbers, on="stint").sort("spell")
    least = pl.col("state").replace_strict({k: v[0] for k, v in STAGES.items()}, return_dtype=pl.Float64)
    most = pl.col("state").replace_strict({k: v[1] for k, v in STAGES.items()}, return_dtype=pl.Float64)
    return debts.with_columns(
        (least + (most - least) * chance(debts, seed, "amount owed", "spell")).alias("amount")
    )


def _balances(
    world: World, every: pl.Series, leads: pl.DataFrame, debts: pl.DataFrame, form: Form, seed: int
) -> Sheet:
    """What stands on each account on the last day: what is still in debt, some credits, and mostly nought."""
    still = debts.filter(pl.col("to_date").fill_null(LATE) > world.as_of).sort("account", "amount")
    still = still.unique("account", keep="last", maintain_order=True)
    accounts = every.unique().sort().to_frame("account")
    drawn = chance(accounts.cast(pl.Int64), seed, "credit", "account")
    credit = pl.when(drawn < 0.08).then(-600 * drawn).otherwise(0.0).alias("credit")
    whole = (
        accounts.with_columns(credit)
        .join(still.select("account", "amount"), on="account", how="left")
        .join(leads, on="account", how="left").sort("account")
    )  # fmt: skip
    return sheet(
        form, "vw_acc_bal", whole, {"account_ref": "account", "total": pl.coalesce("amount", "credit")}
    )


def _steps(world: World, debts: pl.DataFrame) -> pl.DataFrame:
    """A reminder, order or fee on the first day of each stage of a debt: `account`, `date`, `code`, `amount`."""
    return debts.select(
        "account", pl.max_horizontal("from_date", pl.lit(world.start)).alias("date"),
        pl.col("state").replace_strict({state: code for state, (code, _) in STEPS.items()}).alias("code"),
        pl.col("state").replace_strict({state: cost for state, (_, cost) in STEPS.items()}).alias("amount"),
    )  # fmt: skip


def _discounts(world: World, accounts: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """This year's discounts of those who live alone, as the account knows them."""
    bill = world.as_of.replace(year=world.as_of.year - 1, month=4, day=1)
    live = accounts.filter(pl.col("from_date") <= bill, pl.col("to_date").fill_null(LATE) > bill)
    alone = people.group_by("account").len().filter(pl.col("len") == 1)
    return live.join(alone, on="account", how="semi").select(
        "account", date=pl.lit(bill), code=pl.lit("SPD"), amount=pl.lit(DISCOUNT)
    )
