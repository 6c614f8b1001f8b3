"use strict";
// Pointer, keys, buttons, legend, slider: how people act on the map.

function startMap() {
  const facts = readFacts("map-facts"), map = new PointMap(facts), { points, canvas } = map;
  const tip = element("map-tip"), status = element("map-status");
  const say = (text) => { status.textContent = text; };
  canvas.setAttribute("aria-label", `Map of ${counted(points.count, "point")}`);

  function describe(point) {
    const [x, y] = points.position(point), label = points.label(point);
    return (label ? `${label}\n` : "") + `index ${points.index(point)}\n(${rounded(x)}, ${rounded(y)})`;
  }

  function report() {
    const found = map.matches, chosen = map.selection;
    say(found ? `${counted(found.length, "point")} found; Enter selects` + (found.length === 1 ? `: ${describe(found[0]).replaceAll("\n", ", ")}` : "")
      : chosen.length ? `${counted(chosen.length, "point")} selected` : counted(points.count, "point") + (facts.note ? `; ${facts.note}` : ""));
    element("map-save").disabled = chosen.length === 0;
    element("map-clear").disabled = chosen.length === 0 && !found;
  }

  // MARK: Hovering, moving, the lasso

  const thumbnails = startThumbnails(facts.sprite);
  function point(at) {
    if (at === map.pointed) return;
    map.pointed = at;
    map.drawOverlay();
    tip.hidden = at < 0;
    if (at < 0) return;
    tip.replaceChildren();
    thumbnails?.draw(at, tip);
    add(tip, "span", describe(at));
    const [x, y] = map.toPage(at), { clientWidth, clientHeight } = canvas;
    tip.style.left = `${Math.max(0, Math.min(x + 14, clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(0, Math.min(y + 14, clientHeight - tip.offsetHeight - 4))}px`;
  }

  const lassoButton = element("map-lasso");
  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const isLasso = event.shiftKey || lassoButton.getAttribute("aria-pressed") === "true";
    drag = { x: event.offsetX, y: event.offsetY };
    if (isLasso) map.lasso = [[event.offsetX, event.offsetY]];
    map.isMoving = true;
    canvas.setPointerCapture(event.pointerId);
    point(-1);
  });
  canvas.addEventListener("pointermove", (event) => {
    const { offsetX: x, offsetY: y } = event;
    if (!drag) return point(map.pointAt(x, y));
    if (map.lasso) {
      map.lasso.push([x, y]);
      map.drawOverlay();
    } else map.pan(x - drag.x, y - drag.y);
    drag = { x, y };
  });
  function endDrag() {
    if (!drag) return;
    [drag, map.isMoving] = [null, false];
    if (map.lasso) {
      const polygon = map.lasso;
      map.lasso = null;
      map.selectInside(polygon);
      report();
    }
  }
  canvas.addEventListener("pointerup", endDrag);
  canvas.addEventListener("pointercancel", endDrag);
  canvas.addEventListener("pointerleave", () => { if (!drag) point(-1); });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    point(-1);
    map.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), event.offsetX, event.offsetY);
  }, { passive: false });

  const keys = {
    ArrowLeft: () => map.pan(40, 0), ArrowRight: () => map.pan(-40, 0), ArrowUp: () => map.pan(0, 40), ArrowDown: () => map.pan(0, -40),
    "+": () => map.zoom(1.3), "=": () => map.zoom(1.3), "-": () => map.zoom(1 / 1.3), 0: () => map.fit(), Escape: clear,
    Enter: () => {
      const [x, y] = map.toData(canvas.clientWidth / 2, canvas.clientHeight / 2);
      map.pointed = points.nearest(x, y, 131072, map.isShown);
      map.drawOverlay();
      if (map.pointed >= 0) say(describe(map.pointed).replaceAll("\n", ", "));
    },
  };
  canvas.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  });

  // MARK: Buttons and the search

  function clear() {
    element("map-search").value = "";
    map.select([]);
    report();
  }
  lassoButton.addEventListener("click", () => lassoButton.setAttribute("aria-pressed", String(lassoButton.getAttribute("aria-pressed") !== "true")));
  element("map-clear").addEventListener("click", clear);
  element("map-fit").addEventListener("click", () => map.fit());
  element("map-save").addEventListener("click", () => {
    const link = add(document.body, "a", "", { download: "selection.csv", hidden: "" });
    link.href = URL.createObjectURL(new Blob([points.csv(map.selection)], { type: "text/csv" }));
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  });
  addEventListener("themechange", () => { map.recolor(); showLegend(); });

  const search = element("map-search");
  let searching = null;
  function find() {
    clearTimeout(searching);
    const found = map.search(search.value);
    point(found && found.length === 1 ? found[0] : -1);
    report();
  }
  search.addEventListener("input", () => { clearTimeout(searching); searching = setTimeout(find, points.count > 50000 ? 250 : 0); });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    find();
    if (map.matches) map.select(map.matches);
    report();
  });

  // MARK: The legend

  const legend = element("map-legend"), mostKinds = 300;
  function color(number) {
    const table = facts.colors[isDark() ? "dark" : "light"];
    return `rgb(${cssColor(table[number % table.length])})`;
  }
  function showLegend() {
    legend.replaceChildren(legend.querySelector("legend"));
    legend.hidden = !points.kinds && !points.values;
    if (points.values) {
      const count = facts.colors.light.length;
      add(legend, "div", "", { class: "bar" }).style.background = `linear-gradient(to right, ${[0, .25, .5, .75, 1].map((at) => color(Math.round(at * (count - 1))))})`;
      const ends = add(legend, "div", "", { class: "ends" });
      for (const value of [facts.low, facts.high]) add(ends, "span", rounded(value));
      return;
    }
    if (!points.kinds) return;
    const tools = add(legend, "div", "", { class: "tools" });
    for (const [name, isAll] of [["All", true], ["None", false]]) {
      add(tools, "button", name, { type: "button" }).addEventListener("click", () => {
        map.hiddenKinds = new Set(isAll ? [] : facts.kinds.keys());
        map.recolor();
        showLegend();
      });
    }
    facts.kinds.slice(0, mostKinds).forEach((name, kind) => {
      const row = add(legend, "label"), box = add(row, "input", "", { type: "checkbox" });
      box.checked = !map.hiddenKinds.has(kind);
      box.addEventListener("change", () => {
        if (box.checked) map.hiddenKinds.delete(kind); else map.hiddenKinds.add(kind);
        map.recolor();
      });
      add(row, "span", "", { class: "swatch", "aria-hidden": "true" }).style.background = color(kind);
      add(row, "span", name === "" ? "(none)" : name);
    });
    if (facts.kinds.length > mostKinds) add(legend, "p", `and ${facts.kinds.length - mostKinds} more, which the search finds`);
  }

  // MARK: The steps of a film

  const slider = element("map-step"), play = element("map-play");
  let playing = null;
  function showStep() {
    const name = `step ${facts.steps[Number(slider.value)]}`;
    element("map-step-name").textContent = name;
    slider.setAttribute("aria-valuetext", name);
  }
  function stop() {
    cancelAnimationFrame(playing);
    [playing, map.isMoving, play.textContent] = [null, false, "Play"];
    map.showFrame(Number(slider.value));
  }
  // From step to step in a quarter of a second, in between on the way; without the way for those who want no motion.
  function start() {
    const isSteady = matchMedia("(prefers-reduced-motion: reduce)").matches, last = points.frameCount - 1;
    const from = Number(slider.value) >= last ? 0 : Number(slider.value), began = performance.now();
    point(-1);
    [map.isMoving, play.textContent] = [true, "Stop"];
    const advance = (now) => {
      const frame = Math.min(last, from + Math.max(0, now - began) / 250);
      slider.value = Math.floor(frame);
      showStep();
      map.showFrame(isSteady ? Math.floor(frame) : frame);
      if (frame < last) playing = requestAnimationFrame(advance); else stop();
    };
    playing = requestAnimationFrame(advance);
  }
  if (facts.steps) {
    element("map-film").hidden = false;
    slider.max = points.frameCount - 1;
    slider.value = facts.startsAtEnd ? slider.max : 0;
    slider.addEventListener("input", () => { point(-1); stop(); showStep(); });
    play.addEventListener("click", () => playing ? stop() : start());
    stop();
    showStep();
  }

  new ResizeObserver(() => { const wasFit = map.view.scale === map.fitScale; map.resize(); if (wasFit) map.fit(); }).observe(element("map-stage"));
  showLegend();
  report();
  return { map, points, describe };
}

