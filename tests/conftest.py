"""How many examples a property is tried on: a hundred, or two thousand with `--hypothesis-profile=thorough`."""

from hypothesis import HealthCheck, settings

settings.register_profile("short", max_examples=100, deadline=None)
settings.register_profile("thorough", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("short")
