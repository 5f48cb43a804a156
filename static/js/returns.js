// Saves each answer a second after it is typed, and says plainly what is saved and what is not.
// Without this file the page is saved by its button.

const WAIT = 1000;
const RETRY = 5000;
const KEPT = "not-saved";
const form = document.querySelector("form[data-return]");
const connection = document.querySelector("[data-connection]");
const answers = new Map();
let closed = false;

// Which of two answers is to be kept, or what was meant: no box of the answer itself.
const isDecision = (box) => /\.(keep|meant)$/.test(box.name);

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
// What becomes a piece of the page as text comes from our own server, or is escaped here. Browsers
// that know trusted types refuse any other.
const policy = window.trustedTypes?.createPolicy("returns", { createHTML: (html) => html });
const asHtml = (html) => policy?.createHTML(html) ?? html;

// One question of the page: its boxes, what was typed, and whether that is saved.
class Answer {
  constructor(root) {
    this.root = root;
    this.key = root.dataset.answer;
    this.status = root.querySelector(".reply__status");
    this.version = root.querySelector("[data-version]");
    this.timer = 0;
    this.tries = 0;
    this.busy = null;
    this.typed = root.hasAttribute("data-unsaved");
    // Whether the server has it, though not as an answer: then it is safe to leave the page.
    this.isKept = this.typed;
    this.place = (name) => root.querySelector(`[data-place="${name}"]`);
    this.storage = [KEPT, form.dataset.person, root.dataset.url].join(" ");
  }

  boxes() {
    return [...this.root.querySelectorAll("input:not([type=hidden]), textarea")].filter(
      (box) => !isDecision(box),
    );
  }

  body() {
    const body = new FormData();
    for (const box of this.root.querySelectorAll("input, textarea")) {
      if (!box.name || ((box.type === "radio" || box.type === "checkbox") && !box.checked)) continue;
      body.append(box.name, box.value);
    }
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return body;
  }

  // Kept in this browser until it is saved: the window may be closed within the second.
  keep() {
    const typed = [...this.body()].filter(([name]) => name !== "csrfmiddlewaretoken");
    try {
      localStorage.setItem(this.storage, JSON.stringify(typed));
    } catch {
      // No room or not allowed: the warning on leaving still stands.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.storage);
    } catch {
      // Nothing was kept.
    }
  }

  restore() {
    let typed = null;
    try {
      typed = JSON.parse(localStorage.getItem(this.storage));
    } catch {
      return;
    }
    if (!typed || this.typed) return;
    const all = (name) => typed.filter(([one]) => one === name).map(([, value]) => value);
    this.show(all(this.key), all(`${this.key}.reason`), all(`${this.key}.note`)[0] ?? "");
    // Over the version that the person had before them: a colleague's newer answer is a clash.
    this.version.value = all(`${this.key}.version`)[0] ?? this.version.value;
    this.changed();
  }

  show(values, reasons, note) {
    for (const box of this.boxes()) {
      if (box.hasAttribute("data-note")) box.value = note;
      else if (box.name.endsWith(".reason")) box.checked = reasons.includes(box.value);
      else if (box.type === "radio" || box.type === "checkbox")
        box.checked = values.includes(box.value) || reasons.includes(box.value.replace("reason.", ""));
      else box.value = values[0] ?? "";
    }
  }

  changed() {
    this.typed = true;
    this.isKept = false;
    this.tries = 0;
    this.pending("Not saved yet");
    this.keep();
    this.later(WAIT);
  }

  later(wait) {
    clearTimeout(this.timer);
    if (!closed) this.timer = setTimeout(() => this.save(), wait);
  }

  pending(words) {
    const pending = this.status.querySelector("[data-pending]");
    pending.textContent = words;
    pending.hidden = !words;
    this.status.classList.toggle("is-pending", Boolean(words));
  }

  // One request at a time for each answer: the next one needs the version that this one makes.
  async save(extra = {}) {
    clearTimeout(this.timer);
    if (this.busy) {
      await this.busy;
      if (!this.typed && !Object.keys(extra).length) return;
    }
    this.busy = this.send(extra);
    await this.busy;
    this.busy = null;
  }

  async send(extra) {
    const body = this.body();
    for (const [name, value] of Object.entries(extra)) body.set(name, value);
    this.typed = false;
    const told = await post(this.root.dataset.url, body);
    if (told.state) {
      this.take(told);
      return;
    }
    this.typed = true;
    this.tries += 1;
    this.pending("Not saved yet");
    tellConnection(told);
    this.later(RETRY * Math.min(this.tries, 6));
  }

