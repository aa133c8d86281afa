// Loading: files are rehearsed first; only what was rehearsed without problems can be written, and what opens errors
// only by somebody who says that he knows.

import { renewHeader, tell, whenDrawn } from "/static/base.js";
import { bringIntoView, errors, outdated, show, tooLarge, trouble, waiting } from "/static/outcome.js";
import { fetched, send, word } from "/static/write.js";

let files = [];
let rehearsed = null; // whether these files, with these choices, can be written, and how many errors that would open
let stale = false; // something was changed since

const form = () => document.getElementById("load");

function keep(added) {
  const names = new Set([...added].map((file) => file.name));
  files = [...files.filter((file) => !names.has(file.name)), ...added];
  document.getElementById("files").replaceChildren(...files.map((file) => {
    const item = document.createElement("li");
    item.textContent = `${file.name} · ${file.size.toLocaleString()} B`;
    return item;
  }));
  changed();
}

// What was rehearsed is no longer what would be written.
function changed() {
  if (rehearsed) {
    [rehearsed, stale] = [null, true];
    outdated();
  }
  settle();
}

// What can be pressed now, and why the button that writes cannot.
function settle() {
  const { rehearse, write, knowing } = form().elements;
  const working = !document.getElementById("busy").hidden;
  const grave = rehearsed?.able ? rehearsed.errors : 0;
  const unknown = grave > 0 && !knowing.checked;
  knowing.parentElement.hidden = !grave;
  knowing.nextElementSibling.textContent = grave ? word("knowing", { errors: grave }) : "";
  rehearse.disabled = working || files.length === 0;
  write.disabled = working || !rehearsed?.able || unknown;
  document.getElementById("why").textContent = stale ? word("again") : unknown ? word("tick") : "";
}

function parcel() {
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name);
  return body;
}

function asking(...names) {
  const asked = new URLSearchParams();
  for (const name of names) {
    const field = form().elements[name];
    const text = field.type === "checkbox" ? (field.checked ? "true" : "") : field.value.trim();
    if (text) asked.set(name, text);
  }
  return asked;
}

async function load({ rehearsal }) {
  const limit = Number(form().dataset.upload);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > limit) {
    tooLarge(size, limit);
    bringIntoView();
    return;
  }
  const asked = asking("author", "reason", "number", "effective", "complete", "partial");
  asked.set("parent", form().dataset.parent);
  if (rehearsal) asked.set("dry_run", "true");
  const undo = waiting(word(rehearsal ? "rehearsing" : "writing"));
  const pressed = document.activeElement; // a button that is disabled loses the focus
  busy(true);
  try {
    const { ok, told } = await send("/api/v1/load", asked, parcel());
    if (ok) show(told, { marked, edits });
    else trouble(told);
    settled(ok && rehearsal ? told : null);
    if (told.revision) await wrote(told.revision);
  } catch (problem) {
    undo(); // nothing came of it
    tell(problem);
    return;
  } finally {
    busy(false);
    pressed.focus({ preventScroll: true });
  }
  bringIntoView();
}

function settled(told) {
  form().elements.knowing.checked = false;
  stale = false;
  rehearsed = told && { able: (told.accepted || told.partial) && told.edits > 0, errors: errors(told) };
}

// The page stands on the new revision.
async function wrote(revision) {
  form().dataset.parent = revision;
  await renewHeader().catch(tell);
}

function busy(on) {
  document.getElementById("busy").hidden = !on;
  settle();
}

// The server makes these files of the same files: nothing of them was kept.
const edits = () => saved("edits", "edits.csv", asking("author", "complete", "effective", "partial"));

function marked(file) {
  const asked = asking("author", "complete", "effective");
  asked.set("file", file);
  return saved("marked", `${file.replace(/\.[^.]*$/, "")}.marked.xlsx`, asked);
}

async function saved(what, name, asked) {
  busy(true);
  try {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await fetched(`/api/v1/load/${what}`, asked, parcel()));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  } catch (problem) {
    tell(problem);
  } finally {
    busy(false);
  }
}

// ---- dropping and choosing

document.addEventListener("change", (event) => {
  if (event.target.form !== form()) return;
  if (event.target.type === "file") keep(event.target.files);
  else if (event.target.name === "knowing") settle();
  else if (!["author", "reason", "number"].includes(event.target.name)) changed(); // who writes and why changes nothing
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    const zone = event.target.closest?.("#drop");
    if (!zone) return;
    event.preventDefault();
    zone.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => event.target.closest?.("#drop")?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  const zone = event.target.closest?.("#drop");
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("over");
  keep(event.dataTransfer.files);
});
document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  load({ rehearsal: true });
});
document.addEventListener("click", (event) => {
  if (event.target.name !== "write" || event.target.form !== form()) return;
  if (form().reportValidity()) load({ rehearsal: false }); // only what is written needs somebody who answers for it
});

whenDrawn(() => {
  [files, rehearsed, stale] = [[], null, false];
  // On a telephone the outcome stands below the form, and what is known folds in between.
  const known = document.querySelector("details.known");
  if (known && matchMedia("(max-width: 820px)").matches) known.open = false;
});
