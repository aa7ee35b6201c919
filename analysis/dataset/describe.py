"""The input files described in Norwegian, from the tables they are checked against."""

from __future__ import annotations

from analysis.dataset.checks import FIND_INDEX
from analysis.dataset.definitions import (
    LEAVING_ADVICE,
    LEAVING_HELP,
    NAMED_KEY_ADVICE,
    NAMED_KEY_HELP,
    OWN_ASSUMPTIONS,
    OWN_HELP,
    Leaving,
)
from analysis.dataset.definitions.settings import ADVICE, FILE, HELP, KEY_HELP, Settings
from analysis.dataset.reading.texts import FOLDER, MAP, TEMPLATE, TEXTS
from analysis.dataset.tables import TABLES, InputColumn, InputTable
from analysis.places import WORKSHOP_LOG

_INTRODUCTION = f"""# Inndata

En utredning er en mappe under `inputs/`. Den har disse filene:

| fil | innhold | må være med |
|---|---|---|
| `{FILE}` | tittel, datoer, rente og fordelingsnøkkel | ja |
| `{OWN_ASSUMPTIONS}` | forutsetninger arbeidsgruppen har tatt stilling til | nei |
{{overview}}
| `{FOLDER}/` | tekster dere skriver selv, og Word-maler | nei |
| `{MAP}` | kommunegrensene til kartet | nei |

`ikt ny NAVN` lager mappen med alle overskriftene. `ikt sjekk NAVN` leser filene
og forteller om alt som må rettes, på én gang.

## Slik fyller dere ut

- Hver tabell er en csv-fil fra norsk Excel («CSV UTF-8 (semikolondelt)») eller en xlsx-fil med
  samme navn. Bare én av dem kan finnes. I en xlsx-fil leses arket med tabellens navn, ellers det
  eneste synlige arket med overskriftene. Skjulte ark leses aldri. Skjulte rader blir lest, og
  programmet sier fra.
- Overskriftene står på første linje, uten titler over. Ta bort sumrader, og del opp celler
  som er slått sammen.
- Er navnet på et system, en leverandør eller en systemtype ukjent, kan dere skrive «ukjent» eller
  «-». Det regnes aldri som det samme som hos andre.
- Tall skrives `1250`, `1250,5` eller `1 250,5`. Punktum blir avvist, fordi `1.250` kan bety to
  ting.
- Beløp er uten merverdiavgift.
- Datoer skrives `31.12.2026`, `31.12.26` eller `2026-12-31`. To sifre i året betyr 2000–2059. `98`
  blir avvist, fordi det kan være 1998 eller 2098.
- **En tom celle betyr ukjent, ikke null.** Skriv 0 når verdien er null. Det som mangler, vises som
  «mangler» i rapportene.
- Kommunenummer har fire sifre, også `0301`. Gi kolonnen formatet Tekst i Excel, så nullen foran
  blir stående. Et nummer som har vært i bruk siden 2017, føres fram til dagens. Er kommunen delt
  siden, må dere velge.
- Kolonnene kan stå i hvilken som helst rekkefølge. Kolonner merket «kan utelates» trenger ikke
  være med.
- Kolonner merket «nøkkel» kan ikke være tomme, og samme kombinasjon kan bare stå én gang.
- Kriterier og alternativer kan skrives med navnet de har i rapportene, for eksempel «Lokal
  styring» eller «Nytt selskap». Store og små bokstaver betyr ikke noe.
- Formler leses ikke. Lim inn verdiene.

Meldingene er av tre slag. *Feil* må rettes før noe blir skrevet. *Mangler* er ukjente verdier;
rapportene blir skrevet og sier fra. *Advarsler* er verdier som ser uvanlige ut. Først står feil,
så beløp som ser ut til å være tusen ganger for store eller for små, så resten. Mange av samme slag
er én linje.
"""

_PRICE_INDEX = f"""
### Når prisindeksen mangler et år

Beløp regnes om til kroner i året `kroneverdi` med indeksen i `inputs/felles/prisindeks.csv`. Beløp
som er i kroner fra det året fra før, trenger ingen indeks. Mangler et år etter det siste i
indeksen, skriver dere hvor mye dere anslår at prisene stiger fra året før, for hvert år fram til
det dere trenger:

```
[prisanslag]
2026 = "3,5 %"
2027 = "3 %"
```

Anslagene bygger på det siste året i indeksen, og står med «arbeidsgruppens anslag» som kilde. Når
året kommer inn i indeksen, sletter dere linjen.

Kjenner dere tallet, legger dere til en rad i indeksen: året, veksten i prosent under `vekst` og
kilden, med `indeks` tom. {FIND_INDEX}. Mangler kolonnen, legger dere den til. Veksten regnes fra
året før, så ingen år kan hoppes over. Står det en vekst for det første året, er også året før det
med. En indeks kan godt ha bare vekst.
"""

