"""What must answer while a slider moves: the report's own draws, kept and told again.

No files and no web; `Live` is asked with a `Trial`, and says what a fresh run would say.
"""

from analysis.decision.live.live import READY, Answer, Live

__all__ = ["READY", "Answer", "Live"]
