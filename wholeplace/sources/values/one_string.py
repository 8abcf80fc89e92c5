"""Names that a system holds as one string, as council tax does: who is named, and whether it is a person.

Read in this order: cut what is in care of someone or a trading name; tell what kind of name it is; part the
people at '&'; then, for each, family name first ('SURNAME, MR FORENAME', 'SURNAME MR F') or last ('MR F
SURNAME'). A family name given once serves all who are named with it.
"""

from __future__ import annotations

import polars as pl

from wholeplace.sources.values.names import LEADING_TITLES, PARTICLES, TITLES, known_title, tidy_name

_TITLE = rf"(?:{'|'.join(TITLES)})\b"
_LEADING = rf"(?:{'|'.join(LEADING_TITLES)})\s+\b"

_NOT_THE_NAME = r"(?i)[\s,;(-]*\b(?:c/o\b|care of\b|t/a\b|trading as\b).*$"
_AND_OTHERS = r"(?i) & (?:others?|another|anor|ors|family|wife|husband|partner)$"
_JOIN = r"(?i)(?:\s*(?:[&+/;]|\band\b)\s*)+"

_SMALL = "the|new|current|present|previous|all|any|or|&|no|of|property|premises|person|persons|party|parties|liable"
_NOBODY = (
    r"(?:council )?(?:(?:occupi|own|leasehold|freehold|househ?old|tax ?pay|rate ?pay)ers?)|occupants?|residents?|"
    r"tenants?|landlords?|unknown|vacant|void|empty|unoccupied|null|not known|no names?|n a|n & a|"
    r"liable (?:person|party)"
)
_UNNAMED = rf"(?i)^(?:(?:{_SMALL})[\s-]+)*(?:{_NOBODY})(?:[\s-]+(?:{_SMALL}|{_NOBODY}))*$"
_EXECUTORS = (
    r"(?:the )?(?:executors?|executrix|executrices|exors?|exec'?rs|(?:legal |lawful )?(?:personal|pers|legal) "
    r"(?:representatives?|reps?)|administrators? of the estate|the estate of|estate of)\b"
)
_EXECUTORS_OF = (
    rf"(?i)[\s,(]*\b{_EXECUTORS}(?: & (?:trustees?|{_EXECUTORS}))?(?: of| for)?(?: the)?(?: estate)?(?: of)?"
    r"(?: the)?(?: late)?[\s,)]*"
)
_DECEASED = r"(?i)\(dec\)|\(?\b(?:deceased|dec'?d|decsd|the late)\b\)?|^late\b|\(late\)|\bdec$"

# Words that no person with a title is called by.
_BODY = (
    r"(?i)\b(?:ltd|limited|plc|llp|inc|incorporated|gmbh|council|corporation|company|holdings?|properties|lettings?|"
    r"developments?|developers|investments?|enterprises?|association|society|foundation|university|nhs|"
    r"solicitors|charit(?:able|ies)|ministries|receivers?|liquidators?|estates|cic|c i c)\b"
    r"|& (?:sons?|daughters?|co)\b"
)
# Words that are also names of people: a body only where no title and no comma shows a person.
_BODY_OR_NAME = (
    r"(?i)\b(?:church|charity|banks?|trust|trustees?|temple|mosque|synagogue|chapel|parish|diocese|school|college|"
    r"academy|nursery|hospital|surgery|practice|clinic|pharmacy|club|union|group|housing|homes?|services?|"
    r"solutions|management|agents?|agency|partners|partnership|associates|centre|hotel|inn|garage|stores?|shop|"
    r"department|dept|ministry|police|authority|committee|fund|pensions?|hostel|project|uk|bros|brothers|"
    r"international|systems|motors|restaurant|cafe|takeaway|farms?|foods|contractors|builders|construction|"
    r"consult(?:ing|ants?)|accountants|co|industries|borough|county|district|government|care)\b"
    r"|^[^\s,&]{2,} & [^\s,&]{2,}$"
)

