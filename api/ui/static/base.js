// What all pages share: script errors in sight, the search hotkey, links that change this page in place,
// and choosing: what is chosen in the table is chosen in the picture, and the other way round.
// Every page reads without it; nothing here talks to another host.

import { STEPS, settleStops, walked } from "/static/roving.js";
import { become } from "/static/swap.js";

const trouble = document.getElementById("trouble");

export function tell(problem) {
  trouble.textContent = `${trouble.dataset.lead}: ${problem?.message ?? problem}`;
  trouble.hidden = false;
}
addEventListener("error", (event) => tell(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => tell(event.reason));

// ---- links that change this page in place

// Modules that draw something on a page listen for this; it comes once for the first drawing too.
export function whenDrawn(work) {
  document.addEventListener("quangang:drawn", work);
  work();
}

export async function go(address, { push = true, back = null } = {}) {
  const mine = ++asked;
  const found = await ask(address);
  if (mine !== asked) return; // another link was followed meanwhile
  if (!found.getElementById("main") || files(found) !== files(document)) {
    if (push) location.assign(address);
    else location.reload(); // the address is there already
    return;
  }
  const next = new URL(address, location.href);
  const focus = document.activeElement?.dataset?.id ?? document.activeElement?.getAttribute?.("href");
  const same = next.pathname === drawn.pathname;
  const kept = same ? scrolled().map(view) : back?.kept ?? [];
  early = null; // what it leaves out is what stood here until now
  const named = push ? next.hash.slice(1) : "";
  if (!next.hash && same) next.hash = location.hash; // what is away stays away
  if (push) {
    history.replaceState({ kept: scrolled().map(view), focus }, "");
    history.pushState({}, "", next.href);
  }
  drawn = next;
  document.title = found.title;
  if (chosen.length) choose([]);
  try {
    for (const part of [".skips", ".top", "#main"]) {
      const [old, now] = [document.querySelector(part), found.querySelector(part)];
      if (same) become(old, now);
      else old.replaceWith(now);
    }
  } catch {
    location.reload(); // this page is not what the other counts on; the address is there already
    return;
  }
  if (document.body.className !== found.body.className) document.body.className = found.body.className;
  document.dispatchEvent(new CustomEvent("quangang:drawn", { detail: { same } }));
  scrolled().forEach((one, at) => restore(one, kept[at] ?? { left: 0, top: 0, ...corner(one) }));
  comeTo(named);
  if (!same && !refocus(back?.focus)) document.getElementById("main").focus({ preventScroll: true });
  else if (same && document.activeElement === document.body) refocus(focus);
}

// What a link names is come to where it is out of sight: on a telephone the list stands below the table.
function comeTo(id) {
  const part = id && document.getElementById(id);
  const top = part ? part.getBoundingClientRect().top : 0;
  if (top < 0 || top > innerHeight / 2) part.scrollIntoView();
}

// A page of other scripts or style sheets is loaded, not drawn in place.
function files(page) {
  const held = page.querySelectorAll("script[src], link[rel=stylesheet]");
  return [...held].map((one) => one.getAttribute("src") ?? one.getAttribute("href")).join();
}

let asked = 0;
let drawn = new URL(location.href); // the page that stands here; a moment later than the address after a step back
const scrolled = () => [document.scrollingElement, ...document.querySelectorAll(".canvas, .stage, .side")];

// What is in sight stays where it is, also when a picture has grown to the left or upwards.
function view(part) {
  return { left: part.scrollLeft, top: part.scrollTop, ...corner(part) };
}

function corner(part) {
  const box = part.querySelector(":scope > .picture")?.viewBox.baseVal;
  return { x: box?.x ?? 0, y: box?.y ?? 0 };
}

function restore(part, before) {
  const now = corner(part);
  const zoom = Number(part.querySelector(":scope > .picture")?.dataset.zoom ?? 1);
  part.scrollTo(before.left + (before.x - now.x) * zoom, before.top + (before.y - now.y) * zoom);
}

// A search result is chosen with the arrow keys, from the search box on.
function onPickKey(event) {
  const links = [...document.querySelectorAll("[data-pick] .hits a")];
  const at = links.indexOf(document.activeElement);
  const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (!links.length || (at < 0 && !event.target.matches("body, main, .search input"))) return;
  event.preventDefault();
  (next ?? document.querySelector("[data-hotkey='/']")).focus();
}

function refocus(key) {
  if (!key) return false;
  const all = document.querySelectorAll("#main [data-id], #main a[href]");
  const same = [...all].find((one) => one.dataset.id === key || one.getAttribute("href") === key);
  same?.focus({ preventScroll: true });
  return Boolean(same);
}

addEventListener("popstate", (event) => {
  const { pathname, search } = location;
  asked += 1; // whatever was on its way is wanted no more
  if (pathname !== drawn.pathname || search !== drawn.search) go(location.href, { push: false, back: event.state });
});

// ---- asked before it is followed

const SOON = 100; // milliseconds that a link is pointed at or has the focus before its page is asked for
const FRESH = 10_000; // milliseconds that it is kept; every page says of which revision it is
let early = null;
let waiting = 0;

function ask(address) {
  const held = early?.address === address && performance.now() - early.at < FRESH ? early.page : null;
  early = null;
  clearTimeout(waiting);
  return held ?? read(address);
}

// A page may say what it has: of its successor only the rest is told.
async function read(address) {
  const wanted = new URL(address, location.href);
  const have = document.querySelector("[data-have]")?.dataset.have;
  if (have && wanted.pathname === drawn.pathname) wanted.searchParams.set("have", have);
  const answer = await fetch(wanted, { headers: { Accept: "text/html" } });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// What was written makes this page stand on a newer revision: the header says so, and nothing else changes.
export async function renewHeader() {
  const found = await read(location.href);
  become(document.querySelector(".moment"), found.querySelector(".moment"));
}

function askEarly(link) {
  if (early?.address === link.href) return;
  early = { address: link.href, at: performance.now(), page: read(link.href) };
  early.page.catch(() => { early = null; }); // whoever follows the link asks again, and is told
}

// Moved, not over: what comes to stand under a pointer that rests is not pointed at.
for (const name of ["pointermove", "focusin", "pointerdown"]) {
  document.addEventListener(name, (event) => {
    clearTimeout(waiting);
    const link = event.target.closest?.("a[data-swap]");
    if (!link) return;
    if (name === "pointerdown") askEarly(link);
    else waiting = setTimeout(() => askEarly(link), SOON);
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-swap]")) return;
  event.preventDefault();
  go(`${form.action}?${new URLSearchParams(new FormData(form, event.submitter))}`);
});

// ---- keyboard

// Followed by script, or the fragment, which says what is away, would be lost; in a picture where Tab comes to it.
document.addEventListener("click", (event) => {
  const skip = event.target.closest("a.skip");
  if (!skip) return;
  event.preventDefault();
  const to = document.querySelector(skip.hash);
  const within = to.querySelector(".node[tabindex='0'], input:not([type=hidden]), button:not(:disabled)");
  (to.matches("[tabindex]") ? to : within ?? to).focus();
});

function typing(target) {
  return target.matches?.("input, textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !typing(event.target)) {
    event.preventDefault();
    const box = document.querySelector("[data-hotkey='/']");
    box.focus();
    box.select();
  } else if (event.key === "Escape") {
    choose([]);
  } else if (event.target.matches?.(".picture .node")) {
    onNodeKey(event);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    onPickKey(event);
  } else if (event.key === "Enter" && event.target.matches("body, main")) {
    document.querySelector(".reading a[data-sure]")?.click(); // a question that is in no doubt: on to its answer
  }
});

function onNodeKey(event) {
  if (event.key in STEPS || event.key === "Home" || event.key === "End") {
    event.preventDefault();
    walked(event.target, event.key)?.focus();
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    activate(event.target);
  }
}

// ---- choosing

let chosen = [];

// With `quiet` nothing else steps back; with `between` only the lines among the chosen come forward.
export function choose(ids, { scroll = false, quiet = false, between = false } = {}) {
  chosen = ids;
  const wanted = new Set(ids);
  for (const picture of document.querySelectorAll(".picture")) {
    picture.classList.toggle("choosing", wanted.size > 0 && !quiet);
    for (const node of picture.querySelectorAll(".node")) node.classList.toggle("chosen", wanted.has(node.dataset.id));
    for (const wire of picture.querySelectorAll(".wire, .head")) wire.classList.remove("chosen");
    for (const wire of picture.querySelectorAll(".wire[data-from]")) {
      const ends = [wire.dataset.from, wire.dataset.to].filter((end) => wanted.has(end)).length;
      if (ends < (between ? 2 : 1)) continue;
      wire.classList.add("chosen");
      if (wire.nextElementSibling?.matches(".head")) wire.nextElementSibling.classList.add("chosen");
      for (const end of quiet || between ? [] : [wire.dataset.from, wire.dataset.to]) {
        picture.querySelector(`.node[data-id="${CSS.escape(end)}"]`)?.classList.add("chosen");
      }
    }
  }
  let first = null;
  for (const row of document.querySelectorAll("[data-items]")) {
    const held = JSON.parse(row.dataset.items);
    const on = wanted.size > 0 && (between ? held.every((id) => wanted.has(id)) : held.some((id) => wanted.has(id)));
    row.classList.toggle("chosen", on);
    if (on) first ??= row;
  }
  const folded = scroll && first?.closest("details:not([open])");
  if (folded) folded.open = true;
  if (scroll) first?.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("quangang:chosen", { detail: ids }));
}

