"""Makes tsne.json: what openTSNE and scikit-learn give on the 8x8 digits. Needs numpy, scipy, scikit-learn, openTSNE.

Figures of a map: KL with the program's own affinities and an exact normaliser, the mean share of a point's 10 nearest neighbours that
are among its 10 nearest in the map, and the share of points whose 10 nearest in the map vote for their label.
"""
import json
import pathlib

import numpy as np
import openTSNE
from sklearn.datasets import load_digits
from sklearn.manifold import TSNE
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.neighbors import NearestNeighbors

x, y = load_digits(return_X_y=True)
n = len(x)


def nearest(a, k):
    return NearestNeighbors(n_neighbors=k).fit(a).kneighbors(return_distance=False)


def exact_kl(p, m):
    d = ((m[:, None, :] - m[None, :, :]) ** 2).sum(-1)
    w = 1 / (1 + d)
    np.fill_diagonal(w, 0)
    p = p.tocoo()
    v = p.data / p.data.sum()
    keep = v > 0
    return float((v[keep] * np.log(v[keep] / (w[p.row, p.col][keep] / w.sum()))).sum())


def figures(p, m):
    m = np.asarray(m, np.float64)
    data, near = nearest(x, 10), nearest(m, 10)
    kept = np.mean([len(np.intersect1d(a, b)) / 10 for a, b in zip(data, near)])
    votes = np.stack([(y[near] == c).sum(1) for c in range(10)], 1)
    return [exact_kl(p, m), float(kept), float((votes.argmax(1) == y).mean())]


affinities = openTSNE.affinity.PerplexityBasedNN(x, perplexity=30, method="exact", random_state=42)
init = openTSNE.initialization.pca(x, random_state=42)
embedding = openTSNE.TSNEEmbedding(init, affinities, negative_gradient_method="bh", random_state=42)
embedding.optimize(250, exaggeration=12, momentum=0.8, inplace=True)
embedding.optimize(500, momentum=0.8, inplace=True)

peer = TSNE(perplexity=30, max_iter=750, random_state=42)
peer_map = peer.fit_transform(x)
distances = NearestNeighbors(n_neighbors=91).fit(x).kneighbors_graph(mode="distance")
distances.data **= 2
peer_p = _joint_probabilities_nn(distances, 30, 0)

rows = [0, 5, 900, n - 1]
dense = affinities.P.toarray()[rows]
entries = [(r, int(c), float(dense[i, c])) for i, r in enumerate(rows) for c in np.nonzero(dense[i])[0]]


def array(values):
    a = np.asarray(values, np.float64)
    return {"shape": list(a.shape), "data": [float(f"{v:.9g}") for v in a.ravel()]}


out = {
    "openTSNE": array(figures(affinities.P, embedding)),
    "scikit-learn": array(figures(peer_p, peer_map)),
    "affinities": array(entries),
}
pathlib.Path(__file__).with_name("tsne.json").write_text(json.dumps(out) + "\n")
print(out["openTSNE"], out["scikit-learn"])
