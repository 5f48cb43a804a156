"""The program of the documentation draws the site's main chart from the API."""

import importlib.util
import io
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

PROGRAM = settings.BASE_DIR / "docs" / "examples" / "regions.py"


@pytest.fixture
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("regions", PROGRAM)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_draws_8_of_the_9_councils_of_the_east_midlands(
    demo: None, client: Client, program: ModuleType
) -> None:
    def read(address: str) -> Any:
        return io.BytesIO(client.get(address).content)

    rows = program.regions(settings.SITE_URL, read)
    assert rows[0]["area"]["name"] == "East Midlands"
    picture = program.picture(rows)
    assert "8 of 9 (89%)" in picture
    assert "4 of 15 (27%)" in picture
    assert "Illustrative" in picture
