#!/usr/bin/env python3
"""Pictures by `analyze` beside matplotlib: a scatter of 70,000 points from a CSV file to a PNG, and the 100-frame film of weight updates from a run
directory to a GIF, as the document that the film comes from makes it (FuncAnimation with Pillow).

Each side is a process of its own, timed from its start to its end; the fastest of three runs counts for the scatter. The pictures have the same number
of pixels, and are left in .build/benchmarks/plots to be looked at. Run by Scripts/bench plots.

The run is the first 101 batches of `analyze train mnist` where MNIST is found, otherwise a made-up one with the same shapes.
"""
import json
import os
import pathlib
import subprocess
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Scripts" / "python"))
from measuring import measured, mnist_folder  # noqa: E402

WORK = ROOT / ".build" / "benchmarks" / "plots"
LAYERS = ["l2", "l3", "l4", "l5"]
FRAMES = 100


# MARK: - matplotlib


def scatter(source, target):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    data = np.loadtxt(source, delimiter=",", skiprows=1, dtype=np.float32)
    fig, ax = plt.subplots(figsize=(6.4, 4.8))
    points = ax.scatter(data[:, 1], data[:, 2], c=data[:, 3], cmap="tab10", s=2, linewidths=0)
    ax.legend(*points.legend_elements(), loc="upper right")
    fig.savefig(target, dpi=200)


def film(run, target):
    """The document's code, its history read from the run's checkpoints."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib import patches
    from matplotlib.animation import FuncAnimation
    from matplotlib.collections import LineCollection
    from safetensors.numpy import load_file

    files = sorted(pathlib.Path(run, "checkpoints").iterdir())
    history = {layer: [] for layer in LAYERS}
    for file in files:
        tensors = load_file(file)
        for layer in LAYERS[1:]:
            history[layer].append(tensors[layer + ".weight"])
        units = len(tensors["l2.weight"])
    changes = [np.diff(np.array(history[layer]), axis=0) for layer in LAYERS[1:]]
    means = [c.mean() for c in changes]
    sorts = [np.sort(np.abs(c.ravel() - m))[::-1] for c, m in zip(changes, means)]
    least = min(len(s) for s in sorts)
    thresholds = [s[int(least * 0.0001 * (len(s) / least) ** 0.5)] for s in sorts]

    nodes = [units] + [c.shape[1] for c in changes]
    tallest = max(nodes)
    positions = [[[i, j / (n - 1) * tallest] for j in range(n)] for i, n in enumerate(nodes)]

    def colors(frame):  # vectorised, which the document's loops are not
        result = []
        for change, mean, threshold in zip(changes, means, thresholds):
            d = (change[frame] - mean).ravel()
            rgba = np.zeros((len(d), 4))
            rgba[d > 0, 0] = 1
            rgba[d < 0, 2] = 1
            rgba[:, 3] = np.minimum(1, (d / threshold) ** 2)
            result.append(rgba)
        return np.concatenate(result)

    lines = [[s, e] for i in range(len(positions) - 1) for s in positions[i + 1] for e in positions[i]]
    fig, ax = plt.subplots(figsize=(10, 5), dpi=96)
    ax.set_xlim(-0.04, len(nodes) + 0.04)
    ax.set_ylim(-tallest * 0.01, tallest * 1.01)
    ax.set_xticks(range(len(nodes)), LAYERS)
    ax.get_yaxis().set_visible(False)
    for layer in positions:
        for place in layer:
            ax.add_artist(patches.Ellipse(place, width=1 / (tallest / len(nodes) * 2), height=1, fill=False))

    def update(frame):
        for old in list(ax.collections):
            old.remove()
        ax.add_collection(LineCollection(lines, colors=colors(frame), linewidth=1))
        ax.set_title(f"batch: {frame + 1}")

    FuncAnimation(fig, update, frames=range(FRAMES), interval=100).save(target, writer="pillow")


# MARK: - Both sides


def made_up_run(path):
    """Weights that take steps of many sizes, in the shapes of the document's network."""
    from safetensors.numpy import save_file

    random = np.random.RandomState(0)
    shapes = {"l2": (100, 1000), "l3": (10, 100), "l4": (10, 10), "l5": (10, 10)}
    weights = {layer: random.randn(*shape).astype(np.float32) * 0.1 for layer, shape in shapes.items()}
    (path / "checkpoints").mkdir(parents=True)
    for step in range(FRAMES + 1):
        save_file({layer + ".weight": w for layer, w in weights.items()}, path / "checkpoints" / f"{step:06}.safetensors")
        for layer, w in weights.items():
            weights[layer] = w + (random.standard_t(3, w.shape) * 1e-4).astype(np.float32)


