"""Ways in which written text goes wrong: slips of the keyboard, spelling by ear, other spellings of one name.

Every function takes a column of text and one or more columns of draws in [0, 1), and gives the text changed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.dynamics.draws import pick

Draws = npt.NDArray[np.float64]

# Keys beside each key of a British keyboard.
_NEAR = {
    "a": "sqz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "kop", "m": "nkj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
    "0": "98", "1": "2", "2": "13", "3": "24", "4": "35", "5": "46", "6": "57", "7": "68", "8": "79", "9": "80",
}  # fmt: skip
_SLIPS = {"insert": 0.2, "delete": 0.3, "replace": 0.3, "transpose": 0.2}

# Letters that sound alike; what comes first in a name is mostly left as it is, as most people get that right.
_BY_EAR = (
    ("^Ph", "F"), ("^C([aor])", "K${1}"), ("^K([aor])", "C${1}"), ("^G([ei])", "J${1}"),
    ("ph", "f"), ("(.)f", "${1}ph"), ("ee", "ea"), ("ea", "ee"), ("ie$", "y"), ("y$", "ie"), ("ck", "k"),
    ("(.)c([aou])", "${1}k${2}"), ("(.)k([aou])", "${1}c${2}"), ("ai", "ay"), ("(.)th", "${1}t"), ("sh", "ch"),
    ("ll", "l"), ("nn", "n"), ("tt", "t"), ("ss", "s"), ("rr", "r"), ("mm", "m"), ("([aeo])l(.)", "${1}ll${2}"),
    ("([aeo])n(.)", "${1}nn${2}"), ("ou", "oo"), ("(.)z", "${1}s"), ("(.)v", "${1}w"), ("ei", "ie"), ("gh", "g"),
    ("(.)i", "${1}y"), ("(.)a", "${1}e"), ("(.)e", "${1}a"), ("(.)o", "${1}u"), ("(.)u", "${1}o"),
)  # fmt: skip

# Spellings in English letters of one and the same name from elsewhere, none of them also an English name apart.
_SPELLINGS = (
    "Mohammed Muhammad Mohamed Mohammad Muhammed", "Aisha Ayesha Aysha Aishah", "Ahmed Ahmad Ahmet",
    "Fatima Fatema Fathima Fatimah", "Hussain Hussein Husain Hossain", "Yusuf Yousef Youssef Yousuf",
    "Omar Umar", "Ibrahim Ebrahim Ibraheem", "Zainab Zaynab Zaineb", "Maryam Mariam Miriam",
    "Abdullah Abdallah Abdulla", "Abdul Abdel", "Rahman Rehman Rahmaan",
    "Chowdhury Choudhury Chaudhry Chaudhary", "Sheikh Shaikh Shaykh", "Syed Sayed Said", "Uddin Udin",
    "Khadija Khadijah Khadeeja", "Hassan Hasan", "Hamza Hamzah", "Ali Aly", "Begum Begam",
    "Mahmood Mahmoud Mehmood", "Iqbal Eqbal", "Noor Nur Nour", "Safiya Safiyah", "Sophia Sofia",
    "Katarzyna Catarzyna", "Tomasz Tomas", "Kowalski Kowalsky", "Nowak Novak", "Andrei Andrey Andriy",
    "Sergei Sergey Serhiy", "Oleksandr Aleksandr", "Iryna Irina", "Mykola Nikolai Nikolay",
    "Dmytro Dmitri Dmitry", "Yulia Iuliia", "Jaspreet Jasprit", "Lakshmi Laxmi", "Nguyen Nguen",
    "Usman Osman Uthman", "Mustafa Mustapha", "Akhtar Akther Akter", "Khatun Khatoon",
    "Khanom Khanum Khanam", "Parveen Parvin", "Miah Mia Miya", "Yasmin Yasmeen", "Halima Haleema Halimah",
    "Amina Ameena Aminah", "Leila Layla Laila", "Zahra Zara Zahrah", "Imran Emran", "Hafsa Hafsah",
    "Ismail Ismael Ismaeel", "Salma Selma", "Gurpreet Gurprit", "Harpreet Harprit", "Meera Mira",
    "Reddy Reddi", "Oluwaseun Seun", "Kwame Kwami", "Mensah Mensa", "Stefan Stephan", "Muller Mueller",
)  # fmt: skip
# Letters of other alphabets that English ones stand for in more ways than one.
_LETTERS = (
    ("oo", "u"), ("(.)u([bdhlmnrst])", "${1}oo${2}"), ("ee", "i"), ("(.)i([mnrqsv])", "${1}ee${2}"), ("kh", "k"),
    ("q", "k"), ("ah$", "a"), ("a$", "ah"), ("([bdg])h", "${1}"), ("aa", "a"), ("ou", "u"), ("ai", "ay"),
    ("sh([aeiou])", "s${1}"),
    ("(.)w", "${1}v"), ("(.)v", "${1}w"), ("iy", "i"), ("ie", "i"), ("ss", "s"), ("mm", "m"), ("ng$", "n"),
)  # fmt: skip
_OTHERS = {
    name: " ".join(other for other in line.split() if other != name)
    for line in _SPELLINGS
    for name in line.split()
}
_BARE = {"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "ß": "ss", "æ": "ae"}


def mistyped(text: pl.Series, slip: Draws, place: Draws, key: Draws) -> pl.Series:
    """One slip after the first letter: a key too many, one too few, the next key, or two the wrong way round."""
    slips = np.array(list(_SLIPS))[pick(slip, list(_SLIPS.values()))]
    frame = pl.DataFrame({"text": text, "slip": slips, "place": place, "key": key}).lazy()
    long = pl.col("text").str.len_chars().cast(pl.Int64)
    frame = frame.with_columns(at=(1 + (pl.col("place") * (long - 1)).floor().cast(pl.Int64)).clip(1))
    whole, at = pl.col("text"), pl.col("at")
    frame = frame.with_columns(
        head=whole.str.slice(0, at), letter=whole.str.slice(at, 1), rest=whole.str.slice(at + 1)
    )
    near = pl.col("letter").str.to_lowercase().replace_strict(_NEAR, default="e", return_dtype=pl.String)
    frame = frame.with_columns(near=near).with_columns(
        near=pl.col("near").str.slice(
            (pl.col("key") * pl.col("near").str.len_chars()).floor().cast(pl.Int64), 1
        )
    )
    head, letter, rest = pl.col("head"), pl.col("letter"), pl.col("rest")
    done = (
        pl.when(pl.col("slip") == "insert").then(head + letter + pl.col("near") + rest)
        .when(pl.col("slip") == "replace").then(head + pl.col("near") + rest)
        .when(pl.col("slip") == "transpose").then(head + rest.str.slice(0, 1) + letter + rest.str.slice(1))
        .otherwise(head + rest)
    )  # fmt: skip
    # Two like letters change places unseen, and a lone letter has none to lose.
    frame = frame.with_columns(done=done).with_columns(
        done=pl.when(pl.col("done") == whole).then(head + rest).otherwise("done")
    )
    seen = pl.when(pl.col("done") == whole).then(whole + pl.col("near")).otherwise("done")
    return frame.select(seen.alias("text")).collect().to_series()


def by_ear(text: pl.Series, draw: Draws) -> pl.Series:
    """Spelt otherwise but sounding much the same: one of the rules that apply, as the draw has it."""
    return _by_rules(text, draw, _BY_EAR)


def respelt(text: pl.Series, draw: Draws) -> pl.Series:
    """A name from another alphabet, put into English letters in another way; as it was where no rule applies."""
    return _by_rules(text, draw, _LETTERS)


def _by_rules(text: pl.Series, draw: Draws, rules: Sequence[tuple[str, str]]) -> pl.Series:
    """The first rule that changes the text, counting on from the one that the draw falls on."""
    count = len(rules)
    frame = pl.DataFrame({"text": text, "first": (draw * count).astype(np.int64)}).lazy()
    spelt = {f"{at}": pl.col("text").str.replace(old, new) for at, (old, new) in enumerate(rules)}
    frame = frame.with_columns(**spelt)
    turns = [
        pl.when(pl.col(name) != pl.col("text")).then((int(name) - pl.col("first")) % count) for name in spelt
    ]
    frame = frame.with_columns(turn=pl.min_horizontal(turns))
    at = (pl.col("turn") + pl.col("first")) % count
    chosen = [pl.when(at == int(name)).then(pl.col(name)) for name in spelt]
    return frame.select(pl.coalesce(*chosen, "text").alias("text")).collect().to_series()


def other_spelling(text: pl.Series, draw: Draws) -> pl.Series:
    """Another spelling of the same name; null for names of which none is listed."""
    others = text.replace_strict(_OTHERS, default=None, return_dtype=pl.String).str.split(" ")
    frame = pl.DataFrame({"others": others, "draw": draw})
    at = (pl.col("draw") * pl.col("others").list.len()).floor().cast(pl.Int64)
    return frame.select(pl.col("others").list.get(at, null_on_oob=True)).to_series()


def has_spellings(text: pl.Series) -> pl.Series:
    """Whether another spelling of the name is listed."""
    return text.is_in(list(_OTHERS))


def without_marks(text: pl.Series) -> pl.Series:
    """Letters bare of accents, as systems that know only the English alphabet keep them."""
    plain = text.str.normalize("NFD").str.replace_all(r"\p{M}", "")
    return plain.str.replace_many(list(_BARE), list(_BARE.values()))


def digit_changed(text: pl.Series, place: Draws, step: Draws) -> pl.Series:
    """One digit made another; text without digits stays. No nulls."""
    return _one_changed(text, ("0", "9"), place, step)


def letter_changed(text: pl.Series, place: Draws, step: Draws) -> pl.Series:
    """One capital letter made another; text without capitals stays. No nulls."""
    return _one_changed(text, ("A", "Z"), place, step)


def _one_changed(text: pl.Series, among: tuple[str, str], place: Draws, step: Draws) -> pl.Series:
    """One of the characters from the first to the last of `among` moved on among them, as code points."""
    if not len(text):
        return text
    width = max(1, int(text.str.len_chars().max() or 1))  # pyright: ignore[reportArgumentType]
    codes = text.to_numpy().astype(f"U{width}").view(np.uint32).reshape(len(text), width).astype(np.int64)
    low, many = ord(among[0]), ord(among[1]) - ord(among[0]) + 1
    able = (codes >= low) & (codes < low + many)
    nth = (place * able.sum(axis=1)).astype(np.int64)
    chosen = able & (able.cumsum(axis=1) == nth[:, None] + 1)
    moved = 1 + (step * (many - 1)).astype(np.int64)
    changed = np.where(chosen, low + (codes - low + moved[:, None]) % many, codes)
    return pl.Series(changed.astype(np.uint32).view(f"U{width}").ravel().tolist(), dtype=pl.String)
