// Codes by name while typing, in every field that says of which kind they are; "" is any kind, and standard posts.

import { candidatesOf, offer } from "/static/combobox.js";

// ---- waiting until typing pauses

export function paused(work, wait = 300) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), wait);
  };
}

// ---- codes by name

const suggest = paused(async (field) => {
  const typed = "many" in field.dataset ? field.value.split(/[\s,，、]+/).pop() : field.value.trim();
  if (!typed || typed.startsWith("{") || typed.startsWith("[")) return;
  const before = field.value.slice(0, field.value.length - typed.length);
  const kind = field.dataset.find;
  const asked = new URLSearchParams({ q: typed, limit: "10", ...(kind ? { kind } : {}) });
  const answer = await fetch(`/api/v1/find?${asked}`);
  if (!answer.ok) return;
  const found = await answer.json();
  const roles = kind ? [] : (found.roles ?? []).slice(0, 5).map(({ role, posts }) => option(role, `${role} ×${posts}`));
  const hits = (found.nodes ?? found.hits ?? []).map((hit) => option(before + hit.code, `${hit.code} ${hit.name ?? ""}`));
  candidatesOf(field)?.replaceChildren(...roles, ...hits);
  offer(field);
}, 200);

function option(value, label) {
  const made = Object.assign(document.createElement("option"), { value, label });
  made.dataset.asked = "yes"; // what the server found fits, whatever words it was found by
  return made;
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-find]") && event.detail !== "taken") suggest(event.target);
  const named = event.target.closest("label")?.querySelector(".named");
  if (named) named.textContent = [...(candidatesOf(event.target)?.options ?? [])].find(({ value }) => value === event.target.value)?.label ?? "";
});
