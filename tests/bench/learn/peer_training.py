"""What both training peers share: arguments, data, the loss of methods 1.2 and the clocks."""
import argparse
import math

import torch
import torch.nn.functional as F

import rates

CLASSES = 64
EMBED_DIM = 128
TEMPERATURE = 0.1
STEP_RAD = math.pi / 160
LEARNING_RATE = 3e-4
CROP_SCALE = (0.8, 1.0)
CROP_RATIO = (3 / 4, 4 / 3)
FLIP = 0.5
BLUR = 0.2
BLUR_KERNEL = 9
BLUR_SIGMA = 5.0


def parser(description):
    result = argparse.ArgumentParser(description=description)
    for name, value in dict(size=64, channels=4, batch=256, steps=18, warmup=3, threads=2).items():
        result.add_argument("--" + name, type=int, default=value)
    return result


def crops(options):
    """Random pixels of four batches, and their classes."""
    shape = (4 * options.batch, options.channels, options.size, options.size)
    return torch.randint(0, 256, shape, dtype=torch.uint8), torch.arange(shape[0]) % CLASSES


def class_vectors():
    return F.normalize(torch.rand(CLASSES, EMBED_DIM))


def spc_loss(z, y):
    logits = torch.cat([(z @ z.t()).fill_diagonal_(-math.inf), z @ y.t()], 1) / TEMPERATURE
    return F.cross_entropy(logits, torch.arange(len(z)) + len(z))


def blur_kernel():
    at = torch.arange(BLUR_KERNEL) - BLUR_KERNEL // 2
    kernel = torch.exp(-0.5 * (at / BLUR_SIGMA) ** 2)
    return kernel / kernel.sum()


def images_per_second(options, batches, step):
    """Calls step on batch after batch; the clocks start behind the warm-up."""
    start = rates.Clocks()
    for number, batch in zip(range(1, options.steps + 1), batches):
        step(*batch)
        if number == options.warmup:
            start = rates.Clocks()
    return start.rates_of((options.steps - options.warmup) * options.batch)


def forever(loader):
    while True:
        yield from loader
