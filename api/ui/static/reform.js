// The composer: drag changes to another place, codes by name while typing, totals before a change is added.
// All of it also works by the buttons of the page.

import { go, whenDrawn } from "/static/base.js";
import { paused } from "/static/suggest.js";

const form = () => document.getElementById("change");

// ---- moving by mouse

let dragged = null;

function moveTo(at) {
  const order = document.getElementById("order");
  const address = new URL("/reform", location.origin);
  for (const [name, value] of new FormData(order)) address.searchParams.set(name, value);
  for (const [name, value] of besides(order)) address.searchParams.append(name, value);
  address.searchParams.set("do", `move:${dragged}:${at}`);
  location.assign(address.href);
}

document.addEventListener("dragstart", (event) => {
  const item = event.target.closest?.(".changes li");
  if (!item) return;
  dragged = Number(item.dataset.at);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", item.dataset.at);
});
document.addEventListener("dragover", (event) => {
  const item = event.target.closest?.(".changes li");
  if (!item || dragged === null) return;
  event.preventDefault();
  for (const one of item.parentElement.children) one.classList.toggle("over", one === item);
});
document.addEventListener("drop", (event) => {
  const item = event.target.closest?.(".changes li");
  if (!item || dragged === null) return;
  event.preventDefault();
  if (Number(item.dataset.at) !== dragged) moveTo(Number(item.dataset.at));
});
document.addEventListener("dragend", () => {
  dragged = null;
  for (const one of document.querySelectorAll(".changes .over")) one.classList.remove("over");
});

// ---- choosing a power: what is typed narrows the list, the arrow keys lead through it

const picker = () => document.getElementById("picker");
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

// What each power of the list is found by: its own words and its type's; those of the list are read once.
let read = null;

function powers() {
  if (read?.form !== picker()) {
    const all = [...picker().querySelectorAll(".powers")].flatMap((group) => {
      const type = plain(group.querySelector("summary").firstChild.textContent);
      return [...group.querySelectorAll("li")].map((item) => ({ item, group, words: `${plain(item.textContent)} ${type}` }));
    });
    read = { form: picker(), all, open: [...picker().querySelectorAll(".powers[open]")] };
  }
  return read.all;
}

function narrow(text) {
  const words = plain(text).split(" ").filter(Boolean);
  const hit = powers().filter((one) => words.every((word) => one.words.includes(word)));
  const shown = new Set(hit.map((one) => one.item));
  const groups = new Map();
  for (const { item, group } of powers()) {
    item.hidden = !shown.has(item);
    groups.set(group, (groups.get(group) ?? 0) + (item.hidden ? 0 : 1));
  }
  for (const [group, number] of groups) {
    group.hidden = !number;
    group.open = words.length ? true : read.open.includes(group);
    group.querySelector(".count").textContent = number;
  }
  document.getElementById("picked").textContent = hit.length ? hit.length : `0${picker().dataset.none}`;
  return hit;
}

const choices = () => [...picker().querySelectorAll(".powers[open] li:not([hidden]) button")];

const box = () => document.querySelector("#choose [name=power]");

