// Starts the GOV.UK components that a page has. Every page works without this file.
import { initAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Paper cannot be clicked: each address that the page links to is listed once, whole, at its end.
const LEFT_OUT = ".link-row, .filters, .govuk-table__sort, .govuk-pagination, .chart__actions, [data-print]";

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
