"""What NumPy makes of indexing, broadcasting, elementwise functions, reductions, sorting and rearranging: numpy.json.

Run with NumPy 2: python make_numpy.py
"""
import json
from pathlib import Path

import numpy as np

cases = {}


def put(name, value):
    value = np.asarray(value)
    data = [float(x) if np.isfinite(x) else {np.inf: "inf", -np.inf: "-inf"}.get(float(x), "nan") for x in value.ravel()]
    cases[name] = {"shape": list(value.shape), "data": data}


cube = np.arange(60).reshape(3, 4, 5)
numbers = ((cube * 7919) % 61 - 30) / 8.0
with_nan = numbers.copy()
with_nan[1, 2, 3] = np.nan
with_nan[0, 0, 4] = np.inf
put("numbers", numbers)
put("with_nan", with_nan)

# Indexing
put("index.first", numbers[0])
put("index.last", numbers[-1])
put("index.two", numbers[1, -2])
put("index.range", numbers[1:3, :2])
put("index.negative_end", numbers[:-1, 1:-1])
put("index.step", numbers[::2, 1::2, ::-1])
put("index.backwards", numbers[:, 3:0:-2])
put("index.beyond", numbers[:, 2:99, 9:])
put("index.ellipsis", numbers[..., 0])
put("index.ellipsis_between", numbers[0, ..., 1:3])
put("index.new_axis", numbers[:, None, 1, ..., None])
put("index.array", numbers[[2, 0, -1]])
put("index.array_middle", numbers[:, [3, 0, 0]])
put("index.array_last", numbers[..., [4, 1]])
put("index.arrays_together", numbers[:, [0, 1], [2, -1]])
put("index.arrays_apart", numbers[[0, 1], :, [2, -1]])
put("index.arrays_broadcast", numbers[[[0], [2]], [1, 3, 0]])
put("index.array_with_integer", numbers[0, :, [1, 3]])
put("index.integer_beside_array", numbers[:, 1, [1, 3, 4]])
put("index.mask", numbers[numbers > 1])
put("index.mask_rows", numbers[np.array([True, False, True])])
put("index.mask_inner", numbers[1:, np.array([True, False, False, True]), ::2])
put("index.mask_two_axes", numbers[numbers[..., 0] < 0])
put("index.slice_then_array", numbers[::-1][..., ::2][:, [1, 1, 2]])

# Writing
w = numbers.copy(); w[1] = 5; put("write.row", w)
w = numbers.copy(); w[..., 1:3] = numbers[:, ::-1, :2]; put("write.region", w)
w = numbers.copy(); w[:, 0, ::2] = np.array([1.0, 2, 3]); put("write.broadcast", w)
w = numbers.copy(); w[w < 0] = 0; put("write.mask", w)
w = numbers.copy(); w[:, [0, 2]] = np.array([[1.0], [2]]); put("write.array", w)
w = numbers.copy(); w[1:] += w[:-1].copy(); put("write.add", w)
w = numbers.copy(); w[1:] = w[:-1].copy(); put("write.shift_down", w)
w = numbers.copy(); w[:, ::-1] = w.copy(); put("write.flip", w)
w = numbers.copy(); w[w > 1] *= 2; put("write.scale_mask", w)

# Broadcasting
column = np.array([[1.5], [-2], [0.25], [4]])
row = np.array([1.0, -2, 3, 0.5, -0.125])
for name, f in {
    "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.divide, "floorDivide": np.floor_divide,
    "remainder": np.remainder, "minimum": np.minimum, "maximum": np.maximum,
}.items():
    put(f"arithmetic.{name}.column", f(numbers, column))
    put(f"arithmetic.{name}.row", f(row, numbers[:, :1]))
    put(f"arithmetic.{name}.transposed", f(numbers.T, numbers.T[::-1]))
put("arithmetic.power.column", np.abs(numbers) ** column)
put("arithmetic.minimum.nan", np.minimum(with_nan, column))
put("compare.less", numbers < column)
put("compare.greaterOrEqual", row >= numbers)
put("compare.equal_nan", with_nan == with_nan)

# Elementwise
wide = np.concatenate([np.linspace(-20, 20, 41), [1e-8, -1e-8, 0.5, -0.5, 1.5, 2.5, -2.5, 87, -87]])
unit = np.linspace(-0.99, 0.99, 23)
positive = np.concatenate([np.linspace(0.01, 5, 17), [1e-6, 1e6]])
above_one = np.linspace(1, 9, 9)
for name, values in {"wide": wide, "unit": unit, "positive": positive, "above_one": above_one}.items():
    put(f"argument.{name}", values)
for name in ["exp", "exp2", "expm1", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "arcsinh", "floor", "ceil", "trunc",
             "rint", "cbrt", "absolute", "sign", "square"]:
    put(f"function.{name}", getattr(np, name)(wide))
