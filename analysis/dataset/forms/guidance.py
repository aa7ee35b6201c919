"""What counts as IKT cost and as IKT work: the words that make the answers comparable.

The definition is Statistics Norway's of IKT expenditure from 2018, with own staff added. The
classes of KS and PA Consulting are those of «IKT-kostnadsbenchmark» (2013).
"""

from __future__ import annotations

from dataclasses import dataclass

DEFINITION = (
    "Utgangspunktet er slik Statistisk sentralbyrå (SSB) har avgrenset IKT-utgifter siden 2018: "
    "kjøp og leie av utstyr og programvare, eksterne tjenester, interkommunalt IKT-samarbeid og "
    "digitalisering.",
    "Ikke med: merverdiavgift, bredbånd og telefoni.",
    "SSB holder egne IKT-ansatte utenfor. Her er de med, i kostnadsgruppen lønn.",
    "Ta med kostnaden uansett hvilken tjeneste den er ført på i regnskapet, også skole og helse.",
)
COMPARISON = (
    "KS og PA Consulting har sammenlignet IKT-kostnader i kommuner etter klassene i siste kolonne. "
    "Har dere tall fra en slik sammenligning, viser kolonnen hvilken kostnadsgruppe som ligger "
    "nærmest."
)


@dataclass(frozen=True)
class CostGroup:
    """What belongs to a cost group, and the nearest class of KS and PA Consulting."""

    content: str
    comparison: str


COST_GROUPS = {
    "lønn": CostGroup(
        "Lønn, pensjon og arbeidsgiveravgift for egne ansatte som arbeider med IKT",
        "Brukerstøtte, drift og utvikling som egne ansatte gjør",
    ),
    "lisens": CostGroup(
        "Kjøp, leie og vedlikehold av programvare og skytjenester",
        "Drift/applikasjonsvedlikehold, og kostnad per system",
    ),
    "drift": CostGroup(
        "Driftstjenester fra andre, datarom, og betaling til interkommunalt IKT-samarbeid",
        "Drift/applikasjonsvedlikehold",
    ),
    "konsulent": CostGroup(
        "Innleid hjelp til prosjekter, utvikling og digitalisering",
        "Applikasjonsutvikling",
    ),
    "utstyr": CostGroup(
        "Kjøp og leie av datamaskiner, skjermer, skrivere, servere og nettverksutstyr",
        "Innkjøp av datautstyr",
    ),
}
FUNCTIONS = {
    "ledelse": "Ledelse av IKT-arbeidet, planer, økonomi, innkjøp og avtaler",
    "drift": "Servere, nettverk, datamaskiner, skyplattform og sikkerhetskopi",
    "brukerstøtte": "Hjelp til dem som bruker IKT, og utlevering av utstyr",
    "sikkerhet": "Informasjonssikkerhet, overvåking og håndtering av hendelser",
    "fagsystem": "Forvaltning av fagsystemer og dataflyten mellom dem, også ute i tjenestene",
    "digitalisering": "Utvikling og innføring av nye digitale løsninger",
}
