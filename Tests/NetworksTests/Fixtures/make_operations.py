"""Expected values and gradients of operations by torch in float64. Writes operations.json beside this file.

Input k of a case is spread(shape, 1 + k) times a factor, the gradient of the result is numbers(shape, 99), as in OperationCase.swift.
"""
import json, pathlib
import numpy as np, torch
import torch.nn.functional as F

from probe_numbers import numbers

arrays = {}


def put(key, value):
    flat = [round(float(v), 13) for v in value.detach().flatten()]
    arrays[key] = {"shape": list(value.shape), "data": [v if np.isfinite(v) else str(v) for v in flat]}


def spread(shape, seed, factor=1.0):
    """`numbers` with all elements apart from each other and from 0."""
    return (numbers(shape, seed) + (1 + np.arange(int(np.prod(shape))).reshape(shape)) / 2**14) * factor


def case(name, function, *shapes, factor=1.0, differentiable=None):
    inputs = [torch.tensor(spread(s, 1 + k, factor), requires_grad=True) for k, s in enumerate(shapes)]
    value = function(*inputs)
    value.backward(torch.tensor(numbers(tuple(value.shape), 99)))
    put(f"{name}.value", value)
    for k, x in enumerate(inputs):
        if differentiable is None or k in differentiable:
            put(f"{name}.gradient{k}", x.grad)


def pad_explicitly(x, w, b):  # top 0, bottom 1, left 2, right 3
    return F.conv2d(F.pad(x, (2, 3, 0, 1)), w, b)


case("conv/plain", lambda x, w, b: F.conv2d(x, w, b), (2, 3, 5, 6), (4, 3, 3, 3), (4,))
case("conv/unbiased", lambda x, w: F.conv2d(x, w, padding=1), (2, 2, 4, 5), (3, 2, 3, 3))
case("conv/strided", lambda x, w, b: F.conv2d(x, w, b, (2, 3), (1, 2)), (2, 2, 7, 8), (3, 2, 3, 5), (3,))
case("conv/dilated", lambda x, w, b: F.conv2d(x, w, b, 1, (2, 1), (3, 2)), (1, 2, 8, 7), (3, 2, 3, 2), (3,))
case("conv/grouped", lambda x, w, b: F.conv2d(x, w, b, 1, 1, 1, 2), (2, 4, 4, 5), (6, 2, 3, 3), (6,))
case("conv/depthwise", lambda x, w, b: F.conv2d(x, w, b, 2, 1, 1, 3), (2, 3, 5, 5), (3, 1, 3, 3), (3,))
case("conv/everything", lambda x, w, b: F.conv2d(x, w, b, (2, 1), (3, 2), (2, 3), 2), (2, 4, 6, 7), (4, 2, 3, 2), (4,))
case("conv/pointwise", lambda x, w, b: F.conv2d(x, w, b), (2, 5, 3, 3), (4, 5, 1, 1), (4,))
case("conv/same", lambda x, w, b: F.conv2d(x, w, b, padding="same"), (1, 2, 5, 6), (2, 2, 3, 5), (2,))
case("conv/explicit", pad_explicitly, (1, 2, 4, 3), (2, 2, 2, 4), (2,))

case("max/pairs", lambda x: F.max_pool2d(x, 2), (2, 3, 6, 38))
case("max/pairs odd", lambda x: F.max_pool2d(x, 2), (2, 2, 5, 7))
case("max/pairs ceil", lambda x: F.max_pool2d(x, 2, ceil_mode=True), (1, 2, 5, 7))
case("max/overlapping", lambda x: F.max_pool2d(x, 3, 2, 1), (2, 2, 7, 9))
case("max/close", lambda x: F.max_pool2d(x, 3, 1, 1), (1, 2, 5, 21))
case("max/uneven", lambda x: F.max_pool2d(x, (2, 3), (3, 1), (1, 0)), (1, 2, 8, 6))
case("max/dilated", lambda x: F.max_pool2d(x, (2, 3), (1, 2), (1, 1), (3, 2)), (1, 2, 9, 11))
case("max/dilated ceil", lambda x: F.max_pool2d(x, 3, 3, 1, 2, ceil_mode=True), (1, 2, 10, 12))
case("max/ceil", lambda x: F.max_pool2d(x, 3, (2, 4), 1, ceil_mode=True), (2, 1, 8, 10))
case("max/ceil drops", lambda x: F.max_pool2d(x, 2, 4, 1, ceil_mode=True), (1, 1, 6, 9))

