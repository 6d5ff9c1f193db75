// The network: signed lines between actors, over time with two sliders; a line leads to what passed between two.

import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "./vendor/drawing.js";
import { make } from "./desk.js";

const SVG = "http://www.w3.org/2000/svg";
function shape(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function pairs(edges) {
  const found = new Map();
  for (const edge of edges) {
    const [one, other] = [edge.source_actor, edge.target_actor].sort();
    const key = `${one}\n${other}`;
    const row = found.get(key) ?? { source: one, target: other, events: 0, cooperation: 0, conflict: 0 };
    for (const name of ["events", "cooperation", "conflict"]) row[name] += edge[name];
    found.set(key, row);
  }
  return [...found.values()];
}

// Stretches the drawing to the room there is, names beside it included; a few actors are not blown up beyond use.
function fit(nodes, width, height) {
  const [left, top, right, bottom] = [90, 22, 150, 22];
  const xs = nodes.map((node) => node.x), ys = nodes.map((node) => node.y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [roomX, roomY] = [width - left - right, height - top - bottom];
  const kx = Math.min(roomX / Math.max(1, x1 - x0), 2.4), ky = Math.min(roomY / Math.max(1, y1 - y0), 1.8);
  for (const node of nodes) {
    node.x = left + (roomX - (x1 - x0) * kx) / 2 + (node.x - x0) * kx;
    node.y = top + (roomY - (y1 - y0) * ky) / 2 + (node.y - y0) * ky;
  }
}

function draw(canvas, answer, around) {
  const small = canvas.clientWidth < 620;
  const lines = pairs(answer.edges ?? []);
  const few = lines.length < 6;
  const [width, height] = small ? [560, few ? 260 : 440] : [1100, few ? 320 : 620];
  const known = new Map((answer.nodes ?? []).map((node) => [node.actor, node]));
  const ids = [...new Set(lines.flatMap((line) => [line.source, line.target]))];
  const old = canvas.nodes ?? new Map();
  const nodes = ids.map((id) => ({ id, weight: 0, x: old.get(id)?.x, y: old.get(id)?.y, ...known.get(id) }));
  const by = new Map(nodes.map((node) => [node.id, node]));
  for (const line of lines) {
    by.get(line.source).weight += line.events;
    by.get(line.target).weight += line.events;
  }
  if (!lines.length) {
    canvas.replaceChildren(make("p", { class: "hint" }, "Nobody acts on anybody in this time."));
    return;
  }
  const most = Math.max(...lines.map((line) => line.events));
  const heaviest = Math.max(...nodes.map((node) => node.weight));
  for (const node of nodes) node.r = 4 + 9 * Math.sqrt(node.weight / heaviest);
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(lines).id((node) => node.id).distance(small ? 60 : 80).strength(0.5))
    .force("charge", forceManyBody().strength(small ? -190 : -300))
    .force("collide", forceCollide((node) => node.r + 14))
    .force("center", forceCenter(width / 2, height / 2))
    .force("x", forceX(width / 2).strength(0.07)).force("y", forceY(height / 2).strength(0.11))
    .stop();
  simulation.tick(260); // drawn once it has come to rest: nothing moves while one looks
  fit(nodes, width, height);
  canvas.nodes = by;

  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Network; the table says the same" });
  for (const line of lines) {
    const balance = (line.cooperation - line.conflict) / Math.max(1, line.cooperation + line.conflict);
    const sign = balance > 0.15 ? "coop" : balance < -0.15 ? "conf" : "even";
    const at = { x1: line.source.x, y1: line.source.y, x2: line.target.x, y2: line.target.y };
    const said = `${line.source.name ?? line.source.id} – ${line.target.name ?? line.target.id}: ${line.events} ${line.events === 1 ? "event" : "events"}, ${line.cooperation} cooperation, ${line.conflict} conflict`;
    svg.append(shape("a", { href: `/dyads/${encodeURIComponent(line.source.id)}/${encodeURIComponent(line.target.id)}`, "aria-label": said, tabindex: lines.length > 80 ? -1 : 0 },
      shape("line", { ...at, class: "hit" }),
      shape("line", { ...at, class: `edge ${sign}`, "stroke-width": (1.2 + 7 * Math.sqrt(line.events / most)).toFixed(1) }),
      shape("title", {}, said)));
  }
  const placed = nodes.map((node) => [node.x - node.r, node.y - node.r, node.x + node.r, node.y + node.r]);
  for (const node of [...nodes].sort((a, b) => b.weight - a.weight)) {
    const group = shape("a", { href: `/actors/${encodeURIComponent(node.id)}`, class: `node ${node.kind ?? ""} ${node.id === around ? "me" : ""}`, "aria-label": node.name ?? node.id, tabindex: -1 },
      shape("circle", { cx: node.x, cy: node.y, r: node.r }), shape("title", {}, `${node.name ?? node.id} (${(node.kind ?? "").replaceAll("_", " ")})`));
    const name = (node.name ?? node.id).length > 30 ? `${(node.name ?? node.id).slice(0, 28)}…` : (node.name ?? node.id);
    // On the side away from whom it is tied to, else on the other; where neither is free, the title says it.
    const long = name.length * 6.1, gap = node.r + 3;
    const ties = lines.flatMap((line) => (line.source === node ? [line.target.x] : line.target === node ? [line.source.x] : []));
    const right = ties.reduce((sum, x) => sum + x, 0) / Math.max(1, ties.length) <= node.x;
    for (const to of right ? [1, -1] : [-1, 1]) {
      const start = to > 0 ? node.x + gap : node.x - gap - long;
      const box = [start, node.y - 7, start + long, node.y + 7];
      if (box[0] < 2 || box[2] > width - 2) continue;
      if (placed.some((p) => box[0] < p[2] && p[0] < box[2] && box[1] < p[3] && p[1] < box[3])) continue;
      placed.push(box);
      group.append(shape("text", { x: node.x + to * gap, y: node.y + 4, "text-anchor": to > 0 ? "start" : "end" }, name));
      break;
    }
    svg.append(group);
  }
  canvas.replaceChildren(svg);
}

async function start(figure) {
  const canvas = figure.querySelector("[data-network-canvas]");
  const [base, query] = figure.dataset.source.split("?");
  const load = async (changed = {}) => {
    const asked = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changed)) asked.set(name, value);
    const answer = await fetch(`${base}?${asked}`);
    if (!answer.ok) throw new Error((await answer.json()).detail);
    draw(canvas, await answer.json(), figure.dataset.around);
  };
  await load();
  figure.dataset.ready = "";
  const months = (figure.dataset.months ?? "").split(" ").filter(Boolean);
  const slider = figure.querySelector("[data-slider]");
  if (!slider || months.length < 2) return;
  const [from, to] = ["#from", "#to"].map((id) => slider.querySelector(id));
  const asked = new URLSearchParams(location.search);
  for (const [range, given, otherwise] of [[from, asked.get("since"), 0], [to, asked.get("until"), months.length - 1]]) {
    range.max = months.length - 1;
    const found = given ? months.findIndex((month) => month >= given.slice(0, 7).padEnd(7, "-01")) : otherwise;
    range.value = found < 0 ? months.length - 1 : found;
  }
  const tell = () => {
    slider.querySelector("[data-from]").textContent = months[from.value];
    slider.querySelector("[data-to]").textContent = months[to.value];
    from.setAttribute("aria-valuetext", months[from.value]);
    to.setAttribute("aria-valuetext", months[to.value]);
  };
  let timer = 0;
  const change = (event) => {
    if (Number(from.value) > Number(to.value)) (event?.target === from ? to : from).value = event?.target === from ? from.value : to.value;
    tell();
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const period = { since: months[from.value], until: months[to.value] };
      await load(period).catch((error) => canvas.replaceChildren(make("p", { class: "hint" }, error.message)));
      const address = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(period)) address.set(name, value);
      history.replaceState(null, "", `?${address}`);
    }, 160);
  };
  from.addEventListener("input", change);
  to.addEventListener("input", change);
  const play = slider.querySelector("[data-play]");
  let playing = 0;
  play.addEventListener("click", () => {
    if (playing) {
      clearInterval(playing);
      playing = 0;
    } else {
      const span = Math.max(1, Math.min(6, Number(to.value) - Number(from.value)));
      if (Number(to.value) >= months.length - 1) [from.value, to.value] = [0, span];
      playing = setInterval(() => {
        if (Number(to.value) >= months.length - 1) return play.click();
        from.value = Number(from.value) + 1;
        to.value = Number(to.value) + 1;
        change();
      }, 1100);
    }
    play.setAttribute("aria-pressed", String(Boolean(playing)));
    play.textContent = playing ? "Stop" : "Play";
  });
  tell();
  slider.hidden = false;
}

for (const figure of document.querySelectorAll("[data-network]")) {
  start(figure).catch((error) => figure.querySelector("[data-network-canvas]").append(make("p", { class: "hint" }, `The network could not be drawn: ${error.message}`)));
}