for name in ["arcsin", "arccos", "arctanh", "log1p"]:
    put(f"function.{name}", getattr(np, name)(unit))
for name in ["log", "log2", "log10", "sqrt", "reciprocal"]:
    put(f"function.{name}", getattr(np, name)(positive))
put("function.arccosh", np.arccosh(above_one))
put("function.sigmoid", 1 / (1 + np.exp(-wide)))
put("function.softplus", np.logaddexp(0, wide))
put("function.clip", np.clip(wide, -1.5, 2))

# Reductions
for name, f in {"sum": np.sum, "mean": np.mean, "variance": np.var, "standardDeviation": np.std, "min": np.min, "max": np.max,
                "product": np.prod}.items():
    put(f"reduce.{name}.all", f(numbers))
    for axis in range(3):
        put(f"reduce.{name}.{axis}", f(numbers, axis=axis))
    put(f"reduce.{name}.kept", f(numbers, axis=-2, keepdims=True))
for name, f in {"sum": np.sum, "mean": np.mean, "variance": np.var, "min": np.min, "max": np.max}.items():
    put(f"reduce.{name}.axes", f(numbers, axis=(0, 2)))
    put(f"reduce.{name}.view", f(numbers.T[::2, ::-1], axis=(0, 1)))
for name, f in {"argmin": np.argmin, "argmax": np.argmax, "cumulativeSum": np.cumsum}.items():
    for axis in range(3):
        put(f"reduce.{name}.{axis}", f(numbers, axis=axis))
put("reduce.argmax.nan", np.argmax(with_nan, axis=1))
put("reduce.max.nan", np.max(with_nan, axis=1))
put("reduce.min.nan", np.min(with_nan, axis=2))
put("reduce.variance.ddof", np.var(numbers, axis=1, ddof=1))
put("reduce.any", np.any(numbers > 3, axis=1))
put("reduce.all", np.all(numbers > -3, axis=1))
for name, order in {"manhattan": 1, "euclidean": 2, "maximum": np.inf}.items():
    put(f"reduce.norm.{name}", np.linalg.norm(numbers, ord=order, axis=1))

# Sorting
ties = (cube * 7) % 5 - 2
put("ties", ties)
for axis in range(3):
    put(f"sort.values.{axis}", np.sort(with_nan, axis=axis))
    put(f"sort.positions.{axis}", np.argsort(ties, axis=axis, kind="stable"))
    put(f"sort.descending.{axis}", np.argsort(-ties, axis=axis, kind="stable"))
    put(f"sort.top.{axis}", np.take_along_axis(ties, np.argsort(-ties, axis=axis, kind="stable"), axis).take(range(2), axis))
values, first, inverse, counts = np.unique(ties, return_index=True, return_inverse=True, return_counts=True)
put("unique.values", values); put("unique.first", first); put("unique.inverse", inverse.reshape(ties.shape))
put("unique.counts", counts)

# Rearranging
put("rearrange.transpose", numbers.T)
put("rearrange.permute", numbers.transpose(1, 2, 0))
put("rearrange.move", np.moveaxis(numbers, 0, -1))
put("rearrange.reshape", numbers.T.reshape(6, -1))
put("rearrange.concatenate", np.concatenate([numbers, numbers[:, 1:3], numbers[:, ::-1]], axis=1))
put("rearrange.stack", np.stack([numbers, -numbers], axis=-1))
put("rearrange.split", np.split(numbers, [1, 3], axis=1)[1])
put("rearrange.flip", np.flip(numbers, axis=(0, 2)))
put("rearrange.roll", np.roll(numbers, 3, axis=2))
put("rearrange.roll_back", np.roll(numbers, -1, axis=1))
put("rearrange.roll_all", np.roll(numbers, 7))
put("rearrange.tile", np.tile(numbers, (2, 1, 1, 3)))
put("rearrange.tile_last", np.tile(numbers, 2))
put("rearrange.repeat", np.repeat(numbers, 3, axis=1))
put("rearrange.where", np.where(numbers > 0, numbers, column))
put("rearrange.take_along", np.take_along_axis(numbers, np.argsort(numbers, axis=1), axis=1))
put("rearrange.pad.constant", np.pad(numbers, [(1, 0), (0, 2), (2, 1)], constant_values=9))
for mode in ["edge", "reflect", "wrap"]:
    put(f"rearrange.pad.{mode}", np.pad(numbers, [(1, 0), (0, 2), (6, 7)], mode=mode))
put("rearrange.lower", np.tril(numbers, 1))
put("rearrange.upper", np.triu(numbers, -1))
put("rearrange.diagonal", np.diagonal(numbers, -1, 1, 2))
put("rearrange.differences", np.diff(numbers, axis=1))
put("rearrange.linspace", np.linspace(-1, 2, 7))
put("rearrange.arange", np.arange(1, -2, -0.5))

lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items())
Path(__file__).with_name("numpy.json").write_text("{\n" + lines + "\n}\n")
