"""What can be done now, whatever is decided, and whom to call about which contracts."""

from __future__ import annotations

from operator import itemgetter

from analysis.dataset.notation import norwegian_date
from analysis.report.chapters.systems.contracts import omitted
from analysis.report.chapters.systems.windows import planned
from analysis.report.language import numbers
from analysis.report.press import Column, Table
from analysis.report.view import View

# As many as one person can call in a day or two; the rest are counted.
_MOST = 40


def steps(view: View) -> Table | None:
    """What the figures give reason to do, each only where it concerns anything."""
    systems, soon = view.systems, planned(view)
    first = soon[soon["år"] <= view.first_year + 1]
    keyed = systems.keyed.loc[systems.keyed["felles"], "system"]
    undated = view.dataset.applications["avtaleslutt"].isna()
    names = systems.name_proposals(shielded=view.names_shielded)
    found = [
        (
            "Snakk med leverandøren",
            len(systems.calls),
            "avtaler slutter før en ny anskaffelse kan være ferdig, og den er ikke i gang",
        ),
        (
            "Finn ut hva som skjer mellom avtalene",
            (soon["forlenges"] + soon["utgått"]).sum(),
            "avtaler er ute før det felles innkjøpet, også med opsjonene",
        ),
        (
            "Bli enige om hvem som leder innkjøpene",
            len(first),
            f"felles innkjøp kan gjøres innen utgangen av {view.first_year + 1}",
        ),
        (
            "Legg flytteplanen etter bemanningen",
            sum(bool(plan.overloaded) for plan in view.moving_plans),
            "alternativer krever i noen år mer enn det er folk til",
        ),
        (
            "Spør om systemet tåler flere kommunenummer",
            keyed.nunique(),
            "systemer flere har, bruker kommunenummeret som nøkkel",
        ),
        (
            "Finn ut når avtalene slutter",
            undated.sum(),
            "avtaler mangler sluttdato og er ikke med i noe felles innkjøp",
        ),
        (
            "Avklar navn i systemnavn.csv",
            len(names),
            "par av navn kan være samme system",
        ),
    ]
    held = [step for step in found if step[1]]
    if not held:
        return None
    return Table.of(
        held,
        [
            Column("Gjør dette", itemgetter(0), width=4.3),
            Column("Antall", itemgetter(1), numbers.whole, 1.2),
            Column("Det gjelder", itemgetter(2), width=8.0),
        ],
        "Hva bør gjøres nå?",
        source=view.cite(
            view.dataset.applications["source"],
            view.dataset.staff["source"],
            systems.time_source,
            *systems.moving_sources,
        ),
    )


def to_call(view: View) -> Table | None:
    """The contracts that cannot wait, soonest first."""
    every = view.nameable(view.own(view.systems.calls))
    if every.empty:
        return None
    found = every.head(_MOST)
    return Table.of(
        found.to_dict("records"),
        [
            Column("Avtalen slutter", lambda row: norwegian_date(row["avtaleslutt"])),
            Column("Kommune", lambda row: view.names[row["kommunenummer"]]),
            Column("System", itemgetter("system")),
            Column("Leverandør", itemgetter("leverandør")),
            Column("Neste anskaffelse", itemgetter("anskaffelsesstatus")),
            Column("Måneder igjen", itemgetter("måneder"), numbers.whole),
            Column("Kostnad (1000 kr)", itemgetter("årskostnad"), numbers.thousand),
        ],
        "Avtaler å ta opp med leverandøren nå",
        source=view.cite(found["source"], view.systems.time_source),
        note=f"{numbers.whole(len(found))} av {numbers.whole(len(every))}; alle står i "
        f"tables/ringeliste.csv. Minus: avtalen er gått ut.{omitted(view)}",
    )
