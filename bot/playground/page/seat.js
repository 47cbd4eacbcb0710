// One person's screen: their chats, what they can do, and what pops up; draws no message itself.

import { act, post, Refused } from "./api.js";
import { make, nameOf } from "./bubble.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";

const LANGUAGES = { en: "English", fr: "French" };
const TOAST_SECONDS = 4;
const ACTION_SECONDS = 5;
const ACTION_WORDS = { typing: "is typing…", upload_document: "is sending a file…", upload_photo: "is sending a photo…" };

export class Seat {
  constructor(person, world) {
    this.person = person;
    this.world = world;
    this.element = document.getElementById("seat-template").content.firstElementChild.cloneNode(true);
    this.find = (selector) => this.element.querySelector(selector);
    this.element.id = `seat-${person.id}`;
    this.element.dataset.testid = `seat-${person.first_name.toLowerCase()}`;
    this.element.setAttribute("aria-label", nameOf(person));
    this.find(".name").textContent = nameOf(person);
    const avatar = this.find(".avatar");
    avatar.textContent = person.first_name[0];
    avatar.classList.add(`hue-${person.id % 5}`);
    this.chats = {};
    this.composer = new Composer(this);
    this.open(this.inside ? "group" : "private");
    this.wire();
    this.update(person, world);
  }

  get inside() {
    return ["member", "administrator"].includes(this.person.standing);
  }

  get chat() {
    return this.chats[this.current];
  }

  chatOf(kind) {
    if (!this.chats[kind]) {
      const log = this.chats.private || this.chats.group ? this.find(".log").cloneNode() : this.find(".log");
      log.onscroll = () => this.showDown();
      const inGroup = kind === "group";
      const chatId = inGroup ? this.world.staff_chat : this.person.id;
      const actions = {
        say: (text) => this.say(text),
        tap: (...what) => this.tap(...what),
        reply: (message) => this.composer.setNote({ kind: "reply", message }),
        edit: (message) => this.composer.edit(message),
        show: (id) => this.chat.show(id),
      };
      const emptyWords = () => (inGroup ? "Nothing in the group yet." : this.welcome());
      this.chats[kind] = new Chat(this.person, chatId, log, actions, { inGroup, emptyWords });
    }
    return this.chats[kind];
  }

  welcome() {
    const texts = this.world.bot.descriptions;
    return texts[`description:${this.person.language_code}`] || texts["description:"] || "No messages yet.";
  }

  open(kind) {
    const chat = this.chatOf(kind);
    this.current = kind;
    this.find(".log").replaceWith(chat.log);
    for (const tab of this.element.querySelectorAll(".tab")) {
      tab.setAttribute("aria-selected", String(tab.dataset.chat === kind));
      if (tab.dataset.chat === kind) tab.querySelector(".unread").hidden = true;
    }
    this.composer.setNote(null);
    this.composer.drawKeyboard();
    chat.scrollToEnd();
    this.showDown();
  }

  update(person, world) {
    this.person = person;
    this.world = world;
    for (const chat of Object.values(this.chats)) chat.person = person;
    this.find(".tabs").hidden = !this.inside;
    if (!this.inside && this.current === "group") this.open("private");
    this.find(".composer").hidden = person.blocked && this.current === "private";
    this.find(".unblock").hidden = !(person.blocked && this.current === "private");
    this.describe();
  }

  describe(action = "") {
    const role = this.person.role || (this.inside ? "staff" : "guest");
    const language = LANGUAGES[this.person.language_code] ?? this.person.language_code;
    const words = `${role[0].toUpperCase()}${role.slice(1)} · ${language}`;
    const bot = ACTION_WORDS[action] && `${this.world.bot.first_name} ${ACTION_WORDS[action]}`;
    this.find(".about").textContent = bot || words;
    this.find(".about").classList.toggle("acting", Boolean(bot));
  }

  async refresh() {
    const kinds = this.inside ? ["group", "private"] : ["private"];
    await Promise.all(kinds.map((kind) => this.refreshChat(kind)));
  }

  async refreshChat(kind) {
    const fresh = this.chatOf(kind).seq === 0;
    const changed = await this.chatOf(kind).refresh();
    const news = changed.some((message) => !message.deleted && message.from.id !== this.person.id);
    if (kind !== this.current && news && !fresh) this.find(`[data-chat=${kind}] .unread`).hidden = false;
    if (kind !== this.current) return;
    if (news) this.describe();
    if (fresh) this.chat.scrollToEnd();
    this.composer.drawKeyboard();
    this.showDown();
  }

