"""Wrong values and wrong rows in an extract whose form is right."""

from __future__ import annotations

from tests.support.bad_cases import (
    BAD_DATE,
    MUTATIONS,
    NUMBER,
    Case,
    Rules,
    Slot,
    focus,
    line_of,
    main_grid,
    named,
    place,
    slots,
    small,
    with_cell,
)
from tests.support.samples import YEAR, Sample, sample


def value(
    name: str,
    kinds: Rules,
    text: str,
    rules: Rules,
    *,
    planted: bool = True,
    need: str = "",
    same: bool = False,
) -> None:
    """A mutation that puts one text into a cell of some type."""

    def make(whole: Sample) -> Case | None:
        found = [slot for slot in slots(whole, *kinds) if not need or slot.need == need]
        if text.startswith("-"):
            found = [slot for slot in found if slot.column not in whole.layout.signed]
        if not found:
            return None
        slot = found[0]
        own = focus(whole, slot)
        spoiled = with_cell(own, slot, text)
        sound = own.form != "xml" or text.isprintable()
        rows = len(own.grids[slot.table].rows) if sound else None
        line = line_of(own) if rules else None
        return Case(spoiled.files(), rules, text if planted else "", slot.table, rows, line, same)

    MUTATIONS[name] = make


DATES = ("date", "datetime")
for _name, _text in {
    "30 February": "30/02/2024", "13th month": "05/13/2024", "day 32": "32/01/2024", "ISO 30 February": "2024-02-30",
    "year 2999 in words": "1 Smarch 2999", "year 0203": "11/02/0203", "year 2999": "2999-06-01", "year 3": "01/01/3",
    "two-digit year": "11/02/24", "Excel serial": "45337", "Excel serial with time": "45337.75",
    "date in words": "early last spring", "date with a zone name": "2024-02-11 10:00 BST",
    "date of noughts": "00/00/0000",
    "month first": "02/31/2024", "two dates": "11/02/2024 12/02/2024", "date and a letter": "11/02/2024x",
}.items():  # fmt: skip
    value(f"date: {_name}", DATES, _text, BAD_DATE)
for _name, _text in {
    "30 February": "30/02/2024",
    "words": "not known yet",
    "year 0203": "11/02/0203",
}.items():
    value(f"required date: {_name}", DATES, _text, ("unparseable_required_date",), need="required")
value("required date: empty", DATES, "", ("missing_required_date",), planted=False, need="required")
for _name, _text in {
    "infinity": "inf", "not a number": "nan", "negative": "-412.75", "words": "twelve or so", "exponent": "4.1275e2",
    "beyond belief": "9999999999999999", "two points": "41.27.5", "hexadecimal": "0x19D", "percent": "41.275%",
}.items():  # fmt: skip
    value(f"decimal: {_name}", ("decimal", "money"), _text, (*NUMBER, "unparseable_number"))
for _name, _text in {
    "words": "about four",
    "half": "4.5371",
    "negative": "-41275",
    "infinity": "-inf",
}.items():
    value(f"integer: {_name}", ("integer",), _text, NUMBER)
value("decimal: £ and thousands", ("decimal", "money"), "£1,234.50", ())
value("boolean: nonsense", ("boolean",), "perhaps-7", ("not_a_boolean",))
value("boolean: a number", ("boolean",), "7731", ("not_a_boolean",))
value("code: unknown", ("code",), "QX9-77", ("unknown_code",))
value(
    "code: unknown to the template", ("listed",), "QX9-77", ("unlisted_value", "unclear_mark", "row_left_out")
)
value("text: formula", ("text",), "=HYPERLINK(4411)", ("spreadsheet_formula",))
value("text: control characters", ("text",), "ab\x07cd\x1b77", ("control_characters", "not_well_formed"))
value("name: formula", ("name",), "=cmd|4411", ("spreadsheet_formula",))
value("name: emoji", ("name",), "Zoë 🌻 Ærnfjörð", ())
value("name: right to left", ("name",), "\u05e9\u05dc\u05d5\u05dd \u202eabc", ())
value("name: quoted newline", ("name",), "Anne\nMarie", ())
value("text: quotes and delimiters", ("text",), 'a "b", c; d\te', ())
value("NHS number: check digit", ("nhs_number",), "9434765918", ("failed_check",))
value("NHS number: letters", ("nhs_number",), "94E4765919", ("failed_check",))
value("NHS number: too long", ("nhs_number",), "94347659194", ("failed_check",))
value("UPN: wrong letter", ("upn", "former_upn"), "B299000000101", ("failed_check",))
value("UPN: too short", ("upn", "former_upn"), "A2990000", ("failed_check",))
value("ULN: check digit", ("uln",), "9276308680", ("failed_check",))
value("NINO: prefix", ("nino",), "QQ123456C", ("failed_check",))
value("NINO: digits", ("nino",), "AB12345678C", ("failed_check",))
value("UPRN: placeholder", ("uprn",), "0000000", ("not_a_uprn",))
value("UPRN: letters", ("uprn",), "1000UNKNOWN", ("not_a_uprn",))
value("postcode: nonsense", ("postcode",), "NOWHERE 17", ("not_a_postcode",))
value("postcode: cut", ("postcode",), "LS1 1", ("not_a_postcode",))
value("JSON: cut", ("json",), '{"a": "zz17"', ("not_valid_json",))
value("key: empty", ("key",), "", ("missing_key",), planted=False)
value("key: spaces", ("key",), "   ", ("missing_key",), planted=False)
value("key: formula", ("key",), "=A1+77", ("missing_key",))
value("totals row", ("key",), "Grand Total 77", ("totals_row",))
value(
    "required value: empty",
    ("code", "text", "name", "postcode", "boolean"),
    "",
    ("missing_value",),
    planted=False,
    need="required",
)


