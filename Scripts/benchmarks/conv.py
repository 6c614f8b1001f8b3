"""conv2d and its gradients beside torch.nn.Conv2d on as many threads. `tensor` allocates its results as torch does, `plan` (an executor)
does not."""
import os, pathlib, sys, time
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Benchmarks"))
from fathom_worker import Fathom, medians

# images, filters, kernel, stride, padding
SHAPES = [((64, 1, 32, 32), 16, 3, 1, 1), ((64, 16, 16, 16), 32, 3, 1, 1), ((64, 64, 56, 56), 64, 3, 1, 1),
          ((16, 3, 224, 224), 64, 7, 2, 3)]
PASSES = {"forward": ("forward", 1), "all": ("forward, both gradients", 3)}
WARMING = 1.0  # seconds: torch's first operations in a process, and its first of a shape, are many times slower than those that follow
chosen = [s for s in SHAPES if not sys.argv[1:] or str(s[0][1]) in sys.argv[1:]]

torch.set_num_threads(os.cpu_count())
torch.manual_seed(0)
fathom = Fathom()


def peer(shape, filters, kernel, stride, padding, which):
    layer = torch.nn.Conv2d(shape[1], filters, kernel, stride=stride, padding=padding)
    x = torch.randn(shape, requires_grad=which == "all")
    gradient = torch.randn_like(layer(x))

    def forward():
        with torch.no_grad():
            layer(x)

    def backward():
        layer.zero_grad(set_to_none=True)
        x.grad = None
        layer(x).backward(gradient)

    return forward if which == "forward" else backward


def warm(run):
    start = time.perf_counter()
    while time.perf_counter() - start < WARMING:
        run()
    return run


print(f"{os.cpu_count()} threads, float; medians in ms; ratio = torch's time / Fathom's, above 1: Fathom is faster")
print(f"{'convolution':36} {'passes':26} {'tensor':>9} {'plan':>9} {'GFLOP/s':>8} {'torch':>9} {'ratio':>7} {'of plan':>8}")
for shape, filters, kernel, stride, padding in chosen:
    extent = (shape[2] + 2 * padding - kernel) // stride + 1
    work = 2 * shape[0] * filters * extent * extent * shape[1] * kernel * kernel
    for which, (name, times) in PASSES.items():
        request = f"{which} {' '.join(map(str, shape))} {filters} {kernel} {stride} {padding}"
        tensor, plan, torch_time = medians(
            fathom, [f"conv tensor {request}", f"conv plan {request}", warm(peer(shape, filters, kernel, stride, padding, which))],
            blocks=4, seconds=0.1)
        label = f"{shape}->{filters} {kernel}x{kernel} s{stride} p{padding}"
        print(f"{label:36} {name:26} {tensor * 1e3:9.2f} {plan * 1e3:9.2f} {times * work / plan * 1e-9:8.1f} {torch_time * 1e3:9.2f} "
              f"{torch_time / tensor:7.2f} {torch_time / plan:8.2f}", flush=True)
