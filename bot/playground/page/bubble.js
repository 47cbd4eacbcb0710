// Draws one message. Everything that people or the bot wrote goes in as text, never as markup.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span", bot_command: "button",
  text_mention: "strong",
};
const SAFE_LINK = /^(https?|tg|mailto|tel):/i;

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function nameOf(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

export function preview(message) {
  return message.text || message.caption || fileWords(message) || "Message";
}

const topics = new Map();

function topicName(message) {
  return topics.get(message.message_thread_id) ?? message.message_thread_id;
}

function fileWords(message) {
  if (message.document) return message.document.file_name;
  if (message.photo) return "Photo";
  if (message.sticker) return `${message.sticker.emoji} Sticker`;
  return message.voice ? "Voice message" : "";
}

// `actions`: say(text), tap(message, row, column, button), reply(message), edit(message), show(id).
export function drawMessage(message, me, actions, { inGroup, follows }) {
  const service = serviceWords(message);
  if (service) {
    const line = make("p", "service", service);
    line.dataset.id = message.message_id;
    return line;
  }
  const mine = message.from.id === me;
  const item = make("article", `message ${mine ? "mine" : "theirs"}${follows ? " follows" : ""}`);
  item.dataset.id = message.message_id;
  item.dataset.testid = "message";
  item.tabIndex = -1;
  item.title = `Message ${message.message_id}`;
  const bubble = make("div", "bubble");
  if (message.sticker) bubble.classList.add("bare");
  if (inGroup && !mine && !follows) bubble.append(make("p", `sender hue-${message.from.id % 5}`, nameOf(message.from)));
  if (message.is_topic_message) bubble.append(make("p", "topic", `# ${topicName(message)}`));
  if (message.forward_origin) bubble.append(forwarded(message.forward_origin));
  if (message.reply_to_message) bubble.append(quote(message.reply_to_message, actions));
  const file = drawFile(message);
  if (file) bubble.append(file);
  const text = message.text ?? message.caption;
  const words = make("div", "text");
  words.dir = "auto";
  if (text) words.append(drawText(text, message.entities ?? message.caption_entities ?? [], actions));
  words.append(foot(message));
  bubble.append(words, tools(message, mine, actions));
  item.append(bubble);
  const rows = message.reply_markup?.inline_keyboard;
  if (rows) item.append(drawButtons(message, rows, actions));
  return item;
}

function serviceWords(message) {
  if (message.new_chat_members) return `${message.new_chat_members.map(nameOf).join(", ")} joined the group`;
  if (message.forum_topic_created) {
    topics.set(message.message_id, message.forum_topic_created.name);
    return `${nameOf(message.from)} created the topic “${message.forum_topic_created.name}”`;
  }
  return message.left_chat_member ? `${nameOf(message.left_chat_member)} left the group` : "";
}

function forwarded(origin) {
  const name = origin.sender_user ? nameOf(origin.sender_user) : origin.sender_user_name;
  return make("p", "forwarded", `Forwarded from ${name}`);
}

function quote(replied, actions) {
  const box = make("button", "quote");
  box.type = "button";
  box.append(make("b", "", nameOf(replied.from)), make("span", "", preview(replied)));
  box.onclick = () => actions.show(replied.message_id);
  return box;
}

function drawFile(message) {
  if (message.document) {
    const link = make("a", "document");
    link.href = `/play/files/${encodeURIComponent(message.document.file_id)}`;
    link.download = message.document.file_name;
    const words = make("span", "document-words");
    words.append(make("b", "", message.document.file_name), make("small", "", size(message.document.file_size)));
    link.append(make("span", "document-sign", "↓"), words);
    return link;
  }
  if (message.photo) {
    const photo = message.photo.at(-1);
    const image = make("img", "photo");
    image.src = `/play/files/${encodeURIComponent(photo.file_id)}`;
    image.alt = message.caption || "Photo";
    image.width = photo.width;
    image.height = photo.height;
    return image;
  }
  if (message.sticker) return make("p", "sticker", message.sticker.emoji);
  if (message.voice) return make("p", "voice", `Voice message, ${message.voice.duration} s`);
  return null;
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function tools(message, mine, actions) {
  const line = make("p", "tools");
  line.append(tool("Reply", () => actions.reply(message)));
  if (mine && message.text && !message.forward_origin) line.append(tool("Edit", () => actions.edit(message)));
  return line;
}

function foot(message) {
  const line = make("span", "foot");
  if (message.edited) line.append(make("span", "edited", "edited"));
  const time = make("time", "", new Date(message.date * 1000).toTimeString().slice(0, 5));
  time.dateTime = new Date(message.date * 1000).toISOString();
  line.append(time);
  return line;
}

function tool(words, run) {
  const button = make("button", "tool", words);
  button.type = "button";
  button.onclick = run;
  return button;
}

function drawButtons(message, rows, actions) {
  const keyboard = make("div", "buttons");
  rows.forEach((row, rowNumber) => {
    const line = make("div", "row");
    row.forEach((button, column) => line.append(drawButton(message, button, rowNumber, column, actions)));
    keyboard.append(line);
  });
  return keyboard;
}

function drawButton(message, button, row, column, actions) {
  const element = make(button.url ? "a" : "button", `button ${button.style ?? ""}`, button.text);
  element.dataset.testid = "button";
  if (button.url) {
    if (SAFE_LINK.test(button.url)) element.href = button.url;
    element.target = "_blank";
    element.rel = "noopener noreferrer";
    element.append(sign("M8 16L16 8M9 8h7v7"));
    return element;
  }
  element.type = "button";
  if (button.copy_text) element.append(sign("M9 9h9v9H9zM6 15V6h9"));
  element.onclick = () => actions.tap(message, row, column, button, element);
  return element;
}

function sign(path) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  picture.classList.add("sign");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}

export function drawText(text, entities, actions) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return drawRange(text, 0, text.length, sorted, actions);
}

function drawRange(text, start, end, entities, actions) {
  const piece = document.createDocumentFragment();
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset > at) piece.append(text.slice(at, entity.offset));
    const inner = others.filter((other) => other.offset < stop);
    const element = wrap(entity, text.slice(entity.offset, stop), actions);
    element.append(drawRange(text, Math.max(at, entity.offset), stop, inner, actions));
    piece.append(element);
    at = stop;
    rest = others.filter((other) => other.offset >= stop);
  }
  piece.append(text.slice(at, end));
  return piece;
}

function wrap(entity, words, actions) {
  const address = { text_link: entity.url, url: words, email: `mailto:${words}` }[entity.type];
  if (address && SAFE_LINK.test(address)) {
    const link = make("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }
  const element = make(TAGS[entity.type] ?? "span");
  if (entity.type === "bot_command") {
    element.type = "button";
    element.className = "command";
    element.onclick = () => actions.say(words);
  } else if (entity.type === "spoiler") {
    element.className = "spoiler";
    element.onclick = () => element.classList.add("shown");
  } else if (entity.type === "expandable_blockquote") {
    element.className = "folded";
    element.onclick = () => element.classList.toggle("folded");
  }
  return element;
}
