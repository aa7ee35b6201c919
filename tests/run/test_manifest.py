import json
from dataclasses import replace

import pytest

from analysis.dataset import Problem, Severity
from analysis.decision.owned_problems import owned_problems
from analysis.run.manifest import PUBLISHABLE, SHIELDED, manifest, read_files, read_subject


def test_every_file_says_whether_it_may_be_published(dataset):
    written = (
        "fellesrapport.pdf", "3310-hole.docx", "3310-hole.html", "tables/poeng.csv",
        "notebooks/fellesrapport.ipynb",
        "inndata/ringeriksregionen/bemanning.csv", "inndata/LES-MEG.txt", "notat.xlsx",
    )  # fmt: skip
    kept = {"3310-hole.pdf": {"kjoring": "0", "scenario": "forventet"}, "3312-lier.pdf": None}
    told = manifest(dataset, "forventet", "1", written, kept, ())
    may = {name for name, entry in told["filer"].items() if entry[PUBLISHABLE] == "ja"}
    assert may == {
        "fellesrapport.pdf", "3310-hole.docx", "3310-hole.html", "tables/poeng.csv",
        "3310-hole.pdf", "3312-lier.pdf",
    }  # fmt: skip
    assert told["filer"]["3310-hole.pdf"]["kjoring"] == "0"
    assert told[PUBLISHABLE] == "nei"


def test_messages_name_nothing_that_is_shielded(dataset):
    rows = dataset.applications
    row = rows[rows["skjermes"] == "ja"].iloc[0]
    file, line = row["source"].split(":")
    problems = (
        Problem(f"x/{file}", int(line), "brukere", "Er 900 riktig?", Severity.WARNING),
        Problem(f"x/{file}", None, "system", f"«{row['system']}» står to ganger", Severity.WARNING),
        Problem("x/bemanning.csv", 10, "personer", "Er 2 riktig?", Severity.WARNING),
        Problem("x/bemanning.csv", 2, "personer", "Er 1 riktig?", Severity.WARNING),
    )
    owned = owned_problems(replace(dataset, problems=problems))
    told = manifest(dataset, "forventet", "1", (), {}, owned)["meldinger"]
    assert [message["melding"] for message in told] == [*[SHIELDED] * 3, "Er 1 riktig?"]
    assert [message["linje"] for message in told] == [None, None, None, 2]
    assert row["system"] not in json.dumps(told, ensure_ascii=False)


def test_messages_name_a_shielded_system_in_no_spelling(dataset):
    name = dataset.applications.loc[dataset.applications["skjermes"] == "ja", "system"].iloc[0]
    said = (f"{name.upper()}, bruker: er det riktig?", f"«{name}…» og «{name.lower()}» er like")
    problems = tuple(
        Problem("x/systemnavn.csv", line, "system", text, Severity.WARNING)
        for line, text in enumerate(said, start=2)
    )
    owned = owned_problems(replace(dataset, problems=problems))
    told = manifest(dataset, "forventet", "1", (), {}, owned)["meldinger"]
    assert [(message["melding"], message["linje"]) for message in told] == [(SHIELDED, None)] * 2


@pytest.mark.parametrize(
    "text",
    ["", "[]", "5", "[" * 100_000, '{"filer": ["a"], "dato": 5}', '{"filer": 1, "dato": {}}',
     '{"filer": {"a.pdf": "ja", "b.pdf": [1]}, "dato": "' + "2" * 5000 + '"}',
     '{"dato": "../ut", "scenario": "forventet", "uten": []}', '{"dato": "2026-06-15"}'],
    ids=range(9),
)  # fmt: skip
def test_a_manifest_that_cannot_be_used_tells_nothing(text, tmp_path):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert read_files(tmp_path) == {}
    assert read_subject(tmp_path) is None
