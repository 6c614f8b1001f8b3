"""Exact nearest neighbours by Fathom beside FAISS's IndexFlatL2, on the same array, each run in a process of its own and in turns.

Prints the best and the median time, the peak of memory and the recall: the share of the k nearest, found in float64 for 2,000 of the
points, that a side names. The points are MNIST's first 50 principal components (from the directory FATHOM_MNIST or Datasets/mnist) or,
where it is missing, 70,000 points in 200 clusters.
"""
import json
import os
import pathlib
import statistics
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))
from measuring import benchmarks_program, mnist, peak_memory, run  # noqa: E402

K, COMPONENTS, ROUNDS, CHECKED = 90, 50, 3, 2_000


def faiss_side(path, rows, columns, k, out):
    """FAISS's run, which prints what Fathom's prints."""
    import time

    import faiss
    import numpy as np

    faiss.omp_set_num_threads(os.cpu_count())
    x = np.fromfile(path, np.float32).reshape(rows, columns)
    start = time.perf_counter()
    index = faiss.IndexFlatL2(columns)
    index.add(x)
    found = index.search(x, k + 1)[1]
    seconds = time.perf_counter() - start
    found.astype(np.int32).tofile(out)
    print(json.dumps({"seconds": [seconds], "peak": peak_memory()}))


def points():
    import numpy as np

    images = mnist()
    if images is None:
        print("MNIST is not here (Scripts/fetch-mnist brings it): 70,000 points in 200 clusters instead")
        rng = np.random.RandomState(0)
        return (rng.randn(200, COMPONENTS)[rng.randint(200, size=70_000)] * 2 + rng.randn(70_000, COMPONENTS)).astype(np.float32)
    x = images.astype(np.float32) / np.float32(255)
    x -= x.mean(axis=0)
    vectors = np.linalg.eigh(x.T @ x)[1][:, ::-1][:, :COMPONENTS]
    return np.ascontiguousarray(x @ vectors, np.float32)


def nearest(x, rows):
    """The K nearest of some rows in float64, without themselves."""
    import numpy as np

    x = x.astype(np.float64)
    norms = (x * x).sum(axis=1)
    result = []
    for part in np.array_split(rows, 20):
        distances = norms - 2 * x[part] @ x.T
        distances[np.arange(len(part)), part] = np.inf
        result.append(np.argpartition(distances, K, axis=1)[:, :K])
    return np.concatenate(result)


def recall(out, width, x, rows, truth):
    import numpy as np

    found = np.fromfile(out, np.int32).reshape(len(x), width)
    hits = 0
    for row, expected in zip(rows, truth):
        named = [j for j in found[row] if j != row][:K]
        hits += len(np.intersect1d(named, expected))
    return hits / truth.size


def main():
    import numpy as np

    program = benchmarks_program()
    x = points()
    rows, columns = x.shape
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        path = folder / "points.f32"
        x.tofile(path)
        sides = {
            f"Fathom, {level}": ([program, "knn", path, rows, columns, K, level, 1], K) for level in ("best", "avx2", "plain")
        }
        sides["FAISS IndexFlatL2"] = ([sys.executable, __file__, path, rows, columns, K], K + 1)
        results = {}
        for _ in range(ROUNDS):
            for number, (side, (command, _)) in enumerate(sides.items()):
                found = run([*command, folder / f"{number}.out"])
                seconds, peak = results.get(side, ([], 0))
                results[side] = (seconds + found["seconds"], max(peak, found["peak"]))
        checked = np.random.RandomState(0).choice(rows, CHECKED, replace=False)
        truth = nearest(x, checked)
        fathom = min(results["Fathom, best"][0])
        print(f"{K} nearest neighbours of {rows} x {columns}, best of {ROUNDS}; ratio: time / Fathom's best; plain: OpenBLAS's product")
        print(f"{'':20}{'seconds':>9}{'median':>9}{'ratio':>7}{'peak MiB':>10}{'recall':>11}")
        for number, (side, (_, width)) in enumerate(sides.items()):
            seconds, peak = results[side]
            share = recall(folder / f"{number}.out", width, x, checked, truth)
            print(
                f"{side:20}{min(seconds):9.3f}{statistics.median(seconds):9.3f}{min(seconds) / fathom:7.2f}{peak:10.0f}{share:11.6f}"
            )


if len(sys.argv) > 1:
    faiss_side(sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5])
else:
    main()