document.addEventListener("input", (event) => {
  if (picker() && event.target === box()) narrow(event.target.value);
});
document.addEventListener("keydown", (event) => {
  if (!picker() || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
  if (event.target !== box() && !event.target.matches("#picker li button")) return;
  if (event.target === box() && event.key === "ArrowDown" && !choices().length) picker().querySelector(".powers").open = true;
  const all = choices();
  const next = event.key === "Escape" ? null : all[all.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  event.preventDefault();
  (next ?? box()).focus();
});
// Enter takes a whole code or name, or the only one that is left; of several it leads to the first.
document.addEventListener("submit", (event) => {
  if (!picker() || event.target.id !== "choose") return;
  const typed = event.target.elements.power.value.trim();
  const hit = narrow(typed).map((one) => one.item);
  const exact = (item) => [...item.querySelectorAll("span:first-child, code")].some((one) => plain(one.textContent) === plain(typed));
  if (!hit.length || hit.some(exact)) return;
  event.preventDefault();
  const first = choices()[0];
  if (hit.length === 1) first.click();
  else first?.focus();
});

// ---- totals of the reform as it would be

// What the page says already, of the change as it stands or as it was filled in, is not said again.
const words = (one) => plain(one.textContent);

const preview = paused(async () => {
  const shown = document.getElementById("preview");
  if (!shown) return;
  if (wrong().length) {
    shown.replaceChildren();
    return;
  }
  const asked = new URLSearchParams(new FormData(form()));
  asked.set("do", "put");
  const answer = await fetch(`/reform?${asked}`, { headers: { Accept: "text/html" } });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const refusals = [...found.querySelectorAll(".changes .refusal, #change .refusal:not(#wrong), #change .doubt")];
  const totals = found.getElementById("totals");
  const headline = totals?.querySelector(".headline");
  const unknown = found.querySelectorAll(".changes .undeclared");
  const said = new Set([...document.querySelectorAll(".changes .refusal, .changes .undeclared, #change .field .refusal, #change .doubt, #totals .headline")].map(words));
  const news = (refusals.length ? refusals : headline ? [headline, ...unknown] : []).filter((one) => !said.has(words(one)));
  shown.replaceChildren(...news.map((one) => document.adoptNode(one)));
});

// ---- rows that come and go: the page of the longer form takes the place of this one, and leads to what came

const filled = (part) => [...part.querySelectorAll("[name^='a.']:not([type=hidden])")].some((one) => (one.type === "checkbox" ? one.checked : one.value.trim()));
const entry = "input:not([type=hidden]), select, textarea";

document.addEventListener("submit", async (event) => {
  const [step, name] = (event.submitter?.value ?? "").split(":");
  if (event.target !== form() || !["more", "less", "show"].includes(step)) return;
  event.preventDefault();
  await turn(event.submitter);
  const rows = document.getElementById(`rows-${name}`);
  const last = [...(rows?.querySelectorAll(":scope > .row:has(> .less)") ?? [])].pop();
  const next = { more: last?.querySelector(entry), less: rows?.querySelector(".more"), show: document.getElementById(`row-${name}`) }[step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
});

// What is typed meanwhile is asked again with the rest, and whoever is in a field stays in it.
async function turn(button) {
  const asked = () => String(new URLSearchParams(new FormData(form(), button)));
  let sent, answer;
  do {
    sent = asked();
    answer = await fetch(`/reform?${sent}`, { headers: { Accept: "text/html" } });
  } while (sent !== asked());
  const { name } = document.activeElement;
  await go(answer.url); // where it leads to
  if (name && document.activeElement === document.body) form()?.elements[name]?.focus?.();
}

// What is changed is shown as it is now once its code is known.
document.addEventListener("change", async (event) => {
  const button = event.target.closest(".row:has(.show)")?.querySelector(".show");
  if (!button || !/\.(code|from|to)$/.test(event.target.name) || !event.target.value.trim()) return;
  await turn(button);
});

// ---- what is filled in is not lost where another part of the page is used

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (!form() || !target.matches("#order, .texts form, .moment form") || submitter?.name === "at") return;
  for (const one of target.querySelectorAll("[type=hidden][name^='a.'], [type=hidden]:is([name=op], [name=power], [name=at])")) one.remove();
  for (const [name, value] of besides(target)) {
    target.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
});

// What is being filled in, but for what another form says itself.
function besides(other) {
  const held = new Set([...new FormData(other).keys(), "do"]);
  return form() ? [...new FormData(form())].filter(([name]) => !held.has(name)) : [];
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.lang[hreflang]");
  if (!link || !form()) return;
  const next = new URL(link.href);
  for (const name of [...next.searchParams.keys()]) if (name.startsWith("a.")) next.searchParams.delete(name);
  for (const [name, value] of new FormData(form())) {
    if (name.startsWith("a.") && value) next.searchParams.append(name, value);
    else if (["op", "power", "at"].includes(name) && value) next.searchParams.set(name, value);
  }
  link.href = next.href;
}, true);

// ---- what is still to be filled in, and what cannot be right

const called = (one) => {
  if (one.dataset.must) return one.dataset.must;
  const head = one.closest(".row")?.querySelector(":scope > .row-name")?.textContent.trim();
  const own = one.labels[0]?.firstChild.textContent.replace("*", "").trim();
  return head ? `${head} ${own}` : own;
};
const wanted = (one) => one.matches("[data-wanted]") && !one.value.trim() && filled(one.closest(".row"));
const fields = () => [...form().elements].filter((one) => one.willValidate);
const blank = () => [
  ...fields().filter((one) => one.validity.valueMissing || wanted(one)),
  ...[...form().querySelectorAll("[data-must]")].filter((one) => !one.querySelector("[required]") && !filled(one)),
];
const amiss = () => fields().filter((one) => !one.validity.valid && !one.validity.valueMissing);
const wrong = () => [...blank(), ...amiss()];

// Enter in a form that is not ready leads to what is wrong; the browser's own words for it are in the browser's language.
document.addEventListener("submit", (event) => {
  const first = event.target === form() && event.submitter?.value === "put" ? wrong()[0] : null;
  if (!first) return;
  event.preventDefault();
  ready();
  first.focus();
});

function ready() {
  const said = document.getElementById("missing");
  const { lead, amiss: bad, and, then } = said.dataset;
  const parts = [[lead, blank()], [bad, amiss()]].filter(([, places]) => places.length);
  said.textContent = parts.map(([head, places]) => head + places.map(called).join(and)).join(then);
  form().noValidate = true;
  form().querySelector("button.main").disabled = parts.length > 0;
}

// ---- offices of the level that is chosen, and no others

const every = new Map();

function fitting() {
  for (const list of form().querySelectorAll("datalist[data-levels]")) {
    if (!every.has(list)) every.set(list, [...list.children]);
    const level = form().elements[list.dataset.levels]?.value;
    list.replaceChildren(...every.get(list).filter((one) => !level || one.dataset.level === level));
  }
  // What a basis says of a level is said where that level is chosen.
  for (const note of form().querySelectorAll("[data-to]")) note.hidden = note.dataset.to !== form().elements["a.to"]?.value;
}

document.addEventListener("input", (event) => {
  if (event.target.form?.id !== "change") return;
  fitting();
  ready();
  preview();
});

whenDrawn(() => {
  // Who types faster than this script comes, or comes back to what was typed, finds the list narrowed too.
  if (picker() && box().value !== box().defaultValue) narrow(box().value);
  if (form()) {
    fitting();
    ready();
  }
  for (const item of document.querySelectorAll(".changes li")) item.draggable = true;
  // On a telephone the change to add comes first: name and number stand folded above it.
  if (matchMedia("(max-width: 820px)").matches) document.querySelector(".texts").open = false;
  if (form() && !form().elements.at && !form().querySelector(".doubt, .refusal")) preview();
});
