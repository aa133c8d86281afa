// Codes by name while typing, in every field that says of which kind they are; "" is any kind, and standard posts.

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
  field.list?.replaceChildren(...roles, ...hits);
}, 200);

function option(value, label) {
  return Object.assign(document.createElement("option"), { value, label });
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-find]")) suggest(event.target);
  const named = event.target.closest("label")?.querySelector(".named");
  if (named) named.textContent = [...(event.target.list?.options ?? [])].find(({ value }) => value === event.target.value)?.label ?? "";
});
