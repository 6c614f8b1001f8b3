"use strict";
// The map itself: what is shown where, in which colours, and what is selected. How people act on it stands in controls.js.

const cssColor = (hex) => [hex >> 16 & 255, hex >> 8 & 255, hex & 255];

class PointMap {
  constructor(facts) {
    this.points = new Points(facts);
    this.facts = facts;
    this.canvas = element("map-points");
    this.overlay = element("map-overlay").getContext("2d");
    this.order = spreadOrder(this.points.count);
    try {
      this.painter = new GLPainter(this.canvas, this.points, this.order);
      this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
      this.canvas.addEventListener("webglcontextrestored", () => { this.painter.setUp(); this.recolor(); });
    } catch {
      this.painter = new CanvasPainter(this.canvas, this.points, this.order);
    }
    this.hiddenKinds = new Set();
    this.selection = [];
    this.matches = null;  // What the search found; null without a search.
    this.lasso = null;
    this.pointed = -1;
    this.view = { x: 0, y: 0, scale: 1, size: 2, frame: 0 };
    this.budget = this.points.count;
    this.drawn = 0;
    this.frameTimes = [];
    this.resize();
    this.fit();
    this.recolor();
  }

  // MARK: Places

  get ratio() { return Math.min(window.devicePixelRatio || 1, 2); }

  resize() {
    const width = Math.max(1, Math.round(this.canvas.clientWidth * this.ratio)), height = Math.max(1, Math.round(this.canvas.clientHeight * this.ratio));
    for (const canvas of [this.canvas, this.overlay.canvas]) [canvas.width, canvas.height] = [width, height];
    this.redraw();
  }

  fit() {
    const { width, height } = this.facts;  // Of the data, in the units of the places.
    this.view.x = width / 2;
    this.view.y = height / 2;
    this.view.scale = 0.94 * Math.min(this.canvas.width / Math.max(1, width), this.canvas.height / Math.max(1, height));
    this.fitScale = this.view.scale;
    this.redraw();
  }

  // Pixels of the canvas from pixels of the page, and places of the data from both, and back.
  toData(x, y) {
    const { view, canvas, ratio } = this;
    return [view.x + (x * ratio - canvas.width / 2) / view.scale, view.y - (y * ratio - canvas.height / 2) / view.scale];
  }

  toPage(point) {
    const { view, canvas, ratio, points } = this;
    return [((points.x(point) - view.x) * view.scale + canvas.width / 2) / ratio, (canvas.height / 2 - (points.y(point) - view.y) * view.scale) / ratio];
  }

  pan(dx, dy) {
    this.view.x -= dx * this.ratio / this.view.scale;
    this.view.y += dy * this.ratio / this.view.scale;
    this.redraw();
  }

  // Zooms so that the place under (x, y) stays there.
  zoom(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    const before = this.toData(x, y);
    this.view.scale = Math.min(Math.max(this.view.scale * factor, this.fitScale / 4), this.fitScale * 4000);
    const after = this.toData(x, y);
    this.view.x += before[0] - after[0];
    this.view.y += before[1] - after[1];
    this.redraw();
  }

  // MARK: Colours

  isShown = (point) => !this.points.kinds || !this.hiddenKinds.has(this.points.kinds[point]);

  recolor() {
    const { points, facts, order } = this, { kinds, values } = points;
    const table = facts.colors[isDark() ? "dark" : "light"].map(cssColor);
    const gray = isDark() ? [163, 169, 177] : [87, 96, 106];
    const marked = this.matches ?? (this.selection.length ? this.selection : null);
    let isMarked = null;
    if (marked) {
      isMarked = new Uint8Array(points.count);
      for (const point of marked) isMarked[point] = 1;
    }
    const alpha = points.count > 100000 ? 150 : points.count > 5000 ? 190 : 225;
    const colors = new Uint8Array(4 * points.count);
    for (let i = 0; i < points.count; i++) {
      const point = order[i];
      const number = values ? Math.round((values[point] - facts.low) / (facts.high - facts.low || 1) * (table.length - 1))
        : kinds ? (kinds[point] < facts.kinds.length ? kinds[point] % table.length : -1) : 0;
      const color = !isMarked || isMarked[point] ? table[number] ?? gray : gray;
      colors.set(color, 4 * i);
      colors[4 * i + 3] = this.isShown(point) ? (!isMarked ? alpha : isMarked[point] ? 255 : 28) : 0;
    }
    this.painter.setColors(colors);
    this.redraw();
  }

