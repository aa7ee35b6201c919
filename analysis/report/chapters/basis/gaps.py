"""What is missing and what should be asked, told in words from the problems found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.dataset import Severity
from analysis.decision.owned_problems import OwnedProblem
from analysis.report.language.words import capital, count, counted, lower_first
from analysis.report.press import Column, Element, Heading, Table, Text, escape
from analysis.report.view import View

# A full stop between sentences, but not one inside a quoted name.
_SENTENCE_END = re.compile(r"\. (?![^«]*»)")
_COLUMN_NAMES = {
    "ikt_brukere": "antall IKT-brukere",
    "årsverk_totalt": "årsverk i hele kommunen",
    "kommunenummer_nøkkel": "om systemet bruker kommunenummer som nøkkel,",
    "pris_per_bruker": "pris per bruker",
}
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
    found = [
        _remark(view, owned)
        for owned in view.owned_problems
        if owned.problem.severity is severity
        and (view.joint or owned.code in (view.code, ""))
        and (view.names_shielded or not owned.names)
    ]
    order = (*view.codes, "")
    return sorted(found, key=lambda remark: order.index(remark.code))


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
            name = lower_first(criterion.navn)
            message = re.sub(rf"\bpå {criterion.id}\b", f"på {name}", message)
    first, *others = _SENTENCE_END.split(message)
    rest = " ".join(others)
    question = rest.partition("?")[0] + "?" if "?" in rest else ""
    return " ".join(filter(None, [_ended(first), question]))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", ".")) else f"{sentence}."


def missing(view: View) -> Element:
    """What the municipalities have not told, each with its place."""
    found = remarks(view, Severity.MISSING)
    return _table(view, found, "Hva som mangler") or Text("Ingen opplysninger mangler.")


def questions(view: View) -> Element:
    """What looks unusual, as questions to those who know."""
    found = remarks(view, Severity.WARNING)
    return _table(view, found, "Spørsmål som bør besvares") or Text("Ingen tall ser uvanlige ut.")


def _table(view: View, found: list[Remark], title: str) -> Table | None:
    columns: list[Column[Remark]] = [
        Column("Hvem", lambda remark: view.names.get(remark.code, "Alle"), width=1.1),
        Column("Hva", lambda remark: remark.text, width=5.0),
        Column("Hvor", lambda remark: remark.place, width=1.7),
    ]
    return Table.of(found, columns, title) if found else None


def to_answer(view: View) -> list[Element]:
    """Our own gaps and questions, as a short list; empty where there are none."""
    found = [r for s in (Severity.MISSING, Severity.WARNING) for r in remarks(view, s)]
    told = _gathered([remark for remark in found if remark.code == view.code])
    if not told:
        return []
    lines = [f"- {escape(text)}" for text in told[:_MOST]]
    more = len(told) - len(lines)
    rest = f"\n\n{capital(count(more, 'n'))} til står i arbeidsgruppens notatbok." if more else ""
    title = f"{view.name} må svare på dette før tallene brukes"
    return [Heading(title, 2), Text("\n".join(lines) + rest)]


def _gathered(found: list[Remark]) -> list[str]:
    """Remarks of one sort as one text, with their number."""
    groups: dict[tuple[tuple[str, str], str], list[Remark]] = {}
    for remark in found:
        asked = remark.text.rpartition(". ")[2] if remark.text.endswith("?") else ""
        groups.setdefault((remark.kind, asked), []).append(remark)
    return [_together(group) for group in groups.values()]


def _together(group: list[Remark]) -> str:
    first, others = group[0], len(group) - 1
    if not others:
        return first.text
    if first.kind == ("applikasjoner", "avtaleslutt"):
        many = counted(len(group), "avtale", "avtaler")
        return f"{capital(many)} har en sluttdato før vedtaket. Er de forlenget?"
    return f"{first.text} {capital(count(others, 'n'))} til av samme slag."
