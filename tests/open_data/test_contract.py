"""The API keeps to its document: schemathesis asks for what it allows, and for what it does not."""

import logging
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from councils.models import Council
from tests.factories import make_region, make_release
from tests.milestones.world import make_world

FEW = hypothesis.settings(
    max_examples=12,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.fixture
def schema(home: Council, application: Any) -> Iterator[Any]:
    make_release(make_world({home.region: 3, make_region("London"): 12}).round, stage="public")
    logging.disable(logging.WARNING)
    yield schemathesis.openapi.from_wsgi("/data/api/openapi.json", application)
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_its_document_says(schema: Any, mode: GenerationMode) -> None:
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    for operation in operations:

        @FEW
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        ask()
    assert len(operations) == 16
