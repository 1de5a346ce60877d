"""Training speed of the authors' recipe of SPC (methods 1.2), a plain loop: float32, no memory format, Adam as it comes,
each crop augmented on its own inside a DataLoader without workers, crops held in memory. Prints images a second
and a CPU second."""
import math
import random

import torch
import torch.nn.functional as F

import peer_network
import peer_training as shared


def resized_crop(image):
    height, width = image.shape[-2:]
    for _ in range(10):
        kept = random.uniform(*shared.CROP_SCALE) * height * width
        ratio = math.exp(random.uniform(*map(math.log, shared.CROP_RATIO)))
        w, h = round(math.sqrt(kept * ratio)), round(math.sqrt(kept / ratio))
        if w <= width and h <= height:
            top, left = random.randint(0, height - h), random.randint(0, width - w)
            image = image[:, top : top + h, left : left + w]
            break
    return F.interpolate(image[None], (height, width), mode="bilinear", align_corners=False)[0]


def blurred(image):
    kernel = shared.blur_kernel()
    channels = len(image)
    half = len(kernel) // 2
    weight = torch.outer(kernel, kernel).expand(channels, 1, len(kernel), len(kernel))
    return F.conv2d(F.pad(image[None], (half,) * 4, mode="reflect"), weight, groups=channels)[0]


class SingleCrops(torch.utils.data.Dataset):
    def __init__(self, pixels, classes):
        self.pixels = pixels
        self.classes = classes

    def __len__(self):
        return len(self.pixels)

    def __getitem__(self, index):
        image = resized_crop(self.pixels[index].float())
        if random.random() < shared.FLIP:
            image = image.flip(-1)
        if random.random() < shared.BLUR:
            image = blurred(image)
        return (image - 127.5) / 255, self.classes[index]


def attract(table, z, classes):
    """Along the chord from w to z, then back to the sphere."""
    for b, c in enumerate(classes.tolist()):
        chord = z[b] - table[c]
        d = chord.norm()
        half = torch.asin(d / 2)
        phi = torch.maximum(-half, half - shared.STEP_RAD)
        table[c] = F.normalize(table[c] + (d / 2 - torch.sqrt(1 - d * d / 4) * torch.tan(phi)) * chord / d, dim=0)


def main():
    options = shared.parser(__doc__).parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    random.seed(1)
    table = shared.class_vectors()
    model = peer_network.Encoder(options.channels, shared.EMBED_DIM)
    adam = torch.optim.Adam(model.parameters(), lr=shared.LEARNING_RATE)
    data = SingleCrops(*shared.crops(options))
    loader = torch.utils.data.DataLoader(data, batch_size=options.batch, shuffle=True, drop_last=True)

    def step(images, classes):
        z = model(images)
        loss = shared.spc_loss(z, table[classes])
        adam.zero_grad()
        loss.backward()
        adam.step()
        with torch.no_grad():
            attract(table, z.detach(), classes)
        loss.item()

    print(shared.images_per_second(options, shared.forever(loader), step))


main()
