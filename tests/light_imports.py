"""Imported first: leaves out what takes long to import for nothing, as workers of a run do."""

import sys

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
