"""What is asked for, and how the codes of a table are checked before they are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.dataset.ssb.jsonstat import Cube, Dimension
from analysis.dataset.ssb.source_fault import SourceFault
from analysis.dataset.tables import ADMINISTRATION, INHABITANTS, MAN_YEARS


@dataclass(frozen=True)
class Pick:
    """One category of one dimension, and how to know that it is the right one.

    Attributes
    ----------
    dimension : str
        Id of the dimension, or its label where ids are not known beforehand.
    code : str
        The code; empty where it is found by its label.
    words : tuple of str
        Must all be in the label, so that a code with a new meaning is noticed.
    without : tuple of str
        Must not be in the label.
    unit : str
        The unit the category must have; empty where any will do.
    """

    dimension: str
    code: str
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class TableQuery:
    """What is fetched from one table.

    Attributes
    ----------
    table : str
        Number of the table.
    about : str
        What it holds, in words.
    accounts : bool
        Whether a year's figures come the year after, first unrevised; else they hold for
        1 January.
    quantities : mapping of str to tuple of Pick
        By ``størrelse``: one category of each dimension beside region and time.
    """

    table: str
    about: str
    accounts: bool
    quantities: Mapping[str, tuple[Pick, ...]]


_FUNCTION, _ART, _CONTENTS = "KOKfunksjon0000", "KOKart0000", "ContentsCode"
_AMOUNT = Pick(_CONTENTS, "KOSbelop0000", ("beløp",), unit="1000 kr")
_GROSS = Pick(_ART, "AGD10", ("brutto driftsutgifter",))
_NET = Pick(_ART, "AGD2", ("netto driftsutgifter",))
_AGREED = Pick(_CONTENTS, "", ("avtalte årsverk", "antall"), ("fravær", "fråvær", "andel"))
_GROUP = Pick("regnskapsomfang", "", ("konsern",), ("konsolidert",))


def _costs(stem: str, function: str, word: str) -> dict[str, tuple[Pick, ...]]:
    where = Pick(_FUNCTION, function, (word,))
    return {
        f"{stem}_brutto": (where, _GROSS, _AMOUNT),
        f"{stem}_netto": (where, _NET, _AMOUNT),
    }


def _posts(function: str, word: str) -> tuple[Pick, ...]:
    return (_GROUP, Pick("funksjon", function, (word,)), _AGREED)


QUERIES = (
    TableQuery(
        table="07459",
        about="innbyggere 1. januar",
        accounts=False,
        quantities={INHABITANTS: (Pick(_CONTENTS, "Personer1", ("person",)),)},
    ),
    TableQuery(
        table="12362",
        about="utgifter til administrasjon (KOSTRA)",
        accounts=True,
        quantities=_costs(ADMINISTRATION.removesuffix("_brutto"), "FGK1b", "administrasjon")
        | _costs("funksjon_120", "120", "administrasjon")
        | _costs("funksjon_121", "121", "forvaltning")
        | _costs("funksjon_130", "130", "administrasjonslokal"),
    ),
    TableQuery(
        table="11918",
        about="avtalte årsverk (KOSTRA)",
        accounts=True,
        quantities={
            MAN_YEARS: _posts("FG2", "alle funksjoner"),
            "årsverk_administrasjon": _posts("FGK1", "administrasjon"),
        },
    ),
)
TABLE_OF = {quantity: query.table for query in QUERIES for quantity in query.quantities}


@dataclass(frozen=True)
class Plan:
    """A question that fits a table as it is now.

    Attributes
    ----------
    query : TableQuery
    region, time : str
        Ids of these dimensions.
    places : mapping of str to mapping of str to str
        By quantity: code by dimension.
    selection : mapping of str to tuple of str
        The codes asked for, by dimension.
    """

    query: TableQuery
    region: str
    time: str
    places: Mapping[str, Mapping[str, str]]
    selection: Mapping[str, tuple[str, ...]]

    def question(self) -> dict[str, list[dict[str, object]]]:
        """Return the question as PxWebApi v2 wants it posted."""
        chosen = self.selection.items()
        return {
            "selection": [{"variableCode": id, "valueCodes": list(codes)} for id, codes in chosen]
        }


def plan(query: TableQuery, table: Cube, regions: Iterable[str], years: Sequence[int]) -> Plan:
    """Fit a query to a table, after its metadata.

    Parameters
    ----------
    query : TableQuery
    table : Cube
        The table's metadata.
    regions : iterable of str
        The municipalities' codes through the years; those the table lacks are left out.
    years : sequence of int
        In order; those the table lacks are left out.

    Raises
    ------
    SourceFault
        If the table lacks a code, or a code has another meaning, with what the table has now.
    """
    region, time = (_role(query, table, role) for role in ("geo", "time"))
    places = {
        quantity: dict(_found(query, table, pick) for pick in picks)
        for quantity, picks in query.quantities.items()
    }
    chosen: dict[str, dict[str, None]] = {}
    for place in places.values():
        for dimension, code in place.items():
            chosen.setdefault(dimension, {})[code] = None
    known = {
        region: [code for code in regions if code in table.dimensions[region].codes],
        time: [str(year) for year in years if str(year) in table.dimensions[time].codes],
    }
    _require(query, table, known, years)
    selection = {id: tuple(codes) for id, codes in (known | chosen).items()}
    left = [d for id, d in table.dimensions.items() if d.required and id not in selection]
    if left:
        raise _changed(query, f"krever nå et valg for «{left[0].label}»")
    order = [id for id in table.dimensions if id in selection]
    return Plan(query, region, time, places, {id: selection[id] for id in order})


def _require(
    query: TableQuery, table: Cube, known: Mapping[str, Sequence[str]], years: Sequence[int]
) -> None:
    """Refuse a table with none of the municipalities or years."""
    region, time = known
    if not known[region]:
        raise _changed(query, "har ingen av kommunenumrene", table.dimensions[region])
    last = list(table.dimensions[time].codes)[-1]
    missing = years[-1] if not query.accounts and str(years[-1]) not in known[time] else None
    if missing is None and not known[time]:
        missing = years[-1]
    if missing is not None:
        raise SourceFault(f"SSB har ikke tall for {missing} ennå. Det siste året er {last}.")


def _role(query: TableQuery, table: Cube, role: str) -> str:
    ids = [id for id in table.roles.get(role, ()) if id in table.dimensions]
    if len(ids) != 1:
        what = {"geo": "region", "time": "tid"}[role]
        raise SourceFault(
            f"SSB har endret tabell {query.table}: den har ikke lenger én dimensjon for {what}. "
            "Programmet må rettes før disse tallene kan hentes."
        )
    return ids[0]


def _found(query: TableQuery, table: Cube, pick: Pick) -> tuple[str, str]:
    """Dimension and code of a pick."""
    wanted = pick.dimension.casefold()
    matching = [
        d for d in table.dimensions.values() if wanted in (d.id.casefold(), d.label.casefold())
    ]
    if len(matching) != 1:
        labels = ", ".join(d.label for d in table.dimensions.values())
        raise _changed(query, f"har ikke «{pick.dimension}». Den har {labels}")
    dimension = matching[0]
    codes = [code for code in dimension.codes if _fits(pick, code, dimension)]
    if len(codes) != 1:
        name = f"{pick.code} ({' '.join(pick.words)})" if pick.code else " ".join(pick.words)
        raise _changed(query, f"har ikke lenger «{name}»", dimension)
    return dimension.id, codes[0]


def _fits(pick: Pick, code: str, dimension: Dimension) -> bool:
    label = dimension.codes[code].casefold()
    return (
        pick.code in ("", code)
        and all(word in label for word in pick.words)
        and not any(word in label for word in pick.without)
        and pick.unit in ("", dimension.units.get(code, pick.unit))
    )


def _changed(query: TableQuery, what: str, dimension: Dimension | None = None) -> SourceFault:
    """A fault that says how the table differs, with the first of what it has now."""
    now = ""
    if dimension is not None:
        shown = [f"{code} {label}" for code, label in list(dimension.codes.items())[:6]]
        more = len(dimension.codes) - len(shown)
        now = f" under «{dimension.label}». Der står nå {', '.join(shown)}"
        now += f" og {more} til" if more > 0 else ""
    return SourceFault(
        f"SSB har endret tabell {query.table}: den {what}{now}. Programmet må rettes før disse "
        "tallene kan hentes."
    )
