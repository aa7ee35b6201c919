"""What each sheet of a form holds: agreed between the one that writes and the one that reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from analysis.dataset.forms.scale import SCALE
from analysis.dataset.tables import (
    APPLICATIONS,
    BUDGET,
    CODE,
    JUDGEMENTS,
    MANDATE,
    MUNICIPALITIES,
    ORGANISATION,
    STAFF,
    WEIGHTS,
    YEAR,
    InputColumn,
    InputTable,
)

# A form of another version is refused. Raise it when a form that is out could be misread; a new
# optional column is no reason, for what a form lacks stays as it is.
FORM_VERSION = 1
FRONT = "Veiledning"
# Hidden: the answers as they stood when the form was made, and what lists suggest.
BASIS = "Grunnlag"
BASIS_HEADINGS = ("Ark", "Rad", "Kolonne", "Svar")
# There it also says which criteria there were: their names, by id in the place of the column.
CRITERIA = "Kriterier"
CRITERION, ORIGIN = "kriterium", "kilde"
WEIGHT_SHEET, JUDGEMENT_SHEET = "Vekter", "Vurderinger"
# In the place of the kommunenummer: the form of the working group, about what counts for all.
GROUP = "alle"
# The weight of what is most worth, as the form asks for it.
TOP_WEIGHT = 100
# Columns of free text where the form suggests what is known in the region.
SUGGESTED = ("system", "systemtype")
# Labels in the first column of the front page; what they tell stands beside them.
ANALYSIS, MUNICIPALITY, FORM_YEAR = "Utredning", "Kommunenummer", "År"
VERSION = "Skjemaversjon"
# Headings of the list of sheets on the front page.
SHEET, REVIEWED, FINGERPRINT = "Ark", "Sett over", "Kontroll"


@dataclass(frozen=True)
class Note:
    """A locked column that only the form has: something to read beside the question.

    Attributes
    ----------
    heading : str
        The heading; none of the table's columns has it.
    help : str
        What it says, as a sentence without a full stop.
    of : str
        The table's column whose values it shows; empty for words.
    wide : float
        Width in characters.
    after : str
        The answer it stands right after; empty for before them all.
    share : bool
        Whether it is a part of the whole, in per cent.
    member : str
        The municipality that may write its own number there; nothing of it is read.
    spread : str
        How the numbers of the members differ: "range" or "middle"; empty for none.
    """

    heading: str
    help: str
    of: str = ""
    wide: float = 34
    after: str = ""
    share: bool = False
    member: str = ""
    spread: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a form, and the table its answers go to.

    Attributes
    ----------
    name : str
        Name of the sheet.
    table : InputTable
        Where the answers belong.
    asks : str
        What is asked for, as a sentence.
    intro : tuple of str
        Lines above the headings.
    key : tuple of str
        Columns that tell the municipality's rows apart.
    shown : tuple of str
        Columns that are shown, but not asked for.
    notes : tuple of Note
        Locked columns after the key.
    free : bool
        Whether rows can be added; else there is one row for each value of the key.
    numbered : bool
        Whether several rows may have the same key; they are told apart by their order.
    permanent : bool
        Whether the row stays in the table even if every answer is empty.
    value : str
        In a sheet that may stand empty because something in common counts then: the column without
        which a row is no answer. What is answered there is said to be from the form, where nothing
        else is.
    words : mapping of int to str
        What the values of that column are called in the form.
    whole : bool
        Whether the rows are one answer together: all of them or none.
    asked : mapping of str to mapping of str
        ``help`` and ``advice`` of columns that the form asks for in other words than the table.
    hidden : tuple of str
        Columns nobody needs to see, because a note says the same.
    total : float
        What the values add up to; 0 where only their ratio means anything.
    by_last_key : bool
        Whether the rows stand by the last column of the key first.
    """

    name: str
    table: InputTable
    asks: str
    intro: tuple[str, ...]
    key: tuple[str, ...]
    shown: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    free: bool = False
    numbered: bool = False
    permanent: bool = False
    value: str = ""
    words: Mapping[int, str] = field(default_factory=dict)
    whole: bool = False
    asked: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    total: float = 0
    by_last_key: bool = False

    @property
    def columns(self) -> tuple[InputColumn, ...]:
        """The table's columns that stand in the sheet, the key first."""
        left_out = {CODE.name, YEAR.name} - set(self.key)
        rest = [c for c in self.table.columns if c.name not in left_out | set(self.key)]
        columns = [*(self.table[name] for name in self.key), *rest]
        return tuple(replace(column, **self.asked.get(column.name, {})) for column in columns)

    @property
    def inputs(self) -> tuple[InputColumn, ...]:
        """The columns that the municipality fills in; in a free sheet also the key."""
        locked = set(self.shown) | (set() if self.free else set(self.key))
        return tuple(column for column in self.columns if column.name not in locked)

    @property
    def answers(self) -> tuple[InputColumn, ...]:
        """The columns that make a row an answer when one of them is filled."""
        questions = self.key if self.numbered else ()
        return tuple(column for column in self.inputs if column.name not in questions)

    @property
    def per_year(self) -> bool:
        """Whether the table has one set of rows for each year."""
        return any(column.name == YEAR.name for column in self.table.columns)

    def rows(self, code: str) -> list[tuple[str, ...]]:
        """Return the keys of the rows that a municipality is asked for; none in a free sheet."""
        if self.free and not self.numbered:
            return []
        if self.key == (CODE.name,):
            return [(code,)]
        keys = product(*(self.table[name].categories for name in self.key))
        # What the others are measured against is not judged.
        null = ("0",) if self.table is JUDGEMENTS else ()
        return [key for key in keys if key[0] not in null]


