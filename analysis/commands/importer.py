"""`ikt importer`: take the municipalities' answers into the csv files."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.commands.common import (
    FAULT,
    OK,
    add_analysis,
    add_codes,
    current_codes,
    print_lines,
)
from analysis.places import typed

if TYPE_CHECKING:
    from analysis.dataset import Problem
    from analysis.dataset.forms import Registered
    from analysis.dataset.forms.receiving import Import

_NOTHING = "Ingenting er skrevet."


def add(commands: Any) -> None:
    """Add the command's parser."""
    importer = commands.add_parser(
        "importer",
        help="ta svarene i utfylte skjemaer inn i utredningen",
        description="Les utfylte skjemaer, vis hva de endrer, og ta svarene inn i csv-filene. Er "
        "det feil i ett skjema, blir ingenting skrevet. De tidligere filene blir tatt vare på.",
    )
    add_analysis(importer)
    importer.add_argument(
        "files",
        metavar="FIL",
        nargs="+",
        help="skjemaer (.xlsx), en mappe med skjemaer, svarene om navn (navneforslag.csv), eller "
        "lister og budsjetter dere har kartlagt kolonnene i",
    )
    importer.add_argument(
        "--kartlegg",
        dest="map",
        action="store_true",
        help="foreslå hva kolonnene i en liste eller et budsjett er, i en fil dere ser over",
    )
    importer.add_argument(
        "--år",
        metavar="ÅÅÅÅ",
        dest="year",
        type=int,
        default=0,
        help="året tallene i et budsjett gjelder, når filen ikke sier det",
    )
    add_codes(
        importer,
        "--kommune",
        "municipalities",
        "ta inn bare skjemaene fra disse kommunenumrene",
    )
    choice = importer.add_mutually_exclusive_group()
    choice.add_argument(
        "--prøv", dest="try_only", action="store_true", help="vis endringene uten å skrive noe"
    )
    choice.add_argument(
        "--bekreft",
        metavar="KODE",
        dest="confirmed",
        nargs="*",
        action="extend",
        help="ta inn svarene også når programmet spør om de skal gå foran det som står der; alene "
        "gjelder det alle, med kommunenumre bare disse",
    )
    importer.set_defaults(command=run, closing=_NOTHING)


def run(given: argparse.Namespace) -> int:
    """Take in the forms, or say why not."""
    from analysis.dataset.changing import folder_lock
    from analysis.places import find_analysis

    folder = find_analysis(given.analysis)
    if given.try_only:  # nothing is written, not even what tells others to wait
        return _run(folder, given)
    with folder_lock(folder, "Kommandoen ikt importer") as mended:
        print_lines(mended)
        return _run(folder, given)


def _run(folder: Path, given: argparse.Namespace) -> int:
    """Take in the answers about names first, so that they count in what comes after."""
    from analysis.commands import mapped_files
    from analysis.dataset import are_name_answers, explain
    from analysis.dataset.forms.receiving import find_forms

    paths, beside = find_forms(
        given.files, lambda path: are_name_answers(path) or mapped_files.is_mapped(folder, path)
    )
    if given.map:
        return mapped_files.propose(folder, paths, given)
    names = [path for path in paths if are_name_answers(path)]
    for path in names:
        _take_in_names(folder, path, given)
    if rest := [path for path in paths if path not in names]:
        return _take_in_forms(folder, rest, beside, given)
    if beside:
        print(explain(beside), file=sys.stderr)
    return OK


def _take_in_names(folder: Path, path: Path, given: argparse.Namespace) -> None:
    """Put the answers about the names of systems into `systemnavn`."""
    import datetime as dt

    from analysis.dataset import load, plan_names
    from analysis.dataset.changing import replace_files

    plan = plan_names(folder, path)
    print("\n".join([f"{path.as_posix()}: {len(plan.lines)} svar", *plan.lines]))
    if plan.unanswered:
        print(f"Uten svar, og ikke tatt med: {plan.unanswered}")
    if plan.file is None:
        print("Svarene er som før. Filene er ikke rørt.")
    elif given.try_only:
        print(_NOTHING)
    else:
        kept = replace_files(
            folder, [plan.file], plan.changes, dt.datetime.now(), check=lambda: load(folder)
        )
        print(
            f"Tatt inn i {plan.file.path.as_posix()}. Det som sto der, ligger i {kept.as_posix()}."
        )


