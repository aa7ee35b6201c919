"""What each key of ``utredning.toml`` means, and what to write for it."""

from __future__ import annotations

from analysis.dataset.tables import COST_GROUPS

# What each key means, as a sentence.
HELP = {
    "tittel": "Tittelen på forsiden av rapportene.",
    "dato": "Datoen på forsiden. Ingen rapport leser dagens dato.",
    "saksnummer": "Saksnummeret i arkivsystemet. Kan utelates.",
    "vedtaksdato": "Dagen kommunestyrene skal behandle saken. Året er år 0 i beregningene.",
    "analyseperiode": "Antall år virkningene regnes for.",
    "kalkulasjonsrente": "Realrente som framtidige kroner regnes om til dagens verdi med.",
    "skattefinansieringskostnad": (
        "Samfunnets kostnad ved å kreve inn én skattekrone. Brukes bare i samfunnsøkonomien."
    ),
    "kroneverdi": (
        "Alle beløp vises i kroner fra dette året. Står det ikke i inputs/felles/prisindeks.csv, "
        "skriver dere et anslag under [prisanslag]."
    ),
    "trekninger": "Antall trekninger når usikkerheten regnes ut.",
    "startverdi": "Startverdi for trekningene. Samme startverdi gir samme tall hver gang.",
    "fordeling": (
        "Hvordan felles kostnader fordeles mellom kommunene. Andelene skal bli 1 til sammen."
    ),
    "lonnsfordeling": (
        "Hvordan lønnen til dem som arbeider for alle, fordeles. Andelene skal bli 1 til sammen."
    ),
    "direkte_kostnader": (
        "Kostnadsgrupper som ikke deles etter fordelingsnøkkelen: hver betaler for det den selv "
        "bruker. Kan utelates."
    ),
    "nokkel_bestemt": (
        "true når kommunene har bestemt fordelingsnøkkelen. Til da prøver rapportene også andre."
    ),
    "vert": (
        "Kommunenummeret til vertskommunen, når kommunene har bestemt hvem det skal være. Til da "
        "prøves alle. Kan utelates."
    ),
    "selskap": (
        "Navnet på selskapet i selskaper.csv, når kommunene har bestemt hvilket det skal være. Til "
        "da prøves alle. Kan utelates."
    ),
    "uten": (
        "Kommunenumrene til kommuner som har trukket seg for godt. Radene deres blir stående, men "
        "brukes ikke. Kan utelates."
    ),
    "prisanslag": (
        "Arbeidsgruppens anslag på prisveksten fra året før, for år etter det siste i "
        "inputs/felles/prisindeks.csv. Kan utelates."
    ),
    "nokkel": (
        "Flere fordelingsnøkler som rapportene sammenligner med utredningens egen. Kan utelates."
    ),
    "uttreden": "Når noen går ut eller kommer inn senere. Kan utelates.",
}
SHARES_ADVICE = {
    "fordeling": "for eksempel lik = 0.3 og innbyggere = 0.7; de må til sammen bli 1",
    "lonnsfordeling": "for eksempel brukere = 1.0; de må til sammen bli 1",
}
# What to write for each key; also the help in a new file.
ADVICE = {
    "tittel": 'en tekst i anførselstegn, for eksempel tittel = "IKT-samarbeid i regionen"',
    "dato": "en dato, for eksempel dato = 2026-06-01",
    "saksnummer": 'en tekst i anførselstegn, for eksempel saksnummer = "2026/1234"',
    "vedtaksdato": "en dato, for eksempel vedtaksdato = 2026-09-15",
    "analyseperiode": "et helt antall år fra 1 til 40, for eksempel analyseperiode = 10",
    "kalkulasjonsrente": "en andel fra 0 til 0.2, for eksempel 0.04",
    "skattefinansieringskostnad": "en andel fra 0 til 1, for eksempel 0.20",
    "kroneverdi": "et årstall fra 2000 til 2100, for eksempel kroneverdi = 2024",
    "trekninger": "et helt tall fra 1 til 1000000, for eksempel trekninger = 10000",
    "startverdi": "et helt tall som er 0 eller større, for eksempel startverdi = 1",
    **{
        table: f"linjen [{table}] og under den andelene, {example}"
        for table, example in SHARES_ADVICE.items()
    },
    "direkte_kostnader": (
        f"en liste med en eller flere av {', '.join(COST_GROUPS)}, "
        'for eksempel direkte_kostnader = ["lisens"]'
    ),
    "nokkel_bestemt": "true eller false, for eksempel nokkel_bestemt = true",
    "vert": 'et kommunenummer i anførselstegn, for eksempel vert = "3305"',
    "selskap": 'et navn i anførselstegn, for eksempel selskap = "Regionens IKT-selskap"',
    "uten": 'en liste med kommunenumre i anførselstegn, for eksempel uten = ["3305"]',
    "prisanslag": (
        'linjen [prisanslag] og under den veksten hvert år i prosent, for eksempel 2026 = "3,5 %"'
    ),
    "nokkel": (
        "linjen [[nokkel]] for hver nøkkel, og under den navn og andeler, for eksempel "
        'navn = "Etter brukere" og brukere = 1.0'
    ),
    "uttreden": "linjen [uttreden] og under den for eksempel oppsigelsestid = [1, 2, 3]",
}
