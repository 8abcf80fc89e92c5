"""The command line: `wholeplace COMMAND DIR`. Each command reports in words, or as JSON with --json."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from wholeplace import __version__, enquiry, show, tell
from wholeplace import open as open_place
from wholeplace.errors import WholeplaceError
from wholeplace.forget import forget as forget_someone
from wholeplace.place import STEP_NAMES
from wholeplace.privacy import safe_message, set_up
from wholeplace.progress import bars
from wholeplace.sources.report import check_sources, notes_of
from wholeplace.start import start

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="See people and families whole: join what a place's services hold.",
)  # fmt: skip
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
Rows = Annotated[bool, typer.Option("--rows", help="Row by row: needs a purpose, and is logged.")]
Purpose = Annotated[
    str | None, typer.Option("--purpose", metavar="TEXT", help="Why rows about people are needed.")
]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"wholeplace {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def init(
    folder: Folder,
    extracts: Annotated[
        Path | None, typer.Option("--from", metavar="EXTRACTS_DIR", help="Recognise the extracts there.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Set up a place: write a commented place.toml."""
    with bars() as told:
        found = start(folder, extracts, told)
    show.found(folder, found, as_json)


@app.command()
def check(folder: Folder, as_json: AsJson = False) -> None:
    """Read the extracts and print the arrival report; store nothing."""
    place = open_place(folder)
    place.check_exclusions()
    with bars() as told:
        arrival, refused, exclusions = check_sources(place.config, told)
    show.arrival(arrival, refused, exclusions, notes_of(place.config), as_json)


