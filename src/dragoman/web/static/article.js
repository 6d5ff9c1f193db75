// The article: cards that show a record and why, claims that light up, keys from event to event.

import { make } from "./desk.js";

const reader = document.querySelector("[data-reader]");
const card = document.querySelector("[data-card]");
const kinds = ["event", "claim", "actor", "time", "place"];
let shown = null, timer = 0;

// ------------------------------------------------------------------------------------------------ switches
for (const box of reader.querySelectorAll("[data-show]")) {
  const key = `show-${box.dataset.show}`;
  const kept = localStorage.getItem(key);
  if (kept !== null) box.checked = kept === "1";
  box.addEventListener("change", () => localStorage.setItem(key, box.checked ? "1" : "0"));
}
const isOn = (kind) => reader.querySelector(`#show-${kind}`)?.checked;

// ------------------------------------------------------------------------------------------------ cards
function fill(mark) {
  const link = mark.closest(".k-event");
  if (link && isOn("event")) {
    const records = link.dataset.records.split(" ").map((id) => document.getElementById(`record-${id}`)).filter(Boolean);
    const copies = records.map((record) => {
      const copy = record.cloneNode(true);
      copy.removeAttribute("id");
      for (const form of copy.querySelectorAll(".judge")) form.remove();
      return copy;
    });
    card.replaceChildren(...copies);
    return link;
  }
  const told = mark.closest("[data-kind]");
  if (!told || !isOn(told.dataset.kind)) return null;
  const { name, about, why, score, link: to } = told.dataset;
  card.replaceChildren(
    make("div", { class: "card-name" }, to ? make("a", { href: to }, make("bdi", {}, name)) : make("bdi", {}, name)),
    make("div", { class: "said" }, about),
    why ? make("div", {}, `${why}${score ? ` (${score})` : ""}`) : null ?? "",
  );
  return told;
}

function show(mark, still = false) {
  const owner = fill(mark);
  if (!owner) return hide();
  shown = owner;
  card.hidden = false;
  const box = (owner.getClientRects()[0] ?? owner.getBoundingClientRect());
  const height = card.offsetHeight, width = card.offsetWidth;
  const below = box.bottom + height + 12 < innerHeight || box.top < height + 12;
  card.style.top = `${scrollY + (below ? box.bottom + 8 : box.top - height - 8)}px`;
  card.style.left = `${Math.max(8, Math.min(scrollX + box.left, scrollX + document.documentElement.clientWidth - width - 12))}px`;
  if (!still) light(owner);
}

function hide() {
  card.hidden = true;
  shown = null;
  light(null);
}

function light(element) {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  const ids = element?.dataset?.claim ? [element.dataset.claim] : (element?.closest?.("[data-claims]")?.dataset.claims.split(" ") ?? []);
  if (!isOn("claim")) return;
  for (const id of ids) {
    document.querySelector(`[data-claim="${CSS.escape(id)}"]`)?.classList.add("lit");
    if (element.dataset.claim) for (const piece of reader.querySelectorAll(`[data-claims~="${CSS.escape(id)}"]`)) piece.classList.add("lit");
  }
}

reader.addEventListener("pointerover", (event) => {
  clearTimeout(timer);
  const claim = event.target.closest("[data-claim]");
  if (claim) return light(claim);
  const mark = event.target.closest(".k-event, [data-kind], [data-claims]");
  if (mark) timer = setTimeout(() => show(event.target), 90);
  else timer = setTimeout(hide, 220);
});
card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", () => (timer = setTimeout(hide, 220)));
reader.addEventListener("focusin", (event) => {
  clearTimeout(timer);
  if (event.target.matches("[data-claim]")) light(event.target);
  else if (event.target.matches(".k-event, [data-kind]")) show(event.target);
});
reader.addEventListener("focusout", () => (timer = setTimeout(() => {
  if (!card.contains(document.activeElement) && !card.matches(":hover")) hide();
}, 60)));

// ------------------------------------------------------------------------------------------------ keys
function step(selector, by) {
  const marks = [...reader.querySelectorAll(selector)].filter((mark) => mark.getClientRects().length);
  if (!marks.length) return;
  const now = marks.indexOf(document.activeElement);
  let next;
  if (now >= 0) next = marks[Math.min(Math.max(now + by, 0), marks.length - 1)];
  else {
    const ahead = marks.filter((mark) => mark.getBoundingClientRect().top > 110);
    next = by > 0 ? (ahead[0] ?? marks.at(-1)) : marks[Math.max(0, marks.indexOf(ahead[0]) - 1)];
  }
  if (!next.matches("a")) next.tabIndex = -1;
  next.scrollIntoView({ block: "center", behavior: "instant" });
  next.focus({ preventScroll: true });
}
document.addEventListener("step", (event) => {
  event.preventDefault();
  if (isOn("event")) step(".k-event", event.detail);
});
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return hide();
  if (event.key === "J" || event.key === "K") {
    event.preventDefault();
    const on = kinds.filter((kind) => kind !== "claim" && isOn(kind)).map((kind) => (kind === "event" ? ".k-event" : `[data-kind=${kind}]`));
    if (on.length) step(on.join(","), event.key === "J" ? 1 : -1);
  }
  const box = /^[1-5]$/.test(event.key) ? reader.querySelector(`#show-${kinds[Number(event.key) - 1]}`) : null;
  if (box) box.click();
});
