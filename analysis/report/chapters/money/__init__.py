"""What it costs: the amounts for budget and økonomiplan, and what they are made of."""

__all__ = ["causes", "economy", "hosts", "null_forecast", "plan", "social"]
