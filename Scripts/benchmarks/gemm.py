"""Products of matrices: Tensor.matmul into given memory, cblas called directly with OpenBLAS's own threads, numpy.matmul with out=."""
import os, pathlib, sys
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Benchmarks"))
from fathom_worker import Fathom, medians

SQUARES = [(n, n, n, "NN") for n in (256, 384, 512, 1000, 1024, 2048, 4096)]
OTHERS = [(1000, 1000, 1000, "TN"), (1000, 1000, 1000, "NT"), (1024, 1024, 1024, "TT"), (70000, 50, 784, "NN"),
          (4096, 256, 256, "NN"), (256, 4096, 256, "NN"), (256, 256, 16384, "NN"), (784, 784, 20000, "TN")]
chosen = [c for c in SQUARES + OTHERS if not sys.argv[1:] or str(c[0]) in sys.argv[1:]]

fathom = Fathom()
random = np.random.default_rng(1)
print(f"{os.cpu_count()} processors; medians; ratio = the other's time / Fathom's, above 1: Fathom is faster")
print(f"{'product':28} {'Fathom':>10} {'':>9} {'cblas':>10} {'NumPy':>10} {'ratio to':>9} {'ratio to':>9}")
print(f"{'':28} {'ms':>10} {'GFLOP/s':>9} {'ms':>10} {'ms':>10} {'cblas':>9} {'NumPy':>9}")
for m, n, k, flags in chosen:
    for kind in ("float", "double"):
        dtype = np.float32 if kind == "float" else np.float64
        a, b = (random.random(shape).astype(dtype) for shape in ((m, k), (k, n)))
        a = np.ascontiguousarray(a.T).T if flags[0] == "T" else a
        b = np.ascontiguousarray(b.T).T if flags[1] == "T" else b
        c = np.empty((m, n), dtype)
        what = f"{kind} {m} {n} {k} {flags}"
        work = 2 * m * n * k
        ours, direct, numpy = medians(
            fathom, [f"gemm fathom {what}", f"gemm direct {what}", lambda: np.matmul(a, b, out=c)],
            blocks=3 if work > 2e10 else 5, seconds=0.05)
        print(f"{what:28} {ours * 1e3:10.3f} {work / ours * 1e-9:9.1f} {direct * 1e3:10.3f} {numpy * 1e3:10.3f} "
              f"{direct / ours:9.2f} {numpy / ours:9.2f}", flush=True)
