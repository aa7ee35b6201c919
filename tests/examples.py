"""How many examples a property test tries; `tests/conftest.py` has the profiles."""

from hypothesis import HealthCheck, settings


def examples(share: float) -> settings:
    """Settings that try this share of the profile's examples, where each takes long or little."""
    count = max(2, round(share * settings.default.max_examples))
    return settings(max_examples=count, suppress_health_check=[HealthCheck.too_slow])
