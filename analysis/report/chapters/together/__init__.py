"""Who goes together, who pays what, and what leaving means."""
