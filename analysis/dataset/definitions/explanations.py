"""What the reports explain without figures: ``forklaringer.toml``."""

from __future__ import annotations

from analysis.dataset.definitions.strict import NonEmpty, Strict

# Every text a report asks for.
EXPLANATIONS = (
    "rettslig_form",
    "anskaffelse",
    "uttreden",
    "informasjonssikkerhet",
    "beredskap",
    "personvern",
    "merverdiavgift",
    "virksomhetsoverdragelse",
    "medbestemmelse",
    "nokkel_shapley",
    "nokkel_nukleolus",
    "flytting",
    "kommunenummer",
    "leverandor",
    "okonomier",
    "ukjente_tall",
    "spenn",
)


class Explanation(Strict):
    """A plain text, where it is from, and whether it must be held against the law."""

    id: NonEmpty
    tekst: NonEmpty
    kilde: NonEmpty
    maa_kontrolleres: bool
