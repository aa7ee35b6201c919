"""Assumptions the group has taken a stand on: ``forutsetninger.toml`` of one analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.dataset.definitions.assumption_checks import check_assumptions, unknown_assumption
from analysis.dataset.definitions.assumption_list import EVERY_NAME, OPTIONAL_NAMES
from analysis.dataset.definitions.assumptions import Assumption
from analysis.dataset.definitions.shared import Shared
from analysis.dataset.definitions.toml_entries import EntryFile
from analysis.dataset.notation import listed
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import line_of_entry, line_of_key

FILE = "forutsetninger.toml"
TABLE = "forutsetning"
CONFIRMED = "bekreftet"
# What the number itself is made of; a group that writes one of them says where it is from.
_VALUE = ("anslag", "minst", "kroneverdi", "retning")
_OWN_SOURCES = {
    "kilder": 'kilder = ["arbeidsgruppens anslag, møte 3. mars"]',
    "eier": 'eier = "arbeidsgruppen"',
}

# What each key means, as a sentence.
OWN_HELP = {
    "id": "Navnet forutsetningen har i inputs/felles/forutsetninger.toml.",
    CONFIRMED: (
        "true når arbeidsgruppen har tatt stilling til forslaget. Nøkler som utelates, er da som i "
        "forslaget."
    ),
    "navn": "Navnet i rapportene.",
    "enhet": "Enheten, den samme som i forslaget.",
    "kroneverdi": "Hvilket års kroner beløpet er i. Må være med når enheten har kroner.",
    "anslag": (
        '{ p10, p50, p90 } eller { min, sannsynlig, maks }, lav verdi først, eller "ukjent".'
    ),
    "minst": (
        "Det minste beløpet eller antallet årsverk, uansett størrelse. Bare når enheten er per "
        "bruker."
    ),
    "retning": "Hvilken ende som er god for kommunen, høy eller lav.",
    "kilder": "Hvor tallet er hentet. Må være med når dere oppgir et eget tall.",
    "kvalitet": "regnskap, rapportert eller anslag.",
    "eier": "Hvem som svarer for tallet. Må være med når dere oppgir et eget tall.",
    "gyldig_til": "Dagen dere må ha sett på tallet igjen.",
}


class OwnAssumption(Assumption):
    """An entry of the group's own file; confirmed, it takes what it leaves out from what is shared.

    Attributes
    ----------
    bekreftet : bool
        Whether the shared proposal is the group's own stand.
    """

    bekreftet: bool = False

    @property
    def plain(self) -> Assumption:
        """The assumption itself."""
        return Assumption.model_validate(self.model_dump(exclude={CONFIRMED}))


@dataclass(frozen=True)
class _Reader:
    """The group's own file, held against what is shared."""

    file: EntryFile
    proposals: Mapping[str, Assumption]
    found: dict[str, tuple[int | None, OwnAssumption]] = field(default_factory=dict)

    def read(self, row: Mapping[str, Any], line: int | None) -> None:
        """Take in one entry, or tell everything that is wrong with it."""
        entry_id = row.get("id")
        if message := _wrong_id(entry_id):
            self.file.error(line, "id" if entry_id is None else str(entry_id), message)
            return
        confirmed, proposal = row.get(CONFIRMED), self.proposals.get(str(entry_id))
        troubles = {CONFIRMED: _wrong_confirmation(confirmed, proposal, str(entry_id))}
        troubles |= _unsaid(row, proposal) if CONFIRMED in row else {"": _missing_keys(row)}
        told = {key: message for key, message in troubles.items() if message}
        for key, message in told.items():
            self.file.error(line, ".".join(filter(None, [str(entry_id), key])), message)
        # What is told as missing is filled in too, so that the rest of the entry is looked at.
        rest = proposal.model_dump(exclude_none=True) if proposal and (told or confirmed) else {}
        filled = {**rest, **row, CONFIRMED: bool(confirmed)}
        entry = self.file.entry(filled, OwnAssumption, line) if rest or not told else None
        if entry is None or told:
            return
        if entry.id in self.found:
            self.file.error(line, "id", f"«{entry.id}» står to ganger. Slett den ene")
        self.found[entry.id] = (line, entry)


def _wrong_id(entry_id: object) -> str:
    if entry_id is None:
        return 'Nøkkelen mangler. Skriv hvilken forutsetning det er, som id = "innkjop_pris"'
    return "" if str(entry_id) in EVERY_NAME else unknown_assumption(str(entry_id))


def _wrong_confirmation(given: object, proposal: Assumption | None, entry_id: str) -> str:
    if not (given is None or given is True):
        return "Skriv bekreftet = true, eller slett linjen"
    # One the shared file has to have is told as missing there.
    return _NO_PROPOSAL if given and not proposal and entry_id in OPTIONAL_NAMES else ""


def _unsaid(row: Mapping[str, Any], proposal: Assumption | None) -> dict[str, str]:
    """What a number of the group's own has to say, and does not: the proposal's is another's."""
    own = [key for key in _VALUE if key in row]
    needed = dict(_OWN_SOURCES)
    if proposal and proposal.kroneverdi:
        needed["kroneverdi"] = f"kroneverdi = {proposal.kroneverdi}"
    return {
        key: f"Nøkkelen mangler, og {own[0]} er deres egen. Skriv for eksempel {example}"
        for key, example in needed.items()
        if own and key not in row
    }


def _missing_keys(row: Mapping[str, Any]) -> str:
    missing = [k for k, f in Assumption.model_fields.items() if f.is_required() and k not in row]
    if not missing:
        return ""
    return (
        f"Mangler {listed(missing)}. Legg til det som mangler, eller skriv bekreftet = true for å "
        "bruke forslagets"
    )


_NO_PROPOSAL = (
    "Det er ikke noe forslag til denne forutsetningen å bekrefte. Slett linjen, og oppgi alle "
    "nøklene"
)


def with_own_assumptions(
    folder: Path, shared: Shared, log: ProblemLog
) -> tuple[Shared, tuple[str, ...]]:
    """Put the group's own assumptions in place of those that are shared.

    Parameters
    ----------
    folder : Path
        The analysis; without ``forutsetninger.toml`` nothing is changed.
    shared : Shared
        ``inputs/felles``.
    log : ProblemLog
        Where every trouble is told.

    Returns
    -------
    (Shared, tuple of str)
        With the ids the group has taken a stand on, in the order of the closed list.
    """
    if not (folder / FILE).is_file():
        return shared, ()
    keys = tuple(OwnAssumption.model_fields)
    file = EntryFile(folder, FILE, (TABLE, *keys), log)
    for key in file.data:
        if key in keys:
            message = f"Nøkkelen hører til en forutsetning. Skriv linjen [[{TABLE}]] over den"
            file.error(line_of_key(file.text, key), key, message)
    rows = file.data.get(TABLE, [])
    if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
        message = f"Skriv linjen [[{TABLE}]], med to hakeparenteser, over hver forutsetning"
        file.error(line_of_key(file.text, TABLE), TABLE, message)
        return shared, ()
    reader = _Reader(file, shared.assumptions)
    for position, row in enumerate(rows):
        reader.read(row, line_of_entry(file.text, TABLE, position))
    check_assumptions(file, reader.found)
    own = {name: reader.found[name] for name in EVERY_NAME if name in reader.found}
    given = {name: entry.plain for name, (_, entry) in own.items()}
    places = {name: f"{FILE}:{line}" for name, (line, _) in own.items()}
    return replace(
        shared,
        assumptions={**shared.assumptions, **given},
        assumption_sources={**shared.assumption_sources, **places},
    ), tuple(own)
