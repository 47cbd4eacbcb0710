// One chat on one person's screen: keeps what was said up to date and in view; knows nothing of the composer.

import { get } from "./api.js";
import { drawMessage, make } from "./bubble.js";

const NEAR_THE_END = 80;
const CLOSE_TOGETHER = 300;

export class Chat {
  constructor(person, chatId, log, actions, { inGroup, emptyWords }) {
    Object.assign(this, { person, chatId, log, actions, inGroup, emptyWords });
    this.messages = new Map();
    this.elements = new Map();
    this.seq = 0;
    this.keyboard = null;
    this.forceReply = null;
    this.placeholder = "";
    this.loading = null;
    this.stuck = true;
    // A keyboard that opens below makes the chat lower; its end stays in view if it was.
    this.height = 0;
    new ResizeObserver(() => {
      this.height = log.clientHeight;
      if (this.stuck) this.scrollToEnd();
    }).observe(log);
    log.addEventListener("scroll", () => {
      if (log.clientHeight === this.height) this.stuck = this.atEnd();
    });
  }

  // Fetches what changed; calls that come meanwhile are answered by one more fetch.
  async refresh() {
    if (this.loading) {
      this.again = true;
      return this.loading;
    }
    this.loading = this.fetchAll();
    try {
      return await this.loading;
    } finally {
      this.loading = null;
    }
  }

  async fetchAll() {
    const changed = [];
    do {
      this.again = false;
      const path = `people/${this.person.id}/chat?chat_id=${this.chatId}&after=${this.seq}`;
      const view = await get(path);
      this.seq = view.seq;
      this.keyboard = view.keyboard;
      this.forceReply = view.force_reply;
      this.placeholder = view.placeholder;
      changed.push(...view.messages);
      if (view.messages.length) this.apply(view.messages);
    } while (this.again);
    this.drawEmpty();
    return changed;
  }

  apply(changed) {
    const stay = this.stuck;
    for (const message of changed) {
      if (message.deleted) {
        this.messages.delete(message.message_id);
        this.elements.get(message.message_id)?.remove();
        this.elements.delete(message.message_id);
      } else {
        this.messages.set(message.message_id, message);
        this.draw(message);
      }
    }
    this.drawEmpty();
    const mine = changed.some((message) => message.from?.id === this.person.id);
    if (stay || mine) this.scrollToEnd();
  }

  draw(message) {
    const before = this.before(message);
    const follows = Boolean(before) && before.from.id === message.from.id && !before.new_chat_members &&
      !before.left_chat_member && message.date - before.date < CLOSE_TOGETHER;
    const element = drawMessage(message, this.person.id, this.actions, { inGroup: this.inGroup, follows });
    const old = this.elements.get(message.message_id);
    const focused = old?.contains(document.activeElement);
    if (old) old.replaceWith(element);
    else this.log.append(element);
    if (focused) (element.querySelector(".button") ?? this.log).focus({ preventScroll: true });
    this.elements.set(message.message_id, element);
  }

  before(message) {
    let found = null;
    for (const [id, other] of this.messages) if (id < message.message_id) found = other;
    return found;
  }

  drawEmpty() {
    this.empty?.remove();
    this.empty = null;
    if (this.messages.size) return;
    this.empty = make("div", "empty");
    this.empty.append(make("p", "", this.emptyWords()));
    if (!this.inGroup) {
      const start = make("button", "start", "Start");
      start.type = "button";
      start.dataset.testid = "start";
      start.onclick = () => this.actions.say("/start");
      this.empty.append(start);
    }
    this.log.append(this.empty);
  }

  show(id) {
    const element = this.elements.get(id);
    if (!element) return;
    element.scrollIntoView({ block: "center", behavior: "smooth" });
    element.classList.add("shown");
    setTimeout(() => element.classList.remove("shown"), 1200);
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
