"""National identifiers: one written form for each, and the check it carries.

`normalise_*` gives the one form in which an identifier is stored and compared, or null where the text is
not of its shape or is a known placeholder. `check_*` takes that form and says whether it can be a real
number of its kind: null stays null. A check never proves whose number it is; a failed one makes it
unverified, which is a weaker thing than wrong (see SCHEMES).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add

import polars as pl

Rule = Callable[[pl.Expr], pl.Expr]

# The 23 letters a check letter can be, in order of the value each stands for (A = 0 ... Z = 22).
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

# The 124 postcode areas of Royal Mail's Postcode Address File, the Crown Dependencies' three included.
_AREAS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK
FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG
NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR
TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
POSTCODE_AREAS = tuple(_AREAS.split())

_SPACES = r"[\s\p{Cf}]+"
_GAPS = r"[\s\p{Cf}\p{Pd}]+"
_ONE_DIGIT = [str(digit) * 10 for digit in range(10)]
_NOT_GIVEN = r"^(NULL|NONE|NIL|N/?A|UNKNOWN|NOTKNOWN|NOTAPPLICABLE|UN[0-9]{1,2}|[0\-.?X*]+)$"
_OUTWARD = (
    r"[A-Z][0-9]|[A-Z][0-9][0-9]|[A-Z][0-9][ABCDEFGHJKPSTUW]|"
    r"[A-Z]{2}[0-9]|[A-Z]{2}[0-9][0-9]|[A-Z]{2}[0-9][ABEHMNPRVWXY]"
)


@dataclass(frozen=True)
class Scheme:
    """A kind of identifier: its title in plain words, its one written form, and its check.

    check is None where the scheme carries none, so that an identifier of it is neither verified nor not.
    """

    title: str
    normalise: Rule
    check: Rule | None


def normalise_nhs_number(expr: pl.Expr) -> pl.Expr:
    """Ten digits without gaps. Null where not ten digits, or one digit ten times over.

    One digit repeated passes the check below, whatever the digit, and is what systems hold for "none".
    """
    return _not_one_digit(_only(_number(expr), r"[0-9]{10}"))


def check_nhs_number(expr: pl.Expr) -> pl.Expr:
    """Whether the tenth digit is right: the digits times 10, 9 ... 2, 1 sum to a multiple of 11.

    Source: NHS Data Model and Dictionary, attribute NHS NUMBER (modulus 11; a check digit of 10 is never
    issued, and no single digit can satisfy the sum for one).
    """
    ten = expr.str.contains(r"^[0-9]{10}$") & ~expr.is_in(_ONE_DIGIT)
    return _verdict(expr, ten & (_weighted(expr, 10) % 11 == 0))


def normalise_uln(expr: pl.Expr) -> pl.Expr:
    """Unique learner number: ten digits, the first not 0. Null for 9999999999, sent for learners without one.

    Source: Learning Records Service; the stand-in is that of the individualised learner record.
    """
    return _not_one_digit(_only(_number(expr), r"[1-9][0-9]{9}"))


def check_uln(expr: pl.Expr) -> pl.Expr:
    """Whether the tenth digit is 10 less the remainder by 11 of the first nine times 10, 9 ... 2.

    A remainder of 0 is never valid. Said the other way: all ten digits, weighted down to 1, leave 10, so
    that no ULN is also a valid NHS number. Source: HESA student record, field ULN (example 9276308686).
    """
    ten = expr.str.contains(r"^[1-9][0-9]{9}$") & ~expr.is_in(_ONE_DIGIT)
    return _verdict(expr, ten & (_weighted(expr, 10) % 11 == 10))


def normalise_upn(expr: pl.Expr) -> pl.Expr:
    """Unique pupil number: a letter and 12 digits, or, where temporary, a letter, 11 digits and a letter.

    Twelve digits and then one letter is the same number with its check letter written last, and is turned
    round. The reasons a return gives for having none (UN1 ...) are null. Letters that no UPN can hold are
    kept, for the check to fail: pupils of a school that made its own numbers are still told apart by them.
    """
    turned = _compact(expr).str.replace(r"^([0-9]{12})([A-Z])$", "${2}${1}")
    return _only(turned, r"[A-Z][0-9]{11}[A-Z0-9]")


def check_upn(expr: pl.Expr) -> pl.Expr:
    """Whether the first letter is that of the rest: characters 2 to 13 times 2 ... 13, remainder by 23.

    The last character of a temporary UPN counts as the number its letter stands for (UPN_LETTERS).
    Source: UK Government Data Standards Catalogue, Unique Pupil Number 2.0; DfE census rule 1510.
    """
    middle = expr.str.slice(1, 11).cast(pl.Int64, strict=False)
    digits = [middle // 10 ** (10 - place) % 10 * (place + 2) for place in range(11)]
    total = reduce(add, digits) + _character_value(expr.str.slice(12)) * 13
    right = total % 23 == _character_value(expr.str.slice(0, 1))
    return _verdict(expr, expr.str.contains(rf"^[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]$") & right)


def normalise_nino(expr: pl.Expr) -> pl.Expr:
    """National Insurance number: two letters and six digits; the last letter, A to D, is left off.

    The suffix says when a contribution card fell due, not whose it was, and many systems lose it. Null for
    temporary numbers (TN and a birth date, shared by twins) and for any other last letter.
    Source: HMRC National Insurance Manual NIM39110.
    """
    return _compact(expr).str.extract(r"^((?:[A-SU-Z][A-Z]|T[A-MO-Z])[0-9]{6})[A-D]?\.?$", 1)


def check_nino(expr: pl.Expr) -> pl.Expr:
    """Whether the prefix can have been issued: the number has no check digit.

    Neither letter is D, F, I, Q, U or V, the second is not O, and BG, GB, KN, NK, NT, TN and ZZ are not
    used. Source: HMRC National Insurance Manual NIM39110.
    """
    letters = expr.str.contains(r"^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]?$")
    return _verdict(expr, letters & ~expr.str.contains(r"^(BG|GB|KN|NK|NT|TN|ZZ)"))


def normalise_uprn(expr: pl.Expr) -> pl.Expr:
    """Unique property reference number: up to 12 digits without leading noughts. Null for 0, 1 and 2.

    Systems send those, and -1 and -2, where they have none. A UPRN carries no check digit.
    Source: OS AddressBase (UPRN: integer of at most 12 digits).
    """
    return _number(expr, gaps=_SPACES).str.extract(r"^0*([3-9]|[1-9][0-9]{1,11})$", 1)


def normalise_urn(expr: pl.Expr) -> pl.Expr:
    """Unique reference number of a school or children's home: 6 or 7 digits, or SC and 6 digits.

    Source: Get Information about Schools (6 digits) and Ofsted's register (SC and 6 digits, or 7 digits).
    """
    return _only(_number(expr).str.to_uppercase(), r"SC[0-9]{6}|[0-9]{6,7}")


def normalise_postcode(expr: pl.Expr) -> pl.Expr:
    """A postcode as 'AA9 9AA', one space before the last three characters. Null for ZZ99 pseudo postcodes."""
    outward, inward = r"[A-Z]{1,2}[0-9][A-Z0-9]?|GIR", r"[0-9][A-Z]{2}"
    spaced = _letters_and_digits(expr).str.replace(rf"^({outward})({inward})$", "${1} ${2}")
    return spaced.str.replace(r"^ZZ99.*", "").str.extract(r"^(.+ .+)$", 1)


def check_postcode(expr: pl.Expr) -> pl.Expr:
    """Whether the area exists and the letters are of those used in each place.

    Source: Royal Mail, Postcode Address File programmers' guide (C, I, K, M, O and V never end a postcode).
    """
    shape = rf"^({_OUTWARD}) [0-9][ABD-HJLNP-UW-Z]{{2}}$"
    area = expr.str.extract(r"^([A-Z]{1,2})[0-9]", 1)
    return _verdict(expr, (expr.str.contains(shape) & area.is_in(POSTCODE_AREAS)) | (expr == "GIR 0AA"))


def as_token(expr: pl.Expr) -> pl.Expr:
    """Any other identifier, or one not of its scheme's shape, as something to compare: upper case, no gaps.

    Null for what systems write when there is none (NULL, N/A, UN1, noughts, dashes). A token is never
    verified: it tells people apart within one source, and is no evidence between sources.
    """
    text = expr.str.replace_all(_SPACES, "").str.to_uppercase()
    return pl.when((text != "") & ~text.str.contains(_NOT_GIVEN)).then(text)


def _compact(expr: pl.Expr) -> pl.Expr:
    return expr.str.replace_all(_GAPS, "").str.to_uppercase()


def _number(expr: pl.Expr, *, gaps: str = _GAPS) -> pl.Expr:
    # A workbook's number cell, read as text, may end in ".0".
    return expr.str.replace_all(gaps, "").str.replace(r"\.0+$", "")


def _letters_and_digits(expr: pl.Expr) -> pl.Expr:
    return expr.str.replace_all(r"[\s\p{Cf}\p{P}]+", "").str.to_uppercase()


def _only(text: pl.Expr, pattern: str) -> pl.Expr:
    # One reference to the text: eager frames work out a repeated expression anew each time.
    return text.str.extract(f"^({pattern})$", 1)


def _not_one_digit(ten: pl.Expr) -> pl.Expr:
    return ten.replace(dict.fromkeys(_ONE_DIGIT))


def _weighted(digits: pl.Expr, length: int) -> pl.Expr:
    """The digits times length, length - 1 ... 1, summed."""
    number = digits.cast(pl.Int64, strict=False)
    return reduce(add, [number // 10**place % 10 * (place + 1) for place in range(length)])


def _character_value(character: pl.Expr) -> pl.Expr:
    values = {str(digit): digit for digit in range(10)}
    values |= {letter: value for value, letter in enumerate(UPN_LETTERS)}
    return character.replace_strict(values, default=None, return_dtype=pl.Int64)


def _verdict(expr: pl.Expr, valid: pl.Expr) -> pl.Expr:
    return pl.when(expr.is_not_null()).then(valid.fill_null(False))


SCHEMES: dict[str, Scheme] = {
    "nhs_number": Scheme("NHS number", normalise_nhs_number, check_nhs_number),
    "upn": Scheme("unique pupil number", normalise_upn, check_upn),
    "former_upn": Scheme("former unique pupil number", normalise_upn, check_upn),
    "uln": Scheme("unique learner number", normalise_uln, check_uln),
    "nino": Scheme("National Insurance number", normalise_nino, check_nino),
    "uprn": Scheme("unique property reference number", normalise_uprn, None),
    "urn": Scheme("unique reference number of a school or home", normalise_urn, None),
    "postcode": Scheme("postcode", normalise_postcode, check_postcode),
}
"""Every scheme with rules of its own. Others (case and account references) are compared as_token."""
