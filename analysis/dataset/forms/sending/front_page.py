"""Write the front page of a form: what is asked and why, and what counts as IKT cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from analysis.dataset.forms import guidance
from analysis.dataset.forms.registered import Registered
from analysis.dataset.forms.sending.cell_formats import (
    A4,
    DATE,
    TEXT,
    CellFormats,
    height,
    prepare_print,
)
from analysis.dataset.forms.sheets import (
    ANALYSIS,
    FINGERPRINT,
    FORM_VERSION,
    FORM_YEAR,
    GROUP,
    MUNICIPALITY,
    REVIEWED,
    SHEET,
    VERSION,
    Sheet,
)

_WHY = (
    "Kommunene utreder om de skal samarbeide om IKT. Svarene deres er grunnlaget for rapporten til "
    "kommunestyret: hva IKT koster i dag, hvem som gjør arbeidet, hvilke systemer dere har, og hva "
    "dere har fullmakt til å utrede. Alle kommunene får de samme spørsmålene, så svarene kan "
    "sammenlignes.",
)
_HOW = (
    "Blå celler viser det utredningen har fra før. Se over hver celle, og rett det som er endret.",
    "Gule celler er tomme og kan fylles ut. Grå celler er låst.",
    "En tom celle betyr ukjent, ikke null. Skriv 0 når verdien er null. I arkene Vekter og "
    "Vurderinger betyr tomt at det som er felles for kommunene, gjelder.",
    "Oppgi beløp i 1000 kroner uten merverdiavgift.",
    "Skriv verdier, ikke formler. Overskrifter, arknavn og låste celler må stå som de er.",
    "Velg skjermes = ja på rader som ikke skal nevnes i rapportene til kommunestyrene, for "
    "eksempel hvem som har sikkerhet alene. Raden teller med likevel.",
    "Skriv ikke navn på ansatte, passord eller detaljer om sikkerhetstiltak.",
    "Velg ja under «Sett over» i listen nederst når et ark er ferdig. Lagre som Excel-arbeidsbok "
    "(.xlsx).",
)
_WHY_GROUP = (
    "Vektene og vurderingene her gjelder for alle kommunene som ikke har sine egne. De avgjør, "
    "sammen med kostnadene, hvilket alternativ som kommer best ut.",
)
_HOW_GROUP = (
    "Gå gjennom arkene sammen. Hver kommune kan skrive tallene sine i kolonnen sin først; spennet "
    "og midten viser hvor dere er uenige, og hva dere bør snakke om.",
    "Det som leses inn, er kolonnene til høyre: vekten eller omfanget dere blir enige om, hvorfor, "
    "og hvor det er hentet. Kommunenes egne tall blir stående i skjemaet.",
    "Blå celler er fylt ut fra før. Gule celler er tomme og kan fylles ut. Grå celler er låst.",
    "Skriv verdier, ikke formler, der det leses inn. Skriv ikke navn på personer.",
    "Velg ja under «Sett over» i listen nederst når et ark er ferdig. Lagre som Excel-arbeidsbok "
    "(.xlsx).",
)
_WIDTHS = (22, 80, 30, 15)


@dataclass(frozen=True)
class Sending:
    """What the one who sends the forms decides.

    Attributes
    ----------
    reply_to : str
        Who the form is sent back to; empty leaves a cell to fill in.
    deadline : date or None
        When; None leaves a cell to fill in.
    """

    reply_to: str = ""
    deadline: dt.date | None = None


def write_front_page(
    page: Worksheet,
    registered: Registered,
    code: str,
    year: int,
    sending: Sending,
    formats: CellFormats,
    sheets: Sequence[Sheet],
) -> None:
    """Write the front page of a form.

    Parameters
    ----------
    page : xlsxwriter Worksheet
        Empty.
    registered : Registered
        What the analysis knows.
    code : str
        The municipality.
    year : int
        The year the form asks for.
    sending : Sending
        Who it is sent back to, and when.
    formats : CellFormats
        The formats of the workbook.
    sheets : sequence of Sheet
        The sheets of the form.
    """
    for position, wide in enumerate(_WIDTHS):
        page.set_column(position, position, wide)
    title = (
        f"Kartlegging av IKT i {registered.names[code]} {year}"
        if code
        else f"Vekter og vurderinger i arbeidsgruppen {year}"
    )
    page.write_string(0, 0, title, formats["title"])
    page.set_row(0, 26)
    page.write_string(1, 0, registered.settings.tittel, formats["intro"])
    row = _write_sending(page, 3, sending, formats)
    why, how = (_WHY, _HOW) if code else (_WHY_GROUP, _HOW_GROUP)
    row = _write_text(page, row + 1, "Hva vi spør om, og hvorfor", why, formats)
    row = _write_text(page, row + 1, "Slik fyller dere ut", how, formats)
    if code:
        row = _write_cost(page, row + 1, formats)
    row = _write_sheets(page, row + 1, registered, code, year, formats, sheets)
    _write_identity(page, row + 1, registered, code, year, formats)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_selection(3, 1, 3, 1)
    prepare_print(page, A4, landscape=False)


def _write_sending(page: Worksheet, row: int, sending: Sending, formats: CellFormats) -> int:
    open_text, open_date = formats.of("open", TEXT), formats.of("open", DATE)
    labels = ("Sendes til", "Frist", "Fylt ut av", "Kommentar til svarene")
    for number, label in enumerate(labels):
        page.write_string(row + number, 0, label, formats["label"])
        page.write_blank(row + number, 1, None, open_text)
    if sending.reply_to:
        page.write_string(row, 1, sending.reply_to, open_text)
    if sending.deadline:
        page.write_datetime(row + 1, 1, sending.deadline, open_date)
    else:
        page.write_blank(row + 1, 1, None, open_date)
    return row + len(labels)


def _write_text(
    page: Worksheet, row: int, heading: str, lines: Sequence[str], formats: CellFormats
) -> int:
    page.write_string(row, 0, heading, formats["section"])
    for number, line in enumerate(lines, 1):
        page.write_string(row + number, 1, line, formats["text"])
        page.set_row(row + number, height([(line, _WIDTHS[1])]))
    return row + 1 + len(lines)


def _write_cost(page: Worksheet, row: int, formats: CellFormats) -> int:
    lines = (*guidance.DEFINITION, guidance.COMPARISON)
    row = _write_text(page, row, "Hva som er en IKT-kostnad", lines, formats)
    headings = ("kostnadsgruppe", "dette er med", "klasse hos KS og PA Consulting")
    for position, heading in enumerate(headings):
        page.write_string(row, position, heading, formats["heading"])
    for name, group in guidance.COST_GROUPS.items():
        row += 1
        texts = (name, group.content, group.comparison)
        for position, text in enumerate(texts):
            page.write_string(row, position, text, formats.of("fact", TEXT))
        page.set_row(row, height(zip(texts, _WIDTHS, strict=False)))
    return row + 1


def _write_sheets(
    page: Worksheet,
    row: int,
    registered: Registered,
    code: str,
    year: int,
    formats: CellFormats,
    sheets: Sequence[Sheet],
) -> int:
    page.write_string(row, 0, "Arkene i skjemaet", formats["section"])
    row += 1
    for position, heading in enumerate((SHEET, "Hva dere svarer på", REVIEWED, FINGERPRINT)):
        page.write_string(row, position, heading, formats["heading"])
    for sheet in sheets:
        row += 1
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", formats.of("fact", TEXT), sheet.name)
        page.write_string(row, 1, sheet.asks, formats.of("fact", TEXT))
        page.set_row(row, height([(sheet.asks, _WIDTHS[1])]))
        page.write_blank(row, 2, None, formats.of("open", TEXT))
        page.write_string(
            row, 3, registered.fingerprint(sheet, code, year), formats.of("fact", TEXT)
        )
        page.data_validation(
            row, 2, row, 2,
            {
                "validate": "list",
                "source": ["ja", "nei"],
                "input_title": REVIEWED,
                "input_message": f"Velg ja når arket {sheet.name} er sett over og ferdig",
                "error_title": "Kan ikke brukes",
                "error_message": "Velg ja eller nei",
            },
        )  # fmt: skip
    return row + 1


def _write_identity(
    page: Worksheet, row: int, registered: Registered, code: str, year: int, formats: CellFormats
) -> None:
    page.write_string(row, 0, "Om skjemaet", formats["section"])
    facts = (
        (MUNICIPALITY, code or GROUP),
        ("Kommune", registered.names[code] if code else "arbeidsgruppen"),
        (FORM_YEAR, str(year)),
        (ANALYSIS, registered.name),
        (VERSION, str(FORM_VERSION)),
    )
    for number, (label, fact) in enumerate(facts, 1):
        page.write_string(row + number, 0, label, formats["label"])
        page.write_string(row + number, 1, fact, formats.of("fact", TEXT))
