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
  } else if (event.key === "+") {
    event.preventDefault();
    document.querySelector("[data-expand]")?.click();
  }
});

whenDrawn((event) => {
  const stage = document.querySelector("[data-explore]");
  if (!stage) return;
  choose([stage.dataset.at], { quiet: true });
  if (!event?.detail.same) show(stage);
});

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
