// Writing: what a page sends to the API shows the token of this server, which no other site can read.

export async function send(address, asked, body, headers = {}) {
  const { token } = await (await fetch("/api/v1/token")).json();
  const answer = await fetch(`${address}?${asked}`, { method: "POST", body, headers: { ...headers, "X-CSRF-Token": token } });
  return { ok: answer.ok, status: answer.status, told: await answer.json() };
}

// The words of a page stand in its template #t-words, in its language.
export const word = (name, given = {}) =>
  document.getElementById("t-words").content.querySelector(`[data-word="${name}"]`)
    .textContent.replace(/\{(\w+)\}/g, (_, key) => given[key]);
