"""Where figures come from: by kind on a report's pages, by file and line for who looks them up."""

from analysis.report.result_sources import by_line, hold_figures, in_words

ROWS = ("bemanning.csv:8", "budsjett.csv:3", "budsjett.csv:2", "forutsetning:fravaer")


def test_a_reader_is_told_whose_it_is_and_what_it_is():
    told = in_words(ROWS, "vurderinger.csv:4", "forutsetning:rente")
    assert told == (
        "kommunenes budsjett og bemanning, arbeidsgruppens forutsetninger og vurderinger"
    )


def test_many_kinds_are_told_together():
    files = ("kommuner", "budsjett", "bemanning", "mandat")
    assert in_words([f"{file}.csv:2" for file in files]) == "kommunenes kartlegging"


def test_what_is_no_file_is_told_as_it_is():
    assert in_words("KDDs veileder kap. 5") == "KDDs veileder kap. 5"
    assert in_words("felles/forutsetninger.toml", "kommuner.xlsx:2") == (
        "kommunenes folketall, arbeidsgruppens forutsetninger"
    )


def test_a_notebook_has_files_and_lines():
    assert by_line(ROWS) == "bemanning.csv linje 8; budsjett.csv linje 2–3; forutsetning fravaer"
    many = [f"forutsetning:{name}" for name in "abcd"]
    assert by_line(many) == "4 forutsetninger"


def test_mandates_hold_no_figures():
    assert hold_figures("mandat.csv:2", "budsjett.csv:2") and not hold_figures("mandat.csv:2")


def test_no_report_page_names_a_file(view):
    one = view("3310")
    for line in (one.ranking_source, one.cost_source):
        assert "csv" not in line and "toml" not in line and line.endswith("Illustrative tall")
