"""Writes neighbors.json: the neighbours that scikit-learn's brute-force search finds among points that the test makes as well."""
import json
import pathlib

import numpy as np
from sklearn.neighbors import NearestNeighbors

index = np.arange(60 * 7).reshape(60, 7)
points = (index * index * 31 + index * 7919) % 1009 / 16 - 20  # exact in a Float
arrays = {}
for metric in ("euclidean", "cosine", "correlation", "manhattan", "chebyshev", "hamming"):
    data = np.floor(points / 8) if metric == "hamming" else points
    search = NearestNeighbors(n_neighbors=6, metric=metric, algorithm="brute").fit(data)
    distances, indices = search.kneighbors()
    arrays[metric + " distances"] = {"shape": list(distances.shape), "data": [float(f"{v:.9g}") for v in distances.ravel()]}
    arrays[metric + " indices"] = {"shape": list(indices.shape), "data": [int(v) for v in indices.ravel()]}
pathlib.Path(__file__).with_name("neighbors.json").write_text(json.dumps(arrays) + "\n")
