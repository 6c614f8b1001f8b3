"""Makes updates.json: thresholds and colours of weight changes by the code of the document that the film of updates comes from, for
UpdateRuleTests. Needs numpy."""
import json
import pathlib

import numpy as np

random = np.random.RandomState(0)
history = {name: np.cumsum(random.standard_t(3, (21,) + shape), axis=0).astype(np.float32) for name, shape in {"a": (10, 20), "b": (10, 5)}.items()}
changes = {name: np.diff(values, axis=0) for name, values in history.items()}
arrays = dict(changes)

# The document's lines, its lists as arrays.
flat_weight_changes = [c.flatten().astype(np.float64) for c in changes.values()]
for share, label in ((0.0001, "document"), (0.01, "hundredth")):
    weight_change_abssorts = [np.sort(np.abs(i - np.average(i)))[::-1] for i in flat_weight_changes]
    min_weightnum = min([len(weight_change_abssort) for weight_change_abssort in weight_change_abssorts])
    tf_lists = [i[int(min_weightnum * share * (len(i) / min_weightnum) ** (1 / 2))] for i in weight_change_abssorts]
    ave_lists = [np.average(i) for i in flat_weight_changes]
    arrays[f"{label}-threshold"] = np.array(tf_lists)
    arrays[f"{label}-mean"] = np.array(ave_lists)
    for name, flat, tf, ave in zip(changes, flat_weight_changes, tf_lists, ave_lists):
        colors = []
        for change in flat:
            if change - ave > tf:
                colors.append([1, 0, 0, 1])
            elif change - ave > 0:
                colors.append([1, 0, 0, 1 * (((change - ave) / tf) ** 2)])
            elif change - ave < (-1) * tf:
                colors.append([0, 0, 1, 1])
            elif change - ave < 0:
                colors.append([0, 0, 1, 1 * (((change - ave) / tf) ** 2)])
            else:
                colors.append([0, 0, 0, 0])
        # Red as positive, blue as negative strength.
        arrays[f"{label}-{name}-strength"] = np.array([c[3] * (1 if c[0] else -1) for c in colors])[:800]
content = {name: {"shape": list(a.shape), "data": [float(f"{v:.8g}") for v in a.ravel()]} for name, a in arrays.items()}
(pathlib.Path(__file__).parent / "updates.json").write_text(json.dumps(content) + "\n")
