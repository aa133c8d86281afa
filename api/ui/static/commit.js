// Committing a reform: tried first; findings that would open stop it, and each may be accepted by its name, with a
// reason and until a day. What comes from the graph is put on the page as text, never as HTML.

import { tell, whenDrawn } from "/static/base.js";
import { page, send, spoken, word } from "/static/write.js";

const form = () => document.getElementById("commit");
const outcome = () => document.getElementById("commit-outcome");
const rows = () => [...outcome().querySelectorAll("tr[data-finding]")];

// The reform of this page with what was filled in here; texts that are empty stay as the reform has them.
function reform() {
  const held = JSON.parse(form().dataset.reform);
  for (const name of ["author", "reason", "number", "effective"]) {
    const text = form().elements[name].value.trim();
    if (text) held[name] = text;
  }
  const ticked = rows().filter((row) => row.querySelector("[type=checkbox]").checked).map((row) => ({
    finding: row.dataset.finding,
    reason: row.querySelector("[data-part=reason]").value.trim(),
    until: row.querySelector("[type=date]").value,
  }));
  const named = new Set(ticked.map((one) => one.finding));
  const accept = [...(held.accept ?? []).filter((one) => !named.has(one.finding)), ...ticked];
  return accept.length ? { ...held, accept } : held;
}

async function commit({ trial }) {
  const asked = new URLSearchParams({ parent: form().dataset.parent });
  if (trial) asked.set("dry_run", "true");
  const body = JSON.stringify(reform());
  busy(true);
  try {
    const { ok, told } = await send("/api/v1/commit", asked, body, { "Content-Type": "application/json" });
    if (ok) show(told);
    else say(word("trouble", spoken(told)), { refused: true });
  } catch (problem) {
    tell(problem);
  } finally {
    busy(false);
    ready();
  }
}

function busy(on) {
  for (const button of form().querySelectorAll("button")) button.disabled = on;
  document.getElementById("commit-busy").hidden = !on;
}

// It can be committed when it was tried, and every finding in the way is accepted; what is still to be filled in, a
// reason, a day, the author, the browser says when the button is pressed.
function ready() {
  const checked = (row) => row.querySelector("[type=checkbox]").checked;
  const held = rows().every(checked);
  for (const line of outcome().querySelectorAll("tr[data-kind]")) {
    line.querySelector("[type=checkbox]").checked = rows().every((row) => row.dataset.code !== line.dataset.kind || checked(row));
  }
  form().elements.write.disabled = !(form().dataset.tried && held);
}

function say(text, { refused = false, href = "" } = {}) {
  const told = document.createElement("p");
  told.className = refused ? "refusal" : "outcome";
  told.textContent = text;
  if (href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = word("see");
    told.append(" ", link);
  }
  outcome().querySelector("[data-part=said]").replaceChildren(told);
}

// Findings that were accepted stay in their rows, ticked and filled in: they are sent again with whatever comes next.
function show(told) {
  const named = new Set(told.committed ? [] : told.accepted.map((one) => one.finding));
  const stay = rows().filter((one) => named.has(one.dataset.finding) && one.querySelector("[type=checkbox]").checked);
  const counts = { edits: told.edits, blocking: told.blocking.length, accepted: told.accepted.length, revision: told.revision };
  const body = outcome().querySelector("tbody");
  body.replaceChildren(...byKind([...stay, ...told.blocking.map((finding) => row(finding, told.effective))]));
  body.closest("table").hidden = !body.children.length;
  const stops = outcome().querySelector("[data-part=stops]");
  if (stops) stops.hidden = !told.blocking.length;
  if (told.committed) {
    form().dataset.parent = told.revision;
    delete form().dataset.tried;
    say(word("done", counts), { href: page("/history", { revision: told.revision }) });
    return;
  }
  form().dataset.tried = told.edits ? "yes" : "";
  const name = told.blocking.length ? "blocked" : told.edits ? "good" : "same";
  say(word(name, counts), { refused: Boolean(told.blocking.length) });
}

