"""What a column and a table of the inputs are, and the columns that several tables have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from analysis.dataset.tables.categories import ALTERNATIVE_IDS

Kind = Literal["kommunenummer", "tekst", "kategori", "tall", "år", "dato"]
IfEmpty = Literal["feil", "mangel", "telles", "lov"]


@dataclass(frozen=True)
class InputColumn:
    """One column of an input table.

    Attributes
    ----------
    name : str
        The heading.
    kind : str
        What the cells hold.
    help : str
        What the column means, as a sentence without a full stop.
    advice : str
        What to write in it, said to someone who wrote something else; without a full stop.
    example : str
        A cell as it could be filled in.
    key : bool
        Part of the key: the combination stands once.
    if_empty : str
        ``feil``, ``mangel`` (told cell by cell), ``telles`` (told as a count for each
        municipality) or ``lov``.
    optional : bool
        Whether the column may be left out.
    categories : tuple of str
        The values of a kategori.
    default : str
        The value of an empty kategori.
    whole : bool
        Whether a number has to be whole.
    minimum, maximum : float or None
        Limits of a number, both included.
    amount : bool
        Whether the number is in 1000 kr, and the ceiling for amounts applies.
    longest : int or None
        Most characters of a text.
    unit : str
        What a number counts.
    proper : bool
        Whether a text names a thing, so that a word for unknown is no value.
    """

    name: str
    kind: Kind
    help: str
    advice: str
    example: str
    key: bool = False
    if_empty: IfEmpty = "mangel"
    optional: bool = False
    categories: tuple[str, ...] = ()
    default: str = ""
    whole: bool = False
    minimum: float | None = None
    maximum: float | None = None
    amount: bool = False
    longest: int | None = None
    unit: str = ""
    proper: bool = False


@dataclass(frozen=True)
class InputTable:
    """One input table.

    Attributes
    ----------
    name : str
        File name without ``.csv`` or ``.xlsx``.
    help : str
        What the table is for, as a sentence.
    columns : tuple of InputColumn
        In the order of a new file.
    required : bool
        Whether an analysis cannot do without it.
    """

    name: str
    help: str
    columns: tuple[InputColumn, ...]
    required: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns."""
        return tuple(column.name for column in self.columns if column.key)

    def __getitem__(self, name: str) -> InputColumn:
        """Return the column with this name."""
        return next(column for column in self.columns if column.name == name)


def category(name: str, categories: tuple[str, ...], help: str, example: str) -> InputColumn:
    """Return a column that holds one of some values."""
    advice = f"Velg blant {', '.join(categories)}"
    return InputColumn(name, "kategori", help, advice, example, categories=categories)


def key(column: InputColumn) -> InputColumn:
    """Return the column as part of the key: never empty."""
    return replace(column, key=True, if_empty="feil")


def needed(column: InputColumn) -> InputColumn:
    """Return the column as one that may not be empty."""
    return replace(column, if_empty="feil")


def text(name: str, help: str, example: str, *, proper: bool = False) -> InputColumn:
    """Return a column of free text, or of names of things."""
    advice = f"Skriv {name} som vanlig tekst"
    return InputColumn(name, "tekst", help, advice, example, proper=proper)


def number(
    name: str, help: str, example: str, *, unit: str = "", whole: bool = False
) -> InputColumn:
    """Return a column of numbers that are 0 or more."""
    kind = "et helt tall" if whole else "et tall"
    advice = f"Oppgi {kind}{f' i {unit}' if unit else ''}, for eksempel {example}"
    return InputColumn(name, "tall", help, advice, example, whole=whole, minimum=0, unit=unit)


def amount(name: str, help: str, example: str) -> InputColumn:
    """Return a column of amounts in 1000 kr."""
    advice = "Oppgi beløpet i tusen kroner, for eksempel 1250 eller 1250,5"
    return InputColumn(name, "tall", help, advice, example, minimum=0, amount=True, unit="1000 kr")


CODE = InputColumn(
    "kommunenummer",
    "kommunenummer",
    "Kommunens nummer med fire sifre; et nummer fra 2017 eller senere føres fram til dagens",
    "Skriv fire sifre, for eksempel 0301, og gi kolonnen formatet Tekst i Excel",
    "0301",
    if_empty="feil",
)
SOURCE = text("kilde", "Hvor opplysningen er hentet", "Regnskap 2024")
QUALITY = category(
    "kvalitet",
    ("regnskap", "rapportert", "anslag", "illustrativ"),
    "Hvor sikkert tallet er; illustrativ betyr at tallet er laget for å vise metoden",
    "rapportert",
)
SHIELDED = replace(
    category(
        "skjermes",
        ("ja", "nei"),
        "ja hvis raden teller med, men ikke skal nevnes i "
        "rapportene til kommunestyrene; tom betyr nei",
        "nei",
    ),
    optional=True,
    if_empty="lov",
    default="nei",
)
ALTERNATIVE = category("alternativ", ALTERNATIVE_IDS, "Alternativets nummer", "3")
YEAR = InputColumn(
    "år",
    "år",
    "Året raden gjelder",
    "Oppgi et årstall fra 2000 til 2100, for eksempel 2024",
    "2024",
    if_empty="feil",
    whole=True,
    minimum=2000,
    maximum=2100,
)
