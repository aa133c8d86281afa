// The page of an impact: whoever opens the path behind a row sees it in the picture too.

import { choose, whenDrawn } from "/static/base.js";

document.addEventListener("toggle", (event) => {
  const path = event.target.closest?.("details.why[data-path]");
  if (path) choose(path.open ? JSON.parse(path.dataset.path) : []);
}, true);

// On a telephone the chapters stand folded, each with its number of rows; whoever goes to one opens it.
const phone = matchMedia("(max-width: 820px)");

function unfold() {
  const chapter = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details.chapter");
  if (chapter) chapter.open = true;
}

whenDrawn(() => {
  for (const chapter of phone.matches ? document.querySelectorAll("details.chapter") : []) chapter.open = false;
  unfold();
});
addEventListener("hashchange", unfold);
document.addEventListener("click", (event) => {
  if (event.target.closest(".contents a")) setTimeout(unfold);
});
