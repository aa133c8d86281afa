// A picture is one stop of the Tab key: arrows, Home and End walk among its nodes, Tab leaves it. Whoever comes back is
// where they were.

export const STEPS = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };

const nodesOf = (picture) => [...picture.querySelectorAll(".node:not(.away)")];

// The one node of every picture that Tab comes to: where the focus is, else where it was, else the root or the first.
export function settleStops() {
  for (const picture of document.querySelectorAll(".picture")) {
    const nodes = nodesOf(picture);
    const held = nodes.filter((node) => node.getAttribute("tabindex") === "0");
    const stop = nodes.find((node) => node === document.activeElement) ?? held[0]
      ?? nodes.find((node) => node.matches(".root")) ?? nodes[0];
    stopAt(picture, stop);
  }
}

function stopAt(picture, stop) {
  for (const node of picture.querySelectorAll('.node[tabindex="0"]')) if (node !== stop) node.setAttribute("tabindex", "-1");
  if (stop && stop.getAttribute("tabindex") !== "0") stop.setAttribute("tabindex", "0");
}

document.addEventListener("focusin", ({ target }) => {
  const node = target.closest?.(".picture .node");
  if (node) stopAt(node.closest(".picture"), node);
});

// Where a key leads from a node; nothing for keys that walk nowhere.
export function walked(from, key) {
  const nodes = nodesOf(from.closest(".picture"));
  if (key === "Home") return nodes[0];
  if (key === "End") return nodes.at(-1);
  return STEPS[key] ? nearest(from, nodes, STEPS[key]) : null;
}

// The node that is nearest in a direction; what lies off to the side counts three times.
function nearest(from, nodes, [dx, dy]) {
  const centre = (one) => {
    const box = (one.querySelector(".shape, .tile") ?? one).getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = centre(from);
  let best = null;
  let least = Infinity;
  for (const one of nodes) {
    const [ox, oy] = centre(one);
    const along = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    const far = along + 3 * aside;
    if (one !== from && along > 4 && far < least) [best, least] = [one, far];
  }
  return best;
}
