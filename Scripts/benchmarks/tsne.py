#!/usr/bin/env python3
"""t-SNE of the digits and of MNIST beside openTSNE and scikit-learn: time, memory and quality on the same array.

Each runs in a process of its own.

Run by Scripts/bench tsne. Which data: the variable TSNE_DATA, some of digits, mnist10k, mnist70k (all three unless set; MNIST is looked
for in Datasets/mnist and in the folder that FATHOM_MNIST names). Which instructions Fathom uses: FATHOM_ISA. TSNE_PEERS: some of openTSNE,
scikit-learn and FIt-SNE (the first two unless set; scikit-learn not with mnist70k). FIt-SNE runs where FITSNE_PYTHON names an interpreter
that has fitsne. A peer that takes more than TSNE_LIMIT seconds (900 unless set) is ended.

Fathom's time is the whole command's, from start to CSV; the peers' is that of the fit alone, without imports and reading.
KL own: each program's own affinities, the peers' normaliser over all pairs, Fathom's as it reports it (its grid's is good to 1e-5).
KL common: openTSNE's affinities for all, normaliser over all pairs.
"""
import gzip
import json
import os
import pathlib
import sys
import time

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "python"))
from measuring import measured  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / ".build" / "benchmarks"
THREADS = 2


def idx(path):
    data = gzip.open(path, "rb").read()
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)


def mnist():
    folders = [ROOT / "Datasets" / "mnist", pathlib.Path(os.environ.get("FATHOM_MNIST", "/nonexistent"))]
    folder = next((f for f in folders if (f / "train-images-idx3-ubyte.gz").exists()), None)
    if folder is None:
        return None
    parts = [[idx(folder / f"{part}-{kind}.gz") for part in ("train", "t10k")] for kind in ("images-idx3-ubyte", "labels-idx1-ubyte")]
    return [np.concatenate(p) for p in parts]


def data(name):
    """The array's path and the labels; None where there is no MNIST."""
    from sklearn.datasets import load_digits
    from sklearn.decomposition import PCA

    WORK.mkdir(parents=True, exist_ok=True)
    path, labels = WORK / f"{name}.npy", WORK / f"{name}-labels.npy"
    if not path.exists():
        if name == "digits":
            x, y = load_digits(return_X_y=True)
        else:
            found = mnist()
            if found is None:
                return None
            count = 10_000 if name == "mnist10k" else 70_000
            x, y = found[0][:count].reshape(count, -1) / np.float32(255), found[1][:count]
            x = PCA(50, random_state=0).fit_transform(x)
        np.save(labels, y)
        np.save(path, x.astype(np.float32))
    return path, np.load(labels)


def run_fathom(path, schedule):
    out, meta = WORK / f"fathom-{schedule}.csv", WORK / f"fathom-{schedule}.json"
    command = [os.environ["ANALYZE"], "embed", str(path), "--method", "tsne", "--pca", "off", "--schedule", schedule]
    seconds, memory, _ = measured(command + ["--threads", str(THREADS), "-o", str(out), "--meta", str(meta)])
    table = np.loadtxt(out, delimiter=",", skiprows=1, usecols=(1, 2))
    return seconds, memory, table, find(json.loads(meta.read_text()), "kl_divergence")


def find(tree, name):
    """The first number of that name in a JSON object, however deep."""
    if not isinstance(tree, dict):
        return None
    if isinstance(tree.get(name), (int, float)):
        return float(tree[name])
    return next((found for value in tree.values() if (found := find(value, name)) is not None), None)


