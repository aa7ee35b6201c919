"""A report with every kind of element, and every kind of prose."""

import datetime

import pandas as pd

from analysis.report.press import (
    Box,
    Contents,
    Cover,
    Heading,
    PageBreak,
    Stack,
    Table,
    Text,
    UserText,
)
from analysis.report.press.parts import Report
from tests.report.press.made import report
from tests.report.press.test_elements import figure, frame
from tests.report.press.test_markup import HOSTILE

COVER = Cover(
    "Skal Eksempelvik gå videre?",
    "Undertittel",
    "Eksempelvik kommune",
    datetime.date(2022, 6, 1),
    "22/01234",
    "Tallene er illustrative.",
    author="Utredningen",
    toc=True,
    numbered=True,
)


def long_table(rows: int) -> Table:
    data = pd.DataFrame({"System": [f"System {row}" for row in range(rows)], "Kr": range(rows)})
    return Table(data, "En lang tabell", source="applikasjoner.csv linje 2–90")


def everything() -> Report:
    wide = {f"Kolonne med langt navn {place}": ["et langt svar i ord", "x"] for place in range(6)}
    return report(
        COVER,
        Stack(Text("Ingress[^1].\n\n[^1]: En note *her*."), figure(source="budsjett.csv linje 2")),
        figure(title="", alt="Enda en linje."),
        Heading("Første kapittel", id="forste"),
        Text("Se [kapitlet](#forste) og [SSB](https://www.ssb.no). **Fet** og *kursiv*."),
        Table(frame(), "Ås er størst", highlight="0001", note="Merknad", source="kilden"),
        Table(pd.DataFrame(wide), "En bred tabell", row_header=False),
        Box("**Fet** og `kode`", "Ramme"),
        PageBreak(),
        Contents(1),
        Heading("Uttalelser"),
        UserText("# Fra de tillitsvalgte\n\nVi støtter dette[^1].\n\n[^1]: Egen fotnote."),
        UserText(
            "| Tema | Innspill |\n|---|--:|\n| Vakt | 2 |\n\n> Sitat\n\n1. en\n   - to\n\n***"
        ),
        UserText(f"```\n{HOSTILE}\n```\n\n~~strøket~~\\\nny linje"),
        Heading("For dypt", 4),
        Text(HOSTILE),
        long_table(40),
    )
