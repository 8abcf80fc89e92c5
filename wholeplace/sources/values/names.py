"""Personal names: tidied for keeping, parted from their titles, and as keys for comparing.

Nothing is worked out from a name or title: not sex, not marriage, not origin.
"""

from __future__ import annotations

import polars as pl

TITLES: dict[str, str] = {
    "mr": "Mr", "mister": "Mr", "messrs": "Mr", "mrs": "Mrs", "ms": "Ms", "miss": "Miss", "mx": "Mx",
    "mstr": "Master", "dr": "Dr", "doctor": "Dr", "prof": "Prof", "professor": "Prof", "rev": "Rev",
    "revd": "Rev", "reverend": "Rev", "sir": "Sir", "dame": "Dame", "cllr": "Cllr", "councillor": "Cllr",
}  # fmt: skip
"""Titles that are not also names, wherever they stand: as written (lower case) and as kept."""

LEADING_TITLES: dict[str, str] = {
    "master": "Master", "lady": "Lady", "lord": "Lord", "capt": "Capt", "captain": "Capt", "hon": "Hon",
    "rabbi": "Rabbi", "pastor": "Pastor",
}  # fmt: skip
"""Titles that are also names, so that they are read as titles only at the start with a name after them."""

RANKS = "baron|baroness|count|countess|duchess|duke|earl|lord|marquess|marquis|prince|princess|viscount|viscountess"
"""Ranks of the peerage, as a pattern. They are names too, but not after an ordinal ('1st Earl') or before 'of'."""

AFTER_NAMES = (
    "esq|esquire|jr|jnr|junior|sr|snr|senior|obe|mbe|cbe|kbe|dbe|kcb|kcmg|frs|qc|kc|mp|phd|bart|bt|baronet"
)
"""What is written after a whole name, as a pattern."""

PARTICLES = "abu|al|bin|bint|da|das|de|del|della|den|der|di|dos|du|el|ibn|la|le|mac|mc|san|st|ter|van|von|zu"
"""Words that begin a family name of several words, such as 'van der Berg', as a pattern."""

_NOT_A_NAME = (
    r"(?i)^(?:null|none|n/a|n/k|unknown|not (?:known|given|recorded|stated|applicable|available)|no name|tbc|"
    r"unborn(?: baby| child)?|baby (?:boy|girl)|[^\p{L}]*)$"
)
# Letters with a stroke or joined, which do not come apart into a plain letter and a mark.
_PLAIN = {
    "æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i",
    "ŋ": "ng", "ĸ": "k", "ŧ": "t", "ə": "a",
}  # fmt: skip


def tidy_name(expr: pl.Expr) -> pl.Expr:
    """The text in one form of Unicode (NFKC), without control characters, odd spaces or odd dashes.

    Letters with marks and apostrophes stay. Null where nothing is left.
    """
    spaced = (
        expr.str.normalize("NFKC").str.replace_all(r"[\s--[ ]]\s*| \s+", " ").str.replace_all(r"\p{C}", "")
    )
    marks = spaced.str.replace_all("[’‘ʼʹ`´]", "'").str.replace_all(r"\p{Pd}", "-")
    return marks.str.strip_chars(" ,;").replace({"": None})


def clean_name(expr: pl.Expr) -> pl.Expr:
    """One part of a name (given, middle or family), tidied; null where it says that there is none.

    'Unknown', 'N/K', 'NULL', 'Unborn', 'Baby girl' and texts without a letter are no name.
    """
    return tidy_name(expr).str.replace(_NOT_A_NAME, "").replace({"": None})


def split_title(expr: pl.Expr) -> pl.Expr:
    """A struct of title (as in TITLES, else null) and name (the rest); null where the text is empty."""
    words, leading = "|".join(TITLES), "|".join(LEADING_TITLES)
    title = rf"(?:{words})(?:\.\s*|\s+|$)|(?:{leading})(?:\.\s*|\s+)\b"
    parts = tidy_name(expr).str.extract_groups(rf"(?i)^(?<title>{title})?(?<name>.*)$")
    return parts.struct.with_fields(
        title=known_title(pl.field("title")), name=pl.field("name").replace({"": None})
    )


def known_title(expr: pl.Expr) -> pl.Expr:
    """A title in the one way it is kept ('MR.' is 'Mr'); null for any other text."""
    key = expr.str.strip_chars(" .").str.to_lowercase()
    return key.replace_strict(TITLES | LEADING_TITLES, default=None, return_dtype=pl.String)


FULL_NAME_FIELDS = ("given_name", "middle_names", "family_name")


def split_full_name(expr: pl.Expr) -> pl.Expr:
    """A struct of FULL_NAME_FIELDS from a name in one text, its title left out.

    'Surname, Given Middle' and 'Given Middle Surname'; a particle goes with the family name; one word alone
    is a family name. A rank of the peerage and what follows a name ('1st Earl of Lea', 'Esq') are left out.
    """
    named = split_title(expr).struct.field("name").str.replace_all(r"\s+", " ")
    named = named.str.replace(rf"(?i)^(\S+ \S.*?),? \(?(?:{AFTER_NAMES})\.?\)?$", "${1}")
    named = named.str.replace(rf"(?i), (?:the )?(?:[0-9]+(?:st|nd|rd|th) .*|(?:{RANKS}) of\b.*)$", "")
    named = named.str.replace_all(rf"(?i) (?:the )?[0-9]+(?:st|nd|rd|th) (?:{RANKS})(?: of)?\b", "")
    whole = named.str.strip_chars(" ,")
    family_first = r"^(?<family>[^,]+),\s*(?<given>[^\s,]+)(?:[\s,]+(?<middle>.+))?$"
    last = rf"(?i)^(?:(?<given>\S+) (?:(?<middle>.*?) )??)?(?<family>(?:(?:{PARTICLES}) )*\S+)$"
    found = [whole.str.extract_groups(family_first), whole.str.extract_groups(last)]

    def either(group: str) -> pl.Expr:
        return pl.coalesce(one.struct.field(group) for one in found)

    return pl.struct(given_name=either("given"), middle_names=either("middle"), family_name=either("family"))


def match_name(expr: pl.Expr) -> pl.Expr:
    """A name as a key for comparing: lower-case letters a to z alone; null where none is left.

    Marks are dropped and joined letters written out by table. Spaces, hyphens and apostrophes go, so that
    'De la Cruz', 'Delacruz' and 'de-la-Cruz' are one, and 'Saint' is 'St'. Other scripts give null: a name
    in them cannot be compared by its letters here.
    """
    return _letters(expr).str.replace_all("[^a-z]+", "").replace({"": None})


def match_name_parts(expr: pl.Expr) -> pl.Expr:
    """The parts of a double-barrelled name as keys, in order; null where there is none.

    'Smith-Jones' and 'Smith Jones' give smith and jones. A particle stays with the word after it:
    'van der Berg-Jones' gives vanderberg and jones.
    """
    glued = _letters(expr).str.replace_all(rf"\b({PARTICLES}|o)[\s-]+", "${1}")
    parts = glued.str.replace_all("[^a-z]+", " ").str.strip_chars(" ").replace({"": None})
    return parts.str.split(" ")


def _letters(expr: pl.Expr) -> pl.Expr:
    bare = expr.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"[\p{M}'’.]", "")
    plain = bare.str.replace_many(list(_PLAIN), list(_PLAIN.values()))
    return plain.str.replace_all(r"\bsaint\b", "st")
