"""The demonstration for the tests here; elsewhere import the same three from fixtures."""

from .fixtures import demo, demo_connection, demo_database

__all__ = ["demo", "demo_connection", "demo_database"]
