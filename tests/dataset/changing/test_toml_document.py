"""Values of a toml file are changed one by one, and every other byte stays."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset.changing.toml_document import CannotEdit, TomlDocument

TEXT = """# Øverst
tittel = "en # to"   # navnet
liste = [
    "a", # først
    "b]",
]
# vert = "3305"

# Nøkkelen.
[fordeling]
lik = 0.3  # likt
innbyggere = 0.7
[[ forutsetning ]]
id = 'a'
anslag = { p10 = 0.0, p50 = 0.5, p90 = 1.0 }
[[forutsetning]]
id = "b"
kilder = ["møtet"]
tekst = \"\"\"
[ikke en overskrift]
lik = 9\"\"\"
"""


def changed(old: str, new: str) -> bytes:
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new).encode()


@pytest.fixture
def document() -> TomlDocument:
    return TomlDocument(TEXT.encode())


def test_nothing_changed_is_the_same_bytes() -> None:
    for data in (TEXT.encode(), b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(), b""):
        assert TomlDocument(data).encode() == data


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("tittel",), "to # en", '"en # to"', '"to # en"'),
        (("fordeling", "lik"), 0.25, "0.3  #", "0.25  #"),
        (("forutsetning", 0, "id"), "c", "'a'", '"c"'),
        (("forutsetning", 1, "tekst"), "ny", '"""\n[ikke en overskrift]\nlik = 9"""', '"ny"'),
        (("fordeling", "ansatte"), 0.0, "0.7\n", "0.7\nansatte = 0.0\n"),
        (("forutsetning", 0, "eier"), "oss", "1.0 }\n", '1.0 }\neier = "oss"\n'),
        (("vert",), "3310", '# vert = "3305"\n', '# vert = "3305"\nvert = "3310"\n'),
        (("bestemt",), True, '"b]",\n]\n', '"b]",\n]\nbestemt = true\n'),
        (
            ("forutsetning", 0, "anslag"),
            {"min": 0.0, "maks": 2.0},
            "{ p10 = 0.0, p50 = 0.5, p90 = 1.0 }",
            "{ min = 0.0, maks = 2.0 }",
        ),
        (("liste",), ["c"], '[\n    "a", # først\n    "b]",\n]', '["c"]'),
    ],
)
def test_only_the_value_changes(
    document: TomlDocument, path: tuple[str | int, ...], value: object, old: str, new: str
) -> None:
    document.set(path, value)
    assert document.encode() == changed(old, new)


def test_a_key_comes_after_what_stands_there_with_the_line_end_of_the_file() -> None:
    document = TomlDocument(TEXT.replace("\n", "\r\n").encode())
    document.set(("vert",), "3310")
    document.add_entry("forutsetning", {"id": "c"})
    expected = changed('# vert = "3305"\n', '# vert = "3305"\nvert = "3310"\n').decode()
    expected += '\n[[forutsetning]]\nid = "c"\n'
    assert document.encode() == expected.replace("\n", "\r\n").encode()


def test_what_is_put_first_in_a_list_is_laid_out_as_the_rest(document: TomlDocument) -> None:
    document.put_first(("liste",), "ny")
    document.put_first(("forutsetning", 1, "kilder"), "verkstedet")
    text = TEXT.replace('[\n    "a",', '[\n    "ny",\n    "a",')
    assert document.encode() == text.replace('["møtet"]', '["verkstedet", "møtet"]').encode()


def test_what_is_taken_out_leaves_its_comment(document: TomlDocument) -> None:
    document.remove(("tittel",))
    document.remove(("fordeling", "innbyggere"))
    text = TEXT.replace('tittel = "en # to"   # navnet', "# navnet")
    assert document.encode() == text.replace("innbyggere = 0.7\n", "").encode()


def test_a_table_in_braces_is_written_anew() -> None:
    document = TomlDocument(b"fordeling = { lik = 1.0 } # likt\n")
    document.set(("fordeling", "lik"), 0.5)
    document.set(("fordeling", "brukere"), 0.5)
    assert document.encode() == b"fordeling = { lik = 0.5, brukere = 0.5 } # likt\n"


@pytest.mark.parametrize(
    "text",
    ["[[forutsetning]]\nanslag.p50 = 1\n", "[[forutsetning]]\n[forutsetning.anslag]\np50 = 1\n"],
)
def test_what_would_say_something_else_is_refused(text: str) -> None:
    document = TomlDocument(text.encode())
    document.set(("forutsetning", 0, "anslag"), {"p50": 2.0})
    with pytest.raises(CannotEdit):
        document.encode()


def test_what_is_not_there_cannot_be_taken_out(document: TomlDocument) -> None:
    for path in (("fordeling",), ("vert",)):
        with pytest.raises(CannotEdit):
            document.remove(path)
    with pytest.raises(CannotEdit):
        document.put_first(("ingen",), "x")
    with pytest.raises(CannotEdit):
        TomlDocument(b"x = [{ a = 1 }]").set(("x", 0, "b"), 1)


@given(
    st.text(st.characters(exclude_characters="\x7f", exclude_categories=["Cs"])),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_text_and_number_is_read_back(text: str, number: float) -> None:
    document = TomlDocument(TEXT.encode())
    document.set(("tittel",), text)
    document.set(("fordeling", "lik"), number)
    document.put_first(("liste",), text)
    content = tomllib.loads(document.encode().decode())
    assert (content["tittel"], content["fordeling"]["lik"]) == (text, number)
    assert content["liste"] == [text, "a", "b]"]
