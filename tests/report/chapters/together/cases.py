"""Views where somebody may go together, for the tests of who does and who pays."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analysis.dataset import Dataset
from analysis.decision.evaluation import evaluate
from analysis.report.view import View
from tests.report.computed import Figures, concluding

TABLES = ("municipalities", "budget", "staff", "applications", "companies", "mandate", "judgements",
          "weights")  # fmt: skip


def sourced(dataset: Dataset) -> Dataset:
    """The same data set with a source and a quality on every row, where the frames have none."""
    frames = {}
    for name in TABLES:
        frame = getattr(dataset, name)
        lines = {"source": [f"{name}.csv:{n + 2}" for n in range(len(frame))], "kvalitet": "anslag"}
        frames[name] = frame.assign(**{k: v for k, v in lines.items() if k not in frame})
    return replace(dataset, **frames)


def of(dataset: Dataset, code: str = "", leaders: Sequence[str] = ("2",)) -> View:
    """View of a data set that concludes with these alternatives, without drawing who is first."""
    whole = sourced(dataset)
    return concluding(View(Figures(whole, evaluate(whole)), "forventet", code), leaders)


def again(view: View, code: str, leaders: Sequence[str]) -> View:
    """The same figures seen from another municipality."""
    return concluding(view.of_municipality(code), leaders)


def refusing(dataset: Dataset, alternative: str, codes: Sequence[str]) -> Dataset:
    """The same data set where these say nei to an alternative."""
    mandate = dataset.mandate
    same = (mandate["alternativ"] == alternative) & mandate["kommunenummer"].isin(codes)
    rows = [
        dict.fromkeys(mandate.columns, "")
        | {"kommunenummer": code, "alternativ": alternative, "tillatt": "nei"}
        for code in codes
    ]
    told = pd.concat([mandate[~same], pd.DataFrame(rows)], ignore_index=True)
    return replace(dataset, mandate=told)
