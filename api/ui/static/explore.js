// Exploring: a click on a node chooses it, so that the side says what can be expanded; + expands the first kind,
// Ctrl+Z takes the last step back.
import { choose, go, whenDrawn } from "/static/base.js";

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

whenDrawn(() => {
  const stage = document.querySelector("[data-explore]");
  if (stage) choose([stage.dataset.at], { quiet: true });
});
