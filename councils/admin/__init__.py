"""The register, its people and their invitations in the administration pages."""

from . import councils, people, register

__all__ = ["councils", "people", "register"]
