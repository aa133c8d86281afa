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

let there = new Set(); // what stood on the stage before

whenDrawn((event) => {
  const stage = document.querySelector("[data-explore]");
  if (!stage) return;
  choose([stage.dataset.at], { quiet: true });
  const nodes = [...stage.querySelectorAll(".node")];
  const fresh = nodes.filter((node) => !there.has(node.dataset.id));
  there = new Set(nodes.map((node) => node.dataset.id));
  if (!event?.detail.same) show(stage);
  else if (fresh.length) queueMicrotask(() => bring(stage, fresh)); // once all stands where it stood
});

// What is new comes into sight, with what it was expanded from; where both do not fit, what is new.
function bring(stage, fresh) {
  const from = stage.querySelector(`.node[data-id="${CSS.escape(stage.dataset.at)}"]`);
  const boxes = (nodes) => nodes.map((node) => node?.getBoundingClientRect()).filter((box) => box?.width); // not what is away
  const news = boxes(fresh);
  if (!news.length) return;
  const both = [...boxes([from]), ...news];
  for (const part of [stage, stage.closest(".stage")]) {
    const box = part.getBoundingClientRect();
    const dock = part === stage ? 0 : document.querySelector(".dock").offsetHeight;
    const [x, y] = [box.x + part.clientLeft, box.y + part.clientTop];
    const moved = [part.scrollLeft, part.scrollTop];
    part.scrollBy(
      needed(x, x + part.clientWidth, both, news, "left", "right"),
      needed(y, y + part.clientHeight - dock, both, news, "top", "bottom"),
    );
    for (const one of both) {
      one.x -= part.scrollLeft - moved[0];
      one.y -= part.scrollTop - moved[1];
    }
  }
  const frame = [stage.getBoundingClientRect()]; // on a telephone the whole page scrolls
  scrollBy(0, needed(-EDGE, innerHeight + EDGE, frame, frame, "top", "bottom"));
}

const EDGE = 16; // pixels that stay free beside it

// How far one side of a frame is scrolled, no farther than it needs; the middle where even what is new does not fit.
function needed(start, end, both, news, near, far) {
  const room = end - start - 2 * EDGE;
  const span = (boxes) => [Math.min(...boxes.map((box) => box[near])), Math.max(...boxes.map((box) => box[far]))];
  const fits = [both, news].map(span).find(([first, last]) => last - first <= room);
  if (!fits) {
    const [first, last] = span(news);
    return (first + last) / 2 - (start + end) / 2;
  }
  return fits[0] < start + EDGE ? fits[0] - start - EDGE : Math.max(0, fits[1] - end + EDGE);
}

// What is chosen stands in the middle, where the stage shows only a part of the picture, and not that.
function show(stage) {
  const node = stage.querySelector(`.node[data-id="${CSS.escape(stage.dataset.at)}"]`);
  if (!node) return;
  const [box, frame] = [node.getBoundingClientRect(), stage.getBoundingClientRect()];
  if (box.right <= frame.right && box.bottom <= frame.bottom && box.x >= frame.x && box.y >= frame.y) return;
  const left = box.x + box.width / 2 - frame.x - frame.width / 2;
  const top = box.y + box.height / 2 - frame.y - frame.height / 2;
  stage.scrollBy(left, top);
}
