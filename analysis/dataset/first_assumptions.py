"""The assumptions file of a new analysis: those that matter most, ready to be taken a stand on."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.dataset.definitions import OWN_ASSUMPTIONS, Assumption, Shared
from analysis.dataset.notation import MINUS, norwegian_number, one_line
from analysis.places import SHARED_FOLDER

_HEAD = f"""\
# Forutsetninger arbeidsgruppen har tatt stilling til. Verktøyet har et forslag til alle, i
# inputs/{SHARED_FOLDER}/{OWN_ASSUMPTIONS}. Det som ikke står her, er bare et forslag.
#
# Vil dere bruke forslaget slik det er, tar dere bort # foran [[forutsetning]], id og bekreftet.
# Vil dere ha egne tall, tar dere også bort # foran resten, og skriver inn tallene, hvor de er
# hentet (kilder) og hvem som svarer for dem (eier). Vet ingen svaret, skriver dere
# anslag = "ukjent".
# Desimaltall skrives med punktum i denne filen.
"""
_MOST_IMPORTANT = """\
#
# Under står de som betyr mest. De andre kan dere legge til på samme måte.
"""


def first_assumptions(shared: Shared | None) -> str:
    """Return ``forutsetninger.toml`` with the most important ones commented out.

    Parameters
    ----------
    shared : Shared or None
        With the proposals; None where they cannot be read.
    """
    names = shared.most_important if shared else ()
    proposals = [shared.assumptions[n] for n in names if n in shared.assumptions] if shared else []
    entries = ["\n".join(["", *(f"# {line}" for line in _entry(one)), ""]) for one in proposals]
    return "".join([_HEAD, _MOST_IMPORTANT if entries else "", *entries])


def _entry(proposal: Assumption) -> Iterator[str]:
    kroner = f", {proposal.kroneverdi}-kroner" if proposal.kroneverdi else ""
    yield f"{one_line(proposal.navn)} ({proposal.enhet}{kroner})"
    yield f"Forslag: {_interval(proposal)}. Kilde: {one_line('; '.join(proposal.kilder))}"
    yield "[[forutsetning]]"
    yield f'id = "{proposal.id}"'
    yield "bekreftet = true"
    yield f"anslag = {_as_toml(proposal)}"
    if proposal.minst:
        yield f"minst = {proposal.minst}"
    if proposal.kroneverdi:
        yield f"kroneverdi = {proposal.kroneverdi}"
    yield 'kilder = [""]'
    yield 'eier = ""'


def _interval(proposal: Assumption) -> str:
    if isinstance(proposal.anslag, str):
        return "ukjent"
    low, central, high = (
        norwegian_number(value).replace("-", MINUS) for value in proposal.anslag.points
    )
    return f"{central}, lav verdi {low} og høy {high}"


def _as_toml(proposal: Assumption) -> str:
    if isinstance(proposal.anslag, str):
        return f'"{proposal.anslag}"'
    values = proposal.anslag.model_dump().items()
    return f"{{ {', '.join(f'{name} = {value}' for name, value in values)} }}"
