// Codes by name while typing, in every field that says of which kind they are.

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
  const typed = field.value.split(/[\s,，、]+/).pop();
  if (!typed || typed.startsWith("{") || typed.startsWith("[")) return;
  const before = field.value.slice(0, field.value.length - typed.length);
  const asked = new URLSearchParams({ q: typed, kind: field.dataset.find, limit: "10" });
  const answer = await fetch(`/api/v1/find?${asked}`);
  if (!answer.ok) return;
  const found = await answer.json();
  const options = (found.nodes ?? found.hits ?? []).map((hit) => {
    const option = document.createElement("option");
    option.value = before + hit.code;
    option.label = `${hit.code} ${hit.name ?? ""}`;
    return option;
  });
  field.list?.replaceChildren(...options);
}, 200);

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-find]")) suggest(event.target);
});
