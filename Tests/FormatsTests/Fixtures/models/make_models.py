"""Small ONNX, GGUF and MATLAB files by the formats' own packages, for ModelFileTests, with their values in models.json.

pip install numpy onnx gguf scipy; python make_models.py
"""
import json
import os
import struct
import zlib

import gguf
import numpy as np
import onnx
import scipy.io
from onnx import TensorProto, helper, numpy_helper

here = os.path.dirname(os.path.abspath(__file__))
os.chdir(here)
random = np.random.RandomState(7)
expected = {}


def keep(file, name, array):
    array = np.asarray(array)
    expected[f"{file}:{name}"] = {"shape": list(array.shape), "data": [float(x) for x in array.astype(np.float64).ravel()]}


# ONNX: every way to hold numbers.
w = random.randn(3, 4).astype(np.float32)
arrays = {
    "raw": w, "half": w.astype(np.float16), "double": w.astype(np.float64), "bytes": np.arange(6, dtype=np.uint8),
    "whole": np.array([[1, -2], [3, 4]], dtype=np.int64), "flags": np.array([True, False]), "scalar": np.array(2.5, dtype=np.float32),
}
initializers = [numpy_helper.from_array(a, n) for n, a in arrays.items()]
initializers.append(helper.make_tensor("typed", TensorProto.FLOAT, [2, 2], [1.0, -2.0, 0.5, 3.0]))
initializers.append(helper.make_tensor("typed_i8", TensorProto.INT8, [3], [-1, 5, -128]))
nodes = [
    helper.make_node("Constant", [], ["constant"], value=numpy_helper.from_array(w * 2, "inner")),
    helper.make_node("Constant", [], ["floats"], value_floats=[1.5, -2.5]),
    helper.make_node("Constant", [], ["int"], value_int=-7),
    helper.make_node("MatMul", ["x", "raw"], ["y"]),
]
graph = helper.make_graph(
    nodes, "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [2, 3])], [helper.make_tensor_value_info("y", TensorProto.FLOAT, [2, 4])],
    initializers)
onnx.save(helper.make_model(graph), "forms.onnx")
for name, array in arrays.items():
    keep("forms.onnx", name, array)
keep("forms.onnx", "typed", [[1.0, -2.0], [0.5, 3.0]])
keep("forms.onnx", "typed_i8", [-1, 5, -128])
keep("forms.onnx", "constant", w * 2)
keep("forms.onnx", "floats", [1.5, -2.5])
keep("forms.onnx", "int", -7)

outside = helper.make_graph([], "g", [], [], [numpy_helper.from_array(w, "w"), numpy_helper.from_array(w + 1, "v")])
onnx.save(helper.make_model(outside), "outside.onnx", save_as_external_data=True, location="outside.data", size_threshold=0)
keep("outside.onnx", "w", w)
keep("outside.onnx", "v", w + 1)

# GGUF: plain and quantised.
values = random.randn(3, 64).astype(np.float32)
writer = gguf.GGUFWriter("kinds.gguf", "test")
writer.add_string("general.name", "kinds")
writer.add_array("tokens", ["a", "b", "c"])
writer.add_tensor("plain", values)
writer.add_tensor("half", values.astype(np.float16))
for kind in ("Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1"):
    quantised = gguf.quants.quantize(values, gguf.GGMLQuantizationType[kind])
    writer.add_tensor(kind, quantised, raw_dtype=gguf.GGMLQuantizationType[kind])
    keep("kinds.gguf", kind, gguf.quants.dequantize(quantised, gguf.GGMLQuantizationType[kind]))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
keep("kinds.gguf", "plain", values)
keep("kinds.gguf", "half", values.astype(np.float16))

# MATLAB.
variables = {
    "w": random.randn(4, 3), "single": random.randn(2, 5).astype(np.float32), "small": np.array([[1, 2, 3]], dtype=np.uint8),
    "cube": random.randn(2, 3, 4), "whole": np.array([[1, -300]], dtype=np.int16), "flags": np.array([[True, False]]),
}
extra = {"text": "hello", "cells": np.array([1, "x"], dtype=object), "complex": np.array([[1 + 2j]]), "struct": {"a": 1.0}}
scipy.io.savemat("plain.mat", {**variables, **extra})
scipy.io.savemat("compressed.mat", variables, do_compression=True)
scipy.io.savemat("version4.mat", {"w": variables["w"], "whole": variables["whole"]}, format="4")
for name, array in variables.items():
    keep("plain.mat", name, array)
    keep("compressed.mat", name, array)
keep("version4.mat", "w", variables["w"])
keep("version4.mat", "whole", variables["whole"])

# MATLAB as others write it: version 4 in the other order of bytes, and version 5 with unsigned extents and a variable without a name.
with open("version4big.mat", "wb") as file:
    for kind, name, array in [(1000, b"w", variables["w"].astype(">f8")), (1030, b"whole", variables["whole"].astype(">i2"))]:
        file.write(struct.pack(">5I", kind, *array.shape, 0, len(name) + 1) + name + b"\0" + array.tobytes("F"))
for name in ("w", "whole"):
    assert (scipy.io.loadmat("version4big.mat")[name] == variables[name]).all()
    keep("version4big.mat", name, variables[name])
scipy.io.savemat("others.mat", {"w": variables["w"], "q": variables["small"]})
with open("others.mat", "rb") as file:
    data = file.read().replace(struct.pack("<4I", 5, 8, 4, 3), struct.pack("<4I", 6, 8, 4, 3))
with open("others.mat", "wb") as file:
    file.write(data.replace(struct.pack("<HHI", 1, 1, ord("q")), struct.pack("<HHI", 1, 0, 0)))
assert (scipy.io.loadmat("others.mat")["w"] == variables["w"]).all() and "__function_workspace__" in scipy.io.loadmat("others.mat")
keep("others.mat", "w", variables["w"])

# A compressed variable with more in it than its numbers, as damage leaves it.
scipy.io.savemat("behind.mat", {"w": variables["w"]}, do_compression=True)
with open("behind.mat", "rb") as file:
    data = file.read()
packed = zlib.compress(zlib.decompress(data[136:]) + b"more than there should be")
with open("behind.mat", "wb") as file:
    file.write(data[:128] + struct.pack("<II", 15, len(packed)) + packed)
try:
    scipy.io.loadmat("behind.mat")
    raise SystemExit("SciPy reads behind.mat")
except ValueError:
    pass

# A tensor of ONNX in a file of its own.
onnx.save_tensor(numpy_helper.from_array(w, "input"), "tensor.pb")
keep("tensor.pb", "input", w)

with open("models.json", "w") as file:
    json.dump(expected, file, separators=(",", ":"))
    file.write("\n")