  take(told) {
    tellConnection(null);
    if (told.state === "closed") {
      closed = true;
      this.typed = true;
      this.pending("Not saved");
      tellConnection({ why: `Not saved. ${told.why} What you typed stays here until you leave.` });
      return;
    }
    const typedSince = this.typed;
    // Whoever has answered what stood there goes on in the box.
    const answered = this.place("problem").contains(document.activeElement);
    this.place("problem").innerHTML = asHtml(told.problem);
    if (answered) this.boxes()[0].focus();
    for (const [key, html] of Object.entries(told.raised_checks)) {
      const place = answers.get(key)?.place("raised-checks");
      if (place && place.innerHTML !== html) place.innerHTML = asHtml(html);
    }
    if (told.state === "saved") this.saved(told, typedSince);
    else this.pending("Not saved");
    // A refused answer is kept, and not sent again until it is changed.
    if (told.state !== "saved") this.typed = true;
    if (told.state !== "saved" && !typedSince) {
      this.isKept = true;
      this.forget();
    }
    for (const one of answers.values()) one.mark();
    renewSummary();
  }

  saved(told, typedSince) {
    this.version.value = told.version;
    if (typedSince) return;
    if (told.values) this.show(told.values, told.reasons, told.note);
    this.forget();
    this.pending("");
    const status = this.status.querySelector("[data-status]");
    if (status.textContent !== told.status) status.textContent = told.status;
    this.status.querySelector("[data-saved-by]")?.remove();
  }

  mark() {
    const wrong = this.root.querySelector("[data-problem]") !== null;
    const refused = this.place("problem").querySelector(".govuk-error-message") !== null;
    this.root.classList.toggle("govuk-form-group--error", wrong);
    for (const box of this.root.querySelectorAll(`[name="${this.key}"]:not([type=radio])`)) {
      box.classList.toggle("govuk-input--error", refused && box.classList.contains("govuk-input"));
      if (refused) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    }
  }
}

// What the server says, or why it could not be asked.
async function post(url, body, again = true) {
  const headers = { Accept: "application/json" };
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body, headers, redirect: "manual" });
  } catch {
    return { why: "The server cannot be reached. Your last changes are not saved yet." };
  }
  if (answer.ok) return answer.json().catch(() => ({ why: "The server gave no answer. Not saved yet." }));
  if (answer.type === "opaqueredirect") return { signIn: true };
  if (answer.status === 403 && again && (await renewToken())) {
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return post(url, body, false);
  }
  if (answer.status === 404)
    return { why: "This return is not open to the person who is signed in now. Not saved yet." };
  return { why: "The server has a problem. Your last changes are not saved yet." };
}

