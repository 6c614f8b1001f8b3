"use strict";
// Two painters of points with the same manners: `clear`, then `draw` parts of the points, which add up. Points are drawn in an order that
// is even over the data, so that the first part of them is a fair picture of all.

// The place in the data of each point drawn: multiples of a number that shares no factor with their count, near the golden section of it.
function spreadOrder(count) {
  const divisor = (a, b) => b ? divisor(b, a % b) : a;
  let stride = Math.max(1, Math.round(count * 0.618034));
  while (divisor(stride, count) > 1) stride++;
  const order = new Uint32Array(count);
  for (let i = 0, at = 0; i < count; i++, at = (at + stride) % count) order[i] = at;
  return order;
}

class GLPainter {
  constructor(canvas, points, order) {
    this.gl = canvas.getContext("webgl", { alpha: false, antialias: false, preserveDrawingBuffer: true });
    if (!this.gl) throw new Error("no WebGL");
    [this.canvas, this.points, this.order] = [canvas, points, order];
    this.setUp();
  }

  setUp() {
    const gl = this.gl, program = this.program = gl.createProgram();
    const shader = (type, text) => {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    };
    shader(gl.VERTEX_SHADER, `
      attribute vec2 from, to;
      attribute vec4 color;
      uniform vec2 center, factor;
      uniform float progress, size;
      varying vec4 shade;
      void main() {
        gl_Position = color.a == 0. ? vec4(2., 2., 2., 1.) : vec4((mix(from, to, progress) - center) * factor, 0., 1.);
        gl_PointSize = size;
        shade = color;
      }`);
    shader(gl.FRAGMENT_SHADER, `
      precision mediump float;
      uniform float isRound;
      varying vec4 shade;
      void main() {
        vec2 offset = gl_PointCoord - .5;
        if (isRound * dot(offset, offset) > .25) discard;
        gl_FragColor = shade;
      }`);
    ["from", "to", "color"].forEach((name, place) => { gl.bindAttribLocation(program, place, name); gl.enableVertexAttribArray(place); });
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error("WebGL: " + gl.getProgramInfoLog(program));
    gl.useProgram(program);
    this.uniform = (name) => gl.getUniformLocation(program, name);
    const { points, order } = this, count = points.count;
    const places = new Uint16Array(points.places.length);
    for (let frame = 0; frame < points.frameCount; frame++) {
      for (let i = 0; i < count; i++) {
        const source = 2 * (frame * count + order[i]), target = 2 * (frame * count + i);
        places[target] = points.places[source];
        places[target + 1] = points.places[source + 1];
      }
    }
    [this.placeBuffer, this.colorBuffer] = [gl.createBuffer(), gl.createBuffer()];
    gl.bindBuffer(gl.ARRAY_BUFFER, this.placeBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, places, gl.STATIC_DRAW);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
  }

  // Bytes of red, green, blue and alpha in the order of drawing.
  setColors(colors) {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.colorBuffer);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, colors, this.gl.DYNAMIC_DRAW);
  }

  clear(background) {
    const { gl, canvas } = this;
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clearColor(background[0] / 255, background[1] / 255, background[2] / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
  }

  draw(first, count, view) {
    const { gl, canvas, points } = this;
    const frame = Math.floor(view.frame), next = Math.min(frame + 1, points.frameCount - 1);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.placeBuffer);
    gl.vertexAttribPointer(0, 2, gl.UNSIGNED_SHORT, false, 4, 4 * frame * points.count);
    gl.vertexAttribPointer(1, 2, gl.UNSIGNED_SHORT, false, 4, 4 * next * points.count);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.colorBuffer);
    gl.vertexAttribPointer(2, 4, gl.UNSIGNED_BYTE, true, 4, 0);
    gl.uniform2f(this.uniform("center"), view.x, view.y);
    gl.uniform2f(this.uniform("factor"), 2 * view.scale / canvas.width, 2 * view.scale / canvas.height);
    gl.uniform1f(this.uniform("progress"), view.frame - frame);
    gl.uniform1f(this.uniform("size"), view.size);
    gl.uniform1f(this.uniform("isRound"), view.size > 2.5 ? 1 : 0);
    gl.drawArrays(gl.POINTS, first, count);
  }
}

// Squares of opaque pixels, where there is no WebGL.
class CanvasPainter {
  constructor(canvas, points, order) {
    this.context = canvas.getContext("2d", { alpha: false });
    [this.canvas, this.points, this.order] = [canvas, points, order];
  }

  setColors(colors) { this.colors = new Uint32Array(colors.buffer); }

  clear(background) {
    const { width, height } = this.canvas;
    if (!this.image || this.image.width !== width || this.image.height !== height) {
      this.image = this.context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    this.pixels.fill(255 << 24 | background[2] << 16 | background[1] << 8 | background[0]);
  }

  draw(first, count, view) {
    const { canvas: { width, height }, points: { places, count: all, frameCount }, pixels, colors, order } = this;
    const frame = Math.floor(view.frame), next = Math.min(frame + 1, frameCount - 1), progress = view.frame - frame;
    const size = Math.max(1, Math.round(view.size)), half = size >> 1;
    for (let i = first; i < first + count; i++) {
      const color = colors[i];
      if (color >>> 24 === 0) continue;
      const a = 2 * (frame * all + order[i]), b = 2 * (next * all + order[i]);
      const x = places[a] + (places[b] - places[a]) * progress, y = places[a + 1] + (places[b + 1] - places[a + 1]) * progress;
      const left = Math.round((x - view.x) * view.scale + width / 2) - half, top = Math.round(height / 2 - (y - view.y) * view.scale) - half;
      if (left < 0 || top < 0 || left + size > width || top + size > height) continue;
      for (let row = top; row < top + size; row++) pixels.fill(color | 255 << 24, row * width + left, row * width + left + size);
    }
    this.context.putImageData(this.image, 0, 0);
  }
}