// The small images of the points: one after the other, their pixels packed into bits, deflated. Browsers too old to inflate show none.
function startThumbnails(sprite) {
  if (!sprite || !window.DecompressionStream) return null;
  const { width, height, planes, bits, bytes, every } = sprite, most = (1 << bits) - 1;
  let packed = null;
  new Response(new Blob([readArray("map-sprite", Uint8Array)]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer()
    .then((buffer) => { packed = new Uint8Array(buffer); });
  const pixels = document.createElement("canvas");
  [pixels.width, pixels.height] = [width, height];
  return {
    draw(point, parent) {
      if (!packed || point % every) return;
      const start = 8 * bytes * point / every, image = new ImageData(width, height), size = width * height;
      const value = (place) => {
        const bit = start + place * bits;
        return (packed[bit >> 3] >> 8 - bits - (bit & 7) & most) * 255 / most;
      };
      for (let pixel = 0; pixel < size; pixel++) {
        for (let plane = 0; plane < 3; plane++) image.data[4 * pixel + plane] = value((planes === 3 ? plane * size : 0) + pixel);
        image.data[4 * pixel + 3] = 255;
      }
      pixels.getContext("2d").putImageData(image, 0, 0);
      const tile = add(parent, "canvas", "", { role: "img", "aria-label": "the sample" });
      const factor = Math.max(1, Math.floor(96 / Math.max(width, height)));
      [tile.width, tile.height] = [width * factor, height * factor];
      const context = tile.getContext("2d");
      context.imageSmoothingEnabled = false;
      context.drawImage(pixels, 0, 0, tile.width, tile.height);
    },
  };
}

// For those who look at the page by a program: the map, and how long its frames took.
window.fathom = element("map") ? startMap() : {};
