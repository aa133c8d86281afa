// Loading: files are rehearsed first; only what was rehearsed without problems can be written.
// Everything that comes from a file is put on the page as text, never as HTML.

import { tell, whenDrawn } from "/static/base.js";
import { fetched, held, page, send, spoken, word } from "/static/write.js";

const LISTED = 100;
let files = [];

const form = () => document.getElementById("load");

function keep(added) {
  const names = new Set([...added].map((file) => file.name));
  files = [...files.filter((file) => !names.has(file.name)), ...added];
  changed();
}

// What was rehearsed is no longer what would be written.
function changed() {
  document.getElementById("files").replaceChildren(...files.map((file) => {
    const item = document.createElement("li");
    item.textContent = `${file.name} · ${file.size.toLocaleString()} B`;
    return item;
  }));
  form().elements.rehearse.disabled = files.length === 0;
  form().elements.write.disabled = true;
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
    show({ title: word("large", { size: size.toLocaleString(), limit: limit.toLocaleString() }) });
    return;
  }
  const asked = asking("author", "reason", "number", "effective", "complete", "partial");
  asked.set("parent", form().dataset.parent);
  if (rehearsal) asked.set("dry_run", "true");
  const before = waiting(word(rehearsal ? "rehearsing" : "writing"));
  busy(true);
  try {
    const { ok, told } = await send("/api/v1/load", asked, parcel());
    show(ok ? said(told) : { title: word("trouble", spoken(told)), problems: told.problems ?? [] });
    form().elements.write.disabled = !(ok && rehearsal && (told.accepted || told.partial) && told.edits > 0);
    if (told.revision) form().dataset.parent = told.revision;
  } catch (problem) {
    document.getElementById("outcome").replaceChildren(...before); // nothing came of it
    tell(problem);
  } finally {
    busy(false);
  }
}

function busy(on) {
  document.getElementById("busy").hidden = !on;
  form().elements.rehearse.disabled = on || files.length === 0;
  if (on) form().elements.write.disabled = true;
}

// The outcome says that it is being made; what stood there is handed back.
function waiting(words) {
  const made = document.getElementById("t-busy").content.cloneNode(true).firstElementChild;
  made.querySelector("span").textContent = words;
  const outcome = document.getElementById("outcome");
  const before = [...outcome.childNodes];
  outcome.replaceChildren(made);
  return before;
}

function said(told) {
  const unchanged = told.files.reduce((sum, file) => sum + file.unchanged, 0);
  const opened = opens(told);
  const counts = { edits: told.edits, problems: told.problems.length, revision: told.revision, effective: told.effective ?? word("ever"), unchanged, opened };
  const right = told.revision ? "done" : told.edits ? (opened ? "goodbut" : "good") : "same";
  const rest = told.edits ? (told.revision ? "partly" : opened ? "partbut" : "part") : unchanged ? "none" : "bad";
  const name = told.accepted ? right : told.partial ? rest : "bad";
  return { ...told, title: word(name, counts) };
}

// How many findings would open if the files were written: what can be written may still be wrong to write.
const opens = (told) => (told.revision || !told.findings ? 0 : told.findings.later.reduce((sum, day) => sum + day.opened.count, told.findings.opened.count));

// A line is as red as the gravest of what would open, whichever day it opens on.
function coloured(line, worst, refused = false) {
  line.classList.toggle("refusal", refused || worst === "error");
  line.classList.toggle("caution", !refused && worst === "warning");
}

// ---- the outcome

function show(told) {
  const made = document.getElementById("t-outcome").content.cloneNode(true).firstElementChild;
  const title = made.querySelector(".outcome");
  const notices = (told.notices ?? []).map(spoken);
  const warnings = notices.filter((one) => one.warning);
  title.textContent = told.title + (warnings.length ? word("warned", { warnings: warnings.length }) : "");
  coloured(title, opens(told) ? told.findings.worst : null, told.accepted !== true || warnings.length > 0);
  const history = made.querySelector('[data-part="history"]');
  history.hidden = !told.revision;
  if (told.revision) history.href = page("/history", { revision: told.revision });
  rows(made, "problems", (told.problems ?? []).map(spoken), (one) => [place(one), `${one.got} → ${then(one.expected, one.advice)}`], { under: source });
  copies(made, told.problems ?? []);
  const noticed = (one) => [place(one), then(one.got, one.expected, one.advice)];
  rows(made, "warnings", warnings, noticed, { under: source });
  rows(made, "notices", notices.filter((one) => !one.warning), noticed, { under: source });
  rows(made, "files", told.files ?? [], (one) => [one.name, one.rows, one.written, one.unchanged, one.rejected + one.unmatched, one.withheld]);
  made.querySelector('[data-part="written"]').textContent = word(told.dry_run ? "would" : "written");
  made.querySelector('[data-part="ends"]').textContent = word(refused(told) ? "not" : told.revision ? "ended" : "end");
  effect(made, told.findings);
  changes(made, told.changes);
  list(made, "retired", told.retired);
  list(made, "missing", refused(told) ? null : left(told)); // what a row with an error leaves out is not known
  document.getElementById("outcome").replaceChildren(made);
}

