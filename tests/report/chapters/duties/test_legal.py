from analysis.report.chapters.duties import legal
from tests.report.computed import concluding, recommending
from tests.report.texts import everything, headings, tables


def forms_of(element):
    return [t for t in tables(element) if t["title"].startswith("Rettsformer")]


def test_the_recommended_and_its_runner_up_are_told(view):
    for code in ("3310", ""):
        one = concluding(view(code), ("2", "3"))
        shown = forms_of(legal.chapter(one))
        named = " ".join(t["title"].removeprefix("Rettsformer for alternativ") for t in shown)
        told = set(named.replace(",", " ").replace(" og ", " ").split())
        rest = [a for a in one.conclusion.shares if a not in ("0", "2")]
        assert told <= {"2", rest[0]} and "2" in told
        assert headings(legal.chapter(one))[0].startswith("Alternativ")


def test_only_forms_of_alternatives_within_the_mandate_are_shown(view):
    assert "Aksjeselskap" not in everything(legal.every_form(view("3312")))
    assert "Aksjeselskap" in everything(legal.every_form(view("")))


def test_forms_that_must_be_checked_are_marked_and_the_others_are_not(view):
    one = view("")
    shown = forms_of(legal.every_form(one))
    first = [column["name"] for table in shown for column in table["columns"][1:]]
    forms = one.dataset.shared.legal_forms.values()
    marked = {name.rstrip("*") for name in first if name.endswith("*")}
    assert marked == {
        form.navn.replace(" (", ", ").replace(")", "") for form in forms if form.maa_kontrolleres
    }
    assert len(first) == len(forms)
    assert all("ikke lest i lovteksten" in table["note"] for table in shown)
    assert shown[0]["title"] == "Rettsformer for alternativ 1, 2, 3 og 4"


def test_companies_stand_where_one_is_bought_from(view):
    for alternative in ("2", "4"):
        told = tables(legal.chapter(recommending(view("3310"), alternative)))
        companies = [table for table in told if "Oppsigelse" in str(table["columns"])]
        assert len(companies) == (alternative == "4")
