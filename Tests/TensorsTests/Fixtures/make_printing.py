"""What NumPy prints: printing.json, a list of {"type", "shape", "data", "text"}. Long data are the first numbers from 0 up
by "step", over again from 0 after "period" of them.

Run with NumPy 2: python make_printing.py
"""
import json
from pathlib import Path

import numpy as np

cases = []


def put(array):
    array = np.asarray(array)
    data = [x if np.isfinite(x) else {np.inf: "inf", -np.inf: "-inf"}.get(x, "nan") for x in array.ravel().astype(float).tolist()]
    case = {"type": array.dtype.name, "shape": list(array.shape), "text": str(array)}
    if array.size < 50:
        case["data"] = data
    else:
        flat = array.ravel().astype(float)
        step = flat[1]
        period = next((i for i in range(1, flat.size) if flat[i] == 0), flat.size)
        assert (flat == np.arange(flat.size) % period * step).all()
        case |= {"step": step, "period": period}
    cases.append(case)


random = np.random.RandomState(0)
for kind in (np.float64, np.float32):
    for values in (
        [1, 2, 3], [1.5, -2.25, 3], [0.1, 0.2, 0.30000000000000004], [1e-5, 1], [1e-4, 1e-1], [1e-4, 0.0999], [123456.789, 1000],
        [1234567.0], [12345678.9], [1e8], [99999999.0, 1e5], [1e10, 1e-10], [0.0], [-0.0, 0.0], [np.nan, 1], [np.inf, -np.inf, 1.5],
        [np.nan], [np.inf], [-np.inf, 1e10], [np.nan, 1e-7], [1 / 3, 2 / 3, 1], [1 / 3], [1000, 1], [1001, 1], [1e300, 1],
        [5e-324, 1], [1e-300, 2e-300], [123.456, 0.5], [2.5, 1e3 + 0.125], [1e15], [1e16, 1], [0.00012345678912345],
        [1.2345678912345e-5, 0.1], [3.4e38], [0.1, 1.2345678e-5], [1e100, 1e-100, 0], [9.999999999, 1], [0.999999999999], [-1.5, 10],
    ):
        with np.errstate(over="ignore"):
            put(np.array(values, dtype=kind))
    for values in (0.0, -0.0, 1.0, 0.1, 1 / 3, 1e15, 1e16, 1e17, 123456789.0, 1e-4, 1e-5, 2.5e-7, np.nan, -np.inf, 1e100, 16777216.0):
        with np.errstate(over="ignore"):
            put(np.array(values, dtype=kind))
    put(random.normal(size=(3, 4)).astype(kind))
    put(random.normal(size=(2, 3, 4)).astype(kind))
    put(random.normal(size=(2, 2, 2, 2)).astype(kind))
    put(random.normal(size=30).astype(kind))
    put((random.normal(size=30) * 1e5).astype(kind))
    put(random.normal(size=(2, 12)).astype(kind))
    put(random.normal(size=(1, 3, 11)).astype(kind))
    put(np.zeros((0,), kind))
    put(np.zeros((3, 0), kind))
    put(np.eye(3, dtype=kind))
    put(np.arange(1000, dtype=kind))
    put(np.arange(1001, dtype=kind))
    put(np.arange(2000, dtype=kind).reshape(40, 50))
    put(np.arange(3000, dtype=kind).reshape(10, 5, 60))
    put(np.arange(1200, dtype=kind).reshape(300, 4) / 8)
    put(np.arange(1200, dtype=kind).reshape(4, 300))
for kind in (np.int64, np.int32, np.uint8, np.bool_):
    for values in ([1, 2, 3], [100, 2, 30], [0], [], 7, 0, [[1, 20], [0, 4]]):
        put(np.array(values, dtype=kind))
    put((np.arange(1500) % (2 if kind is np.bool_ else 200)).astype(kind).reshape(30, 50))
    put((np.arange(60) % 2).astype(kind))
    put((np.arange(24) % 3).astype(kind).reshape(2, 3, 4))
for kind in (np.int64, np.int32):
    put(np.array([-5, 10, 100], dtype=kind))
    put(np.array([-500, 10, 100], dtype=kind))

lines = ",\n".join(json.dumps(case) for case in cases)
Path(__file__).with_name("printing.json").write_text("[\n" + lines + "\n]\n")
