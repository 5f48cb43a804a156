// On the task list: what was typed in this browser and never reached the server. Handing over stops
// there once and asks.

const place = document.querySelector("[data-left]");
const names = place && JSON.parse(document.getElementById("question-names").textContent);
const start = place && ["not-saved", place.dataset.person, place.dataset.answers].join(" ");

function left() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

function tell(keys) {
  const list = place.querySelector("ul");
  list.replaceChildren();
  for (const key of keys) {
    const address = key.split(" ").at(-1);
    const item = document.createElement("li");
    const link = document.createElement("a");
    const question = decodeURIComponent(address.split("/").at(-2));
    Object.assign(link, { className: "govuk-link", href: address, textContent: names[question] ?? question });
    item.append(link);
    list.append(item);
  }
  place.hidden = !keys.length;
}

if (place) {
  tell(left());
  addEventListener("pageshow", () => tell(left()));
  let asked = false;
  document.querySelector("form[data-hand-over]")?.addEventListener("submit", (event) => {
    if (asked || !left().length) return;
    asked = true;
    event.preventDefault();
    tell(left());
    place.querySelector("[data-all-the-same]").hidden = false;
    place.focus();
  });
}
