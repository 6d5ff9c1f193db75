// What every page does: keys, suggestions, dark and light, word of what came in. All of it can be missing.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// ------------------------------------------------------------------------------------------------ dark and light
function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const to = dark ? "light" : "dark";
  root.dataset.theme = to;
  document.cookie = `theme=${to};path=/;max-age=34560000;samesite=lax`;
}
$("[data-theme-switch]")?.addEventListener("click", (event) => {
  event.preventDefault();
  switchTheme();
});

// ------------------------------------------------------------------------------------------------ keys
let armed = 0; // when "g" was pressed
const pages = { f: "/", s: "/stories", e: "/events", a: "/actors", n: "/network" };

function step(by) {
  const items = $$("[data-item]").filter((item) => item.offsetParent !== null || item.getClientRects().length);
  if (!items.length) return;
  const now = items.findIndex((item) => item.classList.contains("here"));
  const next = items[Math.min(Math.max(now < 0 ? (by > 0 ? 0 : items.length - 1) : now + by, 0), items.length - 1)];
  for (const item of items) item.classList.toggle("here", item === next);
  const link = $("a.title, a.sentence, a", next) ?? next;
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && typing) event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (armed && Date.now() - armed < 1200 && pages[event.key]) {
    location.href = pages[event.key];
    return;
  }
  armed = 0;
  const acts = {
    "/": () => $("#q").focus(),
    "?": () => $("[data-help]").showModal(),
    g: () => (armed = Date.now()),
    d: switchTheme,
    j: () => document.dispatchEvent(new CustomEvent("step", { detail: 1, cancelable: true })) && step(1),
    k: () => document.dispatchEvent(new CustomEvent("step", { detail: -1, cancelable: true })) && step(-1),
  };
  if (acts[event.key]) {
    event.preventDefault();
    acts[event.key]();
  }
});

// ------------------------------------------------------------------------------------------------ forms of filters
for (const form of $$("[data-filters]")) {
  // An address without empty fields; the server does the same for who has no scripts.
  form.addEventListener("submit", () => {
    for (const field of $$("input, select", form)) if (!field.value.trim()) field.disabled = true;
  });
  for (const select of $$("select", form)) select.addEventListener("change", () => form.requestSubmit());
}
if (matchMedia("(max-width: 760px)").matches) for (const fold of $$("[data-fold]")) fold.open = false;
addEventListener("pageshow", () => {
  for (const field of $$("[data-filters] :disabled")) field.disabled = false;
});

// ------------------------------------------------------------------------------------------------ suggestions
const groups = {
  actors: ["Actors", (row) => [row.name, [row.kind?.replaceAll("_", " "), row.country].filter(Boolean).join(", "), `/actors/${encodeURIComponent(row.actor)}`, row.actor]],
  stories: ["Stories", (row) => [row.title, `${row.articles} articles`, `/stories/${encodeURIComponent(row.story)}`, row.story]],
  places: ["Places", (row) => [row.name, row.country ?? "", `/events?place=${encodeURIComponent(row.name)}`, row.name]],
  articles: ["Titles", (row) => [row.title, row.outlet ?? "", `/articles/${encodeURIComponent(row.article)}`, row.article]],
};
let lists = 0;

function suggest(input) {
  const only = input.dataset.suggest;
  const box = make("ul", { class: "listbox", role: "listbox", id: `suggestions-${++lists}`, hidden: "" });
  box.setAttribute("aria-label", "Suggestions");
  input.after(box);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", box.id);
  input.setAttribute("aria-autocomplete", "list");
  let timer = 0, asked = "", at = -1;
  const options = () => $$("[role=option]", box);
  const close = () => {
    box.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    if (only) {
      input.value = option.dataset.value;
      close();
      if (input.form?.matches("[data-filters]")) input.form.requestSubmit();
    } else location.href = option.dataset.link;
  };
  const point = (to) => {
    const all = options();
    if (!all.length) return;
    at = (to + all.length) % all.length;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const text = input.value.trim();
    asked = text;
    if (text.length < 2) return close();
    const answer = await fetch(`/api/suggest?q=${encodeURIComponent(text)}`).catch(() => null);
    if (!answer?.ok || asked !== text || document.activeElement !== input) return;
    const found = await answer.json();
    box.replaceChildren();
    for (const [group, [title, read]] of Object.entries(groups)) {
      if ((only && group !== only) || !found[group]?.length) continue;
      if (!only) box.append(make("li", { class: "group", role: "presentation" }, title));
      for (const row of found[group]) {
        const [name, about, link, value] = read(row);
        const option = make("li", { role: "option", id: `${box.id}-${box.childElementCount}`, "aria-selected": "false", "data-link": link, "data-value": value }, make("bdi", {}, (name ?? "").slice(0, 80)), make("span", { class: "said" }, about.slice(0, 40)));
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          choose(option);
        });
        box.append(option);
      }
    }
    at = -1;
    box.hidden = !options().length;
    input.setAttribute("aria-expanded", String(!box.hidden));
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("blur", () => setTimeout(close, 100));
  input.addEventListener("keydown", (event) => {
    if (box.hidden) return;
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at < 0 ? -1 : at - 1);
    else if (event.key === "Enter" && at >= 0) choose(options()[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
$$("[data-suggest]").forEach(suggest);

// ------------------------------------------------------------------------------------------------ live
function listen() {
  const bar = $("[data-live]");
  const shown = document.body.dataset.state;
  let first = null;
  const source = new EventSource("/api/live");
  source.addEventListener("desk", (event) => {
    const now = JSON.parse(event.data);
    first ??= now;
    if (now.state === shown) return;
    const more = now.articles - first.articles;
    const word = more > 0 ? `${more.toLocaleString("en")} ${more === 1 ? "article" : "articles"} came in.` : "The desk has changed.";
    bar.replaceChildren(word, " ", make("a", { href: location.href.split("#")[0] }, "Show"));
    bar.hidden = false;
  });
  addEventListener("pagehide", () => source.close());
}
// After the page is drawn, and only while somebody looks at it: a browser opens six lines to a host at most.
if (document.visibilityState === "visible") setTimeout(listen, 400);
else document.addEventListener("visibilitychange", () => setTimeout(listen, 400), { once: true });
