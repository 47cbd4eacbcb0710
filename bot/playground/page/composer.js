// Where one person writes: text, replies, edits, files, commands and suggested answers; sends through the seat.

import { act, get } from "./api.js";
import { make, nameOf, preview } from "./bubble.js";

export class Composer {
  constructor(seat) {
    this.seat = seat;
    this.find = seat.find;
    this.note = null;
    this.wire();
  }

  wire() {
    const input = this.find("textarea");
    input.setAttribute("aria-label", `Message from ${this.seat.person.first_name}`);
    this.find(".composer").onsubmit = (event) => {
      event.preventDefault();
      this.submit();
    };
    input.onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      } else if (event.key === "Escape") {
        this.seat.close();
        this.setNote(null);
      } else if (event.key === "ArrowDown" && !this.find(".commands").hidden) {
        event.preventDefault();
        this.find(".commands button")?.focus();
      }
    };
    input.oninput = () => {
      this.fit();
      const typed = input.value;
      if (/^\/\w*$/.test(typed)) this.showCommands(typed.slice(1));
      else this.find(".commands").hidden = true;
    };
    this.find(".slash").onclick = () => (this.find(".commands").hidden ? this.showCommands("", true) : this.seat.close());
    this.find(".attach").onclick = () => this.find(".file").click();
    this.find(".file").onchange = (event) => this.sendFile(event.target);
    this.find(".note-close").onclick = () => this.setNote(null);
  }

  fit() {
    const input = this.find("textarea");
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
  }

  async submit() {
    const input = this.find("textarea");
    const text = input.value.trim();
    if (!text) return;
    const note = this.note;
    this.clear();
    const done = note?.kind === "edit"
      ? await this.seat.do("edit", { message_id: note.message.message_id, text })
      : await this.seat.say(text, note?.message.message_id);
    if (done || input.value) return;
    // What could not be sent comes back, unless something else was begun meanwhile.
    input.value = text;
    this.setNote(note);
    this.fit();
  }

  clear() {
    this.find("textarea").value = "";
    this.note = null;
    this.setNote(null);
    this.fit();
    this.seat.close();
  }

  async sendFile(field) {
    const form = new FormData();
    form.append("chat_id", this.seat.chat.chatId);
    form.append("caption", this.find("textarea").value);
    form.append("file", field.files[0]);
    field.value = "";
    if (await this.seat.try(() => act(this.seat.person.id, "send/document", form))) this.clear();
  }

  setNote(note) {
    if (this.note?.kind === "edit" && note?.kind !== "edit") this.find("textarea").value = "";
    this.note = note;
    const box = this.find(".note");
    box.hidden = !note;
    if (!note) return;
    const words = note.kind === "edit" ? "Editing" : `Replying to ${nameOf(note.message.from)}`;
    this.find(".note-title").textContent = words;
    this.find(".note-text").textContent = preview(note.message);
    this.fit();
    // A forced reply that arrives here must not take the keyboard from someone who writes elsewhere.
    if (this.seat.element.contains(document.activeElement)) this.find("textarea").focus({ preventScroll: true });
  }

  edit(message) {
    this.find("textarea").value = message.text;
    this.setNote({ kind: "edit", message });
  }

  // Shows the keyboard and the forced reply that stand in the open chat now.
  drawKeyboard() {
    const { keyboard, forceReply, placeholder, messages } = this.seat.chat;
    const box = this.find(".keyboard");
    box.hidden = !keyboard;
    this.find("textarea").placeholder = placeholder || "Message";
    const drawn = JSON.stringify(keyboard);
    if (box.dataset.drawn !== drawn) {
      box.dataset.drawn = drawn;
      box.replaceChildren(...(keyboard ?? []).map((row) => this.keyRow(row)));
    }
    if (forceReply && forceReply !== this.forced && messages.has(forceReply)) {
      this.forced = forceReply;
      this.setNote({ kind: "reply", message: messages.get(forceReply) });
    }
  }

  keyRow(row) {
    const line = make("div", "row");
    for (const label of row) {
      const key = make("button", "key", label);
      key.type = "button";
      key.onclick = () => this.seat.say(label);
      line.append(key);
    }
    return line;
  }

  async showCommands(prefix, focus = false) {
    const path = `people/${this.seat.person.id}/commands?chat_id=${this.seat.chat.chatId}`;
    const commands = await this.seat.try(() => get(path));
    // The answer may come after what was typed has been sent.
    if (!focus && this.find("textarea").value !== `/${prefix}`) return;
    const fitting = (commands ?? []).filter((command) => command.command.startsWith(prefix));
    const menu = this.find(".commands");
    menu.replaceChildren(
      ...fitting.map(({ command, description }) => {
        const item = this.seat.item("", () => {
          this.clear();
          this.seat.say(`/${command}`);
        });
        item.append(make("b", "", `/${command}`), make("span", "", description));
        return item;
      }),
    );
    if (focus && !fitting.length) this.seat.popUp("The bot has no commands here.");
    menu.hidden = !fitting.length;
    this.find(".slash").setAttribute("aria-expanded", String(!menu.hidden));
    if (focus) menu.querySelector("button")?.focus();
  }
}
