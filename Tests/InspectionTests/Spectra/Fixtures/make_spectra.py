"""Spectral measures of three matrices by NumPy and by WeightWatcher's own functions (0.7.7): spectra.json beside this script.

pip install numpy weightwatcher; python make_spectra.py
"""
import json
import os

import numpy as np
from weightwatcher import RMT_Util
from weightwatcher.WW_powerlaw import WWFit


def matrices():
    """The same as `SpectrumTests.matrix(_:)` makes by the same generator."""
    yield "noise", np.random.RandomState(1).normal(0, 1, (120, 80))
    spiked = np.random.RandomState(2).normal(0, 1, (60, 90))
    spiked[:, 0] *= 8
    spiked[0, :] *= 5
    yield "spiked", spiked
    yield "heavy", np.random.RandomState(3).normal(0, 1, (100, 64)) ** 5
    yield "small", np.random.RandomState(4).normal(0, 1, (12, 16))
    deficient = np.random.RandomState(5).normal(0, 1, (40, 30))
    deficient[:, 20:] = deficient[:, :10]
    yield "deficient", deficient


def numbers(values):
    values = np.atleast_1d(np.asarray(values, dtype=np.float64))
    return {"shape": list(values.shape), "data": values.ravel().tolist()}


result = {}
for name, w in matrices():
    s = np.linalg.svd(w, compute_uv=False)
    evals = np.sort(s * s)
    fit = WWFit(evals[evals > 1e-5])
    n = max(w.shape)
    shares = s / s.sum()
    shares = shares[shares > 0]
    measures = {
        "singular_values": s,
        "stable_rank": RMT_Util.stable_rank(evals),
        "effective_rank": np.exp(-(shares * np.log(shares)).sum()),
        "rank": RMT_Util.matrix_rank(s.astype(np.float32), n),
        "entropy": RMT_Util.matrix_entropy(s.astype(np.float32), n),
        "alpha": fit.alpha, "xmin": fit.xmin, "distance": fit.D, "sigma": fit.sigma, "tail": (evals >= fit.xmin).sum(),
        "alpha_weighted": fit.alpha * np.log10(evals.max()),
        "log_alpha_norm": np.log10((evals ** fit.alpha).sum()),
    }
    result.update({f"{name}.{key}": numbers(value) for key, value in measures.items()})

with open(os.path.join(os.path.dirname(__file__), "spectra.json"), "w") as file:
    json.dump(result, file, separators=(",", ":"))
    file.write("\n")
