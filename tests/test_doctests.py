"""The worked examples in the docstrings of what others call give what they say."""

import doctest
from importlib import import_module

import pytest

MODULES = (
    "places",
    "dataset.loading",
    "dataset.kommunenummer",
    "dataset.notation",
    "model.economy",
    "model.levers",
    "model.vulnerability",
    "decision.scoring",
    "decision.sharing",
    "decision.uncertainty",
    "decision.games.nucleolus",
    "decision.games.shapley",
    "report.language.numbers",
    "report.language.spans",
    "report.language.words",
)


class Checker(doctest.OutputChecker):
    """Lets a no-break space be written as a plain one."""

    def check_output(self, want: str, got: str, flags: int) -> bool:
        return super().check_output(want, got.replace("\u00a0", " "), flags)


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name: str) -> None:
    runner = doctest.DocTestRunner(Checker(), optionflags=doctest.ELLIPSIS)
    for examples in doctest.DocTestFinder().find(import_module(f"analysis.{name}")):
        runner.run(examples)
    assert runner.tries > 0
    assert runner.failures == 0
