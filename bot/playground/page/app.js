// Begins the page: one seat for each person, and the news that keeps them up to date.

import { get, listen } from "./api.js";
import { make } from "./bubble.js";
import { Seat } from "./seat.js";

const seats = new Map();
let world = null;
let queue = Promise.resolve();

function one(id) {
  return document.getElementById(id);
}

async function load() {
  const state = await get("state");
  if (world && world.world !== state.world) {
    // Another playground answers now; nothing of the old one is true any more.
    seats.clear();
    one("seats").replaceChildren();
    one("jump").replaceChildren();
  }
  world = state;
  for (const person of state.people) {
    const seat = seats.get(person.id);
    if (seat) seat.update(person, state);
    else add(person);
  }
  showBot(state.bot.online);
  await Promise.all([...seats.values()].map((seat) => seat.refresh()));
}

function add(person) {
  const seat = new Seat(person, world);
  seats.set(person.id, seat);
  one("seats").append(seat.element);
  const link = make("a", "", person.first_name);
  link.href = `#${seat.element.id}`;
  one("jump").append(link);
}

function showBot(online) {
  one("bot").classList.toggle("online", online);
  one("bot-words").textContent = online ? `${world.bot.first_name} is online` : "The bot is not running";
}

async function hear(event) {
  if (event.kind === "alive") showBot(event.online);
  else if (["people", "bot"].includes(event.kind)) await load();
  else await Promise.all([...seats.values()].map((seat) => seat.hear(event)));
}

document.addEventListener("click", (event) => {
  if (event.target.closest(".menu, .more, .slash, textarea")) return;
  for (const seat of seats.values()) seat.close();
});

listen({
  hear: (event) => {
    queue = queue.then(() => hear(event)).catch(() => {});
  },
  opened: () => {
    queue = queue.then(load).then(() => (one("banner").hidden = true)).catch(() => {});
  },
  lost: () => {
    one("banner").hidden = false;
    one("bot").classList.remove("online");
    one("bot-words").textContent = "";
  },
});
