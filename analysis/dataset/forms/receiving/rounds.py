"""Who has answered in this round, in an earlier one, or not at all."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from analysis.dataset.changing import CHANGES, KEPT, require_inside
from analysis.dataset.forms.receiving.change_list import YEAR_ASKED
from analysis.dataset.forms.receiving.import_plan import Import
from analysis.dataset.notation import listed, norwegian_date
from analysis.dataset.tables import CODE


def not_answered(plan: Import) -> Iterator[str]:
    """Yield who has no form in this round: those who have answered before, and those who have not.

    Parameters
    ----------
    plan : Import
        The round.
    """
    registered = plan.registered
    if plan.answered == {""}:
        return  # only what the working group says
    year = str(plan.forms[0].identity.year) if plan.forms else ""
    earlier = _taken_in(registered.folder, year)
    absent = [code for code in registered.taking_part if code not in plan.answered]
    before = [code for code in absent if code in earlier]
    never = [code for code in absent if code not in earlier]
    if before:
        days = [f"{registered.who(code)} ({norwegian_date(earlier[code])})" for code in before]
        yield f"Ikke i denne runden, men tatt inn tidligere: {listed(days)}"
    if never:
        what = "Har ikke svart, eller har et skjema som ikke kan leses" if plan.unread else ""
        yield (
            f"{what or 'Har ikke svart'} ({len(never)} av {len(registered.taking_part)}): "
            f"{listed([registered.who(code) for code in never])}"
        )


def has_record(plan: Import) -> bool:
    """Whether an earlier round has everybody in this one, for the year it asks for."""
    return all(
        form.identity.code in _taken_in(plan.registered.folder, str(form.identity.year))
        for form in plan.forms
    )


def _taken_in(folder: Path, year: str) -> dict[str, dt.date]:
    """The last day answers for a year, or for any where none is known, were taken in."""
    require_inside(folder, folder / KEPT)
    found: dict[str, dt.date] = {}
    for path in sorted((folder / KEPT).glob(f"*/{CHANGES}")):
        require_inside(folder, path)
        try:
            day = dt.date.fromisoformat(path.parent.name[:10])
            with path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
                rows = list(csv.DictReader(stream, delimiter=";"))
        except (OSError, ValueError, csv.Error):
            continue  # not ours
        ours = [row for row in rows if not year or row.get(YEAR_ASKED) == year]
        found |= {str(row.get(CODE.name)): day for row in ours}
    return found
