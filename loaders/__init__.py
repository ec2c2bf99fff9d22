"""Reading plans: bytes → text → outline → facts → records → quads. Never imports `app`."""
