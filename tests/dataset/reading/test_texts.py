"""The group's own texts and the map."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from dataset.analysis_folder import CODES, Analysis

from analysis.dataset import without


def test_texts_are_read_for_all_and_for_one(analysis: Analysis) -> None:
    analysis.write("tekst/bakgrunn.md", "\ufeffØkt press\r\npå små miljøer")
    analysis.write("tekst/1102/mindretall.md", "Vi er uenige på ett punkt".encode("cp1252"))
    analysis.write("tekst/.DS_Store", b"\0\0")
    dataset = analysis.load()
    assert dataset.texts == {
        ("", "bakgrunn"): "Økt press\npå små miljøer",
        ("1108", "mindretall"): "Vi er uenige på ett punkt",
    }
    assert "tekst/1102/mindretall.md" in dataset.hashes
    assert dataset.problems == ()


def test_other_files_are_told(analysis: Analysis) -> None:
    analysis.write("tekst/bakgrun.md", "x")
    analysis.write("tekst/mindretall.docx", "x")
    analysis.write("tekst/mindretall.md", "\n")
    assert analysis.notes("advarsel") == [
        "inputs/x/tekst/bakgrun.md: Filen brukes ikke. Mente du «bakgrunn»?",
        "inputs/x/tekst/mindretall.docx: Filen brukes ikke; bare filer som slutter på .md, og "
        "mal.docx, leses",
        "inputs/x/tekst/mindretall.md: Filen er tom og brukes ikke. Skriv teksten eller slett "
        "filen",
    ]


def test_folders_are_municipalities(analysis: Analysis) -> None:
    for folder in ("0301", "Sandnes", "1507"):
        analysis.write(f"tekst/{folder}/bakgrunn.md", "x")
    assert analysis.errors() == [
        "inputs/x/tekst/0301: «0301» står ikke i kommuner. Gi mappen et nummer som står der",
        "inputs/x/tekst/1507: Kommunen med nummer «1507» er delt. Velg 1508 Ålesund eller "
        "1580 Haram. Gi mappen kommunenummeret som navn, for eksempel 0301",
        "inputs/x/tekst/Sandnes: «Sandnes» er ikke et kommunenummer som har vært i bruk siden "
        "2017. Gi mappen kommunenummeret som navn, her 1108",
    ]


def test_a_text_has_to_be_text(analysis: Analysis) -> None:
    analysis.write("tekst/bakgrunn.md", "æøå".encode("utf-16"))
    assert "UTF-16" in analysis.errors()[0]


def borders(codes: tuple[str, ...]) -> dict[str, object]:
    square = [[[0, 0], [0, 1], [1, 1], [0, 0]]]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"kommunenummer": code},
                "geometry": {"type": "Polygon", "coordinates": square},
            }
            for code in codes
        ],
    }


def test_the_map_has_current_codes(analysis: Analysis) -> None:
    analysis.write("kart.geojson", json.dumps(borders((*CODES[:2], "1102", "0301"))))
    dataset = analysis.load()
    assert dataset.borders is not None
    codes = [f["properties"]["kommunenummer"] for f in dataset.borders["features"]]
    assert codes == ["1101", "1106", "1108", "0301"]
    assert dataset.problems == ()


def test_a_municipality_off_the_map_is_a_warning(analysis: Analysis) -> None:
    analysis.write("kart.geojson", json.dumps(borders(CODES[:2])))
    assert analysis.notes("advarsel") == [
        "inputs/x/kart.geojson: Kartet mangler 1108 Sandnes, som ikke blir vist på kartet"
    ]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"features": [{}]}'])
def test_a_damaged_map_is_explained(analysis: Analysis, content: bytes) -> None:
    analysis.write("kart.geojson", content)
    assert "ikke GeoJSON" in analysis.errors()[0]


def test_the_map_has_areas_with_known_codes(analysis: Analysis) -> None:
    point = borders(CODES)
    point["features"][0]["geometry"]["type"] = "Point"  # type: ignore[index]
    analysis.write("kart.geojson", json.dumps(point))
    assert "annet enn flater" in analysis.errors()[0]
    analysis.write("kart.geojson", json.dumps(borders(("9998",))))
    assert "Rett kommunenummeret i kartet" in analysis.errors()[0]


NAN, INFINITE = float("nan"), float("inf")
TOO_FEW = "har en grenselinje med færre enn 4 punkter"
NOT_DEGREES = "har et punkt som ikke er lengdegrad (−180 til 180) og breddegrad (−90 til 90)"


@pytest.mark.parametrize(
    ("coordinates", "trouble"),
    [
        (None, "har ingen koordinater"),
        ([], "har ingen koordinater"),
        ([[]], TOO_FEW),
        ([[[0, 0], [0, 1], [0, 0]]], TOO_FEW),
        ([[[0, 0], [0, 1], [1, 1], [NAN, 0]]], NOT_DEGREES),
        ([[[0, 0], [0, 1], [1, 1], [0, INFINITE]]], NOT_DEGREES),
        ([[[0, 0], [0, 1], [1, 1], ["0", 0]]], NOT_DEGREES),
        ([[[0, 0], [0, 1], [1, 1], [0]]], NOT_DEGREES),
        ([[[598000, 6643000], [0, 1], [1, 1], [0, 0]]], NOT_DEGREES),
        ([[[0, 0], [0, 91], [1, 1], [0, 0]]], NOT_DEGREES),
    ],
)
@pytest.mark.parametrize("shape", ["Polygon", "MultiPolygon"])
def test_an_area_that_cannot_be_drawn_is_told(
    analysis: Analysis, coordinates: object, trouble: str, shape: str
) -> None:
    content = borders(CODES)
    wrapped = [coordinates] if shape == "MultiPolygon" else coordinates
    content["features"][1]["geometry"] = {  # type: ignore[index]
        "type": shape,
        "coordinates": wrapped,
    }
    analysis.write("kart.geojson", json.dumps(content))
    assert analysis.errors() == [
        f"inputs/x/kart.geojson: coordinates: Området 1106 {trouble}. "
        "Hent kartet på nytt, eller slett filen"
    ]


@pytest.mark.parametrize(
    "data", ["æøå".encode("utf-16"), b"a\0b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"]
)
def test_a_text_is_not_to_be_saved_as_a_table(analysis: Analysis, data: bytes) -> None:
    analysis.write("tekst/bakgrunn.md", data)
    (error,) = analysis.errors()
    assert error.endswith("Lagre den som ren tekst med tegnsettet UTF-8")
    assert "Excel" not in error


MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PARTS = {
    "[Content_Types].xml": f"<a>{MAIN}</a>",
    "word/document.xml": "<b/>",
    "word/styles.xml": "<c/>",
}


def word_file(**changed: str | None) -> bytes:
    """As little of a Word document as is looked at, with some parts changed or left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in PARTS.items():
            content = changed.get(name.rsplit("/", 1)[-1].split(".")[0].strip("[]"), content)
            if content is not None:
                archive.writestr(name, content)
    return made.getvalue()


