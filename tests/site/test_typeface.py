"""The typeface of pages, cut down to the signs that they use."""

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

FONTS = settings.BASE_DIR / "static" / "built" / "fonts"
WEIGHTS = ("400Regular", "700Bold")


@pytest.mark.parametrize("weight", WEIGHTS)
def test_it_holds_every_sign_that_templates_use(weight: str) -> None:
    held = TTFont(FONTS / f"pages_{weight}.woff2").getBestCmap()
    used = {
        sign
        for file in (settings.BASE_DIR / "templates").rglob("*.html")
        for sign in file.read_text()
    } - {"\n"}
    assert sorted(sign for sign in used if ord(sign) not in held) == []


@pytest.mark.parametrize("weight", WEIGHTS)
def test_digits_of_a_column_stand_under_each_other(weight: str) -> None:
    font = TTFont(FONTS / f"pages_{weight}.woff2")
    names = font.getBestCmap()
    assert len({font["hmtx"][names[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("weight", WEIGHTS)
def test_it_is_small_and_says_whose_it_is(weight: str) -> None:
    file = FONTS / f"pages_{weight}.woff2"
    assert file.stat().st_size < 9_000
    assert "Open Font License" in TTFont(file)["name"].getDebugName(13)