  // MARK: Drawing

  redraw() {
    this.isStale = true;
    if (!this.request) this.request = requestAnimationFrame((now) => this.drawFrame(now));
  }

  // Draws as many points as this machine draws in time: while the view moves the first ones of the order, the others when it rests.
  drawFrame(now) {
    const { points, view } = this;
    const elapsed = this.lastFrame ? now - this.lastFrame : 0;
    this.request = null;
    if (elapsed > 0) {
      this.frameTimes.push(elapsed);
      if (this.frameTimes.length > 600) this.frameTimes.shift();
      if (elapsed > 40) this.budget = Math.max(20000, this.budget * 0.6);
      else if (elapsed < 22) this.budget = Math.min(points.count, this.budget * 1.2 + 1);
    }
    if (this.isStale) {
      const growth = Math.max(1, Math.sqrt(view.scale / this.fitScale));
      view.size = this.ratio * Math.min(12, Math.max(1.2, Math.min(6, 260 / Math.sqrt(points.count))) * growth);
      this.painter.clear(isDark() ? [20, 23, 28] : [255, 255, 255]);
      [this.drawn, this.isStale] = [0, false];
      this.drawOverlay();
    }
    const count = Math.min(Math.floor(this.budget), points.count - this.drawn);
    this.painter.draw(this.drawn, count, view);
    this.drawn += count;
    this.lastFrame = this.drawn < points.count ? now : this.isMoving ? now : 0;
    if (this.drawn < points.count && !this.request) this.request = requestAnimationFrame((now) => this.drawFrame(now));
  }

  drawOverlay() {
    const { overlay, ratio } = this;
    overlay.setTransform(ratio, 0, 0, ratio, 0, 0);
    overlay.clearRect(0, 0, overlay.canvas.width, overlay.canvas.height);
    overlay.lineWidth = 2;
    overlay.strokeStyle = isDark() ? "#e8eaed" : "#1f2328";
    if (this.lasso && this.lasso.length > 1) {
      overlay.beginPath();
      this.lasso.forEach(([x, y]) => overlay.lineTo(x, y));
      overlay.closePath();
      overlay.stroke();
    }
    if (this.pointed >= 0) {
      const [x, y] = this.toPage(this.pointed);
      overlay.beginPath();
      overlay.arc(x, y, 7, 0, 2 * Math.PI);
      overlay.stroke();
    }
  }

  // MARK: Finding and selecting

  pointAt(x, y) {
    if (!Number.isInteger(this.view.frame)) return -1;
    const [dataX, dataY] = this.toData(x, y);
    return this.points.nearest(dataX, dataY, 8 * this.ratio / this.view.scale, this.isShown);
  }

  select(points) {
    [this.selection, this.matches] = [points, null];
    this.recolor();
  }

  // Selects what lies inside a polygon of [x, y] in pixels of the page.
  selectInside(polygon) {
    this.select(polygon.length < 3 ? [] : this.points.inside(polygon.map(([x, y]) => this.toData(x, y)), this.isShown));
  }

  // The points whose label holds the text, or whose index it is; null for no text.
  search(text) {
    const { points, facts } = this, wanted = text.trim().toLowerCase();
    if (!wanted) this.matches = null;
    else {
      const kinds = points.kinds && facts.kinds.map((name) => name.toLowerCase().includes(wanted));
      const index = /^\d+$/.test(wanted) ? Number(wanted) : -1;
      this.matches = [];
      for (let point = 0; point < points.count; point++) {
        const isMatch = points.index(point) === index
          || (kinds ? kinds[points.kinds[point]] : points.values ? points.label(point) === wanted : false);
        if (isMatch) this.matches.push(point);
      }
    }
    this.recolor();
    return this.matches;
  }

  showFrame(frame) {
    this.view.frame = frame;
    this.points.frame = Math.round(frame);
    this.pointed = -1;
    this.redraw();
  }
}
