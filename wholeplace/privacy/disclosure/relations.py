"""FROM and its joins: which tables a shared query reads, and by which key its people are counted.

Every row of a query must belong to one counted person (or household or family, where the table is about
those), so that each group can be checked for how many it is about. So tables about people are joined on the
person, and a sub-query keeps the key it is counted by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from wholeplace.errors import QueryError
from wholeplace.privacy.disclosure.sql import ROW, Relation, check_expression, is_key, only, refuse

GROUPS = ("household_id", "family_id")
UNITS = ("person_id", "record_id", "person_a", "record_a", *GROUPS, "address_id", "group_id")
PEOPLE = frozenset({"person_id", "person_a", "person_b", "record_id", "record_a", "record_b"})
NAMED = frozenset(
    [
        "given_name",
        "family_name",
        "preferred_name",
        "birth_date",
        "address_text",
        "postcode",
        "uprn",
        "source_record_id",
        "scheme",
    ]
)
JOINS = {"", "INNER", "OUTER", "SEMI", "ANTI"}
SUBQUERY = ("expressions", "from_", "joins", "where", "group", "having", "distinct")
EACH = ROW | {exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Star, exp.Distinct, exp.Filter, exp.Where}
Tables = Mapping[str, Collection[str]]
Place = tuple[str, str]  # a relation and its column
Pairs = set[tuple[Place, Place]]


@dataclass(frozen=True)
class Sources:
    """What FROM brings: relations in order, and the column that tells the counted ones apart (table, name)."""

    relations: tuple[Relation, ...]
    who: Place | None

    def has(self, column: str) -> bool:
        """Whether any relation in sight has that column."""
        return any(r.seen and column in r.columns for r in self.relations)


def read_sources(select: exp.Select, tables: Tables) -> Sources:
    """The relations of a SELECT, each joined as it must be. `tables`: columns by table name, lower case."""
    start = select.args.get("from_")
    if start is None:
        raise refuse("a query needs a table in FROM", "`tables DIR` lists the tables of the place")
    only(start, ("this",))
    relations = [_relation(start.this, tables)]
    pairs: Pairs = set()
    for join in select.args.get("joins") or []:
        relation, equal = _joined(join, relations, tables)
        relations.append(relation)
        pairs |= equal
    return Sources(tuple(relations), _who(relations, pairs))


def _relation(node: exp.Expr, tables: Tables, *, seen: bool = True) -> Relation:
    if isinstance(node, exp.Subquery):
        only(node, ("this", "alias"))
        columns = subquery_columns(node.this, tables)
    elif isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
        only(node, ("this", "alias"))
        columns = _columns(node.name, tables)
    else:
        raise refuse(
            "only tables of the place and sub-queries over them can be read", "`tables DIR` lists them"
        )
    alias = node.args.get("alias")
    if alias is not None:
        only(alias, ("this",))
    if not node.alias_or_name:
        raise refuse("a sub-query needs a name", "Write (SELECT ...) AS name")
    return Relation(node.alias_or_name, columns, seen)


def _columns(name: str, tables: Tables) -> frozenset[str]:
    if name not in tables:
        raise QueryError("no such table", where=f"query: {name}", cure="`tables DIR` lists the tables")
    columns = frozenset(column.lower() for column in tables[name])
    if columns & NAMED:
        raise refuse("tables with names or identifiers are not answered without --rows")
    return columns


def _joined(join: exp.Expr, before: Sequence[Relation], tables: Tables) -> tuple[Relation, Pairs]:
    """One joined relation, and which of its columns equal which of those before it."""
    only(join, ("this", "side", "kind", "on", "using"))
    if join.args.get("side") not in (None, "", "LEFT") or (join.args.get("kind") or "") not in JOINS:
        raise refuse("only JOIN, LEFT JOIN, SEMI JOIN and ANTI JOIN are answered without --rows")
    relation = _relation(join.this, tables, seen=join.args.get("kind") not in ("SEMI", "ANTI"))
    if relation.name in {other.name for other in before}:
        raise refuse("two tables go by one name", "Give each its own: FROM event AS a JOIN event AS b ...")
    shared = [column.name for column in join.args.get("using") or []]
    pairs = {((relation.name, c), (r.name, c)) for c in shared for r in before if c in r.columns}
    for condition in _conditions(join.args.get("on")):
        pairs |= _pair(condition, relation, before)
    if not pairs:
        raise refuse("a join needs equal columns, each with its table's name", "JOIN ... ON a.x = b.x")
    return relation, pairs


def _conditions(on: exp.Expr | None) -> Iterable[exp.Expr]:
    if on is None:
        return []
    on = on.unnest()
    return [*_conditions(on.this), *_conditions(on.expression)] if isinstance(on, exp.And) else [on]


def _pair(condition: exp.Expr, relation: Relation, before: Sequence[Relation]) -> Pairs:
    """The columns that a condition makes equal; none where it is of another kind."""
    sides = [side for side in (condition.this, condition.expression) if isinstance(side, exp.Column)]
    equal = isinstance(condition, exp.EQ) and len(sides) == 2
    keys = equal and all(is_key(side.name) for side in sides)
    within = [*before, Relation(relation.name, relation.columns)]
    check_expression(condition, within, keys_in=(exp.Is, exp.EQ) if keys else (exp.Is,))
    if not equal or [side.table == relation.name for side in sides].count(True) != 1 or not sides[0].table:
        return set()
    one, other = ((side.table, side.name) for side in sides)
    return {(one, other)} if other[0] else set()


def _who(relations: Sequence[Relation], pairs: Pairs) -> Place | None:
    """The column to count by: the person where there is one, else the record, household, family..."""
    seen = [relation for relation in relations if relation.seen]
    found = ((r.name, unit) for unit in UNITS for r in seen if unit in r.columns)
    who = next(found, None)
    same = _same_as(who, pairs) if who else set()
    for relation in seen if who else ():
        about = relation.columns & PEOPLE
        if about and not any((relation.name, column) in same for column in about):
            raise refuse("tables about people are joined on the person", "Write JOIN ... USING (person_id)")
    return who


def _same_as(place: Place, pairs: Pairs) -> set[Place]:
    """Every column that joins make equal to this one."""
    same = {place}
    for _ in pairs:
        same |= {side for pair in pairs if same & set(pair) for side in pair}
    return same


def subquery_columns(query: exp.Expr, tables: Tables) -> frozenset[str]:
    """Columns of a sub-query in FROM or WITH. It must keep the key that its rows are counted by."""
    if not isinstance(query, exp.Select):
        raise refuse("UNION and the like are not answered without --rows")
    only(query, SUBQUERY)
    only(query.args.get("distinct") or exp.Distinct(), ())
    sources = read_sources(query, tables)
    for clause in ("where", "group", "having"):
        for part in _parts(query.args.get(clause)):
            _check_each(part, sources, bare_key=clause == "group")
    names = [_check_item(item, sources) for item in query.expressions]
    keep = {sources.who[1], *GROUPS} if sources.who else set()
    if not keep & set(names):
        key = sources.who[1] if sources.who else "key"
        raise refuse(f"a sub-query must keep the {key} of its rows", f"Add {key} to its SELECT and GROUP BY")
    return frozenset(names)


def _parts(clause: exp.Expr | None) -> list[exp.Expr]:
    if clause is None:
        return []
    if isinstance(clause, exp.Group):
        only(clause, ("expressions", "all"))
        return clause.expressions
    return [clause.this]


def _check_item(item: exp.Expr, sources: Sources) -> str:
    """The name of one column of a sub-query; a key keeps its name, and nothing else takes it."""
    inner = item.unalias()
    name = (item.alias or (inner.name if isinstance(inner, exp.Column) else "")).lower()
    if not name:
        raise refuse("each column of a sub-query needs a name", "Write ... AS name")
    _check_each(inner, sources, bare_key=True)
    if is_key(name) and not (isinstance(inner, exp.Column) and inner.name == name):
        raise refuse("a column that is not a key cannot take a key's name", "Choose another name after AS")
    if isinstance(inner, exp.Column) and is_key(inner.name) and name != inner.name:
        raise refuse("a key keeps its name in a sub-query", f"Leave out AS {name}")
    return name


def _check_each(tree: exp.Expr, sources: Sources, *, bare_key: bool) -> None:
    """One expression of a sub-query, where each row is still of one person."""
    if bare_key and isinstance(tree, exp.Column) and is_key(tree.name):
        check_expression(tree, sources.relations, keys_in=(exp.Expr,))
    else:
        check_expression(tree, sources.relations, EACH, keys_in=(exp.Is, exp.Count, exp.Distinct))
