// How much of a picture is out of sight below: under the tools, or on a telephone below the window; and on which sides
// of its canvas it is cut.

const bar = () => document.querySelector(".below");
const heights = new WeakMap(); // per picture the middle of each thing, from its top, at zoom 1

const scrolls = (one) => one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY === "auto";
const stage = (picture) => [picture.closest(".stage")].find(scrolls) ?? document.documentElement; // or the page

// Where the picture is cut: at its tools, else at the window; a canvas that scrolls by itself has its own bar.
function edge(picture) {
  const dock = document.querySelector(".dock");
  const tools = dock?.closest(".foot") ?? dock;
  if (scrolls(picture.parentElement)) return Infinity;
  return tools && getComputedStyle(tools).position === "sticky" ? tools.getBoundingClientRect().top : innerHeight;
}

function things(picture, { top, height }) {
  if (!heights.has(picture)) {
    const scale = height / picture.viewBox.baseVal.height || 1;
    heights.set(picture, [...picture.querySelectorAll(".node:not(.away)")].map((node) => {
      const box = node.getBoundingClientRect();
      return { at: (box.top + box.height / 2 - top) / scale, number: Number(node.dataset.members ?? 1) };
    }));
  }
  return heights.get(picture);
}

// Said as long as anything is: how many things, in the words of the page.
function tellBelow() {
  if (!bar()) return;
  const picture = document.querySelector(".canvas > .picture");
  const box = picture?.getBoundingClientRect();
  const at = picture ? edge(picture) : 0;
  const cut = Boolean(box) && box.top < at && box.bottom > at + 4;
  bar().hidden = !cut;
  if (!cut) return;
  const scale = box.height / picture.viewBox.baseVal.height || 1;
  const number = things(picture, box).reduce((sum, one) => sum + (box.top + one.at * scale > at ? one.number : 0), 0);
  const button = bar().querySelector("button");
  button.hidden = number === 0;
  button.querySelector("span").textContent = button.dataset.said.replace("#", number);
}

// Each side that hides something is shaded.
function shadeSides() {
  const found = [...document.querySelectorAll(".canvas.beyond")].map((canvas) => {
    const { scrollLeft, clientWidth, scrollWidth } = canvas;
    return { canvas, left: scrollLeft > 1, right: scrollLeft + clientWidth < scrollWidth - 1 };
  });
  for (const { canvas, left, right } of found) {
    canvas.classList.toggle("cut-left", left);
    canvas.classList.toggle("cut-right", right);
  }
}

// Things came or went.
export function countBelow() {
  for (const picture of document.querySelectorAll(".canvas > .picture")) heights.delete(picture);
  tellSoon();
}

let asked = 0;
function tellSoon() {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(() => {
    tellBelow();
    shadeSides();
  });
}
document.addEventListener("scroll", tellSoon, { capture: true, passive: true });
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-below]")) return;
  const picture = document.querySelector(".canvas > .picture");
  const by = Math.min(picture.getBoundingClientRect().bottom - edge(picture) + 12, 0.7 * innerHeight);
  stage(picture).scrollBy({ top: by });
});
