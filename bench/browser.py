"""A first visit in Chromium: what comes over the wire, what moves, and when the chart is there."""

import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Request, sync_playwright

from bench.served import Browser, served
from bench.told import against
from tests.browser.find_chromium import find_chromium

BYTES, SHIFT, DRAWN = 60, 0.02, 1.5
VISITS = 7
# When the bars of the first chart have their width; what has moved; when anything was painted.
WATCH = """
window.seen = {shift: 0};
new PerformanceObserver(list => list.getEntries().forEach(each => {
  window.seen.shift += each.value;
})).observe({type: "layout-shift", buffered: true});
const look = () => {
  const bars = [...document.querySelectorAll(".chart__drawing rect")];
  if (bars.some(bar => bar.getBoundingClientRect().width)) window.seen.drawn = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
FIRST = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


class Visit(NamedTuple):
    first: float
    drawn: float
    shift: float
    size: float


def visits(paths: list[str]) -> Iterator[str]:
    """Medians of first visits, each with nothing kept in the browser."""
    program = find_chromium()
    if program is None:
        yield "  Chrome or Chromium is not installed: not measured"
        return
    with served() as port, sync_playwright() as playwright:
        words = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=str(program), args=words)
        for path in paths:
            yield from _told(chromium, port, path)
        chromium.close()


def _told(chromium: Chromium, port: int, path: str) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}{path}"
    with _as_file(port, path) as file:
        # In turn: what else the machine does meets both sides.
        pairs = [(_visit(chromium, address), _visit(chromium, file)) for _ in range(VISITS)]
    ours, theirs = (_median([pair[side] for pair in pairs]) for side in (0, 1))
    yield f"  {path}: first paint {ours.first:.0f} ms, chart drawn {ours.drawn:.0f} ms"
    yield f"    KB of a first visit {against(ours.size, BYTES)}"
    yield f"    layout shift {against(ours.shift, SHIFT)}"
    yield f"    chart drawn, over the same from files {against(ours.drawn / theirs.drawn, DRAWN)}"
    size, took = (
        statistics.median(values)
        for values in zip(*(_explored(chromium, address) for _ in range(VISITS)), strict=True)
    )
    yield f"    with plotly.js, once pointed at: {size:.0f} KB more, values after {took:.0f} ms"


def _median(found: list[Visit]) -> Visit:
    return Visit(*(statistics.median(values) for values in zip(*found, strict=True)))


def _visit(chromium: Chromium, address: str) -> Visit:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked = _asked(page)
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate("window.seen")
    first = float(page.evaluate(FIRST))
    size = _kilobytes(asked)
    context.close()
    # It is there before the first paint, and seen with it.
    return Visit(first, max(first, float(seen["drawn"])), float(seen["shift"]), size)


def _explored(chromium: Chromium, address: str) -> tuple[float, float]:
    """KB that come when somebody points at the first chart, and ms until it answers."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    asked = _asked(page)
    start = time.perf_counter()
    page.locator("[data-chart]").first.hover()
    page.locator("[data-chart][data-live]").first.wait_for()
    took = 1000 * (time.perf_counter() - start)
    page.wait_for_load_state("networkidle")
    size = _kilobytes(asked)
    context.close()
    return size, took


def _asked(page: Page) -> list[Request]:
    """What the page asks for from now on."""
    found: list[Request] = []

    def note(request: Request) -> None:
        found.append(request)

    page.on("requestfinished", note)
    return found


def _kilobytes(asked: list[Request]) -> float:
    sizes = [request.sizes() for request in asked]
    return sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes) / 1024


class Files(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing between the figures."""


@contextmanager
def _as_file(port: int, path: str) -> Iterator[str]:
    """The same page, and what it loads, from a server of files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        body = Browser(port).ask("GET", path)
        (folder / "page.html").write_bytes(body)
        shutil.copytree(settings.STATIC_ROOT, folder / "static")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=name))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/page.html"
        finally:
            server.shutdown()
            server.server_close()