const refused = (told) => told.accepted === false && !told.partial;
const then = (...said) => said.filter(Boolean).join(word("then"));
const joined = (...parts) => parts.filter(Boolean).join(" · ");
const source = (one) => joined(one.file, one.sheet) || word("nowhere");
const place = (one) => joined(one.cell ?? (one.row ? word("row", { row: one.row }) : ""), one.column);

// The copies are made by the server from the same files: nothing of them was kept.
function copies(made, problems) {
  const names = new Set(problems.filter((one) => one.sheet).map((one) => one.file));
  for (const file of names) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word("marked", { file });
    button.addEventListener("click", () => marked(file));
    made.querySelector('[data-part="marked"]').append(button);
  }
}

// The server lists the first edits of a rehearsal; all of them are in a file that it makes from the same files.
function changes(made, told) {
  rows(made, "changes", told?.first ?? [], (one) => [place(one), [word(one.edit), named(one.of), one.what].filter(Boolean).join(" ")], { most: told?.first.length, under: source });
  const part = made.querySelector('[data-part="changes"]');
  part.querySelector(".count").textContent = told?.count ?? 0;
  rest(part, told?.count ?? 0, told?.first.length);
  part.querySelector('[data-part="edits"]').addEventListener("click", () => saved("edits", "edits.csv", asking("author", "complete", "effective", "partial")));
}

// The findings that would open or close. A node that the store does not have yet has no page to lead to.
function effect(made, told) {
  const part = made.querySelector('[data-part="effect"]');
  part.hidden = !told;
  if (!told) return;
  const counts = { on: told.on, looked: told.looked_for, opened: told.opened.count, closed: told.closed.count };
  part.querySelector("p").textContent = word(counts.opened + counts.closed ? "effect" : "noeffect", counts);
  coloured(part.querySelector("p"), told.worst);
  for (const one of told.codes) {
    const item = document.createElement("li");
    item.append(...checked(one.code, one), word("effectof", { ...one, kind: label(one.kind) }));
    part.querySelector("ul").append(item);
  }
  if (told.gaps.said) part.append(Object.assign(document.createElement("p"), { className: "caution", textContent: inLanguage(told.gaps.said) }));
  for (const side of ["opened", "closed"]) findings(made, side, told[side]);
  afterwards(made.querySelector('[data-part="later"]'), told);
}

// What opens on a later day only, when something of the store or of the files begins or ends then.
function afterwards(part, { later, later_days: { looked, unseen } }) {
  part.hidden = !(later.length || unseen);
  for (const { on, opened } of later) {
    part.appendChild(document.createElement("h3")).textContent = word("fromday", { on, opened: opened.count });
    listed(part, opened);
  }
  if (unseen) part.append(soft(word("unseen", { looked, unseen }), "p"));
}

function findings(made, side, { count, first }) {
  const part = made.querySelector(`[data-part="${side}"]`);
  part.hidden = count === 0;
  part.querySelector(".count").textContent = count;
  listed(part, { count, first });
}

// Findings of one code that follow each other and rest on one article have its remedy and article once.
function listed(part, { count, first }) {
  let last = null;
  for (const one of first) {
    const same = `${one.finding[0]} ${one.basis.zh}`;
    if (last?.same !== same) last = { same, list: part.appendChild(kindred(one)).querySelector("ol") };
    const item = last.list.appendChild(document.createElement("li"));
    item.append(...one.parts.flatMap((each, at) => [at ? " · " : "", subject(each)]));
  }
  if (count > first.length) part.append(soft(word("capped", { more: count - first.length, most: first.length }), "p"));
}

function kindred(one) {
  const made = document.createElement("div");
  const [remedy, list] = [document.createElement("p"), document.createElement("ol")];
  remedy.className = "remedy";
  remedy.append(word("remedy"), inLanguage(one.remedy), document.createElement("br"), soft(word("basis") + inLanguage(one.basis)));
  made.append(...checked(one.finding[0], one), remedy, list);
  return made;
}

const inLanguage = (said) => (document.documentElement.lang.startsWith("en") ? said.en : said.zh);
const checked = (code, { label: said, severity }) => [graded(severity), " ", anchor(`${page("/findings", { code })}#list`, `${code} ${inLanguage(said)}`)];

function graded(severity) {
  const made = document.createElement("span");
  [made.className, made.textContent] = [`severity s-${severity}`, word(severity)];
  return made;
}