// Signing in again, in another tab, gives the forms a new token.
async function renewToken() {
  try {
    const answer = await fetch(location.pathname, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(asHtml(await answer.text()), "text/html");
    const token = page.querySelector("form[data-return] [name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    return token !== null;
  } catch {
    return false;
  }
}

function tellConnection(problem) {
  let html = "";
  if (problem?.signIn) {
    html =
      "<strong>Not saved yet.</strong> You have been signed out. What you typed is still here. " +
      `<a class="govuk-link" href="${form.dataset.signIn}" target="_blank" rel="noopener">` +
      "Sign in again (opens in a new tab)</a>, and it will be saved.";
  } else if (problem) {
    html = `<strong>${escaped(problem.why)}</strong>`;
    if (!closed) html += " What you typed is still here, and will be tried again.";
  }
  if (closed && !problem) return;
  if (connection.dataset.told !== html) connection.innerHTML = asHtml(html);
  connection.dataset.told = html;
}

// The error summary says again what stands beside the fields.
function renewSummary() {
  const summary = document.getElementById("problems");
  const items = [...answers.values()].flatMap((one) =>
    [...one.root.querySelectorAll("[data-problem]")].map((problem) => {
      const box = problem.querySelector("input[type=radio]") ?? one.boxes()[0];
      const words = problem.querySelector("legend") ?? problem;
      const message = words.textContent.replace("Error:", "").trim();
      return `<li><a href="#${box.id}">${escaped(`${one.root.dataset.name}: ${message}`)}</a></li>`;
    }),
  );
  const list = summary.querySelector(".govuk-error-summary__list");
  if (!items.length) summary.replaceChildren();
  else if (list) list.innerHTML = asHtml(items.join(""));
  else
    summary.innerHTML = asHtml(
      '<div class="govuk-error-summary"><h2 class="govuk-error-summary__title">There is a problem</h2>' +
        '<div class="govuk-error-summary__body"><ul class="govuk-list govuk-error-summary__list">' +
        `${items.join("")}</ul></div></div>`,
    );
}

const answerOf = (element) => answers.get(element.closest("[data-answer]")?.dataset.answer);

// A number and "not known" cannot both be meant: the later one is.
function settle(box, answer) {
  if (box.name === `${answer.key}.reason` && box.checked) {
    for (const other of answer.boxes()) {
      if (other === box || other.hasAttribute("data-note")) continue;
      if (other.type === "checkbox") other.checked = false;
      else {
        box.dataset.before = other.value || box.dataset.before || "";
        other.value = "";
      }
    }
  } else if (box.name === `${answer.key}.reason`) {
    const text = answer.boxes()[0];
    if (!text.value) text.value = box.dataset.before ?? "";
  } else if (box.name === answer.key && !["radio", "checkbox"].includes(box.type) && box.value) {
    for (const other of answer.boxes()) if (other.name.endsWith(".reason")) other.checked = false;
  }
}

function onTyped(event) {
  const answer = answerOf(event.target);
  if (!answer) return;
  if (isDecision(event.target)) {
    if (event.type === "change") answer.save();
    return;
  }
  if (event.type === "change" && !["radio", "checkbox"].includes(event.target.type)) return;
  settle(event.target, answer);
  answer.changed();
}

const unsaved = () => [...answers.values()].filter((one) => one.typed || one.busy);

// The buttons save what is still to be saved first: where that fails, nothing typed is lost.
async function onSubmit(event) {
  const button = event.submitter;
  event.preventDefault();
  if (button?.name === "carry" || button?.name === "leave") {
    const answer = answers.get(button.value);
    const said = button.name === "carry" ? { carry: button.value } : { [`${button.value}.keep`]: "saved" };
    await answer.save(said);
    if (!answer.typed) {
      button.remove();
      answer.boxes()[0].focus();
    }
    return;
  }
  await Promise.all(unsaved().map((one) => one.save()));
  if (closed || connection.textContent) {
    connection.scrollIntoView({ block: "nearest" });
    return;
  }
  const then = document.createElement("input");
  Object.assign(then, { type: "hidden", name: "then", value: button?.value ?? "stay" });
  form.append(then);
  leaving = true;
  form.submit();
}

// Without this script the browser puts back what was typed and not saved; with it, what stands in
// the boxes is what the server has, or is kept below.
form?.setAttribute("autocomplete", "off");

// A return that was closed meanwhile: what this browser kept of it is shown, to be copied.
function tellKept(place) {
  const start = [KEPT, place.dataset.person, place.dataset.answers].join(" ");
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(start));
  for (const key of kept) {
    const typed = JSON.parse(localStorage.getItem(key));
    const name = document.querySelector(`#question-${key.slice(start.length, -1)} dt`)?.textContent;
    const words = typed.filter(([box]) => !/\.(version|keep|over|meant)$/.test(box)).map(([, value]) => value);
    if (!name || !words.join("").trim()) continue;
    place.hidden = false;
    const row = document.createElement("div");
    row.className = "govuk-summary-list__row";
    for (const [tag, part, text] of [["dt", "key", name], ["dd", "value", words.filter(Boolean).join(", ")]]) {
      const cell = document.createElement(tag);
      cell.className = `govuk-summary-list__${part}`;
      cell.textContent = text;
      row.append(cell);
    }
    place.querySelector("dl").append(row);
  }
}

const kept = document.querySelector("[data-kept]");
if (kept) {
  try {
    tellKept(kept);
  } catch {
    // No storage, or not ours: nothing was kept.
  }
}

let leaving = false;
if (form) {
  for (const root of form.querySelectorAll("[data-answer]")) {
    answers.set(root.dataset.answer, new Answer(root));
  }
  for (const one of answers.values()) one.restore();
  form.addEventListener("input", onTyped);
  form.addEventListener("change", onTyped);
  form.addEventListener("submit", onSubmit);
  addEventListener("online", () => unsaved().forEach((one) => one.save()));
  addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved().some((one) => !one.isKept || one.busy)) event.preventDefault();
  });
  // Back to a page that was kept aside: fresh from the server, unless something is to be saved.
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted && !unsaved().length) location.reload();
  });
}