def test_word_templates_are_read_for_all_and_for_one(analysis: Analysis) -> None:
    common, own = word_file(), word_file(styles="<d/>")
    analysis.write("tekst/mal.docx", common)
    analysis.write("tekst/1102/mal.docx", own)
    dataset = analysis.load()
    assert dataset.templates == {"": common, "1108": own}
    assert dataset.hashes["tekst/1102/mal.docx"] == hashlib.sha256(own).hexdigest()
    assert dataset.hashes["tekst/mal.docx"] == hashlib.sha256(common).hexdigest()
    assert dataset.problems == ()
    assert without(dataset, ["1108"]).templates == {"": common}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"Kj\xe6re kommune", "ikke et Word-dokument"),
        (b"", "ikke et Word-dokument"),
        (b"PK\x03\x04", "ikke et Word-dokument"),
        (b"\xd0\xcf\x11\xe0", "låst med passord"),
        (word_file(document=None), "ikke et Word-dokument"),
        (word_file(styles="<c>"), "ikke et Word-dokument"),
        (word_file(styles="<!DOCTYPE c><c/>"), "ikke et Word-dokument"),
        (word_file(Content_Types="<a>template.main+xml</a>"), "et annet slag Word-fil"),
    ],
)
def test_a_template_has_to_be_a_word_document(analysis: Analysis, data: bytes, said: str) -> None:
    analysis.write("tekst/1102/mal.docx", data)
    analysis.write("tekst/mal.docx", data)
    errors = analysis.errors()
    assert len(errors) == 2
    assert errors[0].startswith("inputs/x/tekst/1102/mal.docx: Filen er")
    assert all(said in error and "«Word-dokument (*.docx)»" in error for error in errors)
