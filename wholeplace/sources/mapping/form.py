"""The form of a template: every key that it may have. docs/mapped.md says what each means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from wholeplace.config import Name, Part, as_list

Text = Annotated[str, Field(min_length=1)]
Column = Text
Columns = tuple[Column, ...]
Values = dict[Text, Text]

NAMES_AS_ONE = "full_name"
BIRTH_PARTS = ("birth_year", "birth_month", "birth_day")
DATES = ("birth_date", "death_date", "seen_from", "seen_to")
NAMES = ("given_name", "middle_names", "family_name", "former_family_name", "preferred_name")


class About(Part):
    """What the template is, for a reader of the arrival report."""

    name: Name
    title: Text
    source: Text
    note: str = ""


class Who(Part):
    """A person's fields: columns under `record`, fixed texts under `constant`."""

    title: Text | None = None
    given_name: Text | None = None
    middle_names: Text | None = None
    family_name: Text | None = None
    former_family_name: Text | None = None
    preferred_name: Text | None = None
    full_name: Text | None = None
    birth_date: Text | None = None
    birth_year: Text | None = None
    birth_month: Text | None = None
    birth_day: Text | None = None
    death_date: Text | None = None
    sex: Text | None = None
    ethnicity: Text | None = None
    seen_from: Text | None = None
    seen_to: Text | None = None

    def given(self) -> dict[str, str]:
        """The fields that are stated."""
        return self.model_dump(exclude_none=True)


class Period(Part):
    """First day, and the first day after or else the last day in it."""

    from_date: Column | None = None
    to_date: Column | None = None
    last_day: Column | None = None


class Identifier(Part):
    """A number that others share."""

    scheme: Name
    column: Column


class Detail(Part):
    """Something else that two records can be compared by, though nobody owns it: a town, an e-mail address."""

    kind: Name
    column: Column


class Address(Period):
    """Where the person lives or can be reached. address_text: one column, or several that make up the text."""

    address_text: Annotated[Columns, BeforeValidator(as_list)] = ()
    postcode: Column | None = None
    uprn: Column | None = None
    kind: Literal["home", "placement", "correspondence", "property"] = "home"
    hidden: Column | None = None


class Event(Part):
    """Something that happened on a day."""

    kind: Name | None = None
    kind_column: Column | None = None
    values: dict[Text, Name] = Field(default_factory=dict)
    date: Column
    end_date: Column | None = None
    code: Column | None = None
    outcome: Column | None = None
    team: Column | None = None
    service: Name | None = None


class Spell(Period):
    """A period of support on a track."""

    track: Name
    state: Name | None = None
    state_column: Column | None = None
    values: dict[Text, Name] = Field(default_factory=dict)
    code: Column | None = None


class Exposure(Period):
    """A circumstance, characteristic or strength."""

    factor: Name | None = None
    column: Column | None = None
    values: dict[Text, Name] = Field(default_factory=dict)
    split: Text | None = None
    holder: Literal["self", "parent", "other"] = "self"
    code: Column | None = None


class Money(Period):
    """An amount."""

    item: Name
    column: Column
    unit: Literal["pounds", "pence"] = "pounds"
    per: Literal["once", "day", "week", "month", "year", "balance"]
    payer: Name | None = None


RelationKind = Literal[
    "parent", "mother", "carer", "cared_for", "spouse_or_partner", "sibling", "household", "family", "tenancy"
]


class Relation(Period):
    """Who belongs with whom: another person by key, or a group by what all its members share."""

    kind: RelationKind | None = None
    kind_column: Column | None = None
    values: dict[Text, RelationKind] = Field(default_factory=dict)
    other: Columns = ()
    group: Columns = ()


def _conditions(value: Any) -> Any:
    """`only_if` in one form: a list says that one of its columns must be filled, a table says with what."""
    return {"filled": value} if isinstance(value, list) else {"holds": value}


class OnlyIf(Part):
    """Which rows a table takes. filled: not all of these empty. holds: columns with the values they may have."""

    filled: Columns = ()
    holds: dict[Column, tuple[Text, ...]] = Field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.filled or self.holds)


class Table(Part):
    """One kind of file, or of row: how to know it, the key of its rows, and what its columns mean."""

    match: Columns = ()
    header: bool = True
    record_type: Text | None = None
    rows_of: Name | None = None
    only_if: Annotated[OnlyIf, BeforeValidator(_conditions)] = OnlyIf()
    key: Annotated[Columns, Field(min_length=1)]
    key_optional: Columns = ()
    key_suffix: Text | None = None
    date_formats: tuple[Text, ...] = ()
    null_values: tuple[str, ...] = ()
    record: Who = Who()
    constant: Who = Who()
    values: dict[str, Values] = Field(default_factory=dict)
    identifier: tuple[Identifier, ...] = ()
    detail: tuple[Detail, ...] = ()
    address: Address | None = None
    event: tuple[Event, ...] = ()
    spell: tuple[Spell, ...] = ()
    exposure: tuple[Exposure, ...] = ()
    money: tuple[Money, ...] = ()
    relation: tuple[Relation, ...] = ()

    @property
    def introduces(self) -> bool:
        """Whether its rows say who somebody is, and not only facts about people known from another table."""
        return bool(self.record.given() or self.constant.given() or self.identifier or self.address)

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Every part that makes facts, with its key as errors name it."""
        if self.address:
            yield "address", self.address
        listed: Mapping[str, tuple[Part, ...]] = {
            "identifier": self.identifier, "detail": self.detail, "event": self.event, "spell": self.spell,
            "exposure": self.exposure, "money": self.money, "relation": self.relation,
        }  # fmt: skip
        for name, parts in listed.items():
            for number, part in enumerate(parts, start=1):
                yield f"{name}.{number}", part


class Template(Part):
    """A whole template: what it is, and its tables by name."""

    template: About
    table: Annotated[dict[Name, Table], Field(min_length=1)]

    def host(self, name: str) -> str:
        """The table whose rows this one's are: itself, as a rule."""
        return self.table[name].rows_of or name

    def guests(self, host: str) -> dict[str, Table]:
        """The tables read from the rows of this one, itself the first."""
        others = {name: table for name, table in self.table.items() if table.rows_of == host}
        return {host: self.table[host], **others}

    def hosts(self) -> dict[str, Table]:
        """The tables that have rows of their own."""
        return {name: table for name, table in self.table.items() if not table.rows_of}

    @property
    def header(self) -> bool:
        """Whether the files name their columns."""
        return all(table.header for table in self.table.values())
