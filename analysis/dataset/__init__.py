"""Read, check and explain the inputs of an analysis."""

from analysis.dataset.dataset import Dataset, load
from analysis.dataset.problems import InputProblems, Problem, ProblemLog, Severity, explain

__all__ = ["Dataset", "InputProblems", "Problem", "ProblemLog", "Severity", "explain", "load"]
