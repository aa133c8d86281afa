// Fields with candidates: a list of our own instead of the browser's, searched by name or code, in the combobox pattern
// of WAI-ARIA. What is offered stands in the field's <datalist>, which serves alone where no script runs.

import { whenDrawn } from "/static/base.js";

const MOST = 50; // candidates shown; whoever has more types on

const list = Object.assign(document.createElement("ul"), { id: "candidates", className: "candidates", hidden: true });
list.setAttribute("role", "listbox");
document.body.append(list);

let field = null; // whose list is open
let at = -1;

export const candidatesOf = (one) => document.getElementById(one.dataset.list);

whenDrawn(() => {
  close();
  for (const one of document.querySelectorAll("input[list]")) {
    one.dataset.list = one.getAttribute("list");
    one.removeAttribute("list");
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      one.setAttribute(name, value);
    }
  }
});

// ---- what is offered

const plain = (text) => text.normalize("NFKC").toLowerCase().trim();
const codes = (one) => ("many" in one.dataset ? one.value.split(/[\s,，、]+/) : [one.value]);
export const typed = (one) => codes(one).pop(); // of several codes the last is being typed
export const named = (one) => codes(one).map((code) => [...candidatesOf(one).options].find(({ value }) => value === code)?.label).filter(Boolean);

function fitting(one) {
  const words = plain(typed(one)).split(/\s+/).filter(Boolean);
  const said = ({ value, label }) => plain(`${value} ${label}`);
  const found = [...candidatesOf(one).options].filter((option) => option.dataset.asked || words.every((word) => said(option).includes(word)));
  return found.slice(0, MOST);
}

export function offer(one) {
  if (one !== document.activeElement) return;
  const found = fitting(one);
  if (!found.length) {
    close();
    return;
  }
  [field, at] = [one, -1];
  list.setAttribute("aria-label", one.labels[0]?.firstChild.textContent.trim() ?? one.getAttribute("aria-label") ?? "");
  list.replaceChildren(...found.map(item));
  place();
  list.hidden = false;
  one.setAttribute("aria-expanded", "true");
  one.removeAttribute("aria-activedescendant");
}

function item({ value, label }, number) {
  const made = Object.assign(document.createElement("li"), { id: `candidate-${number}` });
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.dataset.value = value;
  const name = label.replace(value, "").trim();
  made.append(Object.assign(document.createElement("code"), { textContent: value }), ` ${name}`);
  return made;
}

function place() {
  const box = field.getBoundingClientRect();
  const below = innerHeight - box.bottom;
  Object.assign(list.style, {
    left: `${box.left}px`,
    width: `${Math.max(box.width, Math.min(340, innerWidth - box.left - 8))}px`,
    top: below > 160 ? `${box.bottom + 2}px` : "",
    bottom: below > 160 ? "" : `${innerHeight - box.top + 2}px`,
    maxHeight: `${Math.min(320, Math.max(below, box.top) - 12)}px`,
  });
}

function close() {
  list.hidden = true;
  field?.setAttribute("aria-expanded", "false");
  field?.removeAttribute("aria-activedescendant");
  field = null;
}

// ---- choosing

function mark(next) {
  const all = [...list.children];
  all[at]?.setAttribute("aria-selected", "false");
  at = (next + all.length) % all.length;
  all[at].setAttribute("aria-selected", "true");
  all[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", all[at].id);
}

function take(option) {
  const one = field;
  const before = one.value.slice(0, one.value.length - typed(one).length);
  one.value = before + option.dataset.value;
  close();
  one.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "taken" }));
}

document.addEventListener("input", (event) => {
  if (event.target.dataset.list && event.detail !== "taken") offer(event.target);
});
document.addEventListener("keydown", (event) => {
  const one = event.target;
  if (!one.dataset?.list || event.isComposing) return;
  const open = field === one;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!open) offer(one);
    if (field === one) mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
  } else if (event.key === "Enter" && open && at >= 0) {
    event.preventDefault();
    take(list.children[at]);
  } else if (event.key === "Escape" && open) {
    event.preventDefault();
    event.stopImmediatePropagation();
    close();
  }
});
list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) take(option);
});
document.addEventListener("click", (event) => {
  if (event.target.dataset?.list && event.target !== field) offer(event.target);
});
document.addEventListener("focusout", (event) => {
  if (event.target === field) close();
});
addEventListener("resize", close);
addEventListener("scroll", (event) => {
  if (field && event.target !== list) close();
}, true);
