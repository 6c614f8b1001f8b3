"""Makes linkage.json: SciPy's merges of some points, for LinkageTests. Needs numpy and scipy."""
import json
import pathlib

import numpy as np
from scipy.cluster.hierarchy import linkage

arrays = {}
for name, (count, width, seed) in {"small": (7, 2, 0), "units": (32, 5, 1), "wide": (60, 40, 2)}.items():
    points = np.random.RandomState(seed).randn(count, width).astype(np.float32)
    arrays[name] = points
    for method in ("ward", "average", "complete", "single"):
        arrays[f"{name}-{method}"] = linkage(points.astype(np.float64), method)
content = {name: {"shape": list(a.shape), "data": [float(f"{v:.9g}") for v in a.ravel()]} for name, a in arrays.items()}
(pathlib.Path(__file__).parent / "linkage.json").write_text(json.dumps(content) + "\n")
