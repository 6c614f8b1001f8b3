"""Expected values of PCA and IncrementalPCA, from scikit-learn. Writes pca.json beside this file."""
import json
import pathlib

import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA, IncrementalPCA

rng = np.random.RandomState(3)
out = {}


def put(name, value):
    value = np.asarray(value, dtype=np.float64)
    out[name] = {"shape": list(value.shape), "data": value.ravel().tolist()}


def describe(name, model, samples, keep_samples=True):
    if keep_samples:
        put(f"{name}.samples", samples)
    put(f"{name}.mean", model.mean_)
    put(f"{name}.components", model.components_)
    put(f"{name}.variance", model.explained_variance_)
    put(f"{name}.ratio", model.explained_variance_ratio_)
    put(f"{name}.singular", model.singular_values_)
    put(f"{name}.noise", model.noise_variance_)


def samples(n, d, offset):
    """Standard deviations that fall by a fifth from one direction to the next, in no particular orientation."""
    q, _ = np.linalg.qr(rng.randn(d, d))
    return (rng.randn(n, d) * 0.8 ** np.arange(d)) @ q + offset * rng.randn(d)


for name, n, d, k, offset in (("tall", 40, 6, 3, 10), ("wide", 12, 30, 4, 1), ("long", 300, 12, 5, 100), ("whole", 20, 5, 5, 1)):
    x = samples(n, d, offset)
    model = PCA(k, svd_solver="full").fit(x)
    describe(name, model, x)
    put(f"{name}.transformed", model.transform(x)[:5])
    put(f"{name}.restored", model.inverse_transform(model.transform(x))[:5])
    white = PCA(k, svd_solver="full", whiten=True).fit(x)
    put(f"{name}.white", white.transform(x)[:5])

x = samples(90, 8, 5)
model = IncrementalPCA(4)
for batch in np.split(x, 3):
    model.partial_fit(batch)
describe("incremental", model, x)

digits = load_digits().data
describe("digits", PCA(20, svd_solver="full").fit(digits), digits, keep_samples=False)

pathlib.Path(__file__).with_name("pca.json").write_text(json.dumps(out) + "\n")
