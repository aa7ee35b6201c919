"""Who goes together, who pays what, and what it means when somebody leaves or comes late."""
