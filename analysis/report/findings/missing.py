"""Numbers nobody has: whose they are, and what is said where a first place rests on them."""

from __future__ import annotations

import numpy as np

from analysis.decision import not_computable
from analysis.report.language.words import listed
from analysis.report.press import escape
from analysis.report.view import View


def owners(view: View) -> list[str]:
    """Names of the municipalities whose unknown cells are drawn."""
    codes = {code for together in view.robustness.gaps for code in together}
    return [view.names[code] for code in view.codes if code in codes]


def unbounded(view: View) -> bool:
    """Whether a value here is not bounded by what is given: nothing listed, or not judged."""
    ranked = view.evaluation.scores.eligible[view.r]
    nothing = not_computable(view.dataset, view.evaluation.gates).values()
    judged = [k for k, criterion in enumerate(view.criteria) if not criterion.computed]
    values = view.evaluation.scores.criteria[:, view.r, ranked][..., judged, :]
    return bool(np.isnan(values).any() or any(found[view.r, ranked].any() for found in nothing))


def deciding(view: View) -> str:
    """What is missing that decides who is first, as Markdown: «tall fra X»; empty with nothing."""
    found = view.conclusion
    names = [escape(view.names[code]) for code in found.missing]
    judged = [escape(_criterion(view, name)) for name in found.missing_judgements]
    told = [f"tall fra {listed(names)}"] if names else []
    return listed([*told, *([f"vurderinger av {listed(judged)}"] if judged else [])])


def _criterion(view: View, name: str) -> str:
    return view.dataset.shared.criterion(name).navn.lower()
