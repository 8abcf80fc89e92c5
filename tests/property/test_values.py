"""What holds for every value: forms are steady, checks catch one slip, and what is written is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.sources.values import dates, identifiers, names, synthetic
from wholeplace.sources.values.ethnicity import canonical_ethnicity, ethnicity_labels, ethnicity_schemes
from wholeplace.sources.values.identifiers import SCHEMES
from wholeplace.sources.values.money import pence_from_pounds
from wholeplace.sources.values.one_string import parse_one_string
from wholeplace.sources.values.sex import recorded_sex

Rule = Callable[[pl.Expr], pl.Expr]
few = settings(max_examples=40, derandomize=True, deadline=None)

TEXTS = st.lists(
    st.none() | st.text(max_size=30) | st.text("0123456789ABTX -.,&/()£'", max_size=20), max_size=8
)
WORDS = st.from_regex("[A-Z][a-z]{2,8}", fullmatch=True).filter(
    lambda word: (
        word.lower() not in {*names.TITLES, *names.LEADING_TITLES, *names.PARTICLES.split("|"), "and", "the"}
    )
)
MAKERS: dict[str, Rule] = {
    "nhs_number": synthetic.synthetic_nhs_number,
    "uln": synthetic.synthetic_uln,
    "upn": synthetic.synthetic_upn,
    "nino": synthetic.synthetic_nino,
    "uprn": synthetic.synthetic_uprn,
}


def each(rule: Rule, values: list, dtype: type[pl.DataType] = pl.String) -> list:
    frame = pl.DataFrame({"value": values}, schema={"value": dtype})
    return frame.select(rule(pl.col("value")).alias("out"))["out"].to_list()


def one_digit_off(number: str, first: int) -> list:
    """The number with each digit from a place on changed to each other digit."""
    return [
        number[:place] + other + number[place + 1 :]
        for place in range(first, len(number))
        for other in "0123456789"
        if other != number[place]
    ]


@few
@given(st.sampled_from(sorted(MAKERS)), st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=20))
def test_made_identifiers_pass_and_differ(scheme: str, shares: list[float]) -> None:
    numbers = sorted({int(share * synthetic.CAPACITY[scheme]) for share in shares})
    values = each(SCHEMES[scheme].normalise, each(MAKERS[scheme], numbers, pl.Int64))
    assert len(set(values)) == len(numbers)
    assert None not in values
    check = SCHEMES[scheme].check
    assert check is None or all(each(check, values))


@few
@given(st.integers(0, synthetic.CAPACITY["nhs_number"] - 1))
def test_one_wrong_digit_or_two_changed_round_never_pass(number: int) -> None:
    for scheme, first in [("nhs_number", 0), ("uln", 0), ("upn", 1)]:
        [value] = each(MAKERS[scheme], [number], pl.Int64)
        check = SCHEMES[scheme].check
        assert check is not None
        wrong = one_digit_off(value, first)
        turned = [value[:i] + value[i + 1] + value[i] + value[i + 2 :] for i in range(first, len(value) - 1)]
        wrong += [other for other in turned if other != value]
        assert not any(each(check, wrong))


@few
@given(TEXTS)
def test_forms_are_steady_and_checks_answer_for_every_text(texts: list[str | None]) -> None:
    for scheme in SCHEMES.values():
        once = each(scheme.normalise, texts)
        assert each(scheme.normalise, once) == once
        if scheme.check is not None:
            assert [judged is None for judged in each(scheme.check, texts)] == [
                text is None for text in texts
            ]
    for rule in (identifiers.as_token, names.tidy_name, names.clean_name, names.match_name):
        once = each(rule, texts)
        assert each(rule, once) == once
        assert "" not in once


@few
@given(
    st.from_regex(r"[A-Z]{1,2}[0-9]{1,2} [0-9][A-Z]{2}", fullmatch=True),
    st.sampled_from(["", "  ", "-", "\u00a0"]),
)
def test_a_postcode_is_one_however_it_is_spaced(postcode: str, gap: str) -> None:
    normal = each(identifiers.normalise_postcode, [postcode, postcode.replace(" ", gap).lower()])
    assert len(set(normal)) == 1
    assert normal[0] in (postcode, None)
    assert (normal[0] is None) == postcode.startswith("ZZ99")


@few
@given(st.lists(st.dates(date(1000, 1, 1), date(9999, 12, 31)), min_size=1, max_size=10))
def test_a_date_written_in_any_accepted_form_is_read_back(days: list[date]) -> None:
    for form in (*dates.ISO_DATES, *dates.UK_DATES, *dates.COLLECT_DATES):
        written = [day.strftime(form.replace("%.f", ".250").replace("%z", "+0100")) for day in days]
        assert each(lambda text, form=form: dates.parse_date(text, [form]), written) == days


@few
@given(TEXTS)
def test_other_texts_are_null_or_real_dates_and_day_numbers_are_never_dates(texts: list[str | None]) -> None:
    read = each(lambda text: dates.parse_date(text, [*dates.ISO_DATES, *dates.UK_DATES]), texts)
    assert all(day is None or day.year >= 1000 for day in read)
    numbers = [str(text or "").strip().replace(".", "", 1).isdigit() for text in texts]
    assert not any(day and number for day, number in zip(read, numbers, strict=True))


@few
@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=10))
def test_pence_written_any_way_are_read_back(amounts: list[int]) -> None:
    pounds = [f"{abs(pence) // 100:,}.{abs(pence) % 100:02d}" for pence in amounts]
    ways = ("-{}", "-£{}", "£-{}", "({})", "£({})", "{}-", "{} CR")
    for way in ways:
        written = [
            way.format(text) if pence < 0 else f"£{text}" for text, pence in zip(pounds, amounts, strict=True)
        ]
        assert each(pence_from_pounds, written) == amounts


@few
@given(st.lists(st.decimals(-(10**9), 10**9, places=5), min_size=1, max_size=10))
def test_fractions_of_a_penny_go_as_decimal_arithmetic_says(amounts: list[Decimal]) -> None:
    expected = [int((amount * 100).to_integral_value(ROUND_HALF_UP)) for amount in amounts]
    assert each(pence_from_pounds, [f"{amount:f}" for amount in amounts]) == expected


@few
@given(TEXTS)
def test_codes_give_their_words_or_null(texts: list[str | None]) -> None:
    assert set(each(recorded_sex, texts)) <= {"male", "female", "other", "unknown", None}
    groups = each(lambda text: canonical_ethnicity(text, *ethnicity_schemes()), texts)
    assert set(groups) <= {*ethnicity_labels(), None}
    assert each(pence_from_pounds, texts) == [each(pence_from_pounds, [text])[0] for text in texts]


@few
@given(st.lists(WORDS, min_size=1, max_size=3))
def test_keys_of_parts_join_to_the_key_of_the_whole(words: list[str]) -> None:
    text = "-".join(words)
    [key], [parts] = each(names.match_name, [text]), each(names.match_name_parts, [text])
    assert "".join(parts) == key == text.replace("-", "").lower()
    assert each(names.match_name, [text.upper(), text.lower(), text.replace("-", " ")]) == [key] * 3


@few
@given(WORDS, WORDS, WORDS, st.sampled_from(["Mr", "Mrs", "Ms", "Dr"]))
def test_a_name_is_the_same_person_whichever_end_the_family_name_is(
    family: str, first: str, second: str, title: str
) -> None:
    texts = [
        f"{family.upper()}, {title.upper()} {first} {second}",
        f"{family.upper()} {title} {first} {second}",
        f"{title}. {first} {second} {family.upper()}",
    ]
    people = each(parse_one_string, texts)
    bodies = [entries for entries in people if entries[0]["name_kind"] == "organisation"]
    named = [entries for entries in people if entries not in bodies]
    expected = {"title": title, "given_name": first, "middle_names": second, "family_name": family.upper()}
    assert [{field: entries[0][field] for field in expected} for entries in named] == [expected] * len(named)
    assert len(bodies) in (0, 3)


@few
@given(TEXTS)
def test_one_string_names_answer_for_every_text_and_each_row_alone(texts: list[str | None]) -> None:
    together = each(parse_one_string, texts)
    assert [entries is None for entries in together] == [
        text is None for text in each(names.tidy_name, texts)
    ]
    assert together == [each(parse_one_string, [text])[0] for text in texts]
    kinds = {entry["name_kind"] for entries in together if entries for entry in entries}
    assert kinds <= {"person", "organisation", "executors", "unnamed"}
    assert all(entries is None or len(entries) > 0 for entries in together)
