// On a telephone a picture is wider than its canvas, and its legend with it: it is said again below, in as many lines as
// it needs, and what stands of it inside is cut off.

const narrow = matchMedia("(max-width: 820px)");

// What is to be read of the picture is read first, since sizes are written right after.
export function keepLegends() {
  for (const old of document.querySelectorAll(".keys.apart")) old.remove();
  for (const canvas of document.querySelectorAll(".canvas:not([data-explore])")) {
    const picture = canvas.querySelector(":scope > .picture");
    const first = picture?.querySelector(":scope > .legend > .key");
    const apart = Boolean(first) && narrow.matches && canvas.classList.contains("beyond");
    canvas.classList.toggle("bare", apart);
    if (!apart) continue;
    const { y, height } = picture.viewBox.baseVal;
    const cut = y + height - (Number(first.getAttribute("y")) - ABOVE);
    picture.style.setProperty("--cut", `${(cut * Number(picture.dataset.zoom)).toFixed(1)}px`);
    canvas.after(legend(picture), caption(picture));
  }
}

const ABOVE = 14; // in the drawing, from the top of the legend to the middle of its first line

function legend(picture) {
  const made = part("div", `keys apart ${picture.getAttribute("class")}`);
  made.setAttribute("aria-hidden", "true"); // as inside
  for (const words of picture.querySelectorAll(":scope > .legend > .key")) {
    const entry = made.appendChild(document.createElement("span"));
    const sign = words.previousElementSibling.cloneNode(true);
    sign.removeAttribute("transform");
    const drawing = document.createElementNS(picture.namespaceURI, "svg");
    for (const [name, value] of [["viewBox", "-12 -11 24 22"], ["width", 24], ["height", 22]]) drawing.setAttribute(name, value);
    drawing.append(sign);
    entry.append(drawing, ` ${words.textContent}`);
  }
  return made;
}

// Its lines are broken for the drawing, some inside a word.
function caption(picture) {
  const made = part("p", "keys apart soft");
  const [first, ...rest] = [...picture.querySelectorAll(":scope > .caption")].map((line) => line.textContent);
  made.append(first ?? "");
  if (rest.length) made.append(document.createElement("br"), rest.join(document.documentElement.lang.startsWith("en") ? " " : ""));
  return made;
}

function part(tag, css) {
  const made = document.createElement(tag);
  made.className = css;
  return made;
}
