"""Products of matrices: Tensor.matmul into given memory, cblas called directly with OpenBLAS's own threads, numpy.matmul with out=.

All of them: about a minute. With arguments: only the products that have one of these numbers of rows.
"""
import os, pathlib, sys
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Benchmarks"))
from fathom_worker import Comparison, Fathom

SQUARES = [(n, n, n, "NN") for n in (256, 384, 512, 1000, 1024, 2048, 4096)]
TRANSPOSED = [(1000, 1000, 1000, "TN"), (1000, 1000, 1000, "NT"), (1024, 1024, 1024, "TT")]
SKINNY = [(70000, 50, 784, "NN"), (4096, 256, 256, "NN"), (256, 4096, 256, "NN"), (256, 256, 16384, "NN"), (784, 784, 20000, "TN")]
# A linear layer's: forward, the gradient of the weights, the gradient of the input.
LAYERS = [(16, 1000, 784, "NN"), (784, 1000, 16, "TN"), (16, 784, 1000, "NT"), (128, 1000, 784, "NN"), (64, 64, 2048, "NN"),
          (300, 32, 32, "NN")]
chosen = [c for c in SQUARES + TRANSPOSED + SKINNY + LAYERS if not sys.argv[1:] or str(c[0]) in sys.argv[1:]]

fathom = Fathom()
random = np.random.default_rng(1)
print(f"{os.cpu_count()} processors; median times, taken in turns; ratio = the other's time / Fathom's, above 1: Fathom is faster")
print(f"{'product':28} {'Fathom':>10} {'':>9} {'cblas':>10} {'NumPy':>10} {'ratio to':>9} {'ratio to':>9}")
print(f"{'':28} {'ms':>10} {'GFLOP/s':>9} {'ms':>10} {'ms':>10} {'cblas':>9} {'NumPy':>9}")
for m, n, k, flags in chosen:
    for kind in ("float", "double"):
        dtype = np.float32 if kind == "float" else np.float64
        work = 2 * m * n * k
        what = f"{kind} {m} {n} {k} {flags}"
        works = [f"gemm fathom {what}", f"gemm direct {what}"]
        if work < 2e10:  # the largest without NumPy, whose OpenBLAS is another
            a, b = (random.random(shape).astype(dtype) for shape in ((m, k), (k, n)))
            a = np.ascontiguousarray(a.T).T if flags[0] == "T" else a
            b = np.ascontiguousarray(b.T).T if flags[1] == "T" else b
            c = np.empty((m, n), dtype)
            works.append(lambda: np.matmul(a, b, out=c))
        compared = Comparison(fathom, works, rounds=2 if work > 1e11 else 3, seconds=0.02)
        times = compared.medians()
        numpy_time, numpy_ratio = (f"{times[2] * 1e3:.3f}", f"{compared.ratio(2, 0):.2f}") if len(works) == 3 else ("", "")
        print(f"{what:28} {times[0] * 1e3:10.3f} {work / times[0] * 1e-9:9.1f} {times[1] * 1e3:10.3f} {numpy_time:>10} "
              f"{compared.ratio(1, 0):9.2f} {numpy_ratio:>9}", flush=True)
