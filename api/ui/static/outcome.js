// What came of a load, drawn beside the form: its first line, and below it what is wrong, what opens, what is written.
// Everything that comes from a file is put on the page as text, never as HTML.

import { held, page, spoken, word } from "/static/write.js";

const LISTED = 100;
const FIRST = 3; // rows that are named of all that have the same problem

const verdict = () => document.getElementById("verdict");
const details = () => document.getElementById("told");

// ---- the first line

// It is announced as it changes, and the rest of the outcome is not.
function say(text, look = "") {
  verdict().textContent = text;
  verdict().className = `outcome ${look}`.trim();
}

// The outcome says that it is being made; what puts back what stood there is handed back.
export function waiting(words) {
  const { textContent, className } = verdict();
  const before = [...details().childNodes];
  say(words);
  details().replaceChildren(document.getElementById("t-busy").content.cloneNode(true));
  return () => {
    [verdict().textContent, verdict().className] = [textContent, className];
    details().replaceChildren(...before);
  };
}

// What stands here was made of other files or another date than the form has now.
export function outdated() {
  say(word("outdated"), "caution");
}

// On a telephone the outcome stands below the form: whoever asked for it is brought to it.
export function bringIntoView() {
  const { top, bottom } = verdict().getBoundingClientRect();
  if (top >= 0 && bottom <= innerHeight) return;
  verdict().scrollIntoView();
  verdict().focus({ preventScroll: true });
}

export function trouble(told) {
  show({ title: word("trouble", spoken(told)), problems: told.problems ?? [] }, {});
}

export function tooLarge(size, limit) {
  show({ title: word("large", { size: size.toLocaleString(), limit: limit.toLocaleString() }) }, {});
}

function said(told) {
  const unchanged = told.files.reduce((sum, file) => sum + file.unchanged, 0);
  const opened = opens(told);
  const counts = { edits: told.edits, problems: told.problems.length, revision: told.revision, effective: told.effective ?? word("ever"), unchanged, opened, missing: told.missing.count };
  const same = told.missing.count ? "sameas" : "same";
  const right = told.revision ? "done" : told.edits ? (opened ? "goodbut" : "good") : same;
  const rest = told.edits ? (told.revision ? "partly" : opened ? "partbut" : "part") : unchanged ? "none" : "bad";
  const name = told.accepted ? right : told.partial ? rest : "bad";
  const cells = refused(told) ? 0 : told.missing.unsaid.length;
  return word(name, counts) + (cells ? word("cells", { cells }) : "") + (told.rest ? word("butrest") : "");
}

// How many findings would open if the files were written: what can be written may still be wrong to write.
const opens = (told) => (told.revision || !told.findings ? 0 : told.findings.later.reduce((sum, day) => sum + day.opened.count, told.findings.opened.count));

// How many of them are errors: of a later day as far as the server lists them, the gravest first.
export function errors(told) {
  if (!opens(told)) return 0;
  const graves = (all) => all.filter((one) => one.severity === "error");
  const now = graves(told.findings.codes).reduce((sum, code) => sum + code.opened, 0);
  return told.findings.later.reduce((sum, day) => sum + graves(day.opened.first).length, now);
}

// A line is as red as the gravest of what would open, whichever day it opens on.
const colour = (worst) => ({ error: "refusal", warning: "caution" })[worst] ?? "";

function look(told, warnings) {
  if (told.accepted === undefined || refused(told) || warnings.length) return "refusal";
  const grave = colour(opens(told) ? told.findings.worst : null);
  return grave || (told.accepted ? "" : "caution"); // rows that are left out take nothing from those that are written
}

// ---- the outcome below it

