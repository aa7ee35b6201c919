"""Rettslig form, anskaffelse og ansatte: what each alternative needs before it can begin."""

from __future__ import annotations

import math
import re

import pandas as pd

from analysis.dataset.definitions import Alternative, LegalForm
from analysis.model.systems.windows import years_after
from analysis.report.chapters.duties import risks, security, transfer
from analysis.report.findings.explained import CHECK, explained, law_note
from analysis.report.findings.wording import several
from analysis.report.language import dashed, numbers, words
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View

_FORMS_IN_TABLE = 4
_MARK = "*"
_LONG_BRACKET = re.compile(r" \((.{9,})\)$")
_ASKED = ("Alternativ", "Rettssubjekt", "Ansvar", "Veien ut", "Anskaffelse")


def chapter(view: View) -> Stack:
    """What what is recommended and its runner-up need before they can begin."""
    told = _told(view)
    return Stack(
        Heading(_finding(told), 1),
        Text(explained(view, "rettslig_form")),
        _forms_tables(view, told),
        _companies_table(view) if any(a.selskap for a in told) else None,
        Text(_leaving_text(view)),
        Text(words.sentence(_contracts(view), explained(view, "anskaffelse"))),
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
        _forms_tables(view, transfer.within_mandate(view)),
    )


def _told(view: View) -> list[Alternative]:
    """The recommended alternative and the one that is most often first besides it."""
    recommended = view.recommendation.alternative
    rest = [a for a in view.conclusion.shares if a not in ("0", recommended)]
    chosen = [a for a in (recommended, *rest[:1]) if a != "0"]
    return [a for a in transfer.within_mandate(view) if a.id in chosen]


def _finding(told: list[Alternative]) -> str:
    needing = [a.id for a in told if a.rettsformer]
    if not needing:
        return "Det som må være på plass før oppstart"
    return words.capital(f"{several(needing)} krever vedtak om rettslig form")


def _forms(view: View, told: list[Alternative]) -> dict[str, tuple[LegalForm, list[str]]]:
    """Each candidate form with the alternatives it is a candidate for."""
    found: dict[str, tuple[LegalForm, list[str]]] = {}
    for alternative in told:
        for name in alternative.rettsformer:
            form = view.dataset.shared.legal_forms[name]
            found.setdefault(name, (form, []))[1].append(alternative.id)
    return found


def _forms_tables(view: View, told: list[Alternative]) -> Stack:
    """The forms, a few to a table so that the tables fit in where there is room."""
    forms = list(_forms(view, told).values())
    size = math.ceil(len(forms) / max(1, math.ceil(len(forms) / _FORMS_IN_TABLE)))
    chunks = [forms[n : n + size] for n in range(0, len(forms), size or 1)]
    return Stack(*(_forms_table(view, chunk) for chunk in chunks))


def _forms_table(view: View, forms: list[tuple[LegalForm, list[str]]]) -> Table:
    """One column a form: the answers are sentences, and need room to be read."""
    frame = pd.DataFrame({"Form": list(_ASKED)})
    for form, alternatives in forms:
        frame[_heading(form)] = [
            words.listed(alternatives),
            form.rettssubjekt,
            form.ansvar,
            form.uttreden,
            form.anskaffelse,
        ]
    served = {a for _, alternatives in forms for a in alternatives}
    if len(served) == 1:
        frame = frame[1:]
    note = (
        f"{_MARK} {words.capital(CHECK)}: minst ett punkt er ikke lest i lovteksten, og "
        "må kontrolleres der før det legges til grunn."
    )
    return Table(
        frame,
        f"Rettsformer for {several([a.id for a in view.alternatives if a.id in served])}",
        source="; ".join(dict.fromkeys(s for form, _ in forms for s in form.kilde.split("; "))),
        note=note if any(form.maa_kontrolleres for form, _ in forms) else "",
        widths=(2.5, *(13.9 / len(forms) for _ in forms)),
    )


def _heading(form: LegalForm) -> str:
    """Name of a form; a law in brackets would be kept on one line, which has no room for it."""
    name = _LONG_BRACKET.sub(r", \1", form.navn)
    return name + (_MARK if form.maa_kontrolleres else "")


def _notice(view: View) -> pd.DataFrame:
    """Known cooperations where the notice is known in months."""
    rows = view.dataset.shared.experience
    months = (rows["tema"] == "uttreden") & (rows["enhet"] == "måneder")
    return rows[months & rows["faktisk"].notna()]


def _companies_table(view: View) -> Table | None:
    companies = view.dataset.companies
    if companies.empty:
        return None
    frame = pd.DataFrame(
        {
            "Selskap": companies["selskap"],
            "Form": companies["form"],
            "Oppsigelsestid (måneder)": companies["oppsigelsestid"],
            "Inngangspris (1000 kr per kommune)": companies["inngangspris"],
        }
    )
    return Table(
        frame,
        "Kartlagte selskaper og samarbeid",
        formats={name: numbers.whole for name in frame.columns[2:]},
        source=view.cite(companies["source"]),
    )


def _leaving_text(view: View) -> str:
    notice = _notice(view)
    known = ""
    if not notice.empty:
        who = words.listed([escape(name) for name in notice["samarbeid"].unique()])
        known = f"i {who} var varselet {dashed(notice['faktisk'])} måneder."
    return words.sentence(known, explained(view, "uttreden"))


def _contracts(view: View) -> str:
    """How many of our contracts have ended, and end within four years after the decision."""
    ends = view.rows("applikasjoner")["avtaleslutt"].dropna()
    if ends.empty:
        return ""
    decided = view.dataset.settings.vedtaksdato
    horizon = years_after(decided, 4)
    ended = sum(end < decided for end in ends)
    soon = sum(decided <= end <= horizon for end in ends)
    whose = "kommunenes" if view.joint else "våre"
    return (
        f"av {whose} {numbers.whole(len(ends))} avtaler med kjent sluttdato er "
        f"{words.count(ended) if ended else 'ingen'} utløpt på vedtaksdagen, og "
        f"{words.count(soon) if soon else 'ingen'} løper ut de fire neste årene. De må uansett "
        "fornyes eller konkurranseutsettes."
    )