PREVIOUS_AMOUNT = Note(
    "forrige beløp", "Beløpet dere oppga sist, i kroner fra det året", "beløp", 13
)
GROUP_CONTENT = Note("dette er med", "Hva som hører til kostnadsgruppen")
FUNCTION_CONTENT = Note("dette er med", "Hva som hører til oppgaven")
ALTERNATIVE_NAME = Note("alternativets navn", "Hva alternativet kalles")
CRITERION_NAME = Note("kriteriets navn", "Hva kriteriet kalles", wide=24)
CRITERION_CONTENT = Note("dette er med", "Hva kriteriet handler om", wide=34)
COMMON_EXTENT = Note(
    "felles vurdering", "Vurderingen som gjelder når kommunen ikke har sin egen", wide=25
)
COMMON_REASON = Note("felles begrunnelse", "Hvorfor den felles vurderingen er slik", wide=44)
WORST = Note("fra det dårligste", "Det dårligste vi regner med", wide=36)
BEST = Note("til det beste", "Det beste vi regner med", wide=36)
OWN_SHARE = Note(
    "andel", "Hvor mye av helheten det blir. Regnes ut av vektene", "", 10, "vekt", share=True
)
COMMON_SHARE = Note(
    "felles andel", "Andelen når kommunen ikke har egne vekter", "", 13, "vekt", share=True
)

_WEIGHT = {
    "help": "Hvor mye er det verdt å gå fra det dårligste til det beste? 100 for det som er mest "
    "verdt, og mindre for de andre",
    "advice": "Oppgi et tall fra 0 til 100, med 100 for det kriteriet som er mest verdt",
}
_EXTENT = {
    "help": "Hvordan blir det, mot i dag? Velg i listen. Tom betyr at dere er enige i den felles "
    "vurderingen",
    "advice": "Velg i listen, eller oppgi et helt tall fra −4 til 4",
}
_FROM = {"help": "Hvor svaret er hentet. Tom betyr at det er fra dette skjemaet"}

_EMPTY_IS_UNKNOWN = "En tom celle betyr ukjent. Skriv 0 når verdien er null."

