"""What a host, a company or common staff change for information security and privacy."""

from __future__ import annotations

from analysis.report.findings.explained import explained
from analysis.report.press import Heading, Stack, Text
from analysis.report.view import View


def section(view: View) -> Stack:
    """Who runs the systems in what is recommended, and what it asks of the municipality."""
    return Stack(
        Heading("Kommunen svarer selv for informasjonssikkerhet og personvern", 2),
        Text(who_runs(view, view.recommendation.alternative)),
        *(
            Text(f"**{head}.** {explained(view, name)}")
            for head, name in (
                ("Informasjonssikkerhet", "informasjonssikkerhet"),
                ("Beredskap", "beredskap"),
                ("Personvern", "personvern"),
            )
        ),
    )


def who_runs(view: View, alternative: str) -> str:
    """Who runs the municipality's systems, and whether personal data change hands; Markdown."""
    levers = view.dataset.shared.alternative(alternative).tiltak
    name = view.phrase(alternative)
    if levers.organisasjon or levers.tjenestepris or levers.drift:
        return (
            f"Med {name} drifter andre hele eller deler av systemene for kommunen, og trenger en "
            "databehandleravtale før noe flyttes."
        )
    if levers.ressurser:
        return (
            f"Med {name} drifter kommunen systemene sine som før, men ansatte i andre kommuner får "
            "tilgang når de hjelper til. Tilgangen må avtales og logges, og det må avklares om "
            "den er databehandling."
        )
    return f"Med {name} drifter kommunen systemene sine som før."