@named("date: future birth date")
def _future(whole: Sample) -> Case | None:
    found = [slot for slot in slots(whole, "date") if slot.column in whole.layout.past]
    if not found:
        return None
    own, form = focus(whole, found[0]), _form(whole, found[0])
    text = form.replace("%Y", "2031").replace("%m", "07").replace("%d", "23").replace("%b", "Jul")
    for directive in ("%H", "%M", "%S"):
        text = text.replace(directive, "00")
    spoiled = with_cell(own, found[0], text)
    return Case(
        spoiled.files(),
        ("date_in_future", "unparseable_required_date"),
        text,
        found[0].table,
        line=line_of(own),
    )


def _form(whole: Sample, slot: Slot) -> str:
    return (whole.layout.tables[slot.table].dates or whole.layout.dates)[0].replace("%.f", ".000")


@named("code: lower case")
def _lower(whole: Sample) -> Case | None:
    for slot in slots(whole, "code"):
        own = focus(whole, slot)
        clean = own.grids[slot.table].rows[1][place(own, slot)]
        if clean.lower() != clean:
            return Case(with_cell(own, slot, clean.lower()).files(), same=True, table=slot.table)
    return None


@named("code: of another year")
def _other_year(whole: Sample) -> Case | None:
    for slot in slots(whole, "code"):
        assert slot.spec
        for many in whole.layout.tables[slot.table].codes[slot.spec.codes].values():
            if not any(code.holds(YEAR) for code in many):
                own = focus(whole, slot)
                return Case(
                    with_cell(own, slot, many[0].code).files(), ("code_of_other_year",), table=slot.table
                )
    return None


@named("exact duplicate row")
def _duplicate(whole: Sample) -> Case | None:
    grid = main_grid(whole)
    own = small(whole.layout.name)
    spoiled = own.with_grid(grid.with_rows([*map(list, grid.rows), list(grid.rows[1])]))
    rules = ("exact_duplicate",) if own.form != "xml" else ("exact_duplicate", "other_submission_wins")
    return Case(spoiled.files(), rules, grid.rows[1][0], grid.table, len(grid.rows) + 1)


@named("rows nobody stands for")
def _orphans(whole: Sample) -> Case | None:
    rules = [rule for rule in whole.layout.row_rules if rule.rule in ("child_without_header", "orphan_row")]
    if not rules or whole.form != "csv":
        return None
    table = rules[0].table
    own = small(whole.layout.name, table)
    slot = next(
        s
        for s in slots(own, "key", "reference", "text", "listed", "nhs_number", "identifier")
        if s.table == table and s.need == "key"
    )
    return Case(
        with_cell(own, slot, "NOBODY991").files(), ("child_without_header", "orphan_row"), "NOBODY991", table
    )


@named("end before start")
def _backwards(whole: Sample) -> Case | None:
    """Every end of every table before its start: some table of a layout with periods must tell it."""
    own = sample(whole.layout.name)
    ends = [s for s in slots(own, "date", "datetime") if s.need != "key" and _is_end(s.column)]
    if not ends:
        return None
    told = {"cld", "family_context", "police", "school_census"}
    for slot in ends:
        early = (
            _form(own, slot)
            .replace("%Y", "2012")
            .replace("%m", "01")
            .replace("%d", "02")
            .replace("%b", "Jan")
        )
        for directive in ("%H", "%M", "%S"):
            early = early.replace(directive, "00")
        own = with_cell(own, slot, early)
    rules = ("dates_out_of_order",) if own.layout.name not in told else ("dates_out_of_order", "*")
    return Case(own.files(), rules)


def _is_end(column: str) -> bool:
    low = column.lower()
    return (
        low.endswith(("end", "_to", "end_date", "end date", "enddate", "dec", "closuredate", "eot"))
        or "cppend" in low
    )
