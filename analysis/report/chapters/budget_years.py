"""Which year each municipality's costs are from, where they are not from the same."""

from __future__ import annotations

from analysis.report.language.words import capital, count, listed
from analysis.report.press import escape
from analysis.report.view import View

_NAMED = 3


def older_years(view: View) -> dict[str, int]:
    """Return the budget year, by kommunenummer, of those whose newest year is not the newest."""
    budget = view.dataset.budget
    years = budget.groupby("kommunenummer")["år"].max().reindex(list(view.codes)).dropna()
    return {str(code): int(year) for code, year in years.items() if year < years.max()}


def from_year(view: View, code: str) -> str:
    """Return « (tall fra 2022)» for a municipality without figures for the newest year."""
    years = older_years(view)
    return f" (tall fra {years[code]})" if code in years else ""


def budget_years(view: View) -> str:
    """Return a sentence on which costs are older than the others'; empty where none are."""
    older = older_years(view)
    if not older:
        return ""
    newest = int(view.dataset.budget["år"].max())
    parts: list[str] = []
    for year in sorted(set(older.values())):
        codes = [code for code in older if older[code] == year]
        who = listed([escape(view.names[code]) for code in codes])
        if len(codes) > _NAMED:
            who = f"{count(len(codes))} kommuner"
        parts.append(f"{who} {'fra' if parts else 'har tall fra'} {year}")
    return (
        f"{capital(', '.join(parts))}, de andre fra {newest}. Prisstigningen er regnet med, men "
        "ikke det som ellers er endret siden."
    )
