// Writing: what a page sends to the API shows the token of this server, which no other site can read.

async function posted(address, asked, body, headers = {}) {
  const { token } = await (await fetch("/api/v1/token")).json();
  return fetch(`${address}?${asked}`, { method: "POST", body, headers: { ...headers, "X-CSRF-Token": token } });
}

export async function send(address, asked, body, headers = {}) {
  const answer = await posted(address, asked, body, headers);
  return { ok: answer.ok, status: answer.status, told: await answer.json() };
}

// The server says errors and problems in both languages, and under "said" in each alone: that of this page is taken.
const language = () => (new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh");
export const spoken = (told) => ({ ...told, ...told.said?.[language()] });

// What the server answers as a file.
export async function fetched(address, asked, body) {
  const answer = await posted(address, asked, body);
  if (!answer.ok) throw new Error(spoken(await answer.json()).detail);
  return answer.blob();
}

// The words of a page stand in its template #t-words, in its language. {edits edit} is a number with its English noun.
export const held = (name) => document.getElementById("t-words").content.querySelector(`[data-word="${name}"]`);
export const word = (name, given = {}) =>
  held(name).textContent.replace(/\{(\w+)(?: (\w+))?\}/g, (_, key, noun) =>
      noun ? `${given[key]} ${noun}${Number(given[key]) === 1 ? "" : "s"}` : given[key]);

// Another page, in the language of this one.
export function page(path, asked) {
  const lang = new URLSearchParams(location.search).get("lang");
  const query = String(new URLSearchParams({ ...asked, ...(lang ? { lang } : {}) }));
  return query ? `${path}?${query}` : path;
}
