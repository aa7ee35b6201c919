"""What is missing and what should be asked, told in words from the problems found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import attrgetter

import pandas as pd

from analysis.dataset import Severity
from analysis.decision.owned_problems import OwnedProblem
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, counted
from analysis.report.press import Column, Element, Heading, Stack, Table, Text, escape
from analysis.report.view import View

# A full stop between sentences, but not one inside a quoted name.
_SENTENCE_END = re.compile(r"\. (?![^«]*»)")
_COLUMN_NAMES = {
    "ikt_brukere": "antall IKT-brukere",
    "årsverk_totalt": "årsverk i hele kommunen",
    "kommunenummer_nøkkel": "om systemet bruker kommunenummer som nøkkel,",
    "pris_per_bruker": "pris per bruker",
}
# Told as counts, municipality by municipality.
_COUNTED = (("applikasjoner", "avtaleslutt"), ("applikasjoner", "systemtype"))
_MOST = 8
_SHIELDED = "En skjermet rad"


@dataclass(frozen=True)
class Remark:
    """One thing missing or one question, ready to be read.

    Attributes
    ----------
    code : str
        Kommunenummer of the municipality that can answer, "" for all of them.
    text : str
        A sentence; plain text.
    place : str
        File and line.
    kind : tuple of str
        Equal for remarks of the same sort, which can be counted together.
    """

    code: str
    text: str
    place: str
    kind: tuple[str, str]


def remarks(view: View, severity: Severity) -> list[Remark]:
    """All that may be told of a severity, our own and what is common; all for all together."""
    return [
        _remark(view, owned)
        for owned in view.owned_problems
        if owned.problem.severity is severity
        and (view.joint or owned.code in (view.code, ""))
        and (view.names_shielded or not owned.names)
    ]


def _remark(view: View, owned: OwnedProblem) -> Remark:
    problem, subject = owned.problem, owned.subject
    file = problem.file.rsplit("/", 1)[-1]
    place = file if problem.line is None else f"{file} linje {problem.line}"
    kind = (file.rsplit(".", 1)[0], problem.column or "")
    if owned.shielded and not view.names_shielded:
        subject, place = _SHIELDED, file
    if owned.in_row and problem.severity is Severity.MISSING:
        column = problem.column or ""
        what = f"{capital(_COLUMN_NAMES.get(column, column))} mangler"
        text = f"{what} ({subject})." if subject else f"{what}."
    else:
        text = _plain(view, owned.message)
        text = f"{subject}: {text}" if subject else text
    return Remark(owned.code, text, place, kind)


def _plain(view: View, message: str) -> str:
    """The message for a reader of reports: what was found, and the question if there is one."""
    for criterion in view.criteria:
        if not criterion.computed:
            name = criterion.navn[:1].lower() + criterion.navn[1:]
            message = re.sub(rf"\bpå {criterion.id}\b", f"på {name}", message)
    first, *others = _SENTENCE_END.split(message)
    rest = " ".join(others)
    question = rest.partition("?")[0] + "?" if "?" in rest else ""
    return " ".join(filter(None, [_ended(first), question]))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", ".")) else f"{sentence}."


def missing(view: View) -> Element:
    """What the municipalities have not told; on a municipality's page its own."""
    found = remarks(view, Severity.MISSING)
    if not found:
        return Text("Ingen opplysninger mangler.")
    counts = _counted_gaps(view) if view.joint else None
    if counts:
        found = [remark for remark in found if remark.kind not in _COUNTED]
    told = _gathered(view, found)
    table = _remark_table(view, told, "Dette mangler", "Hva som mangler") if told else None
    return Stack(table, counts)


