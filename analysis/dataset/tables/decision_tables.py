"""The tables with mandates, judgements, weights and the companies one may buy from."""

from __future__ import annotations

from dataclasses import replace

from analysis.dataset.tables.categories import COMPUTED_CRITERIA, FUNCTIONS, JUDGED_CRITERIA
from analysis.dataset.tables.columns import (
    ALTERNATIVE,
    CODE,
    QUALITY,
    SOURCE,
    InputColumn,
    InputTable,
    amount,
    category,
    key,
    needed,
    number,
    text,
)

MANDATE = InputTable(
    "mandat",
    "Hva kommunen har fått fullmakt til å utrede. Uten rad står alternativet som avklares.",
    (
        key(CODE),
        key(ALTERNATIVE),
        replace(
            category(
                "tillatt", ("ja", "nei", "avklares"), "Om alternativet er innenfor mandatet", "nei"
            ),
            default="avklares",
        ),
        text(
            "begrunnelse",
            "Hvorfor, gjerne med vedtaket",
            "Kommunestyret har sagt nei til å flytte ansatte",
        ),
    ),
)
JUDGEMENTS = InputTable(
    "vurderinger",
    "Pluss-minus-vurdering av hvert alternativ mot dagens "
    "ordning på kriteriene som ikke kan regnes ut.",
    (
        key(ALTERNATIVE),
        key(category("kriterium", JUDGED_CRITERIA, "Kriteriet som vurderes", "tjenestekvalitet")),
        replace(
            CODE,
            help="Kommunen vurderingen gjelder; tom betyr alle",
            example="",
            key=True,
            if_empty="lov",
        ),
        InputColumn(
            "omfang",
            "tall",
            "Fra −4 (mye dårligere enn i dag) til 4 (mye bedre); alternativ 0 er alltid 0",
            "Oppgi et helt tall fra −4 til 4",
            "2",
            whole=True,
            minimum=-4,
            maximum=4,
        ),
        text("begrunnelse", "Hvorfor", "Felles brukerstøtte kan holde lengre åpent"),
        SOURCE,
    ),
)
WEIGHTS = InputTable(
    "vekter",
    "Hvor mye kriteriene teller. En kommune med egne rader bruker bare dem. Uten filen teller "
    "gruppene likt, og kriteriene likt innen gruppen.",
    (
        replace(
            CODE,
            help="Kommunen vekten gjelder; tom betyr felles vekter",
            example="",
            key=True,
            if_empty="lov",
        ),
        key(
            category(
                "kriterium",
                (*COMPUTED_CRITERIA, *JUDGED_CRITERIA),
                "Kriteriet som vektes",
                "saarbarhet",
            )
        ),
        number("vekt", "0 eller mer; bare forholdet mellom vektene betyr noe", "15"),
        replace(
            text("begrunnelse", "Hvorfor", "Flere funksjoner har bare én person"),
            optional=True,
            if_empty="lov",
        ),
        replace(SOURCE, example="Verksted 12. juni 2026", optional=True, if_empty="lov"),
    ),
)
COMPANIES = InputTable(
    "selskaper",
    "Kommunale IT-selskaper og vertskommuner det kan være aktuelt å kjøpe tjenester fra.",
    (
        key(text("selskap", "Selskapets navn", "Eksempel IKT IKS")),
        category(
            "form",
            ("IKS", "AS", "vertskommune", "oppgavefellesskap", "annet"),
            "Hvordan selskapet er organisert",
            "IKS",
        ),
        number(
            "pris_per_bruker", "Kroner per bruker per år uten merverdiavgift", "9500", unit="kroner"
        ),
        amount("inngangspris", "1000 kr per kommune for å komme inn", "2000"),
        number("oppsigelsestid", "Måneder", "24", unit="måneder"),
        *(number(name, f"Personer ansatt i {name}", "4") for name in FUNCTIONS),
        SOURCE,
        QUALITY,
    ),
)
_CHANCE = ("lav", "middels", "høy")
RISKS = InputTable(
    "risiko",
    "Det som kan gå galt i et alternativ, og hva som gjøres med det. Et alternativ uten rader her "
    "bruker forslaget i verktøyet.",
    (
        key(ALTERNATIVE),
        key(text("hendelse", "Det som kan skje", "Nøkkelpersoner slutter under omstillingen")),
        needed(category("sannsynlighet", _CHANCE, "Hvor sannsynlig det er", "middels")),
        needed(category("konsekvens", _CHANCE, "Hvor alvorlig det er", "høy")),
        needed(text("tiltak", "Hva som gjøres for å unngå det", "Avtale om roller før oppstart")),
        needed(text("eier", "Rollen som svarer for tiltaket", "Styringsgruppen")),
        SOURCE,
    ),
)
