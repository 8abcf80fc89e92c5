"""An analyst's SQL answered as if only protected tables existed: the plan.

A query without `--rows` is taken apart. What runs over the place's tables counts, for every group and every
figure, the people behind it, the largest part any one of them has in it, and the whole; `answers` hides and
rounds; only then are arithmetic, HAVING, ORDER BY and LIMIT done, on what may be shown.

What this does not prevent: asking many overlapping questions and comparing the answers. Each answer is out by
up to half a step, so that one person more or less is seldom seen and never for sure in one comparison, but
there is no budget of questions. Who may ask, and the log of what was asked, are the guard against that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlglot import exp

from wholeplace.privacy.disclosure.figures import Figure, Kind, parts_of, whole_of
from wholeplace.privacy.disclosure.protect import THRESHOLD
from wholeplace.privacy.disclosure.relations import Sources, Tables, read_sources, subquery_columns
from wholeplace.privacy.disclosure.sql import (
    ANSWER,
    SUMMED,
    check_expression,
    check_select,
    is_key,
    only,
    parse_select,
    plain,
    refuse,
    write_sql,
)

OPEN_TABLES = frozenset({"arrival", "refused"})
CLAUSES = ("expressions", "from_", "joins", "where", "group", "having", "order", "limit", "offset", "with_")
ROW, NOTE = "__row", "__note"


@dataclass(frozen=True)
class QueryPlan:
    """What to run, and how to make of it what may be shown.

    sql: runs over `tables`; its result goes to `apply`. dimensions, counts: columns of that result that say
    the group, and that count the people behind each figure. by_row: a table without people, counted by row.
    answer: SQL over the protected figures.
    """

    sql: str
    tables: tuple[str, ...]
    threshold: int = THRESHOLD
    dimensions: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    by_row: bool = False
    answer: str = ""

    @property
    def protected(self) -> bool:
        """Whether `apply` hides and rounds: not where only tables about files were asked."""
        return bool(self.answer)


def plan_query(sql: str, tables: Tables, *, threshold: int = THRESHOLD) -> QueryPlan:
    """How to answer `sql` without showing rows. Pass place tables alone, as columns by name.

    Queries over `OPEN_TABLES` alone, which say nothing of a person, are answered as they stand.
    Raises PrivacyError where the query asks for rows or could pick people out, QueryError where it names
    what is not there.
    """
    known = {name.lower(): columns for name, columns in tables.items()}
    select = parse_select(sql)
    read = {table.name.lower() for table in select.find_all(exp.Table)}
    if read and read <= OPEN_TABLES:
        checked = check_select(sql, known)
        return QueryPlan(checked.sql, checked.tables)
    select = plain(select)
    if not isinstance(select, exp.Select):
        raise refuse("UNION and the like are not answered without --rows")
    only(select, CLAUSES)
    known = {**known, **_named_subqueries(select, known)}
    named = tuple(name for name in tables if name.lower() in read)
    try:
        return _Planner(select, read_sources(select, known)).plan(named, threshold)
    except RecursionError:
        raise refuse("a name in SELECT stands for itself", "Give the column another name after AS") from None


def _named_subqueries(select: exp.Select, tables: Tables) -> dict[str, Collection[str]]:
    found: dict[str, Collection[str]] = {}
    clause = select.args.get("with_")
    if clause is not None:
        only(clause, ("expressions",))
    for cte in clause.expressions if clause is not None else ():
        only(cte, ("this", "alias"))
        only(cte.args["alias"], ("this",))
        if cte.alias in tables or cte.alias in found:
            raise refuse("a sub-query in WITH has the name of a table", "Give it another name")
        found[cte.alias] = subquery_columns(cte.this, {**tables, **found})
    return found


class _Planner:
    """Takes one SELECT apart into groups and figures."""

    def __init__(self, select: exp.Select, sources: Sources) -> None:
        self.select, self.sources = _short_names(select, sources), sources
        self.items = [(item.alias, item.unalias()) for item in select.expressions]
        self.figures: list[Figure] = []
        self.groups = self._groups()

    def plan(self, tables: tuple[str, ...], threshold: int) -> QueryPlan:
        """The plan; raises PrivacyError where a part of the query is not allowed."""
        answer = self._answer()
        if not self.figures:
            raise refuse("a query without --rows needs COUNT, SUM or AVG")
        where = self.select.args.get("where")
        if where is not None:
            check_expression(where.this, self.sources.relations)
        return QueryPlan(
            sql=self._sql(),
            tables=tables,
            threshold=threshold,
            dimensions=tuple(f"d{i}" for i in range(len(self.groups))),
            counts=tuple(f"people{i}" for i in range(len(self.figures))),
            figures=tuple(self.figures),
            by_row=self.sources.who is None,
            answer=answer,
        )

    def _groups(self) -> list[exp.Expr]:
        clause = self.select.args.get("group")
        if clause is None:
            return []
        only(clause, ("expressions", "all"))
        if clause.args.get("all"):
            found = [item for _, item in self.items if not item.find(exp.AggFunc)]
        else:
            found = [self._meant(group) for group in clause.expressions]
        for group in found:
            check_expression(group, self.sources.relations)
        return found

    def _meant(self, node: exp.Expr) -> exp.Expr:
        """What a name or a position in GROUP BY, HAVING or ORDER BY stands for."""
        if isinstance(node, exp.Literal) and not node.is_string:
            position = int(node.name) if node.name.isdigit() else 0
            if not 1 <= position <= len(self.items):
                raise refuse("GROUP BY has a position that is not in SELECT", "Name the column instead")
            return self.items[position - 1][1].copy()
        if isinstance(node, exp.Column) and not node.table and not self.sources.has(node.name):
            return next((item.copy() for name, item in self.items if name.lower() == node.name), node)
        return node

    def _answer(self) -> str:
        """SQL over the protected figures: the query's own list, HAVING, ORDER BY and LIMIT."""
        answer = exp.Select()
        names: list[str] = []
        for alias, item in self.items:
            name = alias or item.sql(dialect="duckdb").lower()
            names.append(name if name not in names else f"{name}_{len(names) + 1}")
            answer = answer.select(exp.alias_(self._shown(item), names[-1], quoted=True), copy=False)
        having = self.select.args.get("having")
        kept = exp.column("kept", "answer")
        answer = answer.from_("answer").where(kept)
        if having is not None:
            answer = answer.where(self._shown(having.this))
        answer = answer.select(exp.column(NOTE, "answer"))
        return write_sql(self._ordered(answer))

    def _ordered(self, answer: exp.Select) -> exp.Select:
        order = self.select.args.get("order")
        for term in order.expressions if order is not None else ():
            only(term, ("this", "desc", "nulls_first"))
            place = isinstance(term.this, exp.Literal)
            shown = self._shown(self._meant(term.this) if place else term.this)
            answer = answer.order_by(exp.Ordered(**{**term.args, "this": shown}))
        for clause in ("limit", "offset"):
            number = self.select.args.get(clause)
            if number is not None:
                only(number, ("expression",))
                if not isinstance(number.expression, exp.Literal):
                    raise refuse(f"{clause.upper()} takes a number", f"Write {clause.upper()} 10")
                answer.set(clause, number.copy())
        return answer

    def _shown(self, tree: exp.Expr) -> exp.Expr:
        """`tree` with groups and figures replaced by their protected columns; nothing else may be left."""
        shown = tree.copy().transform(self._replace)
        for node in shown.walk():
            if isinstance(node, exp.Column) and node.table != "answer":
                raise refuse(f"{node.name} is neither in GROUP BY nor inside COUNT, SUM or AVG")
            if type(node) not in ANSWER:
                raise refuse(f"{node.key.upper()} is not answered without --rows")
        return shown

    def _replace(self, node: exp.Expr) -> exp.Expr:
        if node in self.groups:
            return exp.column(f"d{self.groups.index(node)}", "answer")
        if isinstance(node, exp.Filter | exp.AggFunc):
            return exp.column(f"figure{self._figure(node)}", "answer")
        meant = self._meant(node) if isinstance(node, exp.Column) else node
        return node if meant is node else meant.transform(self._replace)

    def _figure(self, node: exp.Expr) -> int:
        """The number of a figure; one that is asked twice is worked out once."""
        same = [i for i, figure in enumerate(self.figures) if figure.node == node]
        if not same:
            self.figures.append(self._read_figure(node))
        return same[0] if same else len(self.figures) - 1

    def _read_figure(self, node: exp.Expr) -> Figure:
        function = node.this if isinstance(node, exp.Filter) else node
        if isinstance(node, exp.Filter):
            check_expression(node.expression.this, self.sources.relations)
        if isinstance(function, exp.Count):
            kind, argument = self._read_count(function)
            return Figure(kind, node, argument)
        if not isinstance(function, exp.Sum | exp.Avg):
            raise refuse(f"{function.key.upper()} can show one person's value")
        check_expression(function.this, self.sources.relations, SUMMED)
        return Figure("sum" if isinstance(function, exp.Sum) else "mean", node, function.this)

    def _read_count(self, count: exp.Count) -> tuple[Kind, exp.Expr | None]:
        only(count, ("this", "big_int"))
        argument = count.this
        if isinstance(argument, exp.Star | exp.Literal):
            return "rows", None
        if not isinstance(argument, exp.Distinct):
            keys_in = (exp.Count, exp.Is)
            check_expression(argument, self.sources.relations, keys_in=keys_in)
            return "values", argument
        column = argument.expressions[0] if len(argument.expressions) == 1 else None
        if not isinstance(column, exp.Column) or not is_key(column.name):
            raise refuse("COUNT(DISTINCT ...) counts people or other keys", "GROUP BY that column instead")
        check_expression(column, self.sources.relations, keys_in=(exp.Distinct,))
        counted = self.sources.who is not None and column.name == self.sources.who[1]
        return ("people" if counted else "keys"), column

    def _sql(self) -> str:
        """Figures by group and person, and over that the figures by group with what they rest on."""
        each = self.select.copy()
        for clause in ("having", "order", "limit", "offset"):
            each.set(clause, None)
        if self.sources.who is None:
            _number_rows(each)
        table, column = self.sources.who or (None, ROW)
        who = exp.column(column, table)
        groups = [exp.alias_(group.copy(), f"d{i}") for i, group in enumerate(self.groups)]
        parts = [part for i, figure in enumerate(self.figures) for part in parts_of(i, figure)]
        each.set("expressions", [*groups, exp.alias_(who, "who"), *parts])
        each.set("group", exp.Group(all=True))
        columns = [f"d{i}" for i in range(len(groups))]
        columns += [whole_of(i, figure.kind) for i, figure in enumerate(self.figures)]
        by = " GROUP BY ALL" if groups else ""
        return f"SELECT {', '.join(columns)} FROM ({write_sql(each)}) AS each_person{by}"


def _number_rows(select: exp.Select) -> None:
    """Give each row of a table without any key a number of its own to be counted by."""
    first = select.args["from_"].this
    name = first.alias_or_name
    first.set("alias", None)
    numbered = exp.select("*", f'row_number() OVER () AS "{ROW}"', dialect="duckdb").from_(first)
    select.args["from_"].set("this", numbered.subquery(name))


def _short_names(select: exp.Select, sources: Sources) -> exp.Select:
    """Drop a table's name before a column that no other table has, so that like expressions look alike."""

    def shorten(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and sum(node.name in r.columns for r in sources.relations) == 1:
            return exp.column(node.this.copy()) if not node.args.get("db") else node
        return node

    for clause in ("where", "group", "having", "order"):
        if select.args.get(clause) is not None:
            select.set(clause, select.args[clause].transform(shorten))
    select.set("expressions", [item.transform(shorten) for item in select.expressions])
    return select
