"""`ikt skjema`: make a form for each municipality."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.commands.common import FAULT, OK, add_analysis, add_codes, current_codes, print_lines

if TYPE_CHECKING:
    from analysis.dataset.forms import Registered
    from analysis.dataset.forms.sending import Sending

_LONGEST_REPLY = 200  # characters; it stands in one cell


def add(commands: Any) -> None:
    """Add the command's parser."""
    forms = commands.add_parser(
        "skjema",
        help="lag et Excel-skjema til hver kommune",
        description="Lag ett Excel-skjema til hver kommune, med det utredningen vet fra før. "
        "Skjemaer som finnes, blir ikke overskrevet.",
    )
    add_analysis(forms)
    forms.add_argument(
        "--år",
        metavar="ÅÅÅÅ",
        dest="year",
        default="",
        help="året skjemaet spør om, ikke eldre enn det nyeste i budsjett; ellers det nyeste",
    )
    add_codes(
        forms,
        "--kommune",
        "municipalities",
        "lag skjema bare for disse kommunenumrene",
    )
    forms.add_argument(
        "--gruppe",
        dest="group",
        action="store_true",
        help="lag i stedet ett skjema der arbeidsgruppen setter felles vekter og vurderinger",
    )
    forms.add_argument(
        "--ut", metavar="MAPPE", dest="folder", help="mappen skjemaene skal ligge i; ellers skjema/"
    )
    forms.add_argument(
        "--svar-til",
        metavar="TEKST",
        dest="reply_to",
        default="",
        help="hvem skjemaet sendes tilbake til, for eksempel en e-postadresse",
    )
    forms.add_argument(
        "--frist", metavar="DATO", dest="deadline", default="", help="fristen, som 31.12.2026"
    )
    forms.set_defaults(command=run, closing="Ingen skjemaer er laget.")


def run(given: argparse.Namespace) -> int:
    """Make the forms and say where they are."""
    from analysis.dataset.changing import folder_lock
    from analysis.places import find_analysis

    folder = find_analysis(given.analysis)
    with folder_lock(folder, "Kommandoen ikt skjema") as mended:
        print_lines(mended)
        return _run(folder, given)


def _run(folder: Path, given: argparse.Namespace) -> int:
    from analysis.dataset.changing import require_inside
    from analysis.dataset.forms import read_registered
    from analysis.places import FORMS, shown

    year, sending = _year(given.year), _sending(given)
    registered = read_registered(folder, to_send=True)
    codes = [""] if given.group else _asked(given.municipalities, registered)
    year = year or registered.year_asked_for
    _refuse_older(year, registered)
    target = shown(Path(given.folder)) if given.folder else folder / FORMS
    if not given.folder:
        require_inside(folder, target)
    kept = _write(registered, codes, year, sending, target)
    if registered.withdrawn and not given.municipalities:
        print(_withdrawn(registered, given.group))
    if warning := _price_warning(year, registered):
        print(warning, file=sys.stderr)
    if not kept:
        return OK
    print(
        f"Fantes fra før med annet innhold, og er ikke rørt: {', '.join(kept)}. Flytt dem, eller "
        "lag de nye i en annen mappe med --ut MAPPE.",
        file=sys.stderr,
    )
    return FAULT


def _asked(given: Sequence[str], registered: "Registered") -> list[str]:
    """Return who forms are made for: those named, or all who take part."""
    return current_codes(given, registered) if given else list(registered.taking_part)


def _withdrawn(registered: "Registered", of_group: bool) -> str:
    """Who has left for good and has no form, or no column in the group's."""
    from analysis.dataset.notation import listed

    gone = registered.withdrawn
    told = f"Tatt ut med uten i utredning.toml, og ikke med: {listed(gone)}."
    if of_group:
        return told
    codes = " ".join(who[:4] for who in gone)
    return f"{told} Skal de ha skjema likevel, legger du til --kommune {codes}"


def _write(
    registered: "Registered", codes: Sequence[str], year: int, sending: "Sending", target: Path
) -> list[str]:
    """Write the forms; return the names of those that stand there with other content."""
    from analysis.dataset.changing import sweep, write_whole
    from analysis.dataset.forms.sending import make_form

    forms = {
        target / f"{_name(registered, code)}-{year}.xlsx": make_form(
            registered, code, year, sending
        )
        for code in codes
    }
    target.mkdir(parents=True, exist_ok=True)
    sweep(target)
    written, kept = [], []
    for path, form in forms.items():
        if path.is_symlink() or (path.exists() and path.read_bytes() != form):
            kept.append(path.name)
            continue
        write_whole(path, form)
        written.append(path.name)
    if written:
        print(f"Skjemaer for {year} i {target.as_posix()}:")
        print("\n".join(f"  {name}" for name in written))
    return kept


def _name(registered: "Registered", code: str) -> str:
    from analysis.places import report_name

    return report_name(code, registered.names[code]) if code else "arbeidsgruppen"


def _year(text: str) -> int:
    """Return the year that was asked for, 0 if none."""
    from analysis.dataset.reading import Context, read_cell
    from analysis.dataset.tables import YEAR
    from analysis.places import UnknownName

    if not text:
        return 0
    year = read_cell(YEAR, text, Context(None, 0))
    if year.error:
        raise UnknownName(f"--år: {year.error}.")
    return int(year.value)


def _refuse_older(year: int, registered: "Registered") -> None:
    """Raise where the answers could not be taken in, because there are newer ones."""
    from analysis.places import UnknownName

    newest = registered.newest_year
    if newest is not None and year < newest:
        raise UnknownName(
            f"--år: Budsjett har tall for {newest}, og svar for {year} kan ikke erstatte nyere. "
            f"Velg {newest} eller et senere år; eldre tall rettes i filene."
        )


def _price_warning(year: int, registered: "Registered") -> str:
    """Say what the price index lacks before the answers can be taken in; empty where nothing."""
    from analysis.dataset.checks import lacking_years, missing_years, price_advice

    base, index = registered.settings.kroneverdi, registered.price_years
    assumed = {a.kroneverdi for a in registered.shared.assumptions.values() if a.kroneverdi}
    # What lies before the index has a feil of its own, told when the inputs are read.
    lacking = {y for y in missing_years({year} | assumed, base, index) if y in (year, base)}
    lacking = {y for y in lacking if y > max(index, default=0)} or lacking
    if not lacking:
        return ""
    return (
        f"Svarene for {year} kan ikke tas inn før det finnes tall for prisene i "
        f"{lacking_years(lacking, index)}, for beløpene regnes om til kroner i {base}, og "
        f"{registered.price_file} mangler det. "
        f"{price_advice(lacking, index, registered.settings)}."
    )


def _sending(given: argparse.Namespace) -> "Sending":
    from analysis.dataset.forms.sending import Sending
    from analysis.dataset.notation import CellError, parse_date
    from analysis.places import UnknownName

    try:
        deadline = parse_date(given.deadline) if given.deadline else None
    except CellError as trouble:
        advice = trouble.advice or "Skriv datoen som 31.12.2026"
        raise UnknownName(f"--frist: {trouble.found}. {advice}.") from None
    if len(given.reply_to) > _LONGEST_REPLY:
        raise UnknownName(f"--svar-til: Skriv høyst {_LONGEST_REPLY} tegn.")
    return Sending(given.reply_to, deadline)
