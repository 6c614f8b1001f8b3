"""HDF5 files by h5py, and a Keras archive around one, for HDF5Tests. Run here: python make_hdf5.py"""
import json, zipfile
import h5py, numpy as np

values = np.random.default_rng(7).standard_normal((7, 5)).astype(np.float32)
expected = {}


def fill(file, chunked):
    kinds = {"f4": values, "f8be": values.astype(">f8"), "f2": values.astype("f2"), "i1": np.arange(-3, 4, dtype="i1"),
             "u2": np.arange(9, dtype="u2").reshape(3, 3), "i8": np.arange(4) - 2, "flags": np.array([True, False, True]),
             "scalar": np.float64(2.5)}
    for name, array in kinds.items():
        options = dict(chunks=(3,) + (2,) * (array.ndim - 1), compression="gzip", shuffle=True) if chunked and array.ndim else {}
        file.create_dataset("layers/" + name, data=array, **options)
        expected[f"{file.filename}:layers/{name}"] = {"shape": list(np.shape(array)), "data": np.ravel(array).astype(float).tolist()}
    file["words"] = ["a", "bc"]


for name, chunked, options in [("old.h5", False, {}), ("chunks.h5", True, {}), ("new.h5", False, {"libver": "latest"}),
                               ("v110.h5", True, {"userblock_size": 512})]:
    with h5py.File(name, "w", **options) as file:
        fill(file, chunked)
        if name == "chunks.h5":
            summed = file.create_dataset("summed", data=values, chunks=(4, 5), fletcher32=True)
            expected[name + ":summed"] = {"shape": [7, 5], "data": values.ravel().astype(float).tolist()}
        if name == "old.h5":
            for index in range(40):
                file[f"many/t{index:02}"] = np.full(2, index, "f4")
                expected[f"{name}:many/t{index:02}"] = {"shape": [2], "data": [float(index)] * 2}
            compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
            compact.set_layout(h5py.h5d.COMPACT)
            small = h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((2,)), compact)
            small.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([1, -1], "f4"))
            expected[name + ":compact"] = {"shape": [2], "data": [1.0, -1.0]}
            file["again"] = file["layers/f4"]
            expected[name + ":again"] = expected[name + ":layers/f4"]

with h5py.File("circle.h5", "w") as file:
    file["a/w"] = values[0]
    file["a/b/up"] = file["a"]
    file["soft"] = h5py.SoftLink("/a/w")
    file["outside"] = h5py.ExternalLink("/etc/passwd", "/x")
with h5py.File("outside.h5", "w") as file:
    file.create_dataset("w", shape=(4,), dtype="f4", external=[("/etc/passwd", 0, 16)])
    file["kept"] = values[1]
    layout = h5py.VirtualLayout(shape=(5,), dtype="f4")
    layout[:] = h5py.VirtualSource("elsewhere.h5", "w", shape=(5,))
    file.create_virtual_dataset("virtual", layout)
with h5py.File("claims.h5", "w") as file:
    file.create_dataset("w", shape=(1 << 40, 4), chunks=(1024, 4), dtype="f4")
with h5py.File("model.weights.h5", "w") as file:
    file["layers/dense/vars/0"] = values
    expected["model.keras:layers/dense/vars/0"] = {"shape": [7, 5], "data": values.ravel().astype(float).tolist()}
with zipfile.ZipFile("model.keras", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("config.json", json.dumps({"class_name": "Lambda", "config": {"function": "import os; os.system('touch made')"}}))
    archive.write("model.weights.h5")
import os
os.remove("model.weights.h5")
json.dump(expected, open("hdf5.json", "w"))
