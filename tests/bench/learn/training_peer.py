"""Training speed of the same network in Python's torch, best settings known: channels_last, fused Adam, bfloat16 autocast
on request, the whole batch augmented by one grid_sample. Prints images a second. Arguments as phenoTrainingBench."""
import argparse
import math
import time

import torch
import torch.nn.functional as F
from torch import nn


def norm(width):
    return nn.BatchNorm2d(width, affine=False, momentum=1.0)


class Block(nn.Module):
    def __init__(self, width_in, width_out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(width_in, width_out, 3, stride, 1, bias=False)
        self.bn1 = norm(width_out)
        self.conv2 = nn.Conv2d(width_out, width_out, 3, 1, 1, bias=False)
        self.bn2 = norm(width_out)
        self.shortcut = None
        if width_in != width_out:
            self.shortcut = nn.Sequential(nn.Conv2d(width_in, width_out, 1, stride, bias=False), norm(width_out))

    def forward(self, x):
        kept = x if self.shortcut is None else self.shortcut(x)
        x = F.relu(self.bn1(self.conv1(x)), inplace=True)
        x = self.bn2(self.conv2(x))
        x += kept
        return F.relu(x, inplace=True)


class Encoder(nn.Module):
    def __init__(self, channels, embed_dim):
        super().__init__()
        layers = [nn.Conv2d(channels, 64, 7, 2, 3, bias=False), norm(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
        width = 64
        for stage in range(4):
            out = 64 << stage
            layers += [Block(width, out, 1 if stage == 0 else 2), Block(out, out, 1)]
            width = out
        self.body = nn.Sequential(*layers)
        self.head = nn.Sequential(nn.Linear(512, 512), nn.ReLU(inplace=True), nn.Linear(512, embed_dim))

    def forward(self, x):
        return F.normalize(self.head(self.body(x).mean((2, 3))))


def spc_loss(z, y, temperature):
    logits = torch.cat([(z @ z.t()).fill_diagonal_(-math.inf), z @ y.t()], 1) / temperature
    target = torch.arange(len(z)) + len(z)
    return F.cross_entropy(logits, target)


def attract(table, z, classes, step):
    for b, c in enumerate(classes.tolist()):
        w = table[c]
        tangent = z[b] - (z[b] @ w) * w
        across = tangent.norm()
        angle = torch.clamp(torch.atan2(across, z[b] @ w), max=step)
        table[c] = F.normalize(torch.cos(angle) * w + torch.sin(angle) * tangent / across, dim=0)


def augment(pixels, size):
    n = len(pixels)
    scale = torch.empty(n).uniform_(0.8, 1.0).sqrt()
    shift = (1 - scale)[:, None] * torch.empty(n, 2).uniform_(-1, 1)
    flip = torch.randint(0, 2, (n, 2)) * 2 - 1
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = scale * flip[:, 0]
    theta[:, 1, 1] = scale * flip[:, 1]
    theta[:, :, 2] = shift
    images = pixels.to(torch.float32).sub_(127.5).div_(255).contiguous(memory_format=torch.channels_last)
    grid = F.affine_grid(theta, (n, 1, size, size), align_corners=False)
    return F.grid_sample(images, grid, padding_mode="border", align_corners=False)


def main():
    parser = argparse.ArgumentParser()
    for name, value in dict(size=64, channels=4, batch=256, steps=6, warmup=2, threads=2).items():
        parser.add_argument("--" + name, type=int, default=value)
    parser.add_argument("--precision", default="float32")
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    pixels = torch.randint(0, 256, (4 * options.batch, options.channels, options.size, options.size), dtype=torch.uint8)
    classes = torch.arange(len(pixels)) % 64
    table = F.normalize(torch.rand(64, 128))
    model = Encoder(options.channels, 128).to(memory_format=torch.channels_last)
    run = torch.compile(model) if options.compile else model
    try:
        adam = torch.optim.Adam(model.parameters(), lr=3e-4, fused=True)
    except (TypeError, RuntimeError):
        adam = torch.optim.Adam(model.parameters(), lr=3e-4, foreach=True)
    for step in range(options.steps):
        if step == options.warmup:
            start = time.perf_counter()
        index = torch.randperm(len(pixels))[: options.batch]
        images = augment(pixels[index], options.size).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bfloat16"):
            z = run(images)
        z = z.float()
        loss = spc_loss(z, table[classes[index]], 0.1)
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()
        with torch.no_grad():
            attract(table, z.detach(), classes[index], math.pi / 160)
        loss.item()
    print(f"{(options.steps - options.warmup) * options.batch / (time.perf_counter() - start):.2f}")


main()
