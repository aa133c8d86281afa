// The stage: a picture is zoomed and panned, its legend filters it, a path is isolated, things are hidden.
// What is away stands in the fragment of the address, so that a copied link shows the same; nothing ever moves.

import { choose, tell, whenDrawn } from "/static/base.js";
import { countBelow } from "/static/below.js";
import { keepLegends } from "/static/legends.js";
import { settleStops } from "/static/roving.js";
import { keepTitles } from "/static/titles.js";

const STEP = 1.25;
let zoom = 1; // what the user asked for, on top of what fits
let whole = false;
let chosen = [];

const pictures = () => [...document.querySelectorAll(".canvas > .picture")];
const dock = () => document.querySelector(".dock");

// ---- zoom and pan

// A picture is as wide as its stage, but never so small that its letters (12 px) are below 10 px, unless it is
// asked for whole. On a telephone 9 px are enough where the root is in sight then.
const [LETTERS, SMALL] = [10 / 12, 9 / 12];

function scaleOf(picture) {
  const { width, height } = picture.viewBox.baseVal;
  const canvas = picture.parentElement;
  const wide = canvas.clientWidth / width;
  const reach = canvas.clientWidth / (Number(picture.dataset.reach) || 1);
  const least = reach < LETTERS ? Math.max(SMALL, reach) : LETTERS;
  const high = (Math.min(canvas.closest(".stage").clientHeight, innerHeight) - dockHeight() - 20) / height;
  const pair = canvas.clientWidth / Number(canvas.dataset.pair); // what grows keeps its scale, whatever it grows to
  const first = pair ? Math.min(1, Math.max(SMALL, pair)) : down(Math.min(1, Math.max(least, wide)), canvas, height);
  return whole ? Math.min(1, wide, Math.max(high, 0.1)) : first * zoom;
}

// Down to its legend a picture is in sight above the tools, where its letters let it; else one scrolls to it.
function down(scale, canvas, height) {
  if (!dock() || getComputedStyle(dock()).position !== "sticky") {
    settled = null;
    return scale;
  }
  const room = `${innerWidth} ${innerHeight} ${scale}`;
  if (settled?.room === room) return settled.scale; // nothing moves where another side has another legend
  const stage = canvas.closest(".stage");
  const frame = getComputedStyle(stage).overflowY === "auto" ? stage : document.documentElement; // what scrolls
  const above = canvas.getBoundingClientRect().top - (frame === stage ? frame.getBoundingClientRect().top : 0) + frame.scrollTop;
  const fits = (frame.clientHeight - above - dockHeight()) / height;
  settled = { room, scale: fits < LETTERS ? scale : Math.min(scale, fits), below: fits < LETTERS };
  return settled.scale;
}
let settled = null; // until another page is drawn

// A picture that is new is laid out once, when its size is known: until all is measured its letters are skipped, and
// nothing is read once sizes are written.
function fit() {
  clearTimeout(settling);
  const marks = dock()?.querySelector(".marks"); // no room is kept for them unless they are needed
  if (marks) marks.hidden = true;
  const fresh = pictures().filter((picture) => !picture.dataset.zoom);
  for (const picture of fresh) {
    const { style } = picture.parentElement;
    style.containIntrinsicSize = `${picture.getAttribute("width")}px ${picture.getAttribute("height")}px`;
    style.contentVisibility = "hidden";
  }
  const measured = pictures().map((picture) => ({ picture, scale: scaleOf(picture), room: picture.parentElement.clientWidth }));
  for (const { parentElement } of fresh) {
    if (parentElement.getAttribute("style")) parentElement.removeAttribute("style"); // read first: Chromium keeps it else
  }
  for (const { picture, scale, room } of measured) {
    const { width, height } = picture.viewBox.baseVal;
    const canvas = picture.parentElement;
    picture.dataset.zoom = scale;
    size(picture, "width", width * scale);
    size(picture, "height", height * scale);
    picture.style.transform = "";
    canvas.dataset.turn = width > height ? "landscape" : "portrait";
    canvas.classList.toggle("beyond", width * scale > room + 1);
    canvas.dataset.title = picture.querySelector(".title")?.textContent ?? ""; // stays in sight where it scrolls
  }
  if (marks) marks.hidden = !settled?.below;
  keepLegends();
  keepTitles();
  countBelow();
  const said = dock()?.querySelector(".beyond");
  if (said) said.hidden = !document.querySelector(".canvas.beyond");
}

