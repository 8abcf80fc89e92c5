"""Names that are one name: short forms and pet names by list, spellings by list and by sound.

Nothing is worked out of a name here but which other names it may stand for.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import polars as pl

# In order. Letters that are written for one another when a name is heard, or brought into English letters from
# another alphabet. Vowels become three: a, i (e, y and their pairs) and u (o and its pairs).
_SOUNDS = (
    ("ph", "f"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("sch|sh", "s"), ("([bdgkt])h", "${1}"), ("z", "s"), ("w", "v"),
    ("c([ei])", "s${1}"), ("c([^h]|$)", "k${1}"), ("a[iy]|e[aeiy]|ie|y[aeiou]?|e", "i"), ("au|o[ouwe]|u[eo]|o", "u"),
    ("ii+", "i"), ("uu+", "u"), ("aa+", "a"),
    ("bb+", "b"), ("dd+", "d"), ("ff+", "f"), ("gg+", "g"), ("kk+", "k"), ("ll+", "l"), ("mm+", "m"), ("nn+", "n"),
    ("pp+", "p"), ("rr+", "r"), ("ss+", "s"), ("tt+", "t"), ("vv+", "v"), ("(.)h$", "${1}"), ("ng$", "n"),
)  # fmt: skip
SHORTEST = 3
"""A name of fewer letters sounds like too many others to have a key of its own."""


@cache
def _forms() -> pl.DataFrame:
    """name and roots: of what names the name is a form, by the packaged list; a root is a form of itself."""
    text = files("wholeplace").joinpath("data", "name_forms.csv").read_text(encoding="utf-8")
    listed = pl.read_csv(io.StringIO(text)).select("root", "form")
    own = listed.select("root", pl.col("root").alias("form"))
    both = pl.concat([listed, own]).unique()
    return both.group_by("form").agg(pl.col("root").sort().alias("roots")).rename({"form": "name"})


def sound_key(expr: pl.Expr) -> pl.Expr:
    """A key alike for names that sound alike ('Nadeem', 'Nadim'; 'Kaul', 'Kool'); the name itself where it is short.

    expr: names as keys for comparing (lower-case letters alone).
    """
    key = expr
    for old, new in _SOUNDS:
        key = key.str.replace_all(old, new)
    return pl.when(expr.str.len_chars() >= SHORTEST).then(key).otherwise(expr)


def with_name_keys(records: pl.DataFrame) -> pl.DataFrame:
    """Records with given_sound, family_sound, and given_roots and family_roots (null for names on no list).

    Needs given and family, as keys for comparing. Each name is looked at once.
    """
    names = pl.concat([records["given"], records["family"]]).drop_nulls().unique().sort()
    keys = names.to_frame("name").with_columns(sound_key(pl.col("name")).alias("sound"))
    keys = keys.join(_forms(), on="name", how="left", maintain_order="left")
    for part in ("given", "family"):
        mine = keys.rename({"name": part, "sound": f"{part}_sound", "roots": f"{part}_roots"})
        records = records.join(mine, on=part, how="left", maintain_order="left")
    return records


def with_name_numbers(records: pl.DataFrame) -> pl.DataFrame:
    """Records, with keys of all their names, by two numbers more.

    spelt: the same where every name is written the same. sounds: the same where given and family name sound the same.
    """
    names = [pl.col(name).fill_null("") for name in ("given", "family", "former", "preferred")]
    written = pl.concat_str(*names, pl.col("family_parts").list.join(" ").fill_null(""), separator="|")
    heard = pl.concat_str("given_sound", "family_sound", separator="|")
    return records.with_columns(spelt=written.hash(), sounds=heard.hash())