def run_peer(name, path):
    out = WORK / f"{name}.npy.out.npy"
    threads = {key: str(THREADS) for key in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")}
    python = os.environ["FITSNE_PYTHON"] if name == "FIt-SNE" else sys.executable
    limit = float(os.environ.get("TSNE_LIMIT", 900))
    seconds, memory, output = measured([python, __file__, "--peer", name, str(path), str(out)], limit=limit, **threads)
    return (seconds, memory, None) if output is None else (float(output.split()[-1]), memory, np.load(out))


def peer(name, path, out):
    x = np.load(path)
    if name == "openTSNE":
        import openTSNE
        import scipy.sparse

        start = time.perf_counter()
        fitted = openTSNE.TSNE(n_jobs=THREADS, random_state=42).fit(x)
        seconds = time.perf_counter() - start
        scipy.sparse.save_npz(out + ".P.npz", fitted.affinities.P.tocsr())
        embedding = np.asarray(fitted)
    elif name == "FIt-SNE":
        import fitsne

        start = time.perf_counter()
        embedding = fitsne.FItSNE(x.astype(np.float64), perplexity=30, max_iter=750, rand_seed=42, nthreads=THREADS)
        seconds = time.perf_counter() - start
    else:
        from sklearn.manifold import TSNE

        start = time.perf_counter()
        embedding = TSNE(perplexity=30, max_iter=750, random_state=42, n_jobs=THREADS).fit_transform(x)
        seconds = time.perf_counter() - start
    np.save(out, embedding)
    print(seconds)


def normalizer(m):
    """The sum of all similarities, by blocks."""
    total, m = 0.0, np.ascontiguousarray(m, np.float32)
    squares = (m * m).sum(1)
    for start in range(0, len(m), 512):
        block = m[start : start + 512]
        d = np.maximum(squares[start : start + 512, None] + squares[None] - 2 * block @ m.T, 0)
        total += float((1 / (1 + d)).sum(dtype=np.float64))
    return total - len(m)


def divergence(p, m):
    p = p.tocoo()
    v = p.data / p.data.sum()
    keep = v > 0
    d = ((m[p.row[keep]] - m[p.col[keep]]) ** 2).sum(1)
    return float((v[keep] * (np.log(v[keep]) + np.log1p(d))).sum() + np.log(normalizer(m)))


def accuracy(m, y):
    """Of the vote of the 10 nearest in the map, each point left out of its own."""
    from scipy.spatial import cKDTree

    near = cKDTree(m).query(m, 11, workers=THREADS)[1]
    near = np.stack([row[row != i][:10] for i, row in enumerate(near)])
    return float((np.stack([(y[near] == c).sum(1) for c in range(10)], 1).argmax(1) == y).mean())


def compare(name):
    import scipy.sparse

    found = data(name)
    if found is None:
        print(f"{name}: skipped, MNIST is not there (Scripts/fetch-mnist)")
        return
    path, y = found
    rows = []
    for schedule in ("standard", "fast"):
        seconds, memory, m, own = run_fathom(path, schedule)
        rows.append((f"Fathom {schedule}", seconds, memory, m, own))
    p = None
    for title in os.environ.get("TSNE_PEERS", "openTSNE scikit-learn FIt-SNE").split():
        if (title == "scikit-learn" and name == "mnist70k") or (title == "FIt-SNE" and "FITSNE_PYTHON" not in os.environ):
            continue  # a quarter of an hour; not there
        seconds, memory, m = run_peer(title, path)
        if title == "openTSNE" and m is not None:
            p = scipy.sparse.load_npz(WORK / "openTSNE.npy.out.npy.P.npz")
        rows.append((title, seconds, memory, m, divergence(p, m) if title == "openTSNE" and m is not None else None))
    print(f"\n{name}, {len(y)} x {np.load(path, mmap_mode='r').shape[1]}")
    print(f"{'':16}{'seconds':>9}{'ratio':>8}{'MiB':>7}{'KL own':>9}{'KL common':>11}{'10-NN':>8}")
    for title, seconds, memory, m, own in rows:
        if m is None:
            print(f"{title:16}{'> ' + format(seconds, '.0f'):>9}{seconds / rows[0][1]:8.1f}{memory:7.0f}{'-':>9}{'-':>11}{'-':>8}", flush=True)
            continue
        common = f"{divergence(p, m):.4f}" if p is not None else "-"
        own = f"{own:.4f}" if own is not None else "-"
        print(
            f"{title:16}{seconds:9.2f}{seconds / rows[0][1]:8.1f}{memory:7.0f}{own:>9}{common:>11}{accuracy(m, y):8.4f}", flush=True
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        peer(*sys.argv[2:])
    else:
        for data_name in os.environ.get("TSNE_DATA", "digits mnist10k mnist70k").split():
            compare(data_name)