const dockHeight = () => (dock()?.closest(".foot") ?? dock())?.offsetHeight ?? 0;

function size(picture, name, pixels) {
  if (Number(picture.getAttribute(name)) !== pixels) picture.setAttribute(name, pixels);
}

// While it is zoomed a picture is only stretched: every letter is laid out anew for another size, which takes many
// frames. When zooming pauses it is drawn sharp.
const PAUSE = 250; // milliseconds
let settling = 0;

function stretch(picture) {
  const scale = scaleOf(picture);
  picture.dataset.zoom = scale;
  picture.style.transform = `scale(${(scale * picture.viewBox.baseVal.width) / Number(picture.getAttribute("width"))})`;
  clearTimeout(settling);
  settling = setTimeout(fit, PAUSE);
}

// What is in the middle stays there.
function zoomBy(step) {
  const [picture] = pictures();
  if (!picture) return;
  const stage = scroller(picture);
  const before = Number(picture.dataset.zoom);
  if (step === 0) {
    whole = !whole;
    zoom = 1;
  } else {
    if (whole) zoom = before;
    whole = false;
    zoom = Math.min(6, Math.max(0.1, zoom * STEP ** step));
  }
  if (whole) {
    fit();
    picture.parentElement.scrollIntoView({ block: "start" });
    return;
  }
  pictures().forEach(stretch);
  const ratio = Number(picture.dataset.zoom) / before;
  const [x, y] = [stage.clientWidth / 2, stage.clientHeight / 2];
  stage.scrollTo((stage.scrollLeft + x) * ratio - x, (stage.scrollTop + y) * ratio - y);
}

function scroller(inner) {
  for (let one = inner.parentElement; one; one = one.parentElement) {
    if (one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX)) return one;
  }
  return inner.closest(".stage");
}

let drag = null;
document.addEventListener("pointerdown", (event) => {
  const canvas = event.target.closest?.(".canvas");
  if (event.button || event.pointerType === "touch" || !canvas?.querySelector(":scope > .picture")) return;
  if (event.target.closest(".node")) return;
  const stage = scroller(canvas.firstElementChild);
  const up = canvas.closest(".stage");
  drag = { stage, up, x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: up.scrollTop };
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  drag.stage.scrollLeft = drag.left + drag.x - event.clientX;
  drag.up.scrollTop = drag.top + drag.y - event.clientY;
  document.body.classList.add("panning");
});
document.addEventListener("pointerup", () => {
  drag = null;
  document.body.classList.remove("panning");
});
document.addEventListener("wheel", (event) => {
  if (!event.ctrlKey || !event.target.closest?.(".canvas > .picture")) return;
  event.preventDefault();
  zoomBy(event.deltaY < 0 ? 1 : -1);
}, { passive: false });

// ---- what is away

function state() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const list = (name) => (asked.get(name) ?? "").split(",").filter(Boolean).map(decodeURIComponent);
  return { off: list("off"), hide: list("hide"), only: list("only") };
}

function keep(held) {
  const parts = Object.entries(held).filter(([, ids]) => ids.length)
    .map(([name, ids]) => `${name}=${encodeURIComponent(ids.map(encodeURIComponent).join(","))}`);
  history.replaceState(history.state, "", location.pathname + location.search + (parts.length ? `#${parts.join("&")}` : ""));
  apply();
}

function apply() {
  const held = state();
  const counts = {};
  for (const picture of pictures()) {
    const path = held.only.length ? through(picture, held.only) : null;
    const away = new Set();
    for (const node of picture.querySelectorAll(".node")) {
      const { id, kind, members } = node.dataset;
      const number = node.matches(".gone") ? 0 : Number(members ?? 1); // things, as the headings count them
      counts[kind] = (counts[kind] ?? 0) + number;
      const gone = held.off.includes(kind) || held.hide.includes(id) || Boolean(path && !path.has(id));
      node.classList.toggle("away", gone);
      if (gone) away.add(id);
    }
    for (const wire of picture.querySelectorAll(".wire[data-from]")) {
      const gone = away.has(wire.dataset.from) || away.has(wire.dataset.to);
      wire.classList.toggle("away", gone);
      if (wire.nextElementSibling?.matches(".head")) wire.nextElementSibling.classList.toggle("away", gone);
    }
  }
  settleStops();
  countBelow();
  tools(held, counts);
}