  async hear(event) {
    const kind = event.chat_id === this.world.staff_chat ? "group" : "private";
    if (event.chat_id !== this.person.id && !(kind === "group" && this.inside)) return;
    if (event.kind === "chat") await this.refreshChat(kind);
    if (event.kind === "toast" && event.toast.person_id === this.person.id) this.showToast(event.toast);
    if (event.kind === "action" && kind === this.current) {
      this.describe(event.action);
      clearTimeout(this.acting);
      this.acting = setTimeout(() => this.describe(), ACTION_SECONDS * 1000);
    }
  }

  wire() {
    this.find(".down").onclick = () => this.chat.scrollToEnd();
    this.find(".unblock").onclick = () => this.do("unblock");
    this.find(".more").onclick = () => (this.find(".more-menu").hidden ? this.showMore() : this.close());
    for (const tab of this.element.querySelectorAll(".tab")) {
      tab.onclick = () => {
        this.open(tab.dataset.chat);
        this.update(this.person, this.world);
      };
    }
    for (const menu of this.element.querySelectorAll(".menu")) menu.onkeydown = (event) => this.walk(menu, event);
  }

  walk(menu, event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      this.close();
      this.find("textarea").focus();
    } else if (step) {
      event.preventDefault();
      const items = [...menu.querySelectorAll("button")];
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    }
  }

  close() {
    for (const menu of this.element.querySelectorAll(".menu")) menu.hidden = true;
    this.find(".more").setAttribute("aria-expanded", "false");
    this.find(".slash").setAttribute("aria-expanded", "false");
  }

  showMore() {
    const group = this.inside;
    const bot = ["member", "administrator"].includes(this.world.bot.standing);
    const items = [
      this.item("Send a sticker", () => this.do("send/sticker", { emoji: "🎉" })),
      this.item("Send a photo", () => this.do("send/photo", {})),
      this.item("Send a voice message", () => this.do("send/voice", {})),
      this.item("Forward the bot's last message", () => this.forwardLast()),
      this.person.blocked
        ? this.item("Unblock the bot", () => this.do("unblock"))
        : this.item("Block the bot", () => this.do("block")),
      this.item(group ? "Leave the staff group" : "Join the staff group", () =>
        this.do("standing", { standing: group ? "left" : "member" })),
    ];
    if (group) {
      const admin = this.person.standing === "administrator";
      items.push(
        this.item(admin ? "Stop being an administrator" : "Become an administrator", () =>
          this.do("standing", { standing: admin ? "member" : "administrator" })),
        this.item(bot ? "Remove the bot from the group" : "Add the bot to the group", () =>
          this.try(() => post("bot/standing", JSON.stringify({ standing: bot ? "kicked" : "member" })))),
      );
    }
    const menu = this.find(".more-menu");
    menu.replaceChildren(...items);
    menu.hidden = false;
    this.find(".more").setAttribute("aria-expanded", "true");
    items[0].focus();
  }

  item(words, run) {
    const button = make("button", "", words);
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.onclick = () => {
      this.close();
      run();
    };
    return button;
  }

  // Does one thing as this person; what Telegram would not let them do pops up as its reason.
  async do(action, wish = {}) {
    return this.try(() => act(this.person.id, action, { chat_id: this.chat.chatId, ...wish }));
  }

  async try(run) {
    try {
      return await run();
    } catch (problem) {
      this.popUp(problem instanceof Refused ? problem.message : "The playground does not answer.");
      return null;
    }
  }

  say(text, replyTo) {
    return this.do("say", { text, reply_to: replyTo });
  }

  async tap(message, row, column, button, element) {
    if (button.copy_text) {
      await navigator.clipboard.writeText(button.copy_text.text).catch(() => {});
      this.popUp("Copied.");
      return;
    }
    element.classList.add("busy");
    const done = await this.do("tap", { message_id: message.message_id, row, column });
    if (!done) element.classList.remove("busy");
  }

  async forwardLast() {
    const last = [...this.chat.messages.values()].reverse().find((message) => message.from.is_bot);
    if (last) await this.do("forward", { message_id: last.message_id, from_chat_id: this.chat.chatId });
    else this.popUp("The bot has not written here yet.");
  }

  showDown() {
    this.find(".down").hidden = this.chat.atEnd();
  }

  showToast(toast) {
    for (const chat of Object.values(this.chats)) {
      const busy = chat.elements.get(toast.message_id)?.querySelectorAll(".busy") ?? [];
      for (const button of busy) button.classList.remove("busy");
    }
    if (toast.text && toast.alert) {
      const dialog = document.querySelector(".alert");
      dialog.querySelector("p").textContent = toast.text;
      dialog.showModal();
    } else if (toast.text) this.popUp(toast.text);
  }

  popUp(words) {
    const box = this.find(".toast");
    box.textContent = words;
    box.hidden = false;
    clearTimeout(this.popped);
    this.popped = setTimeout(() => (box.hidden = true), TOAST_SECONDS * 1000);
  }
}
