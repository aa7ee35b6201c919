"""Two report folders, and what has moved between them."""
