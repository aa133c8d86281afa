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

// How many things are out of sight: null where the picture is not cut, 0 where only its legend is.
function below() {
  const picture = document.querySelector(".canvas > .picture");
  const box = picture?.getBoundingClientRect();
  const at = picture ? edge(picture) : 0;
  if (!box || box.top >= at || box.bottom <= at + 4) return null;
  const scale = box.height / picture.viewBox.baseVal.height || 1;
  return things(picture, box).reduce((sum, one) => sum + (box.top + one.at * scale > at ? one.number : 0), 0);
}

// Each side that hides something is shaded.
function sides() {
  return [...document.querySelectorAll(".canvas:is(.beyond, .cut-left, .cut-right)")].map((canvas) => {
    const { scrollLeft, clientWidth, scrollWidth } = canvas;
    const beyond = canvas.matches(".beyond");
    return { canvas, left: beyond && scrollLeft > 1, right: beyond && scrollLeft + clientWidth < scrollWidth - 1 };
  });
}

// All is read before anything is written: in between, the whole page would be laid out anew.
function tell() {
  const number = bar() ? below() : null;
  const shaded = sides();
  if (bar()) {
    const button = bar().querySelector("button");
    bar().hidden = number === null;
    button.hidden = number === 0;
    button.querySelector("span").textContent = number ? button.dataset.said.replace("#", number) : "";
  }
  for (const { canvas, left, right } of shaded) {
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
  asked = requestAnimationFrame(tell);
}
document.addEventListener("scroll", tellSoon, { capture: true, passive: true });
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-below]")) return;
  const picture = document.querySelector(".canvas > .picture");
  const by = Math.min(picture.getBoundingClientRect().bottom - edge(picture) + 12, 0.7 * innerHeight);
  stage(picture).scrollBy({ top: by });
});
