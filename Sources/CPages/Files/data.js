"use strict";
// What the page carries: facts as JSON, numbers as base64 of little-endian arrays. Nothing is fetched, nothing becomes markup.

const element = (id) => document.getElementById(id);

function readFacts(id) {
  return JSON.parse(element(id).textContent);
}

function readArray(id, Type) {
  const holder = element(id);
  if (!holder) return null;
  const text = atob(holder.textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new Type(bytes.buffer);
}

// A child of a parent, its text always as text.
function add(parent, name, text = "", attributes = {}) {
  const child = document.createElement(name);
  child.textContent = text;
  for (const [key, value] of Object.entries(attributes)) child.setAttribute(key, value);
  parent.append(child);
  return child;
}

const counted = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
const rounded = (value) => Number.parseFloat(value.toPrecision(6)).toString();

// The points of a map: places in [frame][point] as pairs of 16 bits, and for each point a kind or a value.
class Points {
  constructor(facts) {
    this.facts = facts;
    this.count = facts.count;
    this.places = readArray("map-places", Uint16Array);
    this.kinds = readArray("map-kinds", { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array }[facts.kindBits]);
    this.values = readArray("map-values", Float32Array);
    this.indices = readArray("map-indices", Int32Array);
    this.frame = 0;
  }

  get frameCount() { return this.facts.steps ? this.facts.steps.length : 1; }
  index(point) { return this.indices ? this.indices[point] : point; }
  label(point) {
    if (this.values) return Number.isNaN(this.values[point]) ? "" : String(Number.parseFloat(this.values[point].toPrecision(7)));
    return this.kinds ? this.facts.kinds[this.kinds[point]] ?? "" : "";
  }
  x(point) { return this.places[2 * (this.frame * this.count + point)]; }
  y(point) { return this.places[2 * (this.frame * this.count + point) + 1]; }
  // In the coordinates of the map itself, to a 65,535th of its width.
  position(point) {
    const { left, bottom, unit } = this.facts;
    return [left + this.x(point) * unit, bottom + this.y(point) * unit];
  }

  // The points of the present frame by cells of 256 x 256, made when first asked for.
  cells() {
    if (this.grid && this.grid.frame === this.frame) return this.grid;
    const starts = new Uint32Array(65537), members = new Uint32Array(this.count);
    const cell = (point) => (this.y(point) >> 8) << 8 | this.x(point) >> 8;
    for (let i = 0; i < this.count; i++) starts[cell(i) + 1]++;
    for (let c = 0; c < 65536; c++) starts[c + 1] += starts[c];
    const next = starts.slice(0, 65536);
    for (let i = 0; i < this.count; i++) members[next[cell(i)]++] = i;
    return this.grid = { frame: this.frame, starts, members };
  }

  // The point nearest to a place, no further than `reach`, that `isShown`; -1 if there is none.
  nearest(x, y, reach, isShown) {
    const { starts, members } = this.cells();
    const clamp = (value) => Math.min(255, Math.max(0, value >> 8));
    let best = -1, bestDistance = reach * reach;
    for (let row = clamp(y - reach); row <= clamp(y + reach); row++) {
      const from = starts[row << 8 | clamp(x - reach)], to = starts[(row << 8 | clamp(x + reach)) + 1];
      for (let m = from; m < to; m++) {
        const point = members[m], dx = this.x(point) - x, dy = this.y(point) - y, distance = dx * dx + dy * dy;
        if (distance <= bestDistance && isShown(point)) [best, bestDistance] = [point, distance];
      }
    }
    return best;
  }

  // The points inside a polygon of [x, y] by the even-odd rule, of those that `isShown`.
  inside(polygon, isShown) {
    const xs = polygon.map((p) => p[0]), ys = polygon.map((p) => p[1]);
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const found = [];
    for (let point = 0; point < this.count; point++) {
      const x = this.x(point), y = this.y(point);
      if (x < left || x > right || y < low || y > high || !isShown(point)) continue;
      let isInside = false;
      for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
        if (ys[i] > y !== ys[j] > y && x < (xs[j] - xs[i]) * (y - ys[i]) / (ys[j] - ys[i]) + xs[i]) isInside = !isInside;
      }
      if (isInside) found.push(point);
    }
    return found;
  }

  // Points as CSV, as `analyze embed` writes it, with the quotes of RFC 4180.
  csv(points) {
    const hasLabels = this.kinds || this.values, steps = this.facts.steps;
    const quote = (text) => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const lines = ["index,x,y" + (steps ? ",step" : "") + (hasLabels ? ",label" : "")];
    for (const point of points) {
      const [x, y] = this.position(point);
      lines.push(`${this.index(point)},${rounded(x)},${rounded(y)}` + (steps ? `,${steps[this.frame]}` : "")
        + (hasLabels ? `,${quote(this.label(point))}` : ""));
    }
    return lines.join("\n") + "\n";
  }
}
