"""What has moved between two runs, and which cause did what.

Inputs are compared row by row, and results by swapping one cause at a time.
"""

__all__ = ["changes", "input_changes", "main_results", "row_pairs", "splitting", "swapping"]
