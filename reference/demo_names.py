"""Given names and surnames for a made place, by list (English, Polish, Pakistani ...): `data/names/`.

From ONS baby names, the lists of the Faker library that are in Latin script, and lists of our own. Faker is
not a dependency: where it is not installed, the tables stand as they are. To make them anew, install faker
40.54.0 in an environment of its own and run `python -m reference.demo_names` there.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from reference.demo_names_lists import FEMALE_ENDINGS, GIVEN, KNOWN_AS, SURNAMES
from reference.tables import REPOSITORY, Source, read_rows, write_table

OUT = REPOSITORY / "wholeplace" / "data" / "names"
PUBLIC = REPOSITORY.parent / "shared" / "data" / "uk" / "names"
PER_DECADE = 250
MOST = 300
WELL_KNOWN = 8_000
GIVEN_COLUMNS = ("list", "sex", "decade_from", "decade_to", "name", "weight", "source")
SURNAME_COLUMNS = ("list", "sex", "name", "female", "weight", "source")
LOCALES: dict[str, tuple[str, str, str]] = {
    "irish": ("en_IE", "en_IE", ""),
    "polish": ("pl_PL", "pl_PL", "male_last_names"),
    "romanian": ("ro_RO", "ro_RO", ""),
    "hungarian": ("hu_HU", "hu_HU", ""),
    "italian": ("it_IT", "it_IT", ""),
    "spanish": ("es_ES", "es_ES", ""),
    "portuguese": ("pt_PT", "pt_PT", ""),
    "brazilian": ("pt_BR", "pt_BR", ""),
    "french": ("fr_FR", "fr_FR", ""),
    "german": ("de_DE", "de_DE", ""),
    "turkish": ("tr_TR", "tr_TR", ""),
    "indian": ("en_IN", "en_IN", ""),
    "pakistani": ("", "en_PK", ""),
    "chinese": ("zh_TW", "", ""),
    "vietnamese": ("vi_VN", "vi_VN", ""),
    "indonesian": ("id_ID", "id_ID", ""),
    "yoruba": ("yo_NG", "yo_NG", ""),
    "igbo": ("ig_NG", "ig_NG", ""),
    "hausa": ("ha_NG", "ha_NG", ""),
    "nigerian": ("en_NG", "en_NG", ""),
    "ghanaian": ("tw_GH", "tw_GH", "last_names_male"),
    "kenyan": ("en_KE", "en_KE", ""),
    "zulu": ("zu_ZA", "zu_ZA", "last_names_male"),
    "algerian": ("fr_DZ", "fr_DZ", ""),
}
"""List: Faker's locale for given names, for surnames, and the attribute of surnames where it is not last_names."""
RANKED = frozenset({"polish", "french", "turkish", "vietnamese"})
WOMENS = frozenset({"Kaur", "Begum", "Bibi", "Khatun", "Khatoon"})
"""Surnames that lists without sex give to men as well: left out of them."""
_LATIN = re.compile(r"^[A-Za-zÀ-žȘ-țḀ-ỿ][A-Za-zÀ-žȘ-țḀ-ỿ'’ -]*$")

SOURCES = (
    Source(
        key="faker_names",
        publisher="Faker contributors",
        title="Faker 40.54.0: names of its person providers in Latin script",
        year="2026",
        licence="MIT",
        attribution="Daniele Faraglia and other contributors",
        url_or_repository="github.com/joke2k/faker",
        how_built="names/given.csv and names/surname.csv: at most 300 names a list; weights ours where it has none.",
    ),
    Source(
        key="wholeplace_names",
        publisher="The Wholeplace maintainers",
        title="Names common among groups that no open list in Latin script serves, and short forms",
        year="2026",
        licence="MIT",
        attribution="Wholeplace",
        url_or_repository="this repository",
        how_built="names/given.csv, surname.csv, known_as.csv, origins.csv, habits.csv: by hand from general "
        "knowledge, in rough order; weights fall with rank. Assumed.",
    ),
)


def compile_demo_names(public: Path = PUBLIC, out: Path = OUT) -> bool:
    """Write given.csv, surname.csv and known_as.csv; False, and nothing written, where Faker is missing."""
    if importlib.util.find_spec("faker") is None:
        return False
    births, english = _ons(public / "first_names_by_decade.csv")
    write_table("given", GIVEN_COLUMNS, [*english, *_given(births)], out)
    write_table("surname", SURNAME_COLUMNS, [*_english_surnames(public), *_surnames()], out)
    write_table("known_as", ("given", "known_as", "weight", "source"), _known_as(), out)
    return True