def _take_in_forms(
    folder: Path, paths: Sequence[Path], beside: "Sequence[Problem]", given: argparse.Namespace
) -> int:
    from analysis.commands import mapped_files
    from analysis.dataset import explain
    from analysis.dataset.forms import read_registered
    from analysis.dataset.forms.receiving import not_answered, plan_import

    registered = read_registered(folder)
    chosen = current_codes(given.municipalities, registered) if given.municipalities else []
    mapped, forms = mapped_files.read_all(registered, paths, chosen, given.year)
    plan = plan_import(registered, forms, chosen, mapped, beside)
    if plan.problems:
        print(explain(plan.problems), file=sys.stderr)
        print(file=sys.stderr)
    print_lines([*not_answered(plan)])
    unconfirmed = _ask(plan, _confirmed(given.confirmed, registered))
    if plan.wrong:
        print(_refusal(plan, given), file=sys.stderr)
        return FAULT
    return _take_in(plan, given, unconfirmed)


def _confirmed(given: Sequence[str] | None, registered: "Registered") -> list[str]:
    """Return the municipalities whose answers are confirmed; `--bekreft` alone means all."""
    if given is None:
        return []
    # What the working group says is nobody's own, and is confirmed with all.
    return [*current_codes(given, registered), *([] if given else [""])]


def _refusal(plan: "Import", given: argparse.Namespace) -> str:
    sound = " ".join(plan.sound)
    if not sound:
        return f"{_NOTHING} Rett feilene, og kjør kommandoen på nytt."
    return (
        f"{_NOTHING} Rett feilene, og kjør kommandoen på nytt, eller ta inn bare de kommunene som "
        f"har rett utfylte skjemaer: legg til --kommune {sound}"
    )


def _ask(plan: "Import", confirmed: Sequence[str]) -> list[str]:
    """Tell what has to be confirmed; return the municipalities it is asked of."""
    unconfirmed = [asked for asked in plan.to_confirm if asked.code not in confirmed]
    if unconfirmed:
        print("Dette må bekreftes:", file=sys.stderr)
        print("\n".join(asked.text for asked in unconfirmed), end="\n\n", file=sys.stderr)
    return list(dict.fromkeys(asked.code for asked in unconfirmed))


def _take_in(plan: "Import", given: argparse.Namespace, unconfirmed: Sequence[str]) -> int:
    from analysis.dataset.forms.receiving import change_lines, count_changes

    print("\n".join(change_lines(plan)))
    if plan.left:
        print(f"Ikke tatt med: {', '.join(plan.left)}")
    print()
    if not plan.changes:
        print("Svarene er som før. Filene er ikke rørt.")
        if not given.try_only:
            _record(plan)
        return OK
    if given.try_only:
        print(f"{count_changes(plan.changes)}. {_NOTHING}")
        return OK
    if unconfirmed:
        flag = " ".join(["--bekreft", *(unconfirmed if all(unconfirmed) else [])])
        print(
            f"{_NOTHING} Er det riktig, legger du til {flag}. Er det ikke det, retter "
            "du skjemaet først.",
            file=sys.stderr,
        )
        return FAULT
    return _write(plan, given)


def _record(plan: "Import") -> None:
    """Keep that those who change nothing have answered, once."""
    import datetime as dt

    from analysis.dataset.changing import replace_files
    from analysis.dataset.forms.receiving import changes_table, has_record

    if not has_record(plan):
        replace_files(plan.registered.folder, [], changes_table(plan), dt.datetime.now())


def _write(plan: "Import", given: argparse.Namespace) -> int:
    import datetime as dt

    from analysis.dataset.changing import replace_files
    from analysis.dataset.forms.receiving import changes_table, count_changes

    folder = plan.registered.folder
    kept = replace_files(folder, plan.merged.values(), changes_table(plan), dt.datetime.now())
    names = ", ".join(sorted(file.path.name for file in plan.merged.values()))
    print(f"{count_changes(plan.changes)} i {names}.")
    print(f"Filene slik de var, og en liste over endringene, ligger i {kept.as_posix()}.")
    print(f"Se over med: ikt sjekk {typed(given.analysis)}")
    return OK
