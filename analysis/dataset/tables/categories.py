"""The fixed categories of inputs and model, in the order in which they are shown."""

ALTERNATIVE_IDS = ("0", "0+", "1", "2", "3", "4", "5")
COST_GROUPS = ("lønn", "lisens", "drift", "konsulent", "utstyr")
FUNCTIONS = ("ledelse", "drift", "brukerstøtte", "sikkerhet", "fagsystem", "digitalisering")
COMPUTED_CRITERIA = (
    "netto_naaverdi",
    "engangskostnad",
    "saarbarhet",
    "systemharmonisering",
)
JUDGED_CRITERIA = (
    "informasjonssikkerhet",
    "tjenestekvalitet",
    "utviklingskraft",
    "lokal_styring",
    "reversibilitet",
    "ansatte",
    "gjennomforingsrisiko",
)
SCENARIOS = ("forventet", "ugunstig", "gunstig")
# Which column of kommuner each part of a cost-sharing key counts.
KEY_COLUMNS = {
    "innbyggere": "innbyggere",
    "brukere": "ikt_brukere",
    "ansatte": "årsverk_totalt",
}
