"use strict";
// Distributions of tensors at the recorded steps, a slider going through them.

function startHistograms() {
  const { steps, tensors } = readFacts("histogram-facts"), parent = element("histograms"), slider = element("histogram-step");
  const svg = (parent, name, attributes) => {
    const child = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) child.setAttribute(key, value);
    parent.append(child);
    return child;
  };
  const [width, height] = [320, 120];
  const charts = tensors.map((tensor) => {
    const figure = add(parent, "figure"), picture = svg(figure, "svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
    const bars = tensor.counts[0].map((_, bin, all) => svg(picture, "rect", { x: bin * width / all.length, width: width / all.length - 0.5 }));
    svg(picture, "line", { x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 });
    return { tensor, picture, bars, caption: add(figure, "figcaption") };
  });

  function show() {
    const at = Number(slider.value), name = `step ${steps[at]}`;
    element("histogram-step-name").textContent = name;
    slider.setAttribute("aria-valuetext", name);
    for (const { tensor, picture, bars, caption } of charts) {
      // One scale over all steps would flatten those of wide distributions: each step has its own.
      const counts = tensor.counts[at], most = Math.max(1, ...counts);
      bars.forEach((bar, bin) => {
        bar.setAttribute("height", height * counts[bin] / most);
        bar.setAttribute("y", height * (1 - counts[bin] / most));
      });
      caption.textContent = `${tensor.name}: ${rounded(tensor.low)} to ${rounded(tensor.high)}` + (tensor.remarks[at] ? `, ${tensor.remarks[at]}` : "");
      picture.setAttribute("aria-label", `Histogram of ${caption.textContent}, ${name}`);
    }
  }
  slider.max = steps.length - 1;
  slider.value = slider.max;
  slider.addEventListener("input", show);
  show();
}

if (element("histograms")) startHistograms();
