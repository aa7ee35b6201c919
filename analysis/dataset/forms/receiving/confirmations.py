"""What has to be confirmed before answers are written: not wrong, but perhaps a mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter

from analysis.dataset.forms.cell_values import meaning
from analysis.dataset.forms.receiving.answer_changes import Change, Kind
from analysis.dataset.forms.receiving.form import Form
from analysis.dataset.forms.receiving.read_sheet import FormRow
from analysis.dataset.forms.registered import Registered, Row, is_blank
from analysis.dataset.forms.sheets import Sheet
from analysis.dataset.notation import short


@dataclass(frozen=True)
class Confirmation:
    """Something a person has to say yes to.

    Attributes
    ----------
    code : str
        The municipality.
    text : str
        What will happen, as a sentence without a full stop.
    """

    code: str
    text: str


def confirmations(
    forms: Iterable[Form], changes: Sequence[Change], registered: Registered
) -> Iterator[Confirmation]:
    """Yield what may be a mistake though nothing is wrong, form by form and sheet by sheet.

    Parameters
    ----------
    forms : iterable of Form
        The forms that are taken in.
    changes : sequence of Change
        What they change.
    registered : Registered
        What there is.
    """
    for form in forms:
        for sheet in (answers.sheet for answers in form.answers):
            own = [change for change in changes if change.form is form and change.sheet is sheet]
            for text in _of_sheet(form, sheet, own, registered):
                yield Confirmation(form.identity.code, text)


def _of_sheet(
    form: Form, sheet: Sheet, own: Sequence[Change], registered: Registered
) -> Iterator[str]:
    if not own:
        return
    code, year = form.identity.code, form.identity.year
    file = Path(registered.tables[sheet.table.name].file).name
    for change in own:
        yield from _conflicts(change, file)
    known = form.identity.fingerprints.get(sheet.name)
    if sheet.name not in form.sent and known != registered.fingerprint(sheet, code, year):
        yield (
            f"{form.file} {sheet.name}: {file} er endret for {registered.who(code)} etter at "
            "skjemaet ble laget, og skjemaet sier ikke hva som sto der da. Svarene i skjemaet går "
            "foran"
        )
    rows = [row for row in registered.rows(sheet, code, year) if not is_blank(sheet, row.values)]
    gone = sum(change.kind is Kind.REMOVED for change in own)
    new = sum(change.kind is Kind.ADDED for change in own)
    if gone > registered.shared.limits.andel_fjernet * len(rows):
        whose = f"radene til {registered.who(code)} i {file}"
        came = f", og {new} nye kommer til" if new > 1 else ", og én ny kommer til" if new else ""
        yield (
            f"{form.file} {sheet.name}: Arket har ingen svar, og alle {whose} ({gone}) blir fjernet"
            if gone == len(rows) == len(own)
            else f"{form.file} {sheet.name}: {gone} av de {len(rows)} {whose} blir fjernet{came}"
        )


def _conflicts(change: Change, file: str) -> Iterator[str]:
    """Yield what both the municipality and the analysis have changed since the form was made."""
    row = ", ".join(change.key)
    if change.after is None or change.before is None:
        if change.conflicts:
            yield (
                _removed(change, row, file)
                if change.after is None
                else _restored(change, row, file)
            )
        return
    for name in change.conflicts:
        answer = _shown(change, name, change.after)
        place = f"{get_column_letter(change.after.places[name])}{change.after.row}"
        yield (
            f"{change.form.file} {change.sheet.name}!{place}: {name} ({row}): Skjemaet har "
            f"{answer}, men {file} er endret fra {_shown(change, name, change.sent)} til "
            f"{_shown(change, name, change.before)} etter at skjemaet ble laget. Svaret i skjemaet "
            "går foran"
        )


def _removed(change: Change, row: str, file: str) -> str:
    moved = ", ".join(
        f"{name} fra {_shown(change, name, change.sent)} til {_shown(change, name, change.before)}"
        for name in change.conflicts
    )
    return (
        f"{change.form.file} {change.sheet.name}: «{row}» er tømt eller slettet i skjemaet, men "
        f"endret i {file} etter at skjemaet ble laget ({moved}). Raden blir fjernet"
    )


def _restored(change: Change, row: str, file: str) -> str:
    return (
        f"{change.form.file} {change.sheet.name}: «{row}» er endret i skjemaet, men slettet i "
        f"{file} etter at skjemaet ble laget. Raden blir lagt til igjen"
    )


def _shown(change: Change, name: str, row: Row | FormRow | None) -> str:
    """Return a value as it is read, «tom» for none."""
    text = meaning(change.sheet.table[name], row.values[name]) if row else ""
    return f"«{short(text)}»" if " " in text else text or "tom"
