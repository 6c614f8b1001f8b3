"""Expected values of LinearAlgebra, from NumPy and SciPy. Writes linear_algebra.json beside this file.

Signs, phases and orders that NumPy leaves open are put into the form that Fathom documents.
"""
import json
import pathlib

import numpy as np
import scipy.linalg

rng = np.random.RandomState(7)
out = {}


def put(name, value):
    value = np.asarray(value, dtype=np.float64)
    out[name] = {"shape": list(value.shape), "data": value.ravel().tolist()}


def oriented_rows(v, *partners):
    """Every row's entry of largest magnitude positive; the partners' columns change with it."""
    sign = np.sign(v[np.arange(len(v)), np.argmax(np.abs(v), axis=1)])
    return (v * sign[:, None],) + tuple(p * sign for p in partners)


matrices = {
    "one": np.array([[-2.5]]),
    "tall": rng.randn(9, 4),
    "wide": rng.randn(4, 9),
    "square": rng.randn(6, 6),
    "deficient": rng.randn(8, 2) @ rng.randn(2, 5),
    "scaled": rng.randn(7, 3) * np.array([1e8, 1.0, 1e-6]),
    "zero": np.zeros((3, 2)),
}
for name, a in matrices.items():
    put(f"{name}.a", a)
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    vt, u = oriented_rows(vt, u)
    put(f"{name}.u", u)
    put(f"{name}.s", s)
    put(f"{name}.vt", vt)
    q, r = np.linalg.qr(a)
    sign = np.where(np.diag(r) < 0, -1.0, 1.0)
    put(f"{name}.q", q * sign)
    put(f"{name}.r", r * sign[:, None])
    p, l, uu = scipy.linalg.lu(a)
    put(f"{name}.p", p)
    put(f"{name}.l", l)
    put(f"{name}.upper", uu)
    put(f"{name}.pinv", scipy.linalg.pinv(a))
    put(f"{name}.rank", np.linalg.matrix_rank(a))
    for key, kind in (("frobenius", "fro"), ("one", 1), ("infinity", np.inf), ("two", 2), ("nuclear", "nuc")):
        put(f"{name}.norm.{key}", np.linalg.norm(a, kind))
    b = rng.randn(a.shape[0], 3)
    x, residuals, rank, _ = np.linalg.lstsq(a, b, rcond=None)
    put(f"{name}.b", b)
    put(f"{name}.x", x)
    put(f"{name}.residuals", residuals)

square = matrices["square"]
put("square.inverse", np.linalg.inv(square))
put("square.det", np.linalg.det(square))
put("square.slogdet", np.linalg.slogdet(square))
put("square.solution", np.linalg.solve(square, np.arange(6.0)))
put("square.cond", [np.linalg.cond(square, k) for k in ("fro", 1, np.inf, 2, "nuc")])

definite = square @ square.T + np.eye(6)
put("definite.a", definite)
put("definite.l", np.linalg.cholesky(definite))

symmetric = square + square.T
values, vectors = np.linalg.eigh(symmetric)
put("symmetric.a", symmetric)
put("symmetric.values", values)
put("symmetric.rows", oriented_rows(vectors.T)[0])

for name, a in {
    "square": square,
    "rotation": np.array([[0.0, -1.0], [1.0, 0.0]]),
    "triangular": np.triu(rng.randn(5, 5)),
}.items():
    values, vectors = np.linalg.eig(a)
    order = np.lexsort((values.imag, values.real))
    values, vectors = values[order], vectors[:, order].T
    largest = np.argmax(np.abs(vectors) - 1e-12 * np.arange(len(a)), axis=1)
    phase = vectors[np.arange(len(a)), largest]
    vectors = vectors * (np.abs(phase) / phase)[:, None]
    put(f"eigen.{name}.a", a)
    put(f"eigen.{name}.real", values.real)
    put(f"eigen.{name}.imaginary", values.imag)
    put(f"eigen.{name}.rows.real", vectors.real)
    put(f"eigen.{name}.rows.imaginary", vectors.imag)

vector = rng.randn(11)
put("vector", vector)
put("vector.norms", [np.linalg.norm(vector, p) for p in (1, 2, 3, np.inf)])

pathlib.Path(__file__).with_name("linear_algebra.json").write_text(json.dumps(out) + "\n")
