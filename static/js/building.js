// Questions are dragged to another place. What was dropped goes in the form that the buttons send,
// so the page comes back in the new order. Without this file the buttons do the same.

const form = document.getElementById("order");
let dragged = null;

const listOf = (unit) => unit?.closest("[data-section]");

function send(values) {
  for (const [name, value] of Object.entries(values)) {
    const box = document.createElement("input");
    box.type = "hidden";
    box.name = name;
    box.value = value;
    form.append(box);
  }
  form.submit();
}

// The first of the others whose middle is below the pointer: before it the dragged one is dropped.
function nextIn(list, y) {
  const others = [...list.querySelectorAll("[data-unit]")].filter((unit) => unit !== dragged);
  return others.find((unit) => {
    const { top, height } = unit.getBoundingClientRect();
    return y < top + height / 2;
  });
}

function clear() {
  for (const marked of document.querySelectorAll(".is-before, .is-into")) {
    marked.classList.remove("is-before", "is-into");
  }
}

for (const unit of document.querySelectorAll("[data-unit]")) {
  const handle = document.createElement("span");
  handle.className = "unit__handle";
  handle.draggable = true;
  handle.title = "Drag to another place";
  handle.setAttribute("aria-hidden", "true");
  unit.prepend(handle);
  handle.addEventListener("dragstart", (event) => {
    dragged = unit;
    unit.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", unit.dataset.unit);
    event.dataTransfer.setDragImage(unit, 20, 20);
  });
  handle.addEventListener("dragend", () => {
    unit.classList.remove("is-dragged");
    dragged = null;
    clear();
  });
}

for (const list of document.querySelectorAll("[data-section]")) {
  const outline = list.closest(".outline");
  outline.addEventListener("dragover", (event) => {
    if (!dragged) return;
    // Rows of a grid stay in its section.
    if (dragged.hasAttribute("data-grid") && listOf(dragged) !== list) return;
    event.preventDefault();
    clear();
    const next = nextIn(list, event.clientY);
    (next ?? list).classList.add(next ? "is-before" : "is-into");
  });
  outline.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const before = nextIn(list, event.clientY)?.dataset.unit ?? "";
    send({ moved: dragged.dataset.unit, section: list.dataset.section, before });
  });
}