def _counted_gaps(view: View) -> Table | None:
    """How many systems lack a contract end or a system type, by municipality."""
    rows = view.dataset.applications
    untyped = rows["systemtype"] == ""
    if rows.empty or not (rows["avtaleslutt"].isna() | untyped).any():
        return None
    lacking = {"Uten avtaleslutt": rows["avtaleslutt"].isna(), "Uten systemtype": untyped}
    frame = pd.DataFrame({"Kommune": pd.Series(view.names)}).reindex(list(view.codes))
    whose = rows["kommunenummer"]
    frame["Systemer"] = whose.value_counts().reindex(frame.index)
    for name, flags in lacking.items():
        frame[name] = flags.groupby(whose).sum().reindex(frame.index)
    return Table(
        frame.astype({name: float for name in frame.columns[1:]}),
        "Systemer der noe mangler",
        formats=dict.fromkeys(frame.columns[1:], numbers.whole),
        source=view.cite(rows["source"]),
        note="For systemer uten avtaleslutt brukes forutsetningen om ukjent avtaleslutt. Systemer "
        "uten systemtype regnes ikke som mulige å samle.",
    )


def questions(view: View, limit: int | None = _MOST) -> Element | None:
    """What looks unusual, as questions to those who know.

    Parameters
    ----------
    view : View
    limit : int or None
        Questions shown; None for every single one, not counted together.
    """
    found = remarks(view, Severity.WARNING)
    if not found:
        return None
    gathered = found if limit is None else _gathered(view, found)
    shown = gathered[:limit]
    more = len(gathered) - len(shown)
    note = f"{capital(count(more, 'n'))} spørsmål til står i arbeidsgruppens notatbok."
    return _remark_table(view, shown, "Spørsmål som bør besvares", "Spørsmål", note * bool(more))


def to_answer(view: View) -> list[Element]:
    """Our own gaps and questions, as a short list; empty where there are none."""
    found = [r for s in (Severity.MISSING, Severity.WARNING) for r in remarks(view, s)]
    told = [remark for remark in _gathered(view, found) if remark.code == view.code]
    if not told:
        return []
    lines = [f"- {escape(remark.text)}" for remark in told[:_MOST]]
    more = len(told) - len(lines)
    rest = f"\n\n{capital(count(more, 'n'))} til står i arbeidsgruppens notatbok." if more else ""
    title = f"{view.name} må svare på dette før tallene brukes"
    return [Heading(title, 2), Text("\n".join(lines) + rest)]


def _gathered(view: View, found: list[Remark]) -> list[Remark]:
    """Remarks of one sort for one municipality as one, with their number."""
    groups: dict[tuple[str, tuple[str, str], str], list[Remark]] = {}
    for remark in found:
        asked = remark.text.rpartition(". ")[2] if remark.text.endswith("?") else ""
        groups.setdefault((remark.code, remark.kind, asked), []).append(remark)
    order = {code: place for place, code in enumerate((*view.codes, ""))}
    kept = [_together(group) for group in groups.values()]
    return sorted(kept, key=lambda remark: order[remark.code])


def _together(group: list[Remark]) -> Remark:
    first = group[0]
    if len(group) == 1:
        return first
    file, column = first.kind
    if (file, column) == ("applikasjoner", "avtaleslutt"):
        text = f"{capital(counted(len(group), 'avtale', 'avtaler'))} har en sluttdato før " \
               "vedtaket. Er de forlenget?"  # fmt: skip
    else:
        text = f"{first.text} {capital(count(len(group) - 1, 'n'))} til av samme slag."
    return Remark(first.code, text, first.place.split(" linje ")[0], first.kind)


def _remark_table(
    view: View, found: list[Remark], title: str, heading: str, note: str = ""
) -> Table:
    columns: list[Column[Remark]] = [
        Column("Hvem", lambda remark: view.names.get(remark.code, "Alle"), width=1.1),
        Column(heading, attrgetter("text"), width=5.0),
    ]
    if view.names_shielded:
        columns.append(Column("Hvor", attrgetter("place"), width=1.7))
    own = not view.joint and {remark.code for remark in found} == {view.code}
    return Table.of(found, columns[own:], title, note=note, row_header=not own)
