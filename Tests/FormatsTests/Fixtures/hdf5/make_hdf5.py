"""HDF5 files by h5py, and a Keras archive around one, for HDF5Tests. Run here: python make_hdf5.py"""
import json, struct, zipfile
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

def chunked(file, name, array, **options):
    if "fill" not in options: file.create_dataset(name, data=array, **options)
    expected[f"{file.filename}:{name}"] = {"shape": list(np.shape(array)), "data": np.ravel(array).astype(float).tolist()}


# Every index of chunks that HDF5 has since 1.10, and what HDF5 2.0 alone writes ("latest").
for name, version in [("indices110.h5", ("v110", "v110")), ("indices200.h5", "latest")]:
    with h5py.File(name, "w", libver=version) as file:
        many = np.arange(1500, dtype="i2") % 211
        for filters, options in [("plain", {}), ("gzip", dict(compression="gzip", shuffle=True)), ("lzf", dict(compression="lzf", fletcher32=True))]:
            chunked(file, filters + "/one", values, chunks=(7, 5), **options)
            chunked(file, filters + "/fixed", values, chunks=(3, 2), **options)
            chunked(file, filters + "/room", values, chunks=(3, 2), maxshape=(11, 9), **options)
            chunked(file, filters + "/grows", values, chunks=(2, 2), maxshape=(None, 9), **options)
            chunked(file, filters + "/sideways", values, chunks=(2, 1), maxshape=(20, None), **options)
            chunked(file, filters + "/both", values, chunks=(1, 1), maxshape=(None, None), **options)
            if filters == "lzf": continue
            chunked(file, filters + "/pages", many, chunks=(1,), **options)
            chunked(file, filters + "/levels", many[:700], chunks=(1,), maxshape=(None,), **options)
        cube = np.arange(4 * 5 * 6, dtype="f4").reshape(4, 5, 6)
        chunked(file, "cube", cube, chunks=(1, 2, 4), maxshape=(4, None, 6), compression="gzip")
        # All chunks in a row, without an index.
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_chunk((3, 2))
        plist.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        row = h5py.h5d.create(file.id, b"row", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((7, 5)), plist)
        row.write(h5py.h5s.ALL, h5py.h5s.ALL, values)
        chunked(file, "row", values, fill=True)
        # Some chunks are never written.
        part = file.create_dataset("part", (40,), "f8", chunks=(4,), maxshape=(None,), fillvalue=-1.5)
        part[4:8], part[33:36] = [1, 2, 3, 4], [5, 6, 7]
        chunked(file, "part", part[:], fill=True)
        # A type with a name of its own.
        file["type"] = np.dtype("<f4")
        file.create_dataset("named", data=values, dtype=file["type"])
        chunked(file, "named", values, fill=True)
        # Attributes beside the header, in a heap of their own.
        for index in range(40): file["cube"].attrs[f"note{index}"] = np.full(30, index)

# Groups of many links: trees of three levels, a heap in several rows of blocks.
with h5py.File("dense.h5", "w", libver="latest") as file:
    file["layers/first/kernel"] = values
    expected["dense.h5:layers/first/kernel"] = {"shape": [7, 5], "data": values.ravel().astype(float).tolist()}
    group = file.create_group("links", track_order=True)
    for index in range(1500):
        group[f"link {index * 7919 % 1500:04} " + "x" * (index % 60)] = file["layers/first/kernel"]
    for index in range(20):
        file[f"layers/block{index:02}/bias"] = np.full(2, index, "f4")
        expected[f"dense.h5:layers/block{index:02}/bias"] = {"shape": [2], "data": [float(index)] * 2}
    file["layers"].attrs["names"] = [f"block{index:02}" for index in range(20)]

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
# As libraries before 1.6.3 wrote: the first two versions of a layout, put in the place of the third; elements that are arrays or fields
# of bits; a soft link in a group of the old kind.
with h5py.File("before163.h5", "w") as file:
    places = {}
    for name, array, options in [("flat", np.arange(6, dtype="f4"), {}), ("table", np.arange(8, dtype="i2").reshape(2, 4), {}),
                                 ("boxes", np.arange(100, dtype="f4"), dict(chunks=(16,), compression="gzip"))]:
        data = file.create_dataset(name, data=array, **options)
        expected["before163.h5:" + name] = {"shape": list(array.shape), "data": array.ravel().astype(float).tolist()}
        places[name] = data.id.get_offset()
    file["gone"] = h5py.SoftLink("/nowhere")
    vectors = file.create_dataset("vectors", (2, 3), np.dtype(("<f8", (2, 2))))
    vectors[...] = np.arange(24).reshape(2, 3, 2, 2)
    expected["before163.h5:vectors"] = {"shape": [2, 3, 2, 2], "data": list(range(24))}
    boxed = file.create_dataset("boxed", (5,), np.dtype(("<i4", (3,))), chunks=(2,), compression="gzip", shuffle=True)
    boxed[...] = np.arange(15).reshape(5, 3)
    expected["before163.h5:boxed"] = {"shape": [5, 3], "data": list(range(15))}
    bits = h5py.h5d.create(file.id, b"bits", h5py.h5t.STD_B8LE, h5py.h5s.create_simple((4,)))
    bits.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([1, 0, 255, 1], "u1"), h5py.h5t.STD_B8LE)
    expected["before163.h5:bits"] = {"shape": [4], "data": [1, 0, 255, 1]}
data = open("before163.h5", "rb").read()


def replaced(data, old, new):
    assert data.count(old) == 1 and len(new) <= (len(old) + 7) // 8 * 8
    at = data.index(old)
    return data[:at] + new + data[at + len(new):]


data = replaced(data, struct.pack("<BBQQ", 3, 1, places["flat"], 24), struct.pack("<BBB5xQI", 1, 1, 1, places["flat"], 6))
data = replaced(data, struct.pack("<BBQQ", 3, 1, places["table"], 16), struct.pack("<BBB5xQII", 2, 2, 1, places["table"], 2, 4))
at = next(at for at in range(len(data)) if data[at:at + 3] == b"\x03\x02\x02" and data[at + 11:at + 19] == struct.pack("<II", 16, 4))
data = data[:at] + struct.pack("<BBB5x", 1, 2, 2) + data[at + 3:at + 11] + struct.pack("<II", 16, 4) + data[at + 24:]
open("before163.h5", "wb").write(data)
with h5py.File("before163.h5") as file:
    for name in ("flat", "table", "boxes", "vectors", "boxed", "bits"):
        assert np.ravel(file[name][...]).astype(float).tolist() == expected["before163.h5:" + name]["data"], name
with h5py.File("claims.h5", "w") as file:
    file.create_dataset("w", shape=(1 << 40, 4), chunks=(1024, 4), dtype="f4")
with h5py.File("model.weights.h5", "w") as file:
    file["layers/dense/vars/0"] = values
    expected["model.keras:dense/kernel"] = {"shape": [7, 5], "data": values.ravel().astype(float).tolist()}
with zipfile.ZipFile("model.keras", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("config.json", json.dumps({"class_name": "Lambda", "config": {"function": "import os; os.system('touch made')"}}))
    archive.write("model.weights.h5")
import os
os.remove("model.weights.h5")
json.dump(expected, open("hdf5.json", "w"))
