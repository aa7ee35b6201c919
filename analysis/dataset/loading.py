"""Load an analysis as its settings say it counts."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from analysis.dataset.dataset import Dataset, read_everybody
from analysis.dataset.without import without


def load(
    folder: Path | str, shared: Path | str | None = None, *, former: Collection[str] = ()
) -> Dataset:
    """Read, check and return the inputs of an analysis, without those who have left for good.

    Parameters
    ----------
    folder : Path or str
        ``inputs/<analysis>``.
    shared : Path or str, optional
        ``inputs/felles``; if not given, ``felles`` beside the folder, else the one shipped.
    former : collection of str
        Criteria there no longer are, by id and name: weights and judgements of them are left out.

    Raises
    ------
    InputProblems
        With every problem, if there is at least one feil.

    Examples
    --------
    >>> from analysis.places import inputs_folder
    >>> example = load(inputs_folder() / "ringeriksregionen")
    >>> example.municipalities["navn"].tolist()
    ['Ringerike', 'Hole', 'Jevnaker', 'Modum', 'Lier', 'Øvre Eiker']
    >>> example.frame("budsjett").columns.tolist()
    ['kommunenummer', 'år', 'kostnadsgruppe', 'beløp', 'kilde', 'kvalitet', 'source']
    """
    everybody = read_everybody(Path(folder), Path(shared) if shared is not None else None, former)
    return without(everybody, everybody.settings.uten)
