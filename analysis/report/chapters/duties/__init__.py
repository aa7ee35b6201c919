"""What must be in order before it begins: form, staff, risk, security, and what others learnt."""

__all__ = ["experience", "legal", "risks", "security", "statements"]
