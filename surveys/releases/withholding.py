from surveys.models import Release


def withhold(release: Release) -> None:
    pass