SHEETS = (
    Sheet(
        "Kommune",
        MUNICIPALITIES,
        "Hvor mange innbyggere, årsverk og IKT-brukere kommunen har.",
        (_EMPTY_IS_UNKNOWN,),
        key=(CODE.name,),
        shown=("navn",),
        permanent=True,
    ),
    Sheet(
        "Organisering",
        ORGANISATION,
        "Hvordan IKT er organisert, hvem dere samarbeider med, oppsigelsestid i avtaler, og vakt.",
        (
            "Skriv svarene slik de kan stå i rapporten. Et tema kan ha flere rader; legg dem til "
            "nederst.",
        ),
        key=("tema",),
        free=True,
        numbered=True,
    ),
    Sheet(
        "Budsjett",
        BUDGET,
        "Hva IKT koster, fordelt på fem kostnadsgrupper.",
        (
            "Ta med alle IKT-kostnader, uansett hvilken tjeneste de er ført på i regnskapet.",
            _EMPTY_IS_UNKNOWN,
        ),
        key=("kostnadsgruppe",),
        notes=(GROUP_CONTENT, PREVIOUS_AMOUNT),
    ),
    Sheet(
        "Bemanning",
        STAFF,
        "Hvem som arbeider med IKT, og om noen har vakt.",
        (
            "Fordel årsverkene på oppgavene. Samme person kan telles under flere oppgaver.",
            "En tom celle betyr ukjent. Skriv 0 årsverk og 0 personer hvis ingen har oppgaven.",
        ),
        key=("funksjon",),
        notes=(FUNCTION_CONTENT,),
    ),
    Sheet(
        "Applikasjoner",
        APPLICATIONS,
        "Hvilke systemer dere har, hva de koster, og når avtalene går ut.",
        (
            "Én rad for hvert system. Legg til nye nederst. Bruker dere ikke systemet lenger, "
            "tøm eller slett raden.",
            "Velg system og systemtype fra listen i cellen når de står der. Ellers skriver dere "
            "det inn.",
            _EMPTY_IS_UNKNOWN,
        ),
        key=("fagområde", "system"),
        free=True,
    ),
    Sheet(
        "Mandat",
        MANDATE,
        "Hvilke alternativer kommunen har fått fullmakt til å utrede.",
        ("En tom rad betyr at det må avklares.",),
        key=("alternativ",),
        notes=(ALTERNATIVE_NAME,),
    ),
    Sheet(
        WEIGHT_SHEET,
        WEIGHTS,
        "Hvor mye hvert kriterium er verdt for kommunen. Står arket tomt, gjelder de felles "
        "vektene.",
        (
            "Tenk at alt er på det dårligste. Gi 100 til det dere helst vil løfte til det beste, "
            "50 til det som er halvparten så mye verdt, og 0 til det som ikke er verdt noe.",
            "Gi alle kriteriene en vekt, eller ingen. Står arket tomt, bruker kommunen de felles "
            "vektene.",
        ),
        key=(CRITERION,),
        notes=(CRITERION_NAME, CRITERION_CONTENT, WORST, BEST, OWN_SHARE, COMMON_SHARE),
        value="vekt",
        whole=True,
        asked={"vekt": _WEIGHT, ORIGIN: _FROM},
        hidden=(CRITERION,),
    ),
    Sheet(
        JUDGEMENT_SHEET,
        JUDGEMENTS,
        "Kommunens egen vurdering av alternativene, der dere ser annerledes på det enn de andre.",
        (
            "La raden stå tom når dere er enige i den felles vurderingen. Ser dere annerledes på "
            "det, velger dere i listen under omfang og skriver hvorfor.",
            "Alt måles mot å fortsette som i dag.",
        ),
        key=("alternativ", CRITERION),
        notes=(
            ALTERNATIVE_NAME,
            CRITERION_NAME,
            CRITERION_CONTENT,
            COMMON_EXTENT,
            COMMON_REASON,
        ),
        value="omfang",
        words=SCALE,
        asked={"omfang": _EXTENT, ORIGIN: _FROM},
        hidden=(CRITERION,),
    ),
)
