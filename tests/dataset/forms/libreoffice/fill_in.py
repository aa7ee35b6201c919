"""Fill in a form in LibreOffice, as someone at a keyboard would, and save it there.

The forms beside this file were made so, with LibreOffice 7.4.7.2 on Debian 12 (packages
libreoffice-calc and python3-uno): the form of the small analysis in `analysis_folder.py`,
municipality 1101, year 2023, opened, filled in and stored as xlsx. `1101-eigersund-2023.xlsx` was
made before forms asked for weights, `1101-eigersund-2023-vekter.xlsx` after. Tests read the stored
files and need no LibreOffice. To make one again, with the Python that has `uno`:

    soffice --headless --accept="socket,host=localhost,port=2002;urp;" &
    /usr/bin/python3 fill_in.py /full/path/form.xlsx /full/path/1101-eigersund-2023-vekter.xlsx
"""

import os
import sys

import uno
from com.sun.star.beans import PropertyValue

# Sheet, text that finds the row (or a number: that many rows below the help), heading, typed.
MAPPING = [
    ("Kommune", "1101", "innbyggere", "15012"),
    ("Kommune", "1101", "kilde", "SSB 07459"),
    *(
        ("Budsjett", group, column, text)
        for group, amount in {
            "lønn": "1010.5", "lisens": "1200", "drift": "640", "konsulent": "850",
            "utstyr": "455",
        }.items()
        for column, text in (
            ("beløp", amount), ("kilde", "Regnskap 2023"), ("kvalitet", "regnskap"),
        )
    ),
    ("Bemanning", "sikkerhet", "årsverk", "0.5"),
    ("Bemanning", "sikkerhet", "personer", "1"),
    ("Bemanning", "sikkerhet", "skjermes", "ja"),
    ("Applikasjoner", "Journal", "avtaleslutt", "2027-12-31"),
    ("Applikasjoner", "Journal", "årskostnad", "120"),
    *(
        ("Applikasjoner", 1, column, text)
        for column, text in {
            "fagområde": "sak og arkiv", "system": "Arkivet =2", "leverandør": "Leverandør AS",
            "driftsform": "lokal", "årskostnad": "80.25", "brukere": "300",
            "avtaleslutt": "2026-06-30", "anskaffelsesstatus": "ikke startet",
            "kommunenummer_nøkkel": "nei", "kilde": "Avtale", "kvalitet": "rapportert",
            "systemtype": "arkiv", "skjermes": "ja",
        }.items()
    ),
    ("Organisering", "organisering", "svar", "IKT ligger i stab.\nTo ansatte."),
    ("Organisering", "organisering", "kilde", "Intervju"),
    ("Mandat", "Nytt IT-selskap", "tillatt", "nei"),
    ("Mandat", "Nytt IT-selskap", "begrunnelse", "Kommunestyret har sagt nei"),
    ("Vurderinger", "informasjonssikkerhet", "omfang", "-2"),
    ("Vurderinger", "informasjonssikkerhet", "begrunnelse", "Vi har få folk"),
    *(("Veiledning", name, "Sett over", "ja") for name in ("Kommune", "Budsjett", "Bemanning")),
]  # fmt: skip
WEIGHING = [
    *(
        ("Vekter", criterion, "vekt", text)
        for criterion, text in {
            "Netto nåverdi": "40", "Engangskostnad": "20", "Sårbarhet": "100",
            "Informasjonssikkerhet": "82.5", "Tjenestekvalitet": "60", "Utviklingskraft": "35",
            "Systemharmonisering": "0", "Lokal styring": "30", "Reversibilitet": "25",
            "Ansatte": "15", "Gjennomføringsrisiko": "10",
        }.items()
    ),
    ("Vekter", "Sårbarhet", "begrunnelse", "To av oss dekker alt."),
    ("Vurderinger", "Lokal styring", "omfang", "middels ulempe (−2)"),
    ("Vurderinger", "Lokal styring", "begrunnelse", "Andre bestemmer.\nDet er = mindre."),
    ("Vurderinger", "Ansatte", "omfang", "som i dag (0)"),
]  # fmt: skip
ANSWERS = {"1101-eigersund-2023.xlsx": MAPPING, "1101-eigersund-2023-vekter.xlsx": WEIGHING}


def find(sheet, row, heading):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    columns = range(min(cursor.RangeAddress.EndColumn, 20) + 1)
    grid = [
        [sheet.getCellByPosition(column, line).String for column in columns]
        for line in range(cursor.RangeAddress.EndRow + 1)
    ]
    top = next(line for line, texts in enumerate(grid) if heading in texts)
    if isinstance(row, int):
        line = top + 2 + row
    else:
        line = next(i for i, texts in enumerate(grid) if i > top and row in texts)
    return sheet.getCellByPosition(grid[top].index(heading), line)


def main(source, target):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    office = resolver.resolve("uno:socket,host=localhost,port=2002;urp;StarOffice.ComponentContext")
    desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
    hidden = PropertyValue(Name="Hidden", Value=True)
    document = desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, (hidden,))
    for name, row, heading, text in ANSWERS[os.path.basename(target)]:
        cell = find(document.Sheets.getByName(name), row, heading)
        assert not cell.CellProtection.IsLocked, (name, row, heading)
        cell.FormulaLocal = text  # what typing does
    store = PropertyValue(Name="FilterName", Value="Calc MS Excel 2007 XML")
    document.storeToURL(f"file://{target}", (store,))
    document.close(True)


if __name__ == "__main__":
    main(*sys.argv[1:])
