"""What an assumption has to be, wherever it is given: a name of the closed list, unit and range."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.dataset.definitions.assumption_list import EVERY_NAME, PER_SIZE
from analysis.dataset.definitions.assumptions import Assumption
from analysis.dataset.definitions.toml_entries import EntryFile
from analysis.dataset.reading import nearest_text


def check_assumptions(
    file: EntryFile, entries: Mapping[str, tuple[int | None, Assumption]]
) -> None:
    """Tell every assumption that is not in the closed list, or not as the list has it.

    Parameters
    ----------
    file : EntryFile
        Where trouble is told.
    entries : mapping of str to (int or None, Assumption)
        By id, with the line each starts on.
    """
    for entry_id, (line, entry) in entries.items():
        name = EVERY_NAME.get(entry_id)
        if name is None:
            file.error(line, entry_id, unknown_assumption(entry_id))
            continue
        if entry.enhet != name.unit:
            file.error(line, f"{entry_id}.enhet", f"«{entry.enhet}» er feil. Skriv «{name.unit}»")
        if name.has_kroner and entry.kroneverdi is None:
            file.error(
                line, f"{entry_id}.kroneverdi", "Mangler. Oppgi hvilket års kroner beløpet er i"
            )
        if entry.minst and name.unit not in PER_SIZE:
            message = f"Brukes bare der enheten er {' eller '.join(PER_SIZE)}. Slett linjen"
            file.error(line, f"{entry_id}.minst", message)
        if not isinstance(entry.anslag, str):
            _check_interval(file, line, entry, (name.lower, name.upper))


def unknown_assumption(entry_id: str) -> str:
    """What is said of an id that the closed list does not have."""
    near = nearest_text(entry_id, EVERY_NAME)
    return f"Modellen kjenner ikke denne forutsetningen{near}"


def _check_interval(
    file: EntryFile, line: int | None, entry: Assumption, limits: tuple[float, float]
) -> None:
    assert not isinstance(entry.anslag, str)
    low, central, high = entry.anslag.points
    if not low <= central <= high:
        file.error(
            line,
            f"{entry.id}.anslag",
            f"{low} / {central} / {high} står ikke i stigende rekkefølge. "
            "Skriv lav, midtre og høy verdi",
        )
    if not all(limits[0] <= value <= limits[1] for value in (low, central, high)):
        file.error(
            line,
            f"{entry.id}.anslag",
            f"{low} / {central} / {high} er utenfor området. Verdiene må ligge mellom "
            f"{limits[0]:g} og {limits[1]:g} ({entry.enhet})",
        )
