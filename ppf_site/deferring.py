"""A job deferred in the transaction of whoever defers it, by the worker as well."""

from typing import Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import Task, configure_task


def defer(task: Task[..., Any, ...], **arguments: int) -> None:
    """In a task, `task.defer` goes through the worker's own connection: the job would stay where
    what it tells of is rolled back."""
    configure_task(name=task.name, job_manager=JobManager(DjangoConnector())).defer(**arguments)
