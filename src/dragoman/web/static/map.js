// The map: places as circles over Natural Earth's borders; each circle is a link to its events.

import { feature, geoNaturalEarth1, geoPath, mesh, select, zoom, zoomIdentity } from "./vendor/drawing.js";
import { make } from "./desk.js";

const figure = document.querySelector("[data-map]");
const canvas = document.querySelector("[data-map-canvas]");
const WIDTH = 1000, HEIGHT = 500;

async function draw() {
  const [world, places] = await Promise.all([
    fetch("/static/vendor/countries-50m.json").then((answer) => answer.json()),
    fetch(figure.dataset.places).then((answer) => answer.json()),
  ]);
  const rows = places.rows ?? [];
  const projection = geoNaturalEarth1().fitExtent([[4, 4], [WIDTH - 4, HEIGHT - 4]], { type: "Sphere" });
  const path = geoPath(projection);
  const svg = select(canvas).append("svg").attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`).attr("role", "group").attr("aria-label", "Map of events; the table below says the same");
  const layer = svg.append("g");
  const countries = world.objects.countries;
  layer.append("path").attr("class", "land").attr("d", path(feature(world, countries)));
  layer.append("path").attr("class", "border").attr("d", path(mesh(world, countries, (a, b) => a !== b)));
  layer.append("path").attr("class", "coast").attr("d", path(mesh(world, countries, (a, b) => a === b)));
  const most = Math.max(1, ...rows.map((row) => row.events));
  const size = (row) => 3 + 15 * Math.sqrt(row.events / most);
  const [base, query] = figure.dataset.events.split("?");
  const points = rows.map((row) => ({ ...row, at: projection([row.longitude, row.latitude]) })).filter((row) => row.at);
  const marks = layer.selectAll("a").data(points).join("a").attr("href", (row) => {
    const asked = new URLSearchParams(query);
    asked.set("place", row.name);
    return `${base}?${asked}`;
  }).attr("aria-label", (row) => `${row.name}: ${row.events} ${row.events === 1 ? "event" : "events"}`).attr("tabindex", (_, i) => (i < 40 ? 0 : -1));
  marks.append("circle").attr("class", (row) => ["q2", "q1", "q3", "q4"].reduce((best, q) => (row[q] > (row[best] ?? -1) ? q : best), "q1")).attr("cx", (row) => row.at[0]).attr("cy", (row) => row.at[1]);
  marks.append("title").text((row) => `${row.name}: ${row.events}`);
  const tags = layer.append("g").selectAll("text").data(points.slice(0, 60)).join("text").attr("class", "tag").text((row) => row.name);

  const scale = (k) => {
    marks.select("circle").attr("r", (row) => size(row) / k);
    const taken = [];
    tags.attr("font-size", null).style("font-size", `${11 / k}px`).style("stroke-width", `${3 / k}px`)
      .attr("x", (row) => row.at[0] + (size(row) + 3) / k).attr("y", (row) => row.at[1] + 4 / k)
      .attr("display", (row) => {
        // A name is left out where it would lie on another: zooming in brings it.
        const [x, y] = [row.at[0] * k + size(row) + 3, row.at[1] * k];
        const box = [x, y - 7, x + row.name.length * 6.2, y + 7];
        if (taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3])) return "none";
        taken.push(box);
        return null;
      });
  };
  const zoomer = zoom().scaleExtent([1, 60]).translateExtent([[0, 0], [WIDTH, HEIGHT]]).on("zoom", ({ transform }) => {
    layer.attr("transform", transform);
    scale(transform.k);
  });
  svg.call(zoomer);
  scale(1);
  if (points.length) {
    // Begin where the events are, with room around them.
    const xs = points.map((p) => p.at[0]), ys = points.map((p) => p.at[1]);
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const k = Math.max(1, Math.min(12, 0.8 / Math.max((x1 - x0) / WIDTH, (y1 - y0) / HEIGHT, 0.02)));
    svg.call(zoomer.transform, zoomIdentity.translate(WIDTH / 2, HEIGHT / 2).scale(k).translate(-(x0 + x1) / 2, -(y0 + y1) / 2));
  }
  const buttons = make("div", { class: "zoomers" });
  for (const [sign, name, by] of [["+", "Nearer", 1.7], ["−", "Farther", 1 / 1.7]]) {
    const button = make("button", { type: "button", "aria-label": name }, sign);
    button.addEventListener("click", () => svg.call(zoomer.scaleBy, by));
    buttons.append(button);
  }
  canvas.append(buttons);
  figure.dataset.ready = "";
}

draw().catch((error) => canvas.append(make("p", { class: "hint" }, `The map could not be drawn: ${error.message}`)));
