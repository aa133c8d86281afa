// Exploring: a click on a node chooses it, so that the side says what can be expanded; + expands the first kind,
// Ctrl+Z takes the last step back.
import { choose, go, whenDrawn } from "/static/base.js";
import "/static/stage.js"; // its tools hear what is chosen to begin with

document.addEventListener("quangang:node", (event) => {
  const node = event.detail.node;
  if (!node.closest("[data-explore]")) return;
  event.preventDefault();
  const address = new URL(location.href);
  address.searchParams.set("at", node.dataset.id);
  go(address.href);
});

document.addEventListener("keydown", (event) => {
  if (event.target.matches?.("input, textarea, select")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z") {
    event.preventDefault();
    document.querySelector("[data-undo]")?.click();
  } else if (event.key === "+" && !event.ctrlKey && !event.metaKey && !event.altKey) { // with Ctrl the browser zooms
    event.preventDefault();
    document.querySelector("[data-expand]")?.click();
  }
});

const EDGE = 16; // pixels that stay free beside what is in sight
const APART = 100; // in the drawing; from column to column it is more
let there = new Set(); // what stood on the stage before

whenDrawn((event) => {
  const stage = document.querySelector("[data-explore]");
  if (!stage) return;
  choose([stage.dataset.at], { quiet: true });
  const nodes = [...stage.querySelectorAll(".node")];
  const fresh = nodes.filter((node) => !there.has(node.dataset.id));
  there = new Set(nodes.map((node) => node.dataset.id));
  const chosen = nodeOf(stage, stage.dataset.at);
  if (!event?.detail.same) {
    scroll(stage, around(stage, chosen));
    return;
  }
  queueMicrotask(() => { // once all stands where it stood
    scroll(stage, fresh.length ? [[chosen, ...fresh], fresh] : [[chosen]]);
    const frame = [document.querySelector(".head"), stage].map((one) => one.getBoundingClientRect());
    // On a telephone the whole page scrolls.
    scrollBy(0, needed(-EDGE, innerHeight + EDGE, [frame], "top", "bottom"));
  });
});

function nodeOf(stage, id) {
  return stage.querySelector(`.node[data-id="${CSS.escape(id)}"]`);
}

// What should be in sight where a stage is new: what is chosen with all its neighbours, else with the column that comes
// next as the work runs, else with the one before.
function around(stage, chosen) {
  const left = (node) => node.getBBox().x;
  const near = [...stage.querySelectorAll(".wire[data-from]")]
    .map(({ dataset: { from, to } }) => (from === stage.dataset.at ? to : to === stage.dataset.at ? from : null))
    .map((id) => id && nodeOf(stage, id)).filter(Boolean);
  const column = (beside) => {
    const far = (node) => Math.abs(left(node) - left(chosen));
    const next = Math.min(...beside.map(far)) + APART;
    return beside.filter((node) => far(node) < next);
  };
  const after = column(near.filter((node) => left(node) > left(chosen) + APART));
  const before = column(near.filter((node) => left(node) < left(chosen) - APART));
  return [near, after, before].filter((beside) => beside.length).map((beside) => [chosen, ...beside]).concat([[chosen]]);
}

// The first of some sets of nodes that fits comes into sight.
function scroll(stage, sets) {
  const boxes = (nodes) => nodes.map((node) => node?.getBoundingClientRect()).filter((box) => box?.width); // not what is away
  const wanted = sets.map(boxes).filter((set) => set.length);
  if (!wanted.length) return;
  for (const part of [stage, stage.closest(".stage")]) {
    const box = part.getBoundingClientRect();
    const [head, foot] = part === stage ? [0, 0] : [".head", ".foot"].map((one) => part.querySelector(one).offsetHeight);
    const [x, y] = [box.x + part.clientLeft, box.y + part.clientTop];
    const moved = [part.scrollLeft, part.scrollTop];
    part.scrollBy(
      needed(x, x + part.clientWidth, wanted, "left", "right"),
      needed(y + head, y + part.clientHeight - foot, wanted, "top", "bottom"),
    );
    for (const one of new Set(wanted.flat())) {
      one.x -= part.scrollLeft - moved[0];
      one.y -= part.scrollTop - moved[1];
    }
  }
}

// How far one side of a frame is scrolled, no farther than it needs; the middle where not even the last set fits.
function needed(start, end, sets, near, far) {
  const room = end - start - 2 * EDGE;
  const span = (boxes) => [Math.min(...boxes.map((box) => box[near])), Math.max(...boxes.map((box) => box[far]))];
  const fits = sets.map(span).find(([first, last]) => last - first <= room);
  if (!fits) {
    const [first, last] = span(sets.at(-1));
    return (first + last) / 2 - (start + end) / 2;
  }
  return fits[0] < start + EDGE ? fits[0] - start - EDGE : Math.max(0, fits[1] - end + EDGE);
}