// The paths through some nodes: from each to the left as far as it goes, and to the right.
function through(picture, ids) {
  const x = new Map([...picture.querySelectorAll(".node")].map((node) => [node.dataset.id, node.getBBox().x]));
  const next = { left: new Map(), right: new Map() };
  const add = (side, from, to) => next[side].set(from, [...(next[side].get(from) ?? []), to]);
  for (const { dataset } of picture.querySelectorAll(".wire[data-from]")) {
    const { from, to } = dataset;
    const [left, right] = x.get(from) <= x.get(to) ? [from, to] : [to, from];
    add("right", left, right);
    add("left", right, left);
  }
  const found = new Set(ids);
  for (const side of ["left", "right"]) {
    const waiting = [...ids];
    const seen = new Set(ids);
    while (waiting.length) {
      for (const one of next[side].get(waiting.pop()) ?? []) {
        if (seen.has(one)) continue;
        seen.add(one);
        waiting.push(one);
      }
    }
    seen.forEach((one) => found.add(one));
  }
  return found;
}

function tools(held, counts) {
  const bar = dock();
  if (!bar) return;
  bar.hidden = pictures().length === 0;
  for (const button of bar.querySelectorAll("[data-kind]")) {
    const { kind } = button.dataset;
    button.hidden = !(kind in counts);
    button.querySelector(".count").textContent = counts[kind] ?? "";
    button.setAttribute("aria-pressed", String(!held.off.includes(kind)));
  }
  for (const name of ["only", "hide"]) bar.querySelector(`[data-away=${name}]`).disabled = chosen.length === 0;
  bar.querySelector("[data-away=none]").hidden = !(held.off.length || held.hide.length || held.only.length);
}

function put(name) {
  const held = state();
  if (name === "none") keep({});
  else if (chosen.length) {
    keep(name === "only" ? { ...held, only: chosen } : { ...held, hide: [...new Set([...held.hide, ...chosen])] });
    choose([]);
  }
}

function toggle(kind) {
  const held = state();
  const off = held.off.includes(kind) ? held.off.filter((one) => one !== kind) : [...held.off, kind];
  keep({ ...held, off });
}

// ---- on paper

// The picture alone; what the browser's own menu prints has the tables too, with everything unfolded.
function printPicture() {
  const alone = document.body.matches(".picture-only"); // a flowchart always is
  document.body.classList.add("picture-only");
  print();
  document.body.classList.toggle("picture-only", alone);
}

const unfolded = [];
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details.group:not([open]), details.chapter:not([open])")) {
    one.open = true;
    unfolded.push(one);
  }
});
addEventListener("afterprint", () => {
  for (const one of unfolded.splice(0)) one.open = false;
});

// ---- by mouse and by key

document.addEventListener("quangang:chosen", (event) => {
  chosen = event.detail;
  for (const name of ["only", "hide"]) {
    const button = dock()?.querySelector(`[data-away=${name}]`);
    if (button) button.disabled = chosen.length === 0;
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-print]")) {
    printPicture();
  } else if (button?.closest(".dock") && !button.matches("[data-below]")) {
    if (button.dataset.kind) toggle(button.dataset.kind);
    else if (button.dataset.zoomBy) zoomBy(Number(button.dataset.zoomBy));
    else put(button.dataset.away);
  } else if (button?.matches("[data-copy]")) {
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = button.dataset.copy; }, 1500);
    } catch (problem) {
      tell(problem);
    }
  }
});

const KEYS = { "[": () => zoomBy(-1), "]": () => zoomBy(1), 0: () => zoomBy(0), i: () => put("only"), h: () => put("hide"), a: () => put("none") };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.("input, textarea, select")) return;
  if (event.key === "?") document.querySelector("[data-help]")?.click();
  else if (pictures().length && KEYS[event.key]) KEYS[event.key]();
});

// A picture that is wider than its stage begins at its left end. Only where what it is about, the root or the power that
// a reform changes, would be out of sight, it is scrolled as far as that needs. Whoever scrolled is left where they are.
function start() {
  for (const picture of document.querySelectorAll(".canvas.beyond:not([data-explore]) > .picture")) {
    const canvas = picture.parentElement;
    const hidden = Number(picture.dataset.reach ?? 0) * Number(picture.dataset.zoom) - canvas.clientWidth;
    if (hidden > 0 && !canvas.scrollLeft) canvas.scrollLeft = hidden;
  }
}

addEventListener("resize", fit);
addEventListener("hashchange", apply);
whenDrawn((event) => {
  if (event && !event.detail.same) [zoom, whole, settled] = [1, false, null];
  for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
  apply();
  fit();
  if (!event?.detail.same) queueMicrotask(start);
});