@app.command()
def run(
    folder: Folder,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="STEP", help=f"Run from this step: {', '.join(STEP_NAMES)}."),
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="STEP", help="Stop after this step.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, metavar="N", help="Threads to use.")] = None,
    retrain: Annotated[bool, typer.Option("--retrain", help="Estimate the weights of linkage anew.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run what needs running: read, link, picture, report."""
    place = open_place(folder)
    with bars() as told:
        outcomes = place.run(first, last, jobs=jobs, progress=told, retrain=retrain)
    show.outcomes(place, outcomes, as_json)


@app.command()
def status(folder: Folder, as_json: AsJson = False) -> None:
    """Say for each step: rows, seconds, peak memory, fresh or stale, content hash."""
    place = open_place(folder)
    show.status(place, as_json)


@app.command()
def tables(folder: Folder, as_json: AsJson = False) -> None:
    """List the tables, their meaning and columns."""
    show.tables(open_place(folder), as_json)


@app.command()
def export(
    folder: Folder,
    table: Annotated[str, typer.Argument(help="The table's name.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A .csv, .json or .parquet file.")
    ] = None,
    rows: Rows = False,
    purpose: Purpose = None,
    as_json: AsJson = False,
) -> None:
    """Write a table out: as protected counts, or row by row with --rows."""
    place = open_place(folder)
    frame = place.rows(table, purpose=purpose) if rows else place.summary(table)
    show.export(place, table, frame, out, as_json)


@app.command()
def query(
    folder: Folder,
    sql: Annotated[str, typer.Argument(help="One SELECT in DuckDB's SQL.")],
    rows: Rows = False,
    purpose: Purpose = None,
    as_json: AsJson = False,
) -> None:
    """Answer a SELECT: counts and sums of enough people, or rows with --rows."""
    show.frame(open_place(folder).query(sql, rows=rows, purpose=purpose), as_json)


@app.command()
def prune(folder: Folder, as_json: AsJson = False) -> None:
    """Drop old versions, and sources past their retention date."""
    show.pruned(open_place(folder).prune(), as_json)


@app.command()
def forget(
    folder: Folder, who: Annotated[str, typer.Argument(metavar="PERSON_OR_RECORD")], as_json: AsJson = False
) -> None:
    """Erase a person or record from every stored version, and prove it."""
    place = open_place(folder)
    show.erased(forget_someone(place, who), as_json)


@app.command()
def demo(
    folder: Folder,
    authority: Annotated[
        str, typer.Option("--authority", metavar="NAME_OR_CODE", help="On whose published figures.")
    ] = "Barking and Dagenham",
    residents: Annotated[
        int | None,
        typer.Option(
            "--residents", min=500, max=1_000_000, help="How many people; all of them if not given."
        ),
    ] = None,
    years: Annotated[
        int, typer.Option("--years", min=1, max=15, help="Years of lives, up to 31 March 2026.")
    ] = 5,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same place.")] = 1,
    without_register: Annotated[
        bool, typer.Option("--without-register", help="No GP register: nobody sends everybody.")
    ] = False,
    mess: Annotated[
        float,
        typer.Option(
            "--mess", min=0, max=10, metavar="FACTOR", help="How many times as much goes wrong in records."
        ),
    ] = 1,
    futures: Annotated[
        int | None,
        typer.Option("--futures", min=1, metavar="K", help="Continue a made place with K chance seeds."),
    ] = None,
    ahead: Annotated[int, typer.Option("--ahead", min=1, max=30, metavar="YEARS", help="How far.")] = 10,
    programme: Annotated[
        str | None, typer.Option("--programme", metavar="ID", help="With this programme of the system map.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a synthetic place whose truth is known, or continue one with --futures."""
    from wholeplace import made  # here, since the engine's compiler takes a second to import

    with bars() as told:
        if futures is not None:
            counts = made.continue_demo(folder, futures, ahead, programme, told)
            show.futures(folder, counts, as_json)
            return
        result = made.make(folder, authority, residents, years, seed, not without_register, mess, told)
    show.made(folder, result, as_json)


@app.command()
def score(folder: Folder, as_json: AsJson = False) -> None:
    """Hold what was linked and pictured against the truth of a made place."""
    from wholeplace import made

    show.score(made.score_made(open_place(folder)), as_json)


@app.command()
def why(
    folder: Folder,
    first: Annotated[str, typer.Argument(metavar="RECORD", help="A `record_id`.")],
    second: Annotated[str, typer.Argument(metavar="RECORD_OR_PERSON", help="A `record_id` or `person_id`.")],
    purpose: Purpose = None,
    as_json: AsJson = False,
) -> None:
    """Say why two are held as one person or as two; needs a purpose, and is logged."""
    tell.why(enquiry.why(open_place(folder), first, second, purpose=purpose), as_json)


@app.command()
def history(
    folder: Folder,
    who: Annotated[str, typer.Argument(metavar="PERSON_OR_RECORD")],
    purpose: Purpose = None,
    as_json: AsJson = False,
) -> None:
    """Say what became of a person's id: merges and splits; needs a purpose, and is logged."""
    tell.history(enquiry.history(open_place(folder), who, purpose=purpose), as_json)


@app.command()
def family(
    folder: Folder,
    who: Annotated[str, typer.Argument(metavar="PERSON_OR_RECORD")],
    purpose: Purpose = None,
    as_json: AsJson = False,
) -> None:
    """Write the page of one invented family to private/family.html; synthetic places alone; is logged."""
    tell.written(enquiry.family(open_place(folder), who, purpose=purpose), as_json)


review = typer.Typer(help="Questions that people decide.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(review, name="review")
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
Because = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason.")]
Most = Annotated[
    int | None, typer.Option("--most", min=1, metavar="N", help="The first N questions; all, if not given.")
]


@review.command("status")
def review_status(folder: Folder, as_json: AsJson = False) -> None:
    """Say how many questions wait, by reason, and which rules name nobody."""
    tell.standing(enquiry.standing_of(open_place(folder)), as_json)


@review.command("list")
def review_list(folder: Folder, purpose: Purpose = None, most: Most = 10, as_json: AsJson = False) -> None:
    """Show the most pressing questions; needs a purpose, and is logged."""
    tell.questions(enquiry.asked(open_place(folder), purpose=purpose, most=most), as_json)


@review.command("export")
def review_export(
    folder: Folder,
    out: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx file.")],
    purpose: Purpose = None,
    most: Most = None,
    as_json: AsJson = False,
) -> None:
    """Write questions to a sheet to be filled in, on screen or on paper; needs a purpose, and is logged."""
    count = enquiry.export_questions(open_place(folder), out, purpose=purpose, most=most)
    tell.exported(count, out, as_json)


@review.command("import")
def review_import(
    folder: Folder,
    sheet: Annotated[Path, typer.Argument(metavar="FILE", help="The filled sheet.")],
    as_json: AsJson = False,
) -> None:
    """Take in the answers of a filled sheet."""
    tell.decided(enquiry.import_answers(open_place(folder), sheet), folder, as_json)


@review.command("decide")
def review_decide(
    folder: Folder,
    first: Annotated[str, typer.Argument(metavar="RECORD", help="A `record_id`.")],
    second: Annotated[str, typer.Argument(metavar="RECORD", help="The other `record_id`.")],
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="same, not_same or cannot_tell.")],
    by: By,
    because: Because,
    as_json: AsJson = False,
) -> None:
    """Note a decision on two records; obeyed from the next run on."""
    made = enquiry.today_judgement(verdict, by, because, records=(first, second))
    tell.decided(enquiry.decide(open_place(folder), [made]), folder, as_json)


@review.command("undo")
def review_undo(
    folder: Folder,
    number: Annotated[int, typer.Argument(metavar="DECISION", help="The number of the decision.")],
    by: By,
    because: Because,
    as_json: AsJson = False,
) -> None:
    """Undo a decision; both stay on file."""
    made = enquiry.today_judgement("undo", by, because, undoes=number)
    tell.decided(enquiry.decide(open_place(folder), [made]), folder, as_json)


@review.command("lift")
def review_lift(
    folder: Folder,
    who: Annotated[str, typer.Argument(metavar="PERSON_OR_RECORD")],
    by: By,
    because: Because,
    as_json: AsJson = False,
) -> None:
    """Lift the protection by default of one person, up to today."""
    made = enquiry.today_judgement("lift", by, because, records=(who,))
    tell.decided(enquiry.decide(open_place(folder), [made]), folder, as_json)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process with its exit code: 0 done, 1 internal, 2 usage, 10 to 19 by kind."""
    sys.exit(run_command(arguments))


def run_command(arguments: Sequence[str] | None = None) -> int:
    """Run a command in this process; returns its exit code. Nothing personal is ever printed on failure."""
    set_up()
    try:
        result: Any = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except WholeplaceError as error:
        for line in error.line().splitlines():
            typer.echo(f"wholeplace: {line}", err=True)
        return error.exit_code
    except typer.Abort:
        typer.echo("wholeplace: stopped; what was stored before still stands", err=True)
        return 130
    except TyperException as error:
        said = getattr(error, "format_message", lambda: "the command could not be understood.")()
        typer.echo(
            said if said.startswith("Usage:") else f"wholeplace: {said} Try: wholeplace --help", err=True
        )
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the last resort: a fault of ours, told without any value
        typer.echo(f"wholeplace: {safe_message(error)}", err=True)
        return 1


__all__ = ["app", "main", "run_command"]
