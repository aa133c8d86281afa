// One page becomes another in place: what is the same on both stays as it is drawn, so that the browser lays out and
// paints only what differs. The outcome is the other page, but for what belongs to whoever reads it: a detail that was
// opened stays open, what was typed stays typed, a picture keeps the size that its stage gave it and the node that Tab
// comes to.

const FIELDS = "input, select, textarea";

// What an element is, so that it is found again among its brothers although others came before it.
function key(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const { id, items, rel, from, to } = node.dataset;
  return node.id || id || items || (from ? `${rel} ${from} ${to}` : "");
}

function keptByReader(element, name) {
  if (name === "open") return element.matches("details");
  if (name === "tabindex") return element.matches(".node");
  if (name === "class") return element.matches(".canvas"); // whether and where its picture is cut
  return ["width", "height", "data-zoom"].includes(name) && element.matches(".picture[data-zoom]");
}

export function become(old, now) {
  if (old.isEqualNode(now)) return;
  // What a script says in its own time it says anew in the next frame, or it would go and come again.
  if (old.dataset?.own && old.dataset.own === now.dataset?.own) return;
  if (old.nodeName !== now.nodeName || key(old) !== key(now) || (old.matches?.(FIELDS) ?? false)) {
    old.replaceWith(now);
  } else if (old.nodeType === Node.ELEMENT_NODE) {
    attributes(old, now);
    children(old, now);
  } else {
    old.data = now.data;
  }
}

function attributes(old, now) {
  for (const { name } of [...old.attributes]) {
    if (!now.hasAttribute(name) && !keptByReader(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of now.attributes) {
    const wanted = keptByReader(old, name) ? kept(old, name, now) : value;
    if (old.getAttribute(name) !== wanted) old.setAttribute(name, wanted);
  }
}

// A picture that has grown keeps its scale: in another one every letter would be laid out anew.
function kept(old, name, now) {
  const size = now.viewBox?.baseVal?.[name];
  return size ? String(size * Number(old.dataset.zoom)) : old.getAttribute(name);
}

// Where the other page only counts what stays, all of it is here, in its order.
function between(old, now) {
  let at = old.firstChild;
  for (const next of [...now.childNodes]) {
    const stays = Number(next.dataset?.same ?? 0);
    if (stays) at = after(at, stays);
    else if (at?.nodeName === "#text" && next.nodeName === "#text") at = at.nextSibling;
    else old.insertBefore(next, at);
  }
  while (at) at = dropped(at);
}

function after(at, number) {
  for (let left = number; left; at = at.nextSibling) {
    if (!at) throw new Error("less is here than the next page counts on");
    if (at.nodeType === Node.ELEMENT_NODE) left -= 1;
    if (!left) return at.nextSibling;
  }
  return at;
}

// Nothing that stays is taken out and put back: that would lay it out again. So what ends goes first.
function children(old, now) {
  if (now.querySelector(":scope > [data-same]")) {
    between(old, now);
    return;
  }
  const wanted = new Set([...now.childNodes].map(key));
  const held = new Map();
  for (const one of [...old.childNodes]) {
    const name = key(one);
    if (!name) continue;
    if (wanted.has(name)) held.set(name, one);
    else one.remove();
  }
  let at = old.firstChild;
  for (const next of [...now.childNodes]) {
    const name = key(next);
    const same = name ? held.get(name) : at && !key(at) && at.nodeName === next.nodeName ? at : null;
    held.delete(name);
    while (name && same && at && at !== same && !key(at)) at = dropped(at);
    if (!same) old.insertBefore(next, at);
    else {
      if (same === at) at = at.nextSibling;
      else old.insertBefore(same, at);
      become(same, next);
    }
  }
  while (at) at = dropped(at);
}

function dropped(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}