def _ons(path: Path) -> tuple[dict[tuple[str, str], int], list[tuple[object, ...]]]:
    """Births by sex and name, and the English rows of given.csv: the commonest of each sex and decade."""
    births: dict[tuple[str, str], int] = defaultdict(int)
    rows: list[tuple[object, ...]] = []
    for row in read_rows(path):
        births[row["sex"], row["name"]] += int(float(row["births"] or WELL_KNOWN))
        if int(float(row["rank"] or PER_DECADE + 1)) <= PER_DECADE:
            decade = int(row["birth_decade"])
            share = f"{float(row['share']):.6f}"
            rows.append(("english", row["sex"], decade, decade + 10, row["name"], share, "ons_baby_names"))
    return births, rows


def _given(births: Mapping[tuple[str, str], int]) -> Iterable[tuple[object, ...]]:
    for name, (locale, _, _) in sorted(
        LOCALES.items() | {"bangladeshi": ("",) * 3, "somali": ("",) * 3}.items()
    ):
        for sex, word in (("F", "female"), ("M", "male")):
            found = _faker(locale, _attribute(locale, word)) if locale else {}
            tail = {each: weight * _known_here(births, sex, each) for each, weight in found.items()}
            by_hand = _by_rank(GIVEN.get((name, sex), "").split())
            share = 0.7 if by_hand and tail else 1.0
            yield from _rows(name, sex, by_hand, share, "wholeplace_names")
            tail = {each: weight for each, weight in tail.items() if each not in by_hand}
            yield from _rows(name, sex, tail, 1 - share if by_hand else 1.0, "faker_names")


def _rows(
    name: str, sex: str, weights: Mapping[str, float], share: float, source: str
) -> Iterable[tuple[object, ...]]:
    for each, weight in _shares(weights, share).items():
        yield name, sex, "", "", each, weight, source


def _known_here(births: Mapping[tuple[str, str], int], sex: str, name: str) -> float:
    """1 to 10: names given to some babies here count more, but not those of the country at large."""
    found = births.get((sex, name), 0)
    return 1 + 9 * found / WELL_KNOWN if found < WELL_KNOWN else 1.0


def _attribute(locale: str, word: str) -> str:
    return f"first_romanized_names_{word}" if locale == "zh_TW" else f"first_names_{word}"


def _faker(locale: str, attribute: str) -> dict[str, float]:
    """Names and weights (1 each where the provider has none), in its order, in Latin script only."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found = getattr(provider, attribute)
    weights = dict(found) if isinstance(found, Mapping) else dict.fromkeys(found, 1.0)
    scale = len(weights) / sum(weights.values())
    tidy = {_written(name): weight * scale for name, weight in weights.items() if _LATIN.match(name)}
    return dict(list(tidy.items())[:: max(1, len(tidy) // MOST)][:MOST])


def _written(name: str) -> str:
    return name.strip().title() if name.isupper() else name.strip()


def _by_rank(names: Iterable[str]) -> dict[str, float]:
    return {name: 1 / (rank + 5) for rank, name in enumerate(dict.fromkeys(names))}


def _shares(weights: Mapping[str, float], share: float) -> dict[str, str]:
    total = sum(weights.values())
    return {name: f"{weight / total * share:.6f}" for name, weight in weights.items()}


def _english_surnames(public: Path) -> list[tuple[object, ...]]:
    rows = [row for row in read_rows(public / "surnames.csv") if row["surname"] not in WOMENS]
    found = {row["surname"]: float(row["weight"]) for row in rows}
    return [("english", "", name, "", each, "faker_en_gb") for name, each in _shares(found, 1.0).items()]


def _surnames() -> Iterable[tuple[object, ...]]:
    for (name, sex), (share, text) in SURNAMES.items():
        for each, weight in _shares(_by_rank(text.split()), share).items():
            yield name, sex, each, _female(name, each), weight, "wholeplace_names"
    for name, (_, locale, attribute) in sorted(LOCALES.items()):
        if locale:
            by_hand, text = SURNAMES.get((name, ""), (0.0, ""))
            found = _faker(locale, attribute or "last_names")
            tail = _by_rank(found) if name in RANKED else found
            tail = {each: weight for each, weight in tail.items() if each not in WOMENS.union(text.split())}
            for each, weight in _shares(tail, 1 - by_hand).items():
                yield name, "", each, _female(name, each), weight, "faker_names"


def _female(name: str, surname: str) -> str:
    for ending, other in FEMALE_ENDINGS.get(name, ()):
        if surname.endswith(ending):
            return surname.removesuffix(ending) + other
    return ""


def _known_as() -> Iterable[tuple[object, ...]]:
    for entry in KNOWN_AS.split():
        given, forms = entry.split(":")
        for form, weight in _shares(_by_rank(forms.split(",")), 1.0).items():
            yield given, form, weight, "wholeplace_names"


if __name__ == "__main__":
    compile_demo_names()
