// Talks to the playground's people's side; knows nothing of the page.

export class Refused extends Error {}

export async function get(path) {
  const answer = await fetch(`/play/${path}`);
  return read(answer);
}

export async function act(person, action, wish) {
  const body = wish instanceof FormData ? wish : JSON.stringify(wish);
  return post(`people/${person}/${action}`, body);
}

export async function post(path, body) {
  return read(await fetch(`/play/${path}`, { method: "POST", body }));
}

async function read(answer) {
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.error);
  return said;
}

// Hands every event to `hear`; after a loss it tries again until the playground answers.
export function listen({ hear, opened, lost }) {
  const source = new EventSource("/play/events");
  source.onopen = opened;
  source.onmessage = (event) => hear(JSON.parse(event.data));
  source.onerror = () => {
    source.close();
    lost();
    setTimeout(() => listen({ hear, opened, lost }), 1000);
  };
}