// The rows of findings of one code together; above several of them one that ticks and fills in them all.
function byKind(all) {
  const kinds = new Map();
  for (const one of all) kinds.set(one.dataset.code, [...(kinds.get(one.dataset.code) ?? []), one]);
  return [...kinds.values()].flatMap((held) => (held.length > 1 ? [kind(held), ...held] : held));
}

const codeOf = (finding) => finding.finding[0];
const nameOf = (finding) => `${codeOf(finding)} ${form().dataset.lang === "en" ? finding.label.en : finding.label.zh}`;

function kind(held) {
  const made = document.getElementById("t-kind").content.cloneNode(true).querySelector("tr");
  const name = held[0].querySelector("[data-part=name]").textContent;
  made.dataset.kind = held[0].dataset.code;
  made.querySelector("[data-part=name]").textContent = name;
  made.querySelector("[data-part=number]").textContent = word("kind", { number: held.length });
  made.querySelector("[type=checkbox]").setAttribute("aria-label", `${name} ${word("kind", { number: held.length })}`);
  for (const field of made.querySelectorAll("[data-part=reason], [type=date]")) field.setAttribute("aria-label", `${field.ariaLabel} ${made.dataset.kind}`);
  return made;
}

// What is ticked or filled in above a kind goes into each of its rows.
function spread(line) {
  const fields = (one) => [...one.querySelectorAll("[data-part=reason], [type=date]")];
  const box = line.querySelector("[type=checkbox]");
  for (const field of fields(line)) field.disabled = !box.checked;
  for (const one of rows().filter((each) => each.dataset.code === line.dataset.kind)) {
    one.querySelector("[type=checkbox]").checked = box.checked;
    ticked(one.querySelector("[type=checkbox]"));
    if (box.checked) fields(one).forEach((field, at) => (field.value = fields(line)[at].value));
  }
}

// What opens only on a later day, with a revision that takes effect then, says which day.
function row(finding, effective) {
  const made = document.getElementById("t-finding").content.cloneNode(true).querySelector("tr");
  made.dataset.finding = finding.key;
  made.dataset.code = codeOf(finding);
  made.querySelector("[data-part=name]").textContent = nameOf(finding);
  made.querySelector("[data-part=about]").textContent = finding.on === effective ? finding.about : `${finding.on} · ${finding.about}`;
  made.querySelector("[data-part=remedy]").textContent = form().dataset.lang === "en" ? finding.remedy.en : finding.remedy.zh;
  for (const field of made.querySelectorAll("input")) field.setAttribute("aria-label", `${field.ariaLabel} ${finding.key}`);
  return made;
}

// A row that is ticked asks for reason and day; they are taken over from the row above that was ticked before.
function ticked(box) {
  const line = box.closest("tr");
  const fields = line.querySelectorAll("[data-part=reason], [type=date]");
  const model = rows().slice(0, rows().indexOf(line)).reverse().find((one) => one.querySelector("[type=checkbox]").checked);
  fields.forEach((field, at) => {
    field.disabled = !box.checked;
    field.required = box.checked;
    if (box.checked && !field.value && model) field.value = model.querySelectorAll("[data-part=reason], [type=date]")[at].value;
  });
}

document.addEventListener("input", (event) => {
  if (event.target.form !== form() || !form()) return;
  const line = event.target.closest("tr");
  if (line?.dataset.kind) spread(line);
  else if (event.target.matches("[type=checkbox]")) ticked(event.target);
  else if (event.target.name === "effective") delete form().dataset.tried; // who commits and why changes nothing
  ready();
});
document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  commit({ trial: event.submitter?.name !== "write" });
});

whenDrawn(() => {
  if (!form()) return;
  if (location.hash === "#committing") document.getElementById("committing").open = true;
  ready();
});
