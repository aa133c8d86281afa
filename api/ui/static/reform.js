// The composer: drag changes to another place, codes by name while typing, totals before a change is added.
// All of it also works by the buttons of the page.

import { whenDrawn } from "/static/base.js";
import { paused } from "/static/suggest.js";

const form = () => document.getElementById("change");

// ---- moving by mouse

let dragged = null;

function moveTo(at) {
  const order = document.getElementById("order");
  const address = new URL("/reform", location.origin);
  for (const [name, value] of new FormData(order)) address.searchParams.set(name, value);
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

// ---- totals of the reform as it would be

const preview = paused(async () => {
  const shown = document.getElementById("preview");
  if (!shown || !form().checkValidity()) return;
  const asked = new URLSearchParams(new FormData(form()));
  asked.set("do", "put");
  const answer = await fetch(`/reform?${asked}`, { headers: { Accept: "text/html" } });
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  const refusals = [...found.querySelectorAll(".changes .refusal, #change .refusal, #change .doubt > p")];
  const totals = found.getElementById("totals");
  const headline = totals?.querySelector(".headline");
  shown.replaceChildren(...(refusals.length ? refusals : headline ? [headline] : []).map((one) => document.adoptNode(one)));
});

// ---- what is still to be filled in

function ready() {
  const missing = [...form().elements].filter((one) => one.willValidate && !one.validity.valid);
  const said = document.getElementById("missing");
  const names = missing.map((one) => one.labels[0]?.firstChild.textContent.replace("*", "").trim());
  said.textContent = names.length ? `${said.dataset.lead}: ${names.join("、")}` : "";
  form().querySelector("button.main").disabled = missing.length > 0;
}

// ---- offices of the level that is chosen, and no others

const every = new Map();

function fitting() {
  for (const list of form().querySelectorAll("datalist[data-levels]")) {
    if (!every.has(list)) every.set(list, [...list.children]);
    const level = form().elements[list.dataset.levels]?.value;
    list.replaceChildren(...every.get(list).filter((one) => !level || one.dataset.level === level));
  }
}

document.addEventListener("input", (event) => {
  if (event.target.form?.id !== "change") return;
  fitting();
  ready();
  preview();
});

whenDrawn(() => {
  if (form()) {
    fitting();
    ready();
  }
  for (const item of document.querySelectorAll(".changes li")) item.draggable = true;
  if (form()) preview();
});
