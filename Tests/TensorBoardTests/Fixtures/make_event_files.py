"""Event files by other writers, for ForeignEventFileTests. Run in an empty folder with torch, tensorboard and tensorboardX installed:
writes torch.tfevents, tensorboardx.tfevents and expected.json (what the files hold, by TensorBoard's own EventAccumulator)."""
import glob, json, os, shutil
import numpy as np
from tensorboard.backend.event_processing import event_accumulator
import tensorboardX
import torch.utils.tensorboard

values = (np.arange(1000, dtype=np.float32) - 300) / 128


def fill(writer):
    for step in (0, 3, 7):
        writer.add_scalar("loss/train", 1 / (step + 1), step, walltime=1000.5 + step)
        writer.add_histogram("fc1.weight", values * (step + 1), step, walltime=2000 + step)
    writer.add_text("note", "hello *there*", 1, walltime=3000)
    writer.add_image("picture", (np.arange(3 * 4 * 5) % 256).astype(np.uint8).reshape(3, 4, 5), 2, walltime=4000)
    writer.close()


expected = {}
for name, module in (("torch", torch.utils.tensorboard), ("tensorboardx", tensorboardX)):
    shutil.rmtree("log", ignore_errors=True)
    fill(module.SummaryWriter("log"))
    [path] = glob.glob("log/events*")
    accumulator = event_accumulator.EventAccumulator(path, size_guidance={"histograms": 0, "scalars": 0})
    accumulator.Reload()
    tags = accumulator.Tags()
    expected[name] = {
        "scalars": {tag: [[e.wall_time, e.step, e.value] for e in accumulator.Scalars(tag)] for tag in tags["scalars"]},
        "histograms": {
            tag: [[e.wall_time, e.step, e.histogram_value.min, e.histogram_value.max, e.histogram_value.num,
                   e.histogram_value.sum] for e in accumulator.Histograms(tag)] for tag in tags["histograms"]},
        "images": {tag: [[e.step, e.width, e.height, len(e.encoded_image_string)] for e in accumulator.Images(tag)]
                   for tag in tags["images"]},
    }
    shutil.move(path, f"{name}.tfevents")
shutil.rmtree("log")
with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")