function subject({ node, name, stored }) {
  if (!node) return inLanguage(name);
  const [, kind, code] = /^(\w+)\/(.+)$/s.exec(node);
  const text = `${label(kind)} ${inLanguage(name)}`;
  return stored ? anchor(page(`/${held(kind).dataset.page}/${encodeURIComponent(code)}`, {}), text) : text;
}

// In another tab: the files that were dropped here would be gone.
function anchor(href, text) {
  const made = document.createElement("a");
  [made.href, made.textContent, made.target, made.rel] = [href, text, "_blank", "noopener"];
  return made;
}

function soft(text, tag = "span") {
  const made = document.createElement(tag);
  [made.className, made.textContent] = ["soft", text];
  return made;
}

function marked(file) {
  const asked = asking("author", "complete", "effective");
  asked.set("file", file);
  return saved("marked", `${file.replace(/\.[^.]*$/, "")}.marked.xlsx`, asked);
}

async function saved(what, name, asked) {
  const writable = !form().elements.write.disabled;
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
    form().elements.write.disabled = !writable;
  }
}

// ``under`` says of which file and sheet a row is: that is said once, above the rows of it.
function rows(made, name, held, cells, { most = LISTED, under = () => "" } = {}) {
  const part = made.querySelector(`[data-part="${name}"]`);
  part.hidden = held.length === 0;
  part.querySelector(".count").textContent = held.length;
  let body = part.querySelector("tbody");
  let last = "";
  for (const one of held.slice(0, most)) {
    if (under(one) !== last) body = group(body, (last = under(one)));
    const row = body.insertRow();
    for (const text of cells(one)) {
      const cell = row.insertCell();
      cell.textContent = text;
      if (typeof text === "number") cell.className = "number";
    }
  }
  rest(part, held.length, most);
}

function group(body, text) {
  const made = body.rows.length ? body.parentElement.createTBody() : body;
  const heading = made.insertRow().appendChild(document.createElement("th"));
  [heading.colSpan, heading.scope, heading.textContent] = [2, "rowgroup", text];
  heading.parentElement.className = "lane";
  return made;
}

// What ends is not left alone.
function left({ missing, retired }) {
  if (!missing || !retired?.count) return missing;
  const ends = new Set(retired.identities);
  const identities = missing.identities.filter((one) => !ends.has(one));
  return { ...missing, identities, count: identities.length };
}

function list(made, name, told) {
  const part = made.querySelector(`[data-part="${name}"]`);
  const grouped = (told?.groups ?? []).length > 0 && told.count > LISTED;
  const held = grouped ? told.groups.map(grouping) : (told?.identities ?? []).map(named);
  part.hidden = held.length === 0;
  part.querySelector(".count").textContent = told?.count ?? 0;
  for (const text of held.slice(0, LISTED)) {
    const item = document.createElement("li");
    item.textContent = text;
    part.querySelector("ul").append(item);
  }
  if (!grouped) rest(part, told?.count ?? 0);
}

// A small table beside a big store lacks most of it: said by kind and sheet.
function grouping(one) {
  const sheets = one.sheets.length ? word("sheets", { sheets: one.sheets.join(word("and")) }) : "";
  const more = one.count > one.first.length ? " …" : "";
  const what = one.what.replace(/^\S+ (\w+)(?: ([A-Z_]+))?$/, (whole, kind, rel) =>
    [label(kind) ?? whole, rel && label(`${kind}.${rel}`)].filter(Boolean).join(" · "));
  return word("group", { what: what + sheets, count: one.count, first: one.first.map(named).join(word("and")) + more });
}

// "Step/M101-1 PERFORMED_BY Post/GZ-BGB" in the words of the schema; what is neither node nor relation stays.
const label = (name) => held(name)?.textContent;
const named = (text) =>
  text.replace(/^(\w+)\/(.+?)(?: ([A-Z_]+) (\w+)\/(.+))?$/, (whole, kind, code, rel, other, end) =>
    !label(kind) ? whole : [label(kind), code, ...(rel ? [label(`${kind}.${rel}`) ?? rel, label(other) ?? other, end] : [])].join(" "));

function rest(part, count, most = LISTED) {
  if (count <= most) return;
  const more = document.createElement("p");
  more.className = "soft";
  more.textContent = word("more", { more: count - most });
  part.append(more);
}

// ---- dropping and choosing

document.addEventListener("change", (event) => {
  if (event.target.form !== form()) return;
  if (event.target.type === "file") keep(event.target.files);
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
  files = [];
  // On a telephone the outcome stands below the form, and what is known folds in between.
  const known = document.querySelector("details.known");
  if (known && matchMedia("(max-width: 820px)").matches) known.open = false;
});