_AFTER_A_NAME = r"(?i)(?:[,\s]+(?:jnr|jr|snr|sr|esq|esquire|obe|mbe|cbe|phd|jp))+$"
_PART = (
    rf"(?i)^(?:(?:(?<before>.*?)[,\s]+)??(?<title>{_TITLE})(?:[,\s]+{_TITLE})*(?:\s+(?<after>.+))?|"
    rf"(?<leading>{_LEADING})(?<rest>.+))$"
)
# A last word of one letter is an initial, so that the family name came first.
_INITIALS_LAST = r"^(\p{L}{2}\S*(?:\s\S+)*?)\s+((?:\p{L}\s+)*\p{L})$"
_FAMILY_FIRST = rf"(?i)^((?:(?:{PARTICLES})\s+)*\S+)(?:\s+(.*))?$"
_NAMES = (
    r"(?i)^(?:(?<family>[^,]+?)\s*,\s*(?:(?<given>[^\s,]+)(?:[\s,]+(?<middle>.+))?)?|(?<lone>[^\s,]+)|"
    r"(?<whole>(?:(?:van|von|de|del|della|den|der|du|mac|mc)\s+)+\S+)|"
    rf"(?<first>\S+)(?:\s+(?<between>.*?))??\s+(?<last>(?:(?:{PARTICLES})\s+)*\S+))$"
)

PERSON_FIELDS = ("title", "given_name", "middle_names", "family_name", "name_kind", "deceased")
"""The fields of each entry that parse_one_string gives."""


def parse_one_string(expr: pl.Expr) -> pl.Expr:
    """A list with one struct (PERSON_FIELDS) for each person or body named; null where the text is empty.

    name_kind: person; organisation (its name whole in family_name); executors (the names are those of the
    person who died, deceased is true); unnamed ('The Occupier': no names). deceased: the text says that the
    person has died. 'MR & MRS A SURNAME' names A to the first of the two, and the second by family alone,
    as the form of address has it. Explode and unnest to have a row for each.

    What it cannot tell: 'JOHN SMITH' from 'SMITH JOHN' where there is no title, comma or initial (the last
    word is taken as the family name), and a body whose name is that of a person.
    """
    text = tidy_name(expr).str.replace(_NOT_THE_NAME, "").str.strip_chars(" ,;-(")
    joined = (
        pl.field("text")
        .str.replace_all(r"\.", " ")
        .str.replace_all(_JOIN, " & ")
        .str.replace_all(" {2,}", " ")
    )
    named = joined.str.strip_chars(" &").str.replace(_AND_OTHERS, "")
    staged = pl.struct(text=text).struct.with_fields(joined=named)
    return staged.struct.with_fields(kind=_kind()).struct.with_fields(named=_named()).struct.field("named")


def _kind() -> pl.Expr:
    joined = pl.field("joined")
    person = joined.str.contains(rf"(?i)\b{_TITLE}|,")
    body = joined.str.contains(_BODY) | (~person & joined.str.contains(_BODY_OR_NAME))
    return (
        pl.when(joined.is_null()).then(None)
        .when((joined == "") | joined.str.contains(_UNNAMED)).then(pl.lit("unnamed"))
        .when(joined.str.contains(rf"(?i)\b{_EXECUTORS}")).then(pl.lit("executors"))
        .when(body).then(pl.lit("organisation"))
        .otherwise(pl.lit("person"))
    )  # fmt: skip


def _named() -> pl.Expr:
    kind, joined = pl.field("kind"), pl.field("joined")
    dead = joined.str.replace_all(_EXECUTORS_OF, " ").str.strip_chars(" ")
    return pl.coalesce(
        _people(pl.when(kind == "person").then(joined), "person"),
        _people(pl.when(kind == "executors").then(dead), "executors"),
        pl.when(kind.is_in(["organisation", "unnamed"])).then(pl.concat_list(_no_person(kind))),
    )


def _no_person(kind: pl.Expr) -> pl.Expr:
    none, body = pl.lit(None, dtype=pl.String), pl.when(kind == "organisation").then(pl.field("text"))
    values = (none, none, none, body, kind, pl.lit(False))
    return pl.struct(**dict(zip(PERSON_FIELDS, values, strict=True)))


def _people(joined: pl.Expr, kind: str) -> pl.Expr:
    parsed = _parsed(pl.element())
    return _spelt_out(joined).str.split(" & ").list.eval(_shared(parsed, kind))


