// Talking with the sandbox's own server.

/** What the server says about a request that it did not do. */
export class NotDone extends Error {}

async function answered(response) {
  const body = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
  if (!response.ok) throw new NotDone(body?.problem ?? `The sandbox answered ${response.status}.`);
  return body;
}

export const get = async (path, query = {}) =>
  answered(await fetch(`${path}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } }));

export const post = async (path, body) =>
  answered(await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }));
