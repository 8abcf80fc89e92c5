"""Plain words for what tables hold as codes: dates, services, sources, bands. A page says nothing in code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

UNKNOWN = "Not recorded"
_WHOLE = {
    "childrens": "children's",
    "send": "SEND",
    "sen2": "SEN2",
    "ssda903": "SSDA903",
    "cin": "CIN",
    "cld": "CLD",
    "gp": "GP",
    "nhs": "NHS",
    "shbe": "SHBE",
    "hclic": "H-CLIC",
    "ssd": "SSD",
    "ehc": "EHC",
}
_REASONS = {"few known parents": "too few children have a known parent or carer"}

Bands = tuple[tuple[int, str], ...]
_CHILD: Bands = ((5, "0 to 4"), (11, "5 to 10"), (16, "11 to 15"), (18, "16 and 17"))
_ADULT: Bands = ((25, "18 to 24"), (45, "25 to 44"), (65, "45 to 64"), (75, "65 to 74"), (85, "75 to 84"))
AGES: Bands = (*_CHILD, *_ADULT, (200, "85 and over"))
WIDE_AGES: Bands = ((18, "Under 18"), (65, "18 to 64"), (200, "65 and over"))
SEXES = {"female": "Female", "male": "Male"}
OTHER_SEX = "Other or not recorded"


def plain(code: str) -> str:
    """A code as words: `adult_social_care` becomes "Adult social care"."""
    text = inner(code)
    return text[:1].upper() + text[1:]


def inner(code: str) -> str:
    """A code as words for the middle of a sentence."""
    return " ".join(_WHOLE.get(word, word) for word in code.replace("_", " ").split())


def lowered(name: str) -> str:
    """A name for the middle of a sentence: the first letter small unless the whole word is capitals."""
    first = name.split(" ")[0]
    return name if first.isupper() and len(first) > 1 else name[:1].lower() + name[1:]


def reason(text: str) -> str:
    """Why something is withheld, in words that can follow "because"."""
    return _REASONS.get(text, text)


def day(value: date | None) -> str:
    """A date as 31 March 2025; nothing where there is none."""
    return f"{value.day} {value:%B %Y}" if value else ""


def month(column: str) -> pl.Expr:
    """Months as "March 2025"; single days are not shown, as a first or last day may be one person's own."""
    return pl.col(column).dt.strftime("%B %Y")


def listed(words: Sequence[str]) -> str:
    """Words as "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def number_word(number: int) -> str:
    """Small whole numbers in words, for how many services or sources there are."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if number < len(words) else str(number)


def many(number: int, one: str, more: str) -> str:
    """A number in words with its noun."""
    return f"{number_word(number)} {one if number == 1 else more}"


def age_band(as_of: date, bands: Bands) -> pl.Expr:
    """Band of a person's age in whole years on `as_of`, told from `birth_month`; the unborn are in the first."""
    born = pl.col("birth_month")
    months = 12 * (as_of.year - born.dt.year()) + as_of.month - born.dt.month()
    label = pl.lit(UNKNOWN)
    for top, name in reversed(bands):
        label = pl.when(months < 12 * top).then(pl.lit(name)).otherwise(label)
    return pl.when(born.is_null()).then(pl.lit(UNKNOWN)).otherwise(label)


def age_order() -> pl.DataFrame:
    """Every narrow band (`age`) with the wide one it lies in (`wide`), youngest first."""
    starts = [0, *(top for top, _ in AGES[:-1])]
    wide = [next(label for top, label in WIDE_AGES if start < top) for start in starts]
    return pl.DataFrame({"age": [*(label for _, label in AGES), UNKNOWN], "wide": [*wide, UNKNOWN]})


@dataclass(frozen=True)
class Ladder:
    """Numbers as labels, all from `top` up together: "1 service", "2 services", "3 or more services"."""

    least: int
    top: int
    one: str
    more: str

    @property
    def labels(self) -> list[str]:
        """Every label, in order."""
        plain = [f"{n} {self.one if n == 1 else self.more}" for n in range(self.least, self.top)]
        return [*plain, f"{self.top} or more {self.more}"]

    def of(self, column: str) -> pl.Expr:
        """The label of each number; null below the least."""
        step = pl.col(column).cast(pl.Int64).clip(upper_bound=self.top) - self.least
        steps = dict(enumerate(self.labels))
        return step.replace_strict(steps, default=None, return_dtype=pl.String)

    def frame(self, name: str) -> pl.DataFrame:
        """The labels as a column, in order."""
        return pl.DataFrame({name: self.labels})

    def counted(self, frame: pl.DataFrame, column: str, name: str, count: str) -> pl.DataFrame:
        """How many rows of `frame` have each label, in order, labels of nobody included."""
        found = frame.group_by(self.of(column).alias(name)).len(count)
        return self.frame(name).join(found, on=name, how="left", maintain_order="left").fill_null(0)
