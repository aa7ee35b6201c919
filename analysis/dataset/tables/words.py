"""What people call the columns and categories of ours.

Only for proposals that somebody looks over; nothing here decides anything.
"""

from collections.abc import Iterable

from analysis.dataset.tables.columns import InputColumn

# By column; the column's own name is added.
HEADINGS: dict[str, tuple[str, ...]] = {
    "kommunenummer": ("kommune", "komm nr", "kommunenr", "knr", "kommunenavn"),
    "fagområde": (
        "område", "tjenesteområde", "sektor", "tjeneste", "kommunalområde", "virksomhet",
        "avdeling", "etat",
    ),
    "system": (
        "fagsystem", "systemnavn", "applikasjon", "programvare", "løsning", "navn på system",
        "produkt", "program",
    ),
    "leverandør": ("leverandørnavn", "firma", "avtalepart", "lev"),
    "driftsform": ("drift", "driftsmodell", "driftssted", "plassering", "sky eller lokal"),
    "årskostnad": (
        "årlig kostnad", "kostnad per år", "kostnad pr år", "kostnad", "beløp", "pris", "årspris",
        "pris per år", "pris pr år", "årlig lisens", "lisenskostnad",
    ),
    "brukere": ("antall brukere", "ant brukere", "brukertall"),
    "avtaleslutt": (
        "avtale utløper", "utløpsdato", "utløper", "avtale til", "kontraktslutt", "sluttdato",
        "avtalens slutt",
    ),
    "anskaffelsesstatus": ("status anskaffelse", "avtalestatus", "status"),
    "kommunenummer_nøkkel": ("bruker kommunenummer", "kommunenummer som nøkkel"),
    "kvalitet": ("datakvalitet",),
    "systemtype": ("type", "type system", "kategori"),
    "driftskostnad": ("driftskostnader", "kostnad drift"),
    "skjermes": ("skjermet", "unntatt"),
    "opsjon_til": ("opsjon", "opsjon utløper"),
    "år": ("regnskapsår", "budsjettår"),
    "kostnadsgruppe": ("kostnadstype", "kostnadsart", "art", "type kostnad", "gruppe", "post"),
    "beløp": ("sum", "kostnad", "budsjett", "regnskap", "kroner", "utgift"),
}  # fmt: skip

_YES_OR_NO: dict[str, tuple[str, ...]] = {
    "ja": ("x", "j", "sann", "true"),
    "nei": ("n", "usann", "false"),
}
_LEVELS: dict[str, tuple[str, ...]] = {
    "lav": ("liten", "lite"),
    "middels": ("moderat", "medium"),
    "høy": ("stor", "alvorlig"),
}

# By column and category; the category itself is added.
CATEGORIES: dict[str, dict[str, tuple[str, ...]]] = {
    "fagområde": {
        "oppvekst": ("skole", "barnehage", "utdanning", "oppvekst og utdanning", "undervisning"),
        "helse": ("helse og omsorg", "pleie og omsorg", "omsorg", "velferd", "helse og velferd"),
        "sak og arkiv": ("sak", "arkiv", "sak/arkiv", "dokumentsenter"),
        "økonomi": ("regnskap", "økonomi og innkjøp", "innkjøp"),
        "personal": ("hr", "lønn", "lønn og personal", "organisasjon"),
        "teknisk og geodata": (
            "teknisk", "kart", "geodata", "plan og bygg", "eiendom", "samfunn", "vann og avløp",
        ),
        "felles": ("ikt", "it", "infrastruktur", "stab", "alle", "fellestjenester"),
        "annet": ("diverse", "øvrig", "kultur"),
    },
    "driftsform": {
        "sky": ("saas", "skytjeneste", "cloud", "skyløsning", "skybasert", "azure"),
        "lokal": ("on-prem", "lokalt", "lokal server", "egen drift", "egen server"),
        "ekstern": ("asp", "hostet", "driftes av leverandør", "driftsleverandør"),
        "felles": ("interkommunal", "samarbeid", "vertskommune"),
    },
    "anskaffelsesstatus": {
        "kontrakt": ("avtale", "løpende avtale", "gjeldende avtale"),
        "forhandling": ("forhandles", "i forhandling"),
        "anbud ute": ("anbud", "ute på anbud", "konkurranse"),
        "ikke startet": ("ikke begynt",),
    },
    "kostnadsgruppe": {
        "lønn": ("lønnskostnader", "personal", "lønn og sosiale utgifter"),
        "lisens": ("lisenser", "programvare", "programvare og lisenser", "vedlikehold"),
        "drift": ("driftskostnader", "datalinjer", "linjer", "hosting", "driftstjenester"),
        "konsulent": ("konsulenter", "konsulentbistand", "kjøp av tjenester"),
        "utstyr": ("maskinvare", "pc og utstyr", "investering", "inventar og utstyr"),
    },
    "funksjon": {
        "ledelse": ("leder", "it-leder", "ikt-leder", "administrasjon"),
        "drift": ("it-drift", "infrastruktur", "nettverk", "server"),
        "brukerstøtte": ("support", "helpdesk", "servicedesk", "førstelinje"),
        "sikkerhet": ("informasjonssikkerhet", "it-sikkerhet", "cybersikkerhet"),
        "fagsystem": ("fagsystemer", "systemforvaltning", "systemansvarlig", "applikasjonsdrift"),
        "digitalisering": ("utvikling", "digital utvikling", "innovasjon", "prosjekt"),
    },
    "kvalitet": {
        "regnskap": ("regnskapstall", "regnskapsført", "faktura", "faktisk"),
        "rapportert": ("oppgitt", "innrapportert"),
        "anslag": ("estimat", "estimert", "antatt", "budsjett", "ca"),
        "illustrativ": ("eksempel",),
    },
    "form": {
        "IKS": ("interkommunalt selskap",),
        "AS": ("aksjeselskap",),
        "vertskommune": ("vertskommunesamarbeid",),
        "oppgavefellesskap": ("kommunalt oppgavefellesskap",),
    },
    "tillatt": {
        "avklares": ("uavklart", "må avklares", "ikke avklart"),
        "ja": ("j",),
        "nei": ("n",),
    },
    "tema": {
        "organisering": ("organisasjon",),
        "eksisterende samarbeid": ("samarbeid", "interkommunalt samarbeid"),
        "oppsigelsestid": ("oppsigelse", "oppsigelsesfrist"),
        "vakt": ("vaktordning", "beredskap", "bakvakt"),
    },
    "sannsynlighet": _LEVELS,
    "konsekvens": _LEVELS,
    "vakt": _YES_OR_NO,
    "kommunenummer_nøkkel": _YES_OR_NO,
    "skjermes": _YES_OR_NO,
}  # fmt: skip


def said_for(column: InputColumn) -> dict[str, str]:
    """Return the categories of a column by what people call them, their own names too."""
    said = CATEGORIES.get(column.name, {})
    return {word: one for one in column.categories for word in (one, *said.get(one, ()))}


def column_called(heading: str, columns: Iterable[InputColumn]) -> str:
    """Return the name of the column that people call by a heading; empty where there is none."""
    said = heading.casefold()
    return next((c.name for c in columns if said in HEADINGS.get(c.name, ())), "")
