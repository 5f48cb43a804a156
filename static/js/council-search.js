// Suggests what is called so below a search field as one types. Without this file the form searches as it is.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/, with the focus always in the field.
const WAIT = 150;

class CouncilSearch {
  constructor(form) {
    this.field = form.querySelector("input[type=search]");
    this.address = form.dataset.councilSearch;
    this.asked = 0;
    this.timer = 0;
    this.list = document.createElement("ul");
    this.status = document.createElement("div");
    this.prepare();
  }

  prepare() {
    const { field, list, status } = this;
    list.id = `${field.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Regions, councils, expectations and measures");
    status.className = "govuk-visually-hidden";
    status.setAttribute("role", "status");
    const holder = document.createElement("div");
    holder.className = "suggestions-holder";
    field.replaceWith(holder);
    holder.append(field, list, status);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);
    field.addEventListener("input", () => this.wait());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    // The field keeps the focus, so that what is pressed is still there when it is let go.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.go(event.target.closest("[data-url]")));
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const words = this.field.value.trim();
    const number = (this.asked += 1);
    if (words.length < 2) return this.close();
    let found = [];
    try {
      const answer = await fetch(`${this.address}?${new URLSearchParams({ q: words })}`);
      if (answer.ok) found = (await answer.json()).found;
    } catch {
      // Without a connection nothing is suggested; the button tells it.
    }
    if (number === this.asked && document.activeElement === this.field) this.show(found);
  }

  show(places) {
    this.list.replaceChildren(...places.map((place, number) => this.option(place, number)));
    this.list.hidden = places.length === 0;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.field.removeAttribute("aria-activedescendant");
    const count = places.length;
    this.status.textContent = count === 1 ? "1 name suggested." : `${count} names suggested.`;
  }

  option(place, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.className = "suggestions__one";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = place.url;
    const region = document.createElement("span");
    region.className = "suggestions__region";
    region.textContent = place.told;
    option.append(`${place.name} `, region);
    return option;
  }

  get chosen() {
    return this.list.querySelector('[aria-selected="true"]');
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.chosen) {
      event.preventDefault();
      this.go(this.chosen);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !this.list.hidden) {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  // Past either end it is the field's turn: nothing is chosen, and Enter searches.
  move(step) {
    const options = [...this.list.children];
    const places = options.length + 1;
    const next = options[(options.indexOf(this.chosen) + 1 + step + places) % places - 1];
    for (const option of options) option.setAttribute("aria-selected", String(option === next));
    if (next) {
      this.field.setAttribute("aria-activedescendant", next.id);
      next.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  go(option) {
    if (option) window.location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}

for (const form of document.querySelectorAll("form[data-council-search]")) new CouncilSearch(form);
