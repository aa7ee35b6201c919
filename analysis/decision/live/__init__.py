"""What must answer while a slider moves: no files and no web."""

from analysis.decision.live.live import Answer, Live

__all__ = ["Answer", "Live"]
