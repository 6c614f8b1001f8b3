"""What a PyTorch user has after some trainings, for ForeignTrainingTests. Run in an empty folder with torch and tensorboard installed:
writes runs/ (event files of SummaryWriter, one folder for each training) and checkpoints/ (state dictionaries of model and optimiser)."""
import os

import torch
from torch import nn
from torch.utils.tensorboard import SummaryWriter

torch.manual_seed(0)
torch.set_num_threads(1)


def log(writer, model, loss, epoch, bins="tensorflow"):
    """The default bins are torch's own; fewer keep the files small."""
    writer.add_scalar("Loss/train", loss.item(), epoch)
    for name, parameter in model.named_parameters():
        writer.add_histogram(name, parameter, epoch, bins=bins)
        writer.add_histogram(f"{name}.grad", parameter.grad, epoch, bins=bins)


def constant(rate, name, epochs, every):
    """The first document's experiment; torch refuses to count a tensor of which nothing is finite, and so ends it."""
    model = nn.Sequential(nn.Linear(10, 100), nn.ReLU(), nn.Linear(100, 1))
    for layer in (model[0], model[2]):
        nn.init.constant_(layer.weight, 1.0)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    with SummaryWriter(f"runs/{name}") as writer:
        try:
            for epoch in range(epochs):
                inputs = torch.randn(64, 10)
                optimizer.zero_grad()
                loss = nn.functional.mse_loss(model(inputs), inputs.sum(1, keepdim=True))
                loss.backward()
                optimizer.step()
                if epoch % every == 0:
                    log(writer, model, loss, epoch)
        except ValueError as error:
            print(name, epoch, error)
            writer.add_histogram("partly.weight", torch.tensor([1.0, 2.0, float("nan"), float("inf")]), epoch)


def saturated():
    """Tanh with huge weights, its outputs logged as a distribution."""
    model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 2))
    nn.init.normal_(model[0].weight, std=100)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    inputs = torch.randn(128, 2)
    labels = (inputs[:, 0] * inputs[:, 1] > 0).long()
    with SummaryWriter("runs/tanh") as writer:
        for epoch in range(8):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
            log(writer, model, loss, epoch, bins=30)
            writer.add_histogram("activations/tanh1", model[:2](inputs), epoch)


class Healthy(nn.Module):
    """With what doctors take for illness: a bias before a normalisation, an embedding, counters, frozen statistics."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
        self.bn = nn.BatchNorm2d(4)
        self.emb = nn.Embedding(20, 8)
        self.fc = nn.Linear(4 * 4 * 4 + 8, 3)

    def forward(self, images, words):
        features = torch.relu(self.bn(self.conv(images))).flatten(1)
        return self.fc(torch.cat([features, self.emb(words)], 1))


def healthy():
    model = Healthy()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    images, words = torch.randn(120, 1, 4, 4), torch.randint(0, 20, (120,))
    labels = (images.flatten(1) @ torch.randn(16, 3)).argmax(1)
    os.makedirs("checkpoints", exist_ok=True)
    with SummaryWriter("runs/healthy") as writer:
        for epoch in range(1, 13):
            for start in range(0, 120, 40):
                batch = slice(start, start + 40)
                optimizer.zero_grad()
                loss = nn.functional.cross_entropy(model(images[batch], words[batch]), labels[batch])
                loss.backward()
                optimizer.step()
            log(writer, model, loss, epoch, bins=30)
            if epoch in (1, 4, 8, 12):
                torch.save(
                    {"epoch": epoch, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict()},
                    f"checkpoints/epoch_{epoch}.pt")


constant(0.01, "literal", 100, 1)
constant(1e-5, "gentle", 100, 10)
saturated()
healthy()
# Names that do not depend on when and where.
for folder in os.listdir("runs"):
    for name in os.listdir(f"runs/{folder}"):
        os.rename(f"runs/{folder}/{name}", f"runs/{folder}/events.out.tfevents.1")
