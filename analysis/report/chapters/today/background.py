"""Bakgrunn og mandat: how the case came about, and what the mandates allow."""

from __future__ import annotations

from collections.abc import Callable

from analysis.report.findings import withdrawn
from analysis.report.findings.wording import several
from analysis.report.language import words
from analysis.report.press import Column, Element, Heading, Stack, Table, Text, UserText, escape
from analysis.report.view import View

_ANSWERS = {"ja": "Ja", "nei": "Nei", "avklares": "Må avklares"}


def chapter(view: View) -> Stack:
    """Background in the group's own words or in neutral ones, and the mandates."""
    return Stack(
        Heading(_finding(view), 1), Heading("Bakgrunn", 2), _background(view), *_mandates(view)
    )


def _background(view: View) -> Element:
    texts = view.dataset.texts
    own = texts.get((view.code, "bakgrunn")) or texts.get(("", "bakgrunn"))
    if not own:
        return Text(_neutral(view))
    told = withdrawn.before_own_text(view)
    return Stack(Text(told) if told else None, UserText(own))


def _neutral(view: View) -> str:
    names = words.listed([escape(name) for name in view.names.values()])
    first, last = view.alternatives[0], view.alternatives[-1]
    together = "har gått sammen om å utrede" if len(view.codes) > 1 else "utreder"
    return words.sentence(
        f"{names} {together} IKT-samarbeid.",
        withdrawn.of_the_report(view),
        f"{words.count(len(view.alternatives), 'n')} alternativer er vurdert, "
        f"fra «{escape(first.navn)}» til «{escape(last.navn)}».",
        "Saken er satt opp til behandling "
        f"{words.norwegian_date(view.dataset.settings.vedtaksdato)}.",
    )


def _finding(view: View) -> str:
    """What the mandates say, where somebody has given one."""
    answers = view.evaluation.gates.mandate
    everyone = [a.id for a in view.alternatives if (answers[a.id] == "ja").all()]
    if view.dataset.mandate.empty or (view.joint and not everyone):
        return "Bakgrunn og mandat"
    if view.joint:
        return f"Alle har mandat til {several(everyone)}"
    ruled_out, open_ = view.mandated("nei"), view.mandated("avklares")
    if ruled_out:
        return f"{view.name} har ikke mandat til {several(ruled_out)}"
    if open_:
        return f"Mandatet må avklares for {several(open_)}"
    return f"Mandatet til {view.name} åpner for alle alternativene"


def _mandates(view: View) -> list[Element]:
    """What is not plainly allowed, and what that means; nothing where a mandate allows it all."""
    if not view.joint and len(view.mandated("ja")) == len(view.alternatives):
        return []
    return [
        Heading("Mandatene" if view.joint else "Mandatet", 2),
        _joint_table(view) if view.joint else _table(view),
        Text(_meaning(view)),
    ]


def _table(view: View) -> Table:
    rows = view.rows("mandat").set_index("alternativ")
    return Table.of(
        [a.id for a in view.alternatives if view.mandate(a.id) != "ja"],
        [
            Column("Alternativ", view.label, width=3),
            Column("Mandat", lambda a: _ANSWERS[view.mandate(a)], width=1.5),
            Column("Begrunnelse", lambda a: rows["begrunnelse"].get(a) or None, width=7),
        ],
        f"Hva mandatet til {view.name} ikke uten videre åpner for",
        source=view.cite(rows["source"]),
    )


def _joint_table(view: View) -> Table:
    answers = view.evaluation.gates.mandate

    def who(answer: str) -> Callable[[str], str | None]:
        return lambda a: _who(view, list(answers.index[answers[a] == answer]))

    return Table.of(
        [a.id for a in view.alternatives],
        [
            Column("Alternativ", view.label, width=3.2),
            Column("Kan være med", who("ja"), width=4),
            Column("Må avklares", who("avklares"), width=4),
            Column("Utenfor mandat", who("nei"), width=3),
        ],
        "Hvilke kommuner som har mandat til hva",
        source=view.cite(view.dataset.mandate["source"]),
    )


def _who(view: View, codes: list[str]) -> str | None:
    if len(codes) == len(view.codes) > 1:
        return "Alle"
    return ", ".join(view.names[code] for code in codes) or None


def _meaning(view: View) -> str:
    """What a mandate means for the ranking, and why something is ruled out."""
    return words.sentence(
        *_reasons_against(view),
        "et alternativ utenfor mandatet blir ikke rangert for kommunen, og kommunen er ikke "
        "regnet med blant deltakerne i det.",
        "«Må avklares» betyr at alternativet er regnet med, men at mandatet må være på plass før "
        "noe vedtas. Slik er også en kommune som ikke har meldt inn mandat, regnet.",
    )


def _reasons_against(view: View) -> list[str]:
    """Why municipalities stand outside, for the joint report; a municipality's table has it."""
    rows = view.dataset.mandate
    rows = rows[(rows["tillatt"] == "nei") & (rows["begrunnelse"] != "") & view.joint]
    return [
        f"{escape(view.names[str(row['kommunenummer'])])} er utenfor alternativ "
        f"{row['alternativ']}: {escape(str(row['begrunnelse']).rstrip('. '))}."
        for _, row in rows.iterrows()
    ]
