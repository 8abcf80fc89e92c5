"""What SQL may say. Whatever is not named here is refused, so a new feature of the dialect is never let in.

Two doors. `check_select` serves queries that may show rows: one SELECT over known tables, no files, no
settings. The rest serves queries whose answer is shared: expressions over a row may compare, bin and take
dates apart, but may not name a key of a person (which would pick somebody out) nor do sums that could
overflow (an error is an answer too). What runs is written out anew from the parsed tree, so nothing that was
not looked at can run.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from wholeplace.errors import PrivacyError, QueryError

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # its warnings quote the query

CURE = "Ask for COUNT, SUM or AVG of groups, or add --rows --purpose TEXT to see rows"
LONGEST_NUMBER = 12
TABLE_FUNCTIONS = (exp.Unnest, exp.GenerateSeries, exp.Values)
WRITING = (exp.DDL, exp.Update, exp.Delete, exp.Merge, exp.Command, exp.Into, exp.Placeholder, exp.Parameter)
SIDE_DOORS = re.compile(
    r"read_|scan|glob|sniff|pragma|duckdb_|parquet_|getenv|setting|secret|variable|^query|^load|install"
    r"|^error$|serialized|substrait|nextval|currval|^pg_|^which|attach|checkpoint|write_"
)

KEY = re.compile(r"_id$|^(person|record)_[ab]$|^line$|^rowid$")

TERMS = {exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Var, exp.DataType}
LOGIC = {exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In}
CHOICES = {exp.Is, exp.Like, exp.ILike, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Case, exp.If, exp.Coalesce}
DATES = {exp.Year, exp.Quarter, exp.Month, exp.Week, exp.Day, exp.DayOfWeek, exp.DayOfWeekIso, exp.Extract}
DATES |= {exp.DateTrunc, exp.TimestampTrunc, exp.DateDiff, exp.LastDay, exp.TimeToStr, exp.Monthname}
TEXTS = {exp.Lower, exp.Upper, exp.Left, exp.Substring, exp.Length, exp.TryCast, exp.Nullif}
BINS = {exp.Sub, exp.Div, exp.IntDiv, exp.Mod, exp.Floor, exp.Ceil, exp.Greatest, exp.Least}

ROW = TERMS | LOGIC | CHOICES | DATES | TEXTS | BINS
SUMMED = TERMS | {exp.Sub, exp.Div, exp.IntDiv, exp.DateDiff, exp.TryCast}
ANSWER = ROW | {exp.Add, exp.Mul, exp.Neg, exp.Round, exp.Abs, exp.Ordered}
Nodes = Collection[type[exp.Expr]]


@dataclass(frozen=True)
class Relation:
    """A table or sub-query in FROM, by the name it goes by, with its columns."""

    name: str
    columns: frozenset[str]
    seen: bool = True  # whether other parts of the query can name its columns (not after a SEMI or ANTI join)


def is_key(column: str) -> bool:
    """Whether a column points at one person, household, address, record or row."""
    return bool(KEY.search(column))


def refuse(what: str, cure: str = CURE) -> PrivacyError:
    """The error for a query that asks for more than may be shared."""
    return PrivacyError(what, where="query", cure=cure)


def parse_select(sql: str) -> exp.Query:
    """The one SELECT in `sql`. Raises QueryError where it can't be read, PrivacyError where it is another."""
    try:
        found = [one for one in sqlglot.parse(sql, read="duckdb") if one is not None]
    except (SqlglotError, RecursionError):
        raise QueryError(
            "the SQL cannot be read", where="query", cure="Write one SELECT in DuckDB's dialect"
        ) from None
    if len(found) != 1 or not isinstance(found[0], exp.Query):
        raise refuse("only one SELECT can be asked at a time", "Write one SELECT; nothing else is run")
    return found[0]


def write_sql(tree: exp.Expr) -> str:
    """The tree as DuckDB's SQL, names quoted, comments left out."""
    return tree.sql(dialect="duckdb", identify=True, comments=False)


