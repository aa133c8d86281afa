// The titles of lanes stay in sight while their picture scrolls away above them.

const clip = (picture) => {
  const stage = picture.closest(".stage");
  const scrolls = stage && /auto|scroll/.test(getComputedStyle(stage).overflowY);
  return Math.max(0, scrolls ? stage.getBoundingClientRect().top : 0);
};

export function keepTitles() {
  for (const titles of document.querySelectorAll(".canvas > .picture > .titles")) {
    const picture = titles.ownerSVGElement;
    const { y, height } = picture.viewBox.baseVal;
    const box = picture.getBoundingClientRect();
    const scale = box.height / height || 1;
    const gone = (clip(picture) - box.top) / scale - (Number(titles.dataset.top) - y);
    put(titles, gone > 0 && gone < height - 160 ? gone : 0);
  }
}

function put(titles, gone) {
  titles.classList.toggle("kept", gone > 0);
  if (gone) titles.setAttribute("transform", `translate(0 ${gone.toFixed(1)})`);
  else if (titles.hasAttribute("transform")) titles.removeAttribute("transform");
}

let asked = 0;
document.addEventListener("scroll", () => {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(keepTitles);
}, { capture: true, passive: true });
addEventListener("beforeprint", () => {
  for (const titles of document.querySelectorAll(".titles.kept")) put(titles, 0);
});
