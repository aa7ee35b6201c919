"""All csv tables of a run."""

from __future__ import annotations

import pandas as pd

from analysis.model import join_sources
from analysis.report.standpoint import HasFigures
from analysis.report.tables.applications import application_tables
from analysis.report.tables.changes import changes_table
from analysis.report.tables.draws import draw_tables
from analysis.report.tables.participation import participation_tables
from analysis.report.tables.quality import quality_table
from analysis.report.tables.reckonings import reckonings_table
from analysis.report.tables.results import output_tables
from analysis.report.tables.systems import system_tables
from analysis.report.view import View


def run_tables(run: HasFigures) -> dict[str, pd.DataFrame]:
    """All tables of a run by file name without ``.csv``, each row with its sources."""
    dataset = run.dataset
    drawn = join_sources(
        dataset.municipalities["source"],
        dataset.budget["source"],
        dataset.staff["source"],
        dataset.applications["source"],
        dataset.judgements["source"],
        dataset.weights["source"],
        *dataset.shared.assumption_files(dataset.shared.assumptions),
    )
    tables = {
        **output_tables(dataset, run.evaluation, run.scenario),
        **draw_tables(View.of(run), drawn),
        **application_tables(View.of(run)),
        **system_tables(View.of(run)),
        **participation_tables(run),
        "regnemaater": reckonings_table(run.reckonings, run.evaluation.codes, drawn),
        "datakvalitet": quality_table(View.of(run)),
    }
    if run.changes is not None:
        tables["endringer"] = changes_table(run.changes)
    return tables