@dataclass(frozen=True)
class Select:
    """A query that was looked at: the SQL to run in place of what was asked, and the tables it reads."""

    sql: str
    tables: tuple[str, ...]


def check_select(sql: str, tables: Iterable[str]) -> Select:
    """The SELECT to run for a query that may show rows.

    Raises PrivacyError for anything but one SELECT over the given tables, its own sub-queries and lists.
    """
    tree = parse_select(sql)
    known = {name.lower(): name for name in tables}
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for node in tree.walk():
        _check_side_doors(node)
        if isinstance(node, exp.Table) and not isinstance(node.this, TABLE_FUNCTIONS):
            _check_table(node, own | set(known))
    named = {table.name.lower() for table in tree.find_all(exp.Table)}
    return Select(write_sql(tree), tuple(sorted(known[name] for name in named & set(known))))


def _check_side_doors(node: exp.Expr) -> None:
    if isinstance(node, WRITING) and not isinstance(node, exp.Query):
        raise refuse("only a SELECT is run", "Write one SELECT; nothing else is run")
    if isinstance(node, exp.Func):
        name = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
        if SIDE_DOORS.search(name.lower()):
            raise refuse(
                "functions that reach files or settings are not run", "Name tables of the place only"
            )


def _check_table(node: exp.Table, known: Collection[str]) -> None:
    if not isinstance(node.this, exp.Identifier) or node.args.get("db") or node.args.get("catalog"):
        raise refuse("only tables of the place can be read", "`tables DIR` lists them")
    if node.name.lower() not in known:
        raise QueryError("no such table", where="query", cure="`tables DIR` lists the tables of the place")


def without_values(sql: str) -> str:
    """The query with every literal shown as '?', fit for a log."""
    masked = parse_select(sql).transform(
        lambda node: exp.Placeholder() if isinstance(node, exp.Literal) else node
    )
    return masked.sql(dialect="duckdb", comments=False)


def only(node: exp.Expr, allowed: Collection[str]) -> None:
    """Refuse a clause of `node` that is not among those allowed."""
    extra = [name for name, value in node.args.items() if value and name not in allowed]
    if extra:
        clause = extra[0].strip("_").replace("_", " ").upper()
        raise refuse(f"{clause} is not answered without --rows")


def check_expression(
    tree: exp.Expr, relations: Iterable[Relation], allowed: Nodes = ROW, *, keys_in: Nodes = (exp.Is,)
) -> None:
    """Refuse whatever in `tree` is not allowed, columns that aren't there, and keys other than in `keys_in`."""
    for node in tree.walk():
        if type(node) not in allowed:
            raise refuse(f"{_spoken(node)} is not answered without --rows here")
        if isinstance(node, exp.Column):
            check_column(node, relations)
            if is_key(node.name) and not isinstance(node.parent, tuple(keys_in)):
                raise refuse(f"{node.name} points at one person or row and can only be counted, or joined on")
        if isinstance(node, exp.Literal) and not node.is_string and len(node.name) > LONGEST_NUMBER:
            raise refuse("numbers this long are not taken", "Use a smaller number")


def _spoken(node: exp.Expr) -> str:
    return node.name.upper() if isinstance(node, exp.Anonymous) else node.key.upper()


def check_column(column: exp.Column, relations: Iterable[Relation]) -> None:
    """Raises QueryError where no relation in sight has the column."""
    only(column, ("this", "table"))
    held = [r for r in relations if r.seen and column.table in ("", r.name) and column.name in r.columns]
    if not isinstance(column.this, exp.Identifier) or not held:
        raise QueryError("no such column", where=f"query: {column.name}", cure="`tables DIR` lists them")


def plain(tree: exp.Query) -> exp.Expr:
    """The tree with names of tables and columns in lower case, and casts that give null instead of failing."""

    def change(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Identifier) and not isinstance(node.parent, exp.Alias):
            return exp.to_identifier(node.name.lower())
        if type(node) is exp.Cast:
            return exp.TryCast(this=node.this, to=node.args["to"])
        return node

    return tree.transform(change)