def prepare():
    WORK.mkdir(parents=True, exist_ok=True)
    random = np.random.RandomState(0)
    table, run = WORK / "points.csv", WORK / "run"
    if not table.exists():
        labels = random.randint(0, 10, 70_000)
        x, y = random.randn(2, 70_000) + np.array([np.cos(labels * 0.628), np.sin(labels * 0.628)]) * 5
        rows = zip(range(70_000), x.astype(np.float32), y.astype(np.float32), labels)
        table.write_text("index,x,y,label\n" + "".join(f"{i},{a},{b},{label}\n" for i, a, b, label in rows))
    if not run.exists():
        if mnist_folder() is not None:
            subprocess.run(
                [os.environ["ANALYZE"], "train", "mnist", "--run", run, "--samples", str(16 * FRAMES), "--validation-samples", "16"],
                check=True, stdout=subprocess.DEVNULL)
        else:
            made_up_run(run)
    return table, run


def pages(analyze):
    """Bytes a point of pages to explore, with pictures of the points: the issue asks for less than 25."""
    sources = [("digits", 1797)] + ([("mnist", 70_000)] if mnist_folder() is not None else [])
    for name, count in sources:
        page = WORK / f"map-{name}.html"
        subprocess.run([analyze, "embed", name, "--method", "pca", "--plot", page, "-o", os.devnull], check=True)
        whole = page.stat().st_size
        points = sum(len(part.split("</script>")[0]) for part in page.read_text().split('<script type="text/plain"')[1:])
        print(f"map page of {name}, {count} points with pictures: {whole / count:.1f} bytes a point, {points / count:.1f} without the page itself")


def main():
    analyze, python = os.environ["ANALYZE"], sys.executable
    table, run = prepare()
    work = [
        (
            "scatter of 70,000 points, CSV to PNG", 3,
            [analyze, "plot", "scatter", table, "-o", WORK / "scatter.png", "--title", "70,000 points"],
            [python, __file__, "scatter", table, WORK / "scatter-matplotlib.png"],
        ),
        (
            f"film of updates, {FRAMES} frames, run to GIF", 1,
            [analyze, "film", "updates", run, "-o", WORK / "updates.gif", "--size", "960x480"],
            [python, __file__, "film", run, WORK / "updates-matplotlib.gif"],
        ),
    ]
    print(f"{'':42}{'Fathom':>16}{'matplotlib':>18}{'ratio':>8}")
    for name, repetitions, ours, theirs in work:
        sides = [min(measured(command)[:2] for _ in range(repetitions)) for command in (ours, theirs)]
        (a, memory_a), (b, memory_b) = sides
        print(f"{name:42}{a:8.2f} s {memory_a:4.0f} MB{b:8.2f} s {memory_b:5.0f} MB{b / a:7.1f}x")
    pages(analyze)
    sizes = {path.name: path.stat().st_size for path in sorted(WORK.iterdir()) if path.suffix in (".png", ".gif")}
    print(json.dumps(sizes))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        {"scatter": scatter, "film": film}[sys.argv[1]](*sys.argv[2:])
    else:
        main()