_ASSUMPTIONS = f"""
## {OWN_ASSUMPTIONS}

Forutsetninger arbeidsgruppen har tatt stilling til. Verktøyet har et forslag til alle, i
`inputs/felles/{OWN_ASSUMPTIONS}`, og bruker det for dem som ikke står her. `ikt sjekk`
forteller hvor mange som bare er forslag. Filen kan utelates.

Skriv linjen `[[forutsetning]]` over hver. Dere kan bekrefte forslaget slik det er, endre noe av
det, eller skrive hele forutsetningen selv. Kommer det et nytt forslag i en ny utgave av verktøyet,
gjelder bekreftelsen det, så se over det dere har bekreftet.

| nøkkel | hva dere skriver |
|---|---|
{{keys}}

Eksempel: forslaget bekreftet, og et eget tall.

```
[[forutsetning]]
id = "fravaer"
bekreftet = true

[[forutsetning]]
id = "innkjop_pris"
bekreftet = true
anslag = {{{{ p10 = 0.0, p50 = 0.02, p90 = 0.05 }}}}
kilder = ["tre anskaffelser i regionen 2023–2025"]
eier = "innkjøpssjefen i Eksempel"
```
"""

_TEXTS = f"""
## {FOLDER}/

Tekster dere skriver selv, i Markdown: {", ".join(f"`{name}.md`" for name in TEXTS)}. En tekst
i `{FOLDER}/` gjelder alle kommunene; en tekst i `{FOLDER}/<kommunenummer>/` gjelder den ene, og
går foran. HTML, TeX og bilder fra nettet vises ikke.

Word-dokumentet `{FOLDER}/<kommunenummer>/{TEMPLATE}` er kommunens egen mal: Word-utgaven av
rapporten får stilene, toppteksten og bunnteksten derfra. `{FOLDER}/{TEMPLATE}` gjelder
fellesrapporten og kommunene som ikke har sin egen. Teksten i malen blir ikke med.

## {MAP}

GeoJSON med ett område for hver kommune, med egenskapen `kommunenummer`. Uten filen lages rapportene
uten kart.

## {WORKSHOP_LOG}

Loggen over det som er tatt i bruk i verkstedet: når, hvem (kommune eller rolle), hvilket felt, hva
som sto der, hva som står der nå, og hvorfor. Programmet skriver den og leser den ikke. Filene slik
de var, ligger i `tidligere/` med dato og klokkeslett.
"""


_SHIELDING = """\
### Hva skjerming lover

Den som leser alt som kan offentliggjøres, og kjenner programmet, får ikke vite mer enn dette om en skjermet rad:

- **Personer:** minst to ulike tall er mulige, og minst ett av dem er to eller flere. Ingen kan derfor slutte at én er alene.
- **Årsverk:** uansett hvor mange personene er, kan årsverkene ligge hvor som helst i et spenn på minst et halvt årsverk, eller i alt kommunen har, hvis det er mindre.

Slik holdes det: En skjermet rad vises bare sammen med en annen av kommunens rader, vanligvis brukerstøtte. Rapportene og tabellene bygger bare på summen av årsverkene i de to, og på hvor mange personer de har, uten hvem som har hvilke. Holder ikke det, for eksempel fordi begge har én person eller den andre har ingen, vises alle kommunens funksjoner samlet. Holder heller ikke det, vises bare årsverk i alt, og antall personer regnes som ukjent. `ikt sjekk` sier fra. Metoden viser hva det betyr for tallene.

Det som ikke er skjermet: at raden er det, kommunens årsverk i alt, hvor mange funksjoner som har høyst én person, og om kommunen har vakt i det hele tatt. Tekst dere skriver selv, i `organisering`, `vurderinger`, `mandat` og `tekst/`, trykkes som den er. Skriv ikke der det en rad skal skjerme.

I `applikasjoner` skjermer `skjermes` navnet på systemet, hos alle som har det og i alle skrivemåter, også etter at den som skjermet det, har gått ut, og når to rapporter sammenlignes og bare den ene skjermer det. Kostnaden teller med i summene.
"""  # noqa: E501


def describe_inputs() -> str:
    """Return the description of every input file as Markdown."""
    overview = "\n".join(
        f"| `{table.name}` | {_first_sentence(table)} | {'ja' if table.required else 'nei'} |"
        for table in TABLES
    )
    introduction = _INTRODUCTION.replace("{overview}", overview)
    parts = [introduction, describe_settings() + _describe_assumptions()]
    for table in TABLES:
        parts.append(describe_table(table))
        if table.name == "bemanning":
            parts.append(_SHIELDING)
    return "\n".join(parts) + _TEXTS