// ``marked`` and ``edits`` fetch what the server makes of the same files: the marked copy of a workbook, all edits.
export function show(told, { marked, edits }) {
  const made = document.getElementById("t-outcome").content.cloneNode(true).firstElementChild;
  const notices = (told.notices ?? []).map(spoken);
  const warnings = notices.filter((one) => one.warning);
  say((told.title ?? said(told)) + (warnings.length ? word("warned", { warnings: warnings.length }) : ""), look(told, warnings));
  const history = made.querySelector('[data-part="history"]');
  history.hidden = !told.revision;
  if (told.revision) history.href = page("/history", { revision: told.revision });
  problems(made, (told.problems ?? []).map(spoken), marked);
  const noticed = (one) => [place(one), then(one.got, one.expected, one.advice)];
  rows(made, "warnings", warnings, noticed, { under: source });
  rows(made, "notices", notices.filter((one) => !one.warning), noticed, { under: source });
  rows(made, "files", told.files ?? [], (one) => [one.name, one.rows, one.written, one.unchanged, one.rejected + one.unmatched, one.withheld]);
  made.querySelector('[data-part="written"]').textContent = word(told.dry_run ? "would" : "written");
  made.querySelector('[data-part="ends"]').textContent = word(refused(told) ? "not" : told.revision ? "ended" : "end");
  const shown = told.rest ?? told; // rows that are right by themselves, where others are in their way
  made.querySelector('[data-part="rest"]').hidden = !told.rest;
  made.querySelector('[data-part="which"]').textContent = word(told.rest ? "ofrest" : "ofall");
  effect(made, shown.findings);
  changes(made, shown.changes, edits);
  list(made, "retired", told.retired);
  const lacking = refused(told) ? null : told.missing; // what a row with an error leaves out is not known
  rows(made, "unsaid", lacking?.unsaid ?? [], (one) => [place(one), word("besides", { node: named(one.node), others: one.others.join(word("and")) })], { under: source });
  list(made, "missing", lacking && left(told));
  details().replaceChildren(made);
}

const refused = (told) => told.accepted === false && !told.partial;
const then = (...said) => said.filter(Boolean).join(word("then"));
const joined = (...parts) => parts.filter(Boolean).join(" · ");
const source = (one) => joined(one.file, one.sheet) || word("nowhere");
const place = (one) => joined(one.cell ?? (one.row ? word("row", { row: one.row }) : ""), one.column);

// What is wrong in the same way in many rows is said once, with the first of them.
function problems(made, found, marked) {
  const kinds = new Map();
  for (const one of found) {
    const kind = JSON.stringify([one.file, one.sheet, one.column, one.got, one.expected, one.advice]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  rows(made, "problems", [...kinds.values()], (alike) => [places(alike), `${alike[0].got} → ${then(alike[0].expected, alike[0].advice)}`], { under: ([one]) => source(one) });
  made.querySelector('[data-part="problems"] .count').textContent = found.length;
  copies(made, found, marked);
}

function places(alike) {
  if (alike.length === 1) return place(alike[0]);
  const first = alike.slice(0, FIRST).map((one) => one.cell ?? one.row).join(word("and"));
  return joined(word(alike.length > FIRST ? "rows" : "few", { first, count: alike.length }), alike[0].column);
}

// The copies are made by the server from the same files: nothing of them was kept.
function copies(made, found, marked) {
  const names = new Set(found.filter((one) => one.sheet).map((one) => one.file));
  for (const file of names) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word("marked", { file });
    button.addEventListener("click", () => marked(file));
    made.querySelector('[data-part="marked"]').append(button);
  }
}

// The server lists the first edits of a rehearsal; all of them are in a file that it makes from the same files.
function changes(made, told, edits) {
  rows(made, "changes", told?.first ?? [], (one) => [place(one), [word(one.edit), named(one.of), one.what].filter(Boolean).join(" ")], { most: told?.first.length, under: source });
  const part = made.querySelector('[data-part="changes"]');
  part.querySelector(".count").textContent = told?.count ?? 0;
  rest(part, told?.count ?? 0, told?.first.length);
  part.querySelector('[data-part="edits"]').addEventListener("click", edits);
}

// The findings that would open or close. A node that the store does not have yet has no page to lead to.
function effect(made, told) {
  const part = made.querySelector('[data-part="effect"]');
  part.hidden = !told;
  if (!told) return;
  const counts = { on: told.on, looked: told.looked_for, opened: told.opened.count, closed: told.closed.count };
  part.querySelector("p").textContent = word(counts.opened + counts.closed ? "effect" : "noeffect", counts);
  part.querySelector("p").className = `effect ${colour(told.worst)}`.trim();
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

// What ends is not left alone, and what a cell leaves out is told with its row.
function left({ missing, retired }) {
  if (!missing) return missing;
  const ends = new Set([...(retired?.identities ?? []), ...missing.unsaid.flatMap((one) => one.identities)]);
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
