"""Work on a file that somebody uploaded, in a process of its own: it cannot hurt the site."""

import contextlib
import multiprocessing
import resource
from collections.abc import Callable, Mapping
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import TypeVar

from .workbook_contents import Unusable

MOST_MEMORY = 1024 * 1024 * 1024
# Of the processor, and by the clock, on which others may be waiting for it too.
MOST_SECONDS = 20
LONGEST_WAIT = 60
TOO_MUCH = (
    "Reading this file takes more time or memory than a return ever needs. Download the "
    "spreadsheet again, copy your answers into it and upload that."
)
Result = TypeVar("Result")

# Processes come from one that has read the programs and does nothing else: a copy of ours could
# wait for ever for what another of our threads holds.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["ppf_site.workbooks", "ppf_site.workbook_marks"])


def get_ready() -> None:
    """Starts that process, which reads the programs meanwhile: else the first file waits for it."""
    forkserver.ensure_running()


def apart(work: Callable[..., Result], *words: object, **named: object) -> Result:
    """What the function returns. It and its words are of modules that need no Django.

    Raises Unusable, with a sentence for the person, where the function does or cannot finish.
    """
    here, there = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_do, args=(there, work, words, named), daemon=True)
    process.start()
    there.close()
    try:
        result = here.recv() if here.poll(LONGEST_WAIT) else Unusable(TOO_MUCH)
    except EOFError:  # it was ended by its limits
        result = Unusable(TOO_MUCH)
    finally:
        process.kill()
        process.join()
        process.close()
        here.close()
    if isinstance(result, Exception):
        raise result
    return result  # type: ignore[no-any-return]  # what comes through a pipe has no type


def _do(
    there: Connection,
    work: Callable[..., object],
    words: tuple[object, ...],
    named: Mapping[str, object],
) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        result = work(*words, **named)
    except MemoryError:
        result = Unusable(TOO_MUCH)
    except Exception as error:
        result = error
    with contextlib.suppress(MemoryError):
        there.send(result)
