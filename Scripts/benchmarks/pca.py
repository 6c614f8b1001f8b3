"""Principal components by Fathom beside scikit-learn and NumPy, on the same input, each run in a process of its own and in turns.

Prints per case: the best time of fitting and transforming, the peak of memory, and how far the explained variance is from that of a
float64 eigen-decomposition. MNIST is taken from the directory FATHOM_MNIST or Datasets/mnist, and left out where there is none.
"""
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))
from measuring import benchmarks_program, mnist, peak_memory, run  # noqa: E402

ROUNDS, REPEATS = 3, 3


def peer(name, path, rows, columns, k, repeats, out):
    """One of the other side's runs; the arguments are those of the Swift program."""
    import time

    import numpy as np

    x = np.fromfile(path, np.float32).reshape(rows, columns)
    seconds = []
    if name == "numpy Gram + eigh":
        import scipy.linalg
    else:
        from sklearn.decomposition import PCA
    for _ in range(repeats):
        start = time.perf_counter()
        if name == "numpy Gram + eigh":
            mean = x.mean(axis=0, dtype=np.float64)
            gram = (x.T @ x).astype(np.float64) - rows * np.outer(mean, mean)
            values, vectors = scipy.linalg.eigh(gram / (rows - 1), subset_by_index=[columns - k, columns - 1])
            variance, components = values[::-1], vectors.T[::-1]
            (x - mean.astype(np.float32)) @ components.T.astype(np.float32)
            solver = "eigh"
        else:
            model = PCA(k, svd_solver=name.split()[-1], random_state=0)
            model.fit_transform(x)
            variance, components, solver = model.explained_variance_, model.components_, model._fit_svd_solver
        seconds.append(time.perf_counter() - start)
    np.concatenate([components.ravel(), variance]).astype(np.float32).tofile(out)
    peak = peak_memory()
    print(json.dumps({"seconds": seconds, "peak": peak, "solver": solver}))


def truth(x, k):
    import numpy as np

    x = x.astype(np.float64)
    x -= x.mean(axis=0)
    values, vectors = np.linalg.eigh(x.T @ x / (len(x) - 1))
    vectors = vectors.T[::-1][:k]
    sign = np.sign(vectors[np.arange(k), np.abs(vectors).argmax(axis=1)])
    return values[::-1][:k], vectors * sign[:, None]


def compare(title, x, peers, folder, program, bytes_of=None, k=50):
    import numpy as np

    rows, columns = x.shape
    path = folder / "samples.f32"
    np.ascontiguousarray(x, np.float32).tofile(path)
    sides = {"Fathom": [program, "pca", "floats", path]}
    if bytes_of is not None:
        raw = folder / "samples.u8"
        bytes_of.tofile(raw)
        sides["Fathom, from bytes"] = [program, "pca", "bytes", raw]
    for name in peers:
        sides[name] = [sys.executable, __file__, name, path]
    results = {}
    for _ in range(ROUNDS):
        for name, command in sides.items():
            out = folder / f"{list(sides).index(name)}.out"
            found = run([*command, rows, columns, k, REPEATS, out])
            best = results.setdefault(name, dict(found, out=out, all=[]))
            best["all"] += found["seconds"]
            best["peak"] = max(best["peak"], found["peak"])
    variance, vectors = truth(x, k)
    fathom = min(results["Fathom"]["all"])
    print(f"\n{title}: {rows} x {columns} float32 to {k}, best of {ROUNDS * REPEATS}")
    print(f"{'':28}{'seconds':>9}{'ratio':>7}{'peak MiB':>10}{'variance':>10}{'signs':>7}  solver")
    for name, found in results.items():
        numbers = np.fromfile(found["out"], np.float32)
        components = numbers[: k * columns].reshape(k, columns)
        error = np.abs(numbers[k * columns :] / variance - 1).max()
        same = int(((components * vectors).sum(axis=1) > 0).sum())
        seconds = min(found["all"])
        print(
            f"{name:28}{seconds:9.3f}{seconds / fathom:7.2f}{found['peak']:10.0f}{error:10.1e}{same:4}/{k}  {found['solver']}",
            flush=True,
        )


def main():
    import numpy as np

    program = benchmarks_program()
    print("ratio: time / Fathom's time. variance: largest relative error of a component's variance against float64.")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        images = mnist()
        if images is None:
            print("MNIST is not here (Scripts/fetch-mnist brings it): its cases are left out")
        else:
            x = images.astype(np.float32) / np.float32(255)
            peers = ["scikit-learn auto", "scikit-learn covariance_eigh", "numpy Gram + eigh"]
            compare("MNIST", x, peers, folder, program, bytes_of=images)
            compare("MNIST, first 10,000", x[:10_000], peers, folder, program, bytes_of=images[:10_000])
        rng = np.random.RandomState(0)
        x = rng.randn(20_000, 100).astype(np.float32) @ rng.randn(100, 2_000).astype(np.float32) * np.float32(0.3)
        x += rng.randn(20_000, 2_000).astype(np.float32)
        compare("100 directions in noise", x, ["scikit-learn auto", "scikit-learn covariance_eigh", "numpy Gram + eigh"], folder, program)


if len(sys.argv) > 1:
    peer(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7]), sys.argv[7])
else:
    main()