def _spelt_out(joined: pl.Expr) -> pl.Expr:
    """Each person in full between '&': 'MR & MRS A B' as 'MR A B & MRS', 'MR A B, MS C D' as two."""
    listed = (
        pl.when(joined.str.contains(rf"(?i)^{_TITLE}"))
        .then(joined.str.replace_all(rf"(?i),\s*({_TITLE})", " & ${1}"))
        .otherwise(joined)
    )
    two = rf"(?i)^(?:([^&]*?)[,\s]+)?({_TITLE}) & ({_TITLE})"
    each = listed.str.replace(
        rf"{two} (\S+) & (\S+)(?: ([^&]+))?$", "${1}, ${2} ${4} ${6} & ${1}, ${3} ${5} ${6}"
    )
    return each.str.replace(rf"{two}(?: ([^&]+))?$", "${1}, ${2} ${4} & ${1}, ${3}")


def _parsed(part: pl.Expr) -> pl.Expr:
    """A struct of what one person's text holds: title, names (the groups of _NAMES) and deceased."""
    text = part.str.replace_all(_DECEASED, " ").str.replace_all(r"\([^)]*\)", " ").str.strip_chars(" ,;()-")
    found = text.str.replace(_AFTER_A_NAME, "").str.replace_all(r"\s+", " ")
    staged = pl.struct(deceased=part.str.contains(_DECEASED), text=found).struct.with_fields(
        part=pl.field("text").str.extract_groups(_PART)
    )
    return staged.struct.with_fields(
        title=known_title(pl.coalesce(_group("part", "title"), _group("part", "leading"))),
        names=_in_order().str.strip_chars(" ").str.extract_groups(_NAMES),
    )


def _in_order() -> pl.Expr:
    """The names alone: 'FAMILY, GIVEN' where the family name came first, as they stood where it came last."""
    before = _group("part", "before").str.strip_chars(" ,").replace({"": None})
    after = pl.coalesce(_group("part", "after"), _group("part", "rest"))
    untitled = pl.when(pl.coalesce(_group("part", "title"), _group("part", "leading")).is_null()).then(
        pl.field("text")
    )
    last = pl.coalesce(after, untitled).str.replace(_INITIALS_LAST, "${1}, ${2}")
    first = (
        pl.when(before.str.contains(","))
        .then(before)
        .otherwise(before.str.replace(_FAMILY_FIRST, "${1}, ${2}"))
    )
    return (
        pl.when(before.is_null())
        .then(last)
        .when(after.is_null())
        .then(first)
        .otherwise(pl.concat_str(before, pl.lit(", "), after))
    )


def _shared(parsed: pl.Expr, kind: str) -> pl.Expr:
    """The entries of one list, a family name given once serving those named with it."""
    lone, family = _group("names", "lone"), _first_of("family", "whole", "last")
    alone = lone.is_not_null() & (lone.str.len_chars() > 1) & _from_neighbours(family).is_null()
    staged = parsed.struct.with_fields(
        given_name=pl.coalesce(_first_of("given", "first"), pl.when(~alone).then(lone)),
        middle_names=_first_of("middle", "between"),
        family_name=_from_neighbours(pl.when(alone).then(lone).otherwise(family)),
        deceased=pl.lit(True) if kind == "executors" else pl.field("deceased"),
    )
    nobody = pl.field("given_name").is_null() & pl.field("family_name").is_null() & pl.lit(kind == "person")
    known = staged.struct.with_fields(
        name_kind=pl.when(nobody).then(pl.lit("unnamed")).otherwise(pl.lit(kind))
    )
    return known.struct.with_fields(entry=pl.struct(*map(pl.field, PERSON_FIELDS))).struct.field("entry")


def _from_neighbours(family: pl.Expr) -> pl.Expr:
    # Within one list: the next person's, or the last one's before.
    return family.backward_fill().forward_fill()


def _first_of(*groups: str) -> pl.Expr:
    return pl.coalesce([_group("names", group) for group in groups])


def _group(struct: str, group: str) -> pl.Expr:
    return pl.field(struct).struct.field(group)
