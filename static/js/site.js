// What every page has; of readers' pages it is nearly all. Every page works without this file.
import { SkipLink } from "govuk-frontend/skip-link";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const link of document.querySelectorAll(".govuk-skip-link")) new SkipLink(link);

// The components of forms and messages are ten times as large, and come where there are any.
const components = document.querySelector("script[data-components]")?.dataset.components;
if (document.querySelector("[data-module]")) import(components);

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A table of many links is one stop of the Tab key; inside it the arrow keys move, as in a grid.
function roveIn(table) {
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.querySelector("a")));
  const links = rows.flat().filter(Boolean);
  if (!links.length) return;
  table.setAttribute("role", "grid");
  table.setAttribute("aria-describedby", table.dataset.arrows);
  for (const link of links) link.tabIndex = -1;
  links[0].tabIndex = 0;

  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const placeOf = (link) => {
    const row = rows.findIndex((cells) => cells.includes(link));
    return [row, rows[row].indexOf(link)];
  };
  const width = Math.max(...rows.map((cells) => cells.length));
  // The next cell that way with a link in it; a heading across the table has one cell alone.
  const from = (link, [down, right]) => {
    let [row, column] = placeOf(link);
    do {
      row += down;
      column += right;
    } while (rows[row] && column >= 0 && column < width && !rows[row][column]);
    return rows[row]?.[column];
  };
  const endOf = (link, isEnd) => {
    const cells = rows[placeOf(link)[0]].filter(Boolean);
    return cells.at(isEnd ? -1 : 0);
  };

  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isEnd = event.key === "End";
    const next = STEPS[event.key]
      ? from(link, STEPS[event.key])
      : (isEnd || event.key === "Home") && endOf(link, isEnd);
    if (next === false) return;
    event.preventDefault();
    next?.focus();
  });
  table.addEventListener("focusin", (event) => {
    for (const link of links) link.tabIndex = link === event.target ? 0 : -1;
  });
}
document.querySelectorAll("table[data-arrows]").forEach(roveIn);

// Paper cannot be clicked: each address that the page links to is listed once, whole, at its end.
// Not those that only lead round the site: what is not printed has none.
const LEFT_OUT =
  ".link-row, .filters, .tile-map, .govuk-table__sort, .govuk-pagination, .chart__actions, " +
  ".fold:not(.fold--read), .follow, [data-print]";

function listAddresses() {
  const list = document.querySelector("[data-addresses]");
  if (!list) return;
  const told = new Map();
  let hasFigures = false;
  for (const link of document.querySelectorAll("main a[href]")) {
    const isFigure = link.closest("td") && link.pathname.startsWith("/figures/");
    if (isFigure) hasFigures = true;
    const isHere = link.href.split("#")[0] === location.href.split("#")[0];
    if (isFigure || isHere || link.closest(LEFT_OUT) || told.has(link.href)) continue;
    told.set(link.href, link.textContent.trim().replace(/\s+/g, " "));
  }
  const lines = [...told].map(([address, words]) => {
    const line = document.createElement("li");
    line.textContent = words === address ? address : `${words}: ${address}`;
    return line;
  });
  list.replaceChildren(...lines);
  document.querySelector("[data-addresses-figures]").hidden = !hasFigures;
}
window.addEventListener("beforeprint", listAddresses);
