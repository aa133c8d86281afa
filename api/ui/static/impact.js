// The page of an impact: whoever opens the path behind a row sees it in the picture too.

import { choose } from "/static/base.js";

document.addEventListener("toggle", (event) => {
  const path = event.target.closest?.("details.why[data-path]");
  if (path) choose(path.open ? JSON.parse(path.dataset.path) : []);
}, true);
