"""Names as keys for comparing, each text looked at once; made-up tokens that stand for names are compared exactly only.

Services that take names out of an extract often put tokens in their place (FOR4787, FOR4788). Those look, sound and
begin alike, and mean nothing by it. So a token is spelt anew here, from a hash of it, in signs that no name has: two
tokens are then alike where they are the same and nowhere else, whatever rule looks at them.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.sources.values.names import match_name, match_name_parts

MADE_UP = r"^\s*\S*(?:\p{L}\S*[0-9]{2}|[0-9]{2}\S*\p{L})\S*\s*$"
"""One word of letters with two digits or more in a row. A single one is a slip of the hand (J0hn), and is left out."""
_SIGNS = "".join(chr(code) for code in range(33, 127) if not chr(code).islower() and chr(code) != "|")
_LENGTH = 10


def name_key(text: pl.Expr) -> pl.Expr:
    """The key of each name, as `match_name` or, of a made-up token, spelt anew."""
    return text.map_batches(_keys, return_dtype=pl.String)


def name_part_keys(*texts: str) -> pl.Expr:
    """The keys of all parts of the names in these columns together, as `match_name_parts`; null where there is none."""
    whole = pl.concat_str(*texts, separator=" ", ignore_nulls=True)
    return whole.map_batches(_part_keys, return_dtype=pl.List(pl.String))


def _keys(texts: pl.Series) -> pl.Series:
    each = _once(texts)
    token = each["text"].str.contains(MADE_UP)
    return _back(
        texts, each.select("text", match_name(pl.col("text")).alias("key")), _spelt(each.filter(token))
    )


def _part_keys(texts: pl.Series) -> pl.Series:
    each = _once(texts)
    held = each.filter(pl.col("text").str.contains(r"[0-9]{2}"))
    words = held.with_columns(pl.col("text").str.split(" ").alias("word")).explode("word")
    spelt = words.with_columns(_keys(words["word"]).alias("key")).drop_nulls("key")
    tokens = spelt.group_by("text", maintain_order=True).agg("key")
    return _back(texts, each.select("text", match_name_parts(pl.col("text")).alias("key")), tokens)


def _once(texts: pl.Series) -> pl.DataFrame:
    return texts.drop_nulls().unique().to_frame("text")


def _back(texts: pl.Series, keys: pl.DataFrame, tokens: pl.DataFrame) -> pl.Series:
    whole = keys
    if tokens.height:
        whole = pl.concat([keys.join(tokens, on="text", how="anti"), tokens])
    return texts.to_frame("text").join(whole, on="text", how="left", maintain_order="left")["key"]


def _spelt(tokens: pl.DataFrame) -> pl.DataFrame:
    """text and key: letters and digits of each token as one number, written in signs that are no small letters."""
    plain = tokens.select(pl.col("text").str.to_lowercase().str.replace_all("[^a-z0-9]+", "")).to_series()
    places = plain.hash().to_numpy()[:, None] // np.array(
        [len(_SIGNS) ** i for i in range(_LENGTH)], np.uint64
    )
    signs = np.frombuffer(_SIGNS.encode(), dtype="S1")[places % len(_SIGNS)]
    keys = signs.reshape(len(plain), _LENGTH).view(f"S{_LENGTH}").ravel().astype(str)
    return tokens.with_columns(pl.Series("key", keys, dtype=pl.String))