// A bundle opens; any other node is chosen, and chosen again it is let go. Pages may do something else first.
function activate(node) {
  const asked = new CustomEvent("quangang:node", { bubbles: true, cancelable: true, detail: { node } });
  if (!node.dispatchEvent(asked)) return;
  const canvas = node.closest("[data-open]");
  if (node.matches(".bundle[aria-expanded]") && canvas) {
    const address = new URL(location.href);
    address.searchParams.append("open", node.dataset.id);
    go(address.href);
    return;
  }
  const same = chosen.length === 1 && chosen[0] === node.dataset.id;
  choose(same ? [] : [node.dataset.id], { scroll: true });
}

document.addEventListener("click", (event) => {
  const node = event.target.closest(".picture .node");
  if (node) {
    activate(node);
    return;
  }
  const row = event.target.closest("[data-items]");
  if (row && !event.target.closest("a, summary, button, input, label")) {
    const opens = row.querySelector("button.link[name=at]"); // exploring, a row is its name
    if (opens) {
      opens.click();
      return;
    }
    const ids = JSON.parse(row.dataset.items);
    const between = row.matches(".paths > *");
    choose(!between && ids.some((id) => chosen.includes(id)) ? [] : ids, { between });
  }
});

// Of several paths the first is chosen to begin with.
whenDrawn(() => {
  settleStops();
  const first = document.querySelector("[data-first]");
  if (first) choose(JSON.parse(first.dataset.items), { between: true });
});