def _first_sentence(table: InputTable) -> str:
    sentence = table.help.split(". ")[0].rstrip(".")
    return sentence if sentence[1].isupper() else sentence[0].lower() + sentence[1:]


def _describe_assumptions() -> str:
    keys = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in OWN_HELP.items())
    return _ASSUMPTIONS.format(keys=keys)


def describe_settings() -> str:
    """Return the description of ``utredning.toml`` as Markdown."""
    lines = [
        f"## {FILE}",
        "",
        "I denne filen skrives desimaltall med punktum (`0.04`), og tekst står i anførselstegn.",
        "",
        "| nøkkel | innhold | hva dere skriver | må være med |",
        "|---|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        needed = "ja" if field.is_required() else "nei"
        if isinstance(field.default, bool):
            needed = f"nei; ellers brukes {str(field.default).lower()}"
        elif isinstance(field.default, (int, float)):
            needed = f"nei; ellers brukes {field.default}"
        lines.append(f"| `{name}` | {HELP[name]} | {ADVICE[name]} | {needed} |")
    where = "`[fordeling]` og `[lonnsfordeling]`"
    lines += ["", f"Felles kostnader kan fordeles etter disse under {where}:", ""]
    lines += [f"- `{name}`: {meaning}" for name, meaning in KEY_HELP.items()]
    lines += ["", "Uten `[lonnsfordeling]` fordeles lønnen etter brukere."]
    return "\n".join([*lines, *_describe_named_keys(), *_describe_leaving(), _PRICE_INDEX])


def _describe_named_keys() -> list[str]:
    lines = [
        "",
        "### Flere fordelingsnøkler",
        "",
        "Under `[[nokkel]]` står en nøkkel rapportene sammenligner med utredningens egen. Skriv "
        "linjen en gang for hver nøkkel. Andelene i en nøkkel skal bli 1 til sammen.",
        "",
        "| nøkkel | innhold | hva dere skriver |",
        "|---|---|---|",
    ]
    lines += [
        f"| `{k}` | {meaning} | {NAMED_KEY_ADVICE[k]} |" for k, meaning in NAMED_KEY_HELP.items()
    ]
    example = ('navn = "30 prosent likt, lisenser hver for seg"', "lik = 0.3", "innbyggere = 0.7")
    more = ("gulv = 0.05", 'direkte = ["lisens"]')
    return [*lines, "", "Eksempel:", "", "```", "[[nokkel]]", *example, *more, "```"]


def _describe_leaving() -> list[str]:
    lines = [
        "",
        "### Når noen går ut",
        "",
        "Under `[uttreden]` står hva rapportene regner med når noen går ut eller kommer senere. "
        "Det er valg, ikke anslag: sett inn det dere vil se. Hva det koster å flytte ut, er "
        "forutsetningen `utflytting_andel` i `inputs/felles/forutsetninger.toml`.",
        "",
        "| nøkkel | innhold | hva dere skriver | ellers brukes |",
        "|---|---|---|---|",
    ]
    usual = Leaving()
    for name, meaning in LEAVING_HELP.items():
        value = getattr(usual, name)
        shown = list(value) if isinstance(value, tuple) else value
        lines.append(f"| `{name}` | {meaning} | {LEAVING_ADVICE[name]} | {shown} |")
    return lines


def describe_table(table: InputTable) -> str:
    """Return the description of one table as Markdown, with an example row."""
    lines = [
        f"## {table.name}",
        "",
        f"{table.help} {'Filen må være med.' if table.required else 'Filen kan utelates.'}",
        "",
        "| kolonne | innhold | verdier |",
        "|---|---|---|",
    ]
    lines += [f"| {_name(c)} | {c.help} | {_values(c)} |" for c in table.columns]
    header = ";".join(column.name for column in table.columns)
    example = ";".join(column.example for column in table.columns)
    return "\n".join([*lines, "", "Eksempel:", "", "```", header, example, "```", ""])


def _name(column: InputColumn) -> str:
    if column.key:
        remark = " (nøkkel, kan være tom)" if column.if_empty == "lov" else " (nøkkel)"
    else:
        remark = " (kan utelates)" if column.optional else ""
    return f"`{column.name}`{remark}"


def _values(column: InputColumn) -> str:
    match column.kind:
        case "kategori":
            return ", ".join(f"`{category}`" for category in column.categories)
        case "kommunenummer":
            return "fire sifre"
        case "tall" | "år":
            return _range(column)
        case "dato":
            return "dato"
        case _:
            return "tekst"


def _range(column: InputColumn) -> str:
    kind = "helt tall" if column.whole else "tall"
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return f"{kind} fra {low:g} til {high:g}".replace("-", "−")
    return f"{kind}, {low:g} eller mer" if low is not None else kind
