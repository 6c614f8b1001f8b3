"""Expected values of conv2d and its gradients by torch in float64, for ConvolutionTests. Prints convolution.json."""
import json, sys
import numpy as np, torch
import torch.nn.functional as F

# name: input, weights, stride, padding, dilation, groups
CASES = {
    "plain":      ((2, 3, 7, 9), (4, 3, 3, 3), (1, 1), (0, 0), (1, 1), 1),
    "padded":     ((1, 2, 5, 17), (9, 2, 3, 3), (1, 1), (1, 1), (1, 1), 1),
    "asymmetric": ((2, 2, 6, 11), (3, 2, 1, 4), (1, 1), (0, 3), (1, 1), 1),
    "tall":       ((1, 1, 9, 3), (2, 1, 5, 2), (2, 1), (3, 1), (1, 1), 1),
    "strided":    ((2, 3, 11, 13), (5, 3, 3, 3), (2, 2), (1, 1), (1, 1), 1),
    "uneven":     ((1, 2, 12, 20), (3, 2, 3, 5), (3, 2), (2, 0), (1, 1), 1),
    "sparse":     ((1, 2, 8, 8), (3, 2, 2, 2), (3, 3), (0, 0), (1, 1), 1),   # some inputs are seen by no filter
    "dilated":    ((1, 2, 13, 12), (3, 2, 3, 3), (1, 1), (2, 3), (2, 3), 1),
    "both":       ((2, 2, 14, 15), (3, 2, 3, 2), (2, 3), (1, 2), (3, 2), 1),
    "grouped":    ((2, 6, 6, 7), (4, 3, 3, 3), (1, 1), (1, 1), (1, 1), 2),
    "depthwise":  ((2, 4, 8, 9), (4, 1, 3, 3), (1, 1), (1, 1), (1, 1), 4),
    "multiplier": ((1, 3, 7, 7), (6, 1, 3, 3), (2, 2), (1, 1), (1, 1), 3),
    "pointwise":  ((2, 5, 4, 6), (7, 5, 1, 1), (1, 1), (0, 0), (1, 1), 1),
    "skipping":   ((1, 3, 7, 8), (2, 3, 1, 1), (2, 2), (0, 0), (1, 1), 1),
    "whole":      ((3, 2, 4, 4), (5, 2, 4, 4), (1, 1), (0, 0), (1, 1), 1),   # a 1x1 output
    "far":        ((1, 1, 40, 3), (2, 1, 2, 2), (1, 1), (0, 30), (1, 31), 1),   # rows much longer than the output
    "wide":       ((1, 2, 3, 70), (2, 2, 3, 3), (1, 1), (1, 1), (1, 1), 1),
}

def numbers(shape, seed):
    i = np.arange(int(np.prod(shape)), dtype=np.uint64) + np.uint64(seed * 1000)
    return (((i * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)) >> np.uint64(24)).astype(np.float64).reshape(shape) / 256 - 0.5

arrays = {}
for name, (xs, ws, stride, padding, dilation, groups) in CASES.items():
    x = torch.tensor(numbers(xs, 1), requires_grad=True)
    w = torch.tensor(numbers(ws, 2), requires_grad=True)
    b = torch.tensor(numbers((ws[0],), 3), requires_grad=True)
    y = F.conv2d(x, w, b, stride, padding, dilation, groups)
    y.backward(torch.tensor(numbers(tuple(y.shape), 4)))
    put = lambda key, v: arrays.__setitem__(f"{name}.{key}", {"shape": list(v.shape), "data": [round(e, 13) for e in v.detach().flatten().tolist()]})
    arrays[f"{name}.settings"] = {"shape": [15], "data": [*xs, *ws, *stride, *padding, *dilation, groups]}
    put("output", y); put("input", x.grad); put("weights", w.grad); put("bias", b.grad)
json.dump(arrays, sys.stdout, separators=(",", ":"))
print()
