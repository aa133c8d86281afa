// Codes by name while typing, in every field that says of which kind they are; "" is any kind, and standard posts.

import { candidatesOf, named, offer, typed } from "/static/combobox.js";

// ---- waiting until typing pauses

export function paused(work, wait = 300) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), wait);
  };
}

// ---- codes by name

const MOMENT = ["as_of", "on"]; // what the page is looked at as of is what is searched

const suggest = paused(async (field) => {
  const text = typed(field).trim();
  if (!text || text.startsWith("{") || text.startsWith("[")) return;
  const kind = field.dataset.find;
  const asked = new URLSearchParams({ q: text, limit: "10", ...(kind ? { kind } : {}) });
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (value && MOMENT.includes(name)) asked.set(name, value);
  }
  const answer = await fetch(`/api/v1/find?${asked}`);
  if (!answer.ok) return;
  const found = await answer.json();
  if (typed(field).trim() !== text) return; // more was typed meanwhile
  const roles = kind ? [] : (found.roles ?? []).slice(0, 5).map(({ role, posts }) => option(role, `${role} ×${posts}`));
  const hits = (found.nodes ?? found.hits ?? []).map((hit) => option(hit.code, `${hit.code} ${hit.name ?? ""}`));
  candidatesOf(field)?.replaceChildren(...added(kind, text), ...roles, ...hits);
  offer(field);
}, 200);

// What the form itself adds may be named too, by its code or its name.
function added(kind, text) {
  const all = [...document.querySelectorAll(`[data-adds="${kind}"]`)].filter((one) => one.value.trim());
  return all
    .map((one) => ({ code: one.value.trim(), name: one.closest(".row").querySelector("[name$='.name']")?.value.trim() ?? "" }))
    .filter(({ code, name }) => `${code} ${name}`.includes(text))
    .map(({ code, name }) => option(code, `${code} ${name}`));
}

function option(value, label) {
  const made = Object.assign(document.createElement("option"), { value, label });
  made.dataset.asked = "yes"; // what the server found fits, whatever words it was found by
  return made;
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-find]") && event.detail !== "taken") suggest(event.target);
  const said = event.target.closest("label")?.querySelector(".named");
  if (said) said.textContent = candidatesOf(event.target) ? named(event.target).join(said.dataset.then) : "";
});
