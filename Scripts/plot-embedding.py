#!/usr/bin/env python3
"""Draws a map that `analyze embed` wrote: plot-embedding.py embedding.csv [picture.png]

Reads the columns x, y and, where they are, z and label. Needs matplotlib only. Without a picture's name it opens a window.
With pandas the same is two lines:
    map = pandas.read_csv("embedding.csv")
    map.plot.scatter("x", "y", c="label", cmap="tab10", s=4)
"""

import csv
import sys


def read_columns(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows or "x" not in rows[0] or "y" not in rows[0]:
        sys.exit(f"plot-embedding: {path}: no columns x and y: a map of two or three dimensions has them")
    return {name: [row[name] for row in rows] for name in rows[0]}


def classes_of(labels):
    """The distinct labels, numbers in their order and text in its own."""
    try:
        return sorted(set(labels), key=float)
    except ValueError:
        return sorted(set(labels))


def draw(columns, plt):
    coordinates = [[float(value) for value in columns[name]] for name in ("x", "y", "z") if name in columns]
    figure = plt.figure(figsize=(7.5, 7), layout="constrained")
    axes = figure.add_subplot(projection="3d" if len(coordinates) == 3 else None)
    count = len(coordinates[0])
    size = min(12, max(0.3, 20_000 / count))
    labels = columns.get("label")
    if labels is None:
        axes.scatter(*coordinates, s=size, linewidths=0)
    else:
        classes = classes_of(labels)
        colours = plt.get_cmap("tab10" if len(classes) <= 10 else "turbo", max(len(classes), 1))
        for number, name in enumerate(classes):
            chosen = [row for row in range(count) if labels[row] == name]
            points = [[axis[row] for row in chosen] for axis in coordinates]
            axes.scatter(*points, s=size, linewidths=0, color=colours(number), label=name)
        if len(classes) <= 20:
            figure.legend(markerscale=(40 / size) ** 0.5, frameon=False, loc="outside right center")
    axes.set_aspect("equal")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks([])
    return figure


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    try:
        import matplotlib
    except ImportError:
        sys.exit("plot-embedding: needs matplotlib: python3 -m pip install matplotlib")
    if len(sys.argv) == 3:
        matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure = draw(read_columns(sys.argv[1]), plt)
    if len(sys.argv) == 3:
        figure.savefig(sys.argv[2], dpi=110)
    else:
        plt.show()


if __name__ == "__main__":
    main()