case("average/pairs", lambda x: F.avg_pool2d(x, 2), (2, 3, 6, 8))
case("average/padded", lambda x: F.avg_pool2d(x, 3, 2, 1), (2, 2, 7, 9))
case("average/uncounted", lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False), (2, 2, 7, 9))
case("average/uneven", lambda x: F.avg_pool2d(x, (2, 3), (3, 1), (1, 0)), (1, 2, 8, 6))
case("average/ceil", lambda x: F.avg_pool2d(x, 3, (2, 4), 1, ceil_mode=True), (2, 1, 8, 10))
case("average/ceil uncounted", lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False), (1, 1, 6, 8))
case("global/average", lambda x: F.adaptive_avg_pool2d(x, 1), (3, 2, 4, 5))
case("global/maximum", lambda x: F.adaptive_max_pool2d(x, 1), (3, 2, 4, 5))

case("activation/relu", F.relu, (3, 7), factor=8)
case("activation/leaky relu", lambda x: F.leaky_relu(x, 0.2), (3, 7), factor=8)
case("activation/gelu", F.gelu, (5, 7), factor=8)
case("activation/gelu tanh", lambda x: F.gelu(x, approximate="tanh"), (5, 7), factor=8)
case("activation/silu", F.silu, (3, 7), factor=8)
case("activation/sigmoid", torch.sigmoid, (3, 7), factor=8)
case("activation/tanh", torch.tanh, (3, 7), factor=8)

for axis in (0, 1, 2):
    case(f"softmax/axis {axis}", lambda x: F.softmax(x, axis), (3, 4, 5), factor=6)
    case(f"log softmax/axis {axis}", lambda x: F.log_softmax(x, axis), (3, 4, 5), factor=6)
case("softmax/rows", lambda x: F.softmax(x, 1), (7, 9), factor=60)
case("log softmax/rows", lambda x: F.log_softmax(x, 1), (7, 9), factor=60)

# Inputs x, weight, bias; the statistics are spread(seed 21) and 1 + spread(seed 22).
for name, shape in {"2d": (4, 3, 2, 5), "1d": (6, 5), "1d long": (3, 4, 5)}.items():
    mean, variance = torch.tensor(spread(shape[1:2], 21)), 1 + torch.tensor(spread(shape[1:2], 22))
    for mode, training in (("training", True), ("inference", False)):
        norm = lambda x, *affine: F.batch_norm(x, mean.clone(), variance.clone(), *affine, training=training)
        case(f"batch norm/{name} {mode}", norm, shape, shape[1:2], shape[1:2], factor=3)
    case(f"batch norm/{name} plain", lambda x: F.batch_norm(x, None, None, training=True), shape, factor=3)
layer = torch.nn.BatchNorm2d(3, momentum=0.3).double()
for step in range(3):
    layer(torch.tensor(spread((4, 3, 2, 5), 30 + step, 5)))
    put(f"batch norm/running_mean {step}", layer.running_mean)
    put(f"batch norm/running_var {step}", layer.running_var)

case("layer norm/rows", lambda x, w, b: F.layer_norm(x, (7,), w, b), (3, 7), (7,), (7,), factor=3)
case("layer norm/two axes", lambda x, w, b: F.layer_norm(x, (4, 5), w, b), (2, 3, 4, 5), (4, 5), (4, 5), factor=3)
case("layer norm/plain", lambda x: F.layer_norm(x, (9,)), (4, 9), factor=3)

case("loss/squared", F.mse_loss, (3, 5), (3, 5), factor=4, differentiable=[0])
case("loss/absolute", F.l1_loss, (3, 5), (3, 5), factor=4, differentiable=[0])
case("loss/huber", lambda x, t: F.huber_loss(x, t, delta=0.7), (3, 5), (3, 5), factor=4, differentiable=[0])
case("loss/smooth", lambda x, t: F.smooth_l1_loss(x, t, beta=0.7), (3, 5), (3, 5), factor=4, differentiable=[0])
# The operations see 0.5 + 0.9 spread as probabilities.
probability = lambda x: 0.5 + 0.9 * x
case("loss/cross entropy of probabilities", lambda x, t: F.binary_cross_entropy(probability(x), probability(t.detach())),
     (3, 5), (3, 5), differentiable=[0])
case("loss/cross entropy of logits", lambda x, t: F.binary_cross_entropy_with_logits(9 * x, probability(t.detach())),
     (3, 5), (3, 5), differentiable=[0])
case("loss/cross entropy of classes", lambda x: F.cross_entropy(x, torch.tensor([0, 3, 1, 1, 2])), (5, 4), factor=9)

path = pathlib.Path(__file__).with_name("operations.json")
path.write_text(json.dumps(arrays, separators=(",", ":"), allow_nan=False).replace('},"', '},\n"') + "\n")
