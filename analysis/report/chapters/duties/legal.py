"""Rettslig form, anskaffelse og ansatte: what each alternative needs before it can begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from analysis.dataset.definitions import Alternative, LegalForm
from analysis.report.chapters.duties import risks, security, transfer
from analysis.report.chapters.money import hosts
from analysis.report.findings.explained import CHECK, explained, law_note
from analysis.report.findings.wording import several
from analysis.report.language import dashed, words
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_FORMS_IN_TABLE = 4
_MARK = "*"
_ASKED: dict[str, Callable[[LegalForm], str]] = {
    "Rettssubjekt": attrgetter("rettssubjekt"),
    "Ansvar": attrgetter("ansvar"),
    "Veien ut": attrgetter("uttreden"),
    "Anskaffelse": attrgetter("anskaffelse"),
}


def chapter(view: View) -> Stack:
    """What what is recommended and its runner-up need before they can begin."""
    told = _told(view)
    return Stack(
        Heading(_finding(told), 1),
        Text(explained(view, "rettslig_form")),
        *_forms_tables(view, told),
        hosts.companies(view) if any(a.selskap for a in told) else None,
        Text(f"{_notice(view)} {explained(view, 'uttreden')}".strip()),
        Text(explained(view, "anskaffelse")),
        transfer.staff(view, told),
        Text(explained(view, "merverdiavgift")),
        risks.section(view),
        security.section(view),
        law_note(),
    )


def every_form(view: View) -> Stack:
    """Appendix: the legal forms of every alternative within the mandate."""
    return Stack(
        Heading("Rettsformene for alle alternativene", 2),
        *_forms_tables(view, transfer.within_mandate(view)),
    )


def _told(view: View) -> list[Alternative]:
    """The recommended alternative and the one that is most often first besides it."""
    recommended = view.recommendation.alternative
    rest = [a for a in view.conclusion.shares if a not in ("0", recommended)]
    chosen = {recommended, *rest[:1]} - {"0"}
    return [a for a in transfer.within_mandate(view) if a.id in chosen]


def _finding(told: list[Alternative]) -> str:
    needing = [a.id for a in told if a.rettsformer]
    if not needing:
        return "Det som må være på plass før oppstart"
    return words.capital(f"{several(needing)} krever vedtak om rettslig form")


def _forms_tables(view: View, told: Sequence[Alternative]) -> list[Table]:
    """The forms, a few to a table so that the tables fit in where there is room."""
    names = list(dict.fromkeys(name for a in told for name in a.rettsformer))
    forms = [view.dataset.shared.legal_forms[name] for name in names]
    starts = range(0, len(forms), _FORMS_IN_TABLE)
    return [_forms_table(told, forms[n : n + _FORMS_IN_TABLE]) for n in starts]


def _forms_table(told: Sequence[Alternative], forms: list[LegalForm]) -> Table:
    """One column a form: the answers are sentences, and need room to be read."""
    served = [a.id for a in told if {form.id for form in forms} & set(a.rettsformer)]

    def whose(form: LegalForm) -> str:
        return words.listed([a.id for a in told if form.id in a.rettsformer])

    def answer(form: LegalForm) -> Callable[[str], str]:
        return lambda asked: questions[asked](form)

    questions = {"Alternativ": whose, **_ASKED} if len(served) > 1 else _ASKED
    return Table.of(
        list(questions),
        [
            Column("Form", lambda asked: asked, width=2.5),
            *(Column(_heading(form), answer(form), width=13.9 / len(forms)) for form in forms),
        ],
        f"Rettsformer for {several(served)}",
        source="; ".join(dict.fromkeys(s for form in forms for s in form.kilde.split("; "))),
        note=f"{_MARK} {words.capital(CHECK)}: minst ett punkt er ikke lest i lovteksten."
        if any(form.maa_kontrolleres for form in forms)
        else "",
    )


def _heading(form: LegalForm) -> str:
    """Name of a form; what stands in brackets would be kept on one line, without room for it."""
    name = form.navn.replace(" (", ", ").replace(")", "")
    return name + (_MARK if form.maa_kontrolleres else "")


def _notice(view: View) -> str:
    """The notice in the known cooperations where it is known in months."""
    rows = view.dataset.shared.experience
    rows = rows[(rows["tema"] == "uttreden") & (rows["enhet"] == "måneder")]
    rows = rows[rows["faktisk"].notna()]
    if rows.empty:
        return ""
    who = words.listed([escape(name) for name in rows["samarbeid"].unique()])
    return f"I {who} var varselet {dashed(rows['faktisk'])} måneder."
