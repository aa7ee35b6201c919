"""A run is known by what it rests on, and opened where that stands."""

from importlib import metadata

import pytest
from toys import toy_run

from analysis.places import PACKAGE, UnknownName
from analysis.report.view import View
from analysis.run import prove
from analysis.run.manifest import code_version
from analysis.run.run import hand_over, open_run
from tests.run.kept.test_form import same


def test_the_run_is_known_by_its_inputs_its_scenario_and_the_code(monkeypatch):
    own = toy_run().identity
    assert own == toy_run().identity
    monkeypatch.setattr("analysis.run.run.code_version", lambda: "0.1.0+0123456789abcdef")
    other = toy_run().identity
    assert len({own, other, toy_run("gunstig").identity, toy_run(figure=2).identity}) == 4


def test_any_byte_of_the_package_is_part_of_its_version(tmp_path):
    folder = tmp_path / "pakke"
    (folder / "rom").mkdir(parents=True)
    told = []
    for name, content in (("rom/a.py", "1"), ("rom/a.py", "2"), ("mal.typ", "1"), ("b.py", "")):
        (folder / name).write_text(content, encoding="utf-8")
        told.append(code_version.__wrapped__(folder))
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "a.pyc").write_bytes(b"x")
    assert code_version.__wrapped__(folder) == told[-1]
    assert len(set(told)) == 4
    assert all(one.startswith(f"{metadata.version(PACKAGE)}+") for one in told)


def test_a_run_that_is_handed_over_is_opened_by_its_name_and_no_other(few_draws, monkeypatch):
    run = toy_run("gunstig")
    hand_over(run)
    assert open_run("lekeregion", "gunstig", run.identity) is run
    # Its figures are of one analysis and one scenario: no other parameter is silently ignored.
    with pytest.raises(UnknownName, match="er ikke tatt vare på"):
        open_run(few_draws.as_posix(), "gunstig", run.identity)
    monkeypatch.setattr("analysis.run.run.find_analysis", lambda name: few_draws)
    with pytest.raises(UnknownName, match='Sett kjoring = ""'):
        open_run("lekeregion", "ugunstig", run.identity)


def test_a_run_that_is_not_handed_over_is_opened_where_the_inputs_are_those_it_names(few_draws):
    name = few_draws.as_posix()
    own = open_run(name)
    hand_over(toy_run())
    assert open_run(name, "forventet", own.identity).identity == own.identity
    with pytest.raises(UnknownName, match="er ikke tatt vare på"):
        open_run(name, "gunstig", own.identity)


def test_what_is_worked_out_once_is_there_for_the_next_who_opens(few_draws, computed, monkeypatch):
    name, slow = few_draws.as_posix(), ("robustness", "participation", "crosscheck", "reckonings")
    first = open_run(name)
    for part in slow:
        getattr(first, part)
    modules = ("analysis.decision.draws.assess", "analysis.decision.cross_check")
    for one in (*modules, "analysis.decision.reckonings"):
        monkeypatch.setattr(one, lambda *_: pytest.fail("worked out again"))
    monkeypatch.setattr(
        "analysis.decision.participation.assess_participation", lambda *_: pytest.fail("again")
    )
    second = open_run(name)
    for part in slow:
        assert same(getattr(second, part), getattr(computed("forventet"), part)), part


def test_what_is_tried_is_never_mistaken_for_what_is_kept(few_draws):
    run = open_run(few_draws.as_posix())
    assert run.kept is not None and run.crosscheck
    tried = prove(View.of(run, ""), vekter={"netto_naaverdi": 9}).figures
    assert tried.identity == run.identity and tried.kept is None


def test_unknown_values_are_refused():
    with pytest.raises(UnknownName, match="Mente du «forventet»"):
        open_run("lekeregion", "forventt")
    with pytest.raises(UnknownName, match="9901 Lillevik, 9902 Øvre Ås, 9903 Sør-Fjell"):
        toy_run().municipality("0605")
    assert toy_run().municipality("") == "9901"
