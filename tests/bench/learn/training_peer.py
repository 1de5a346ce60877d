"""Training speed in plain PyTorch at its best: channels_last, fused Adam where there is one, bfloat16 autocast,
torch.compile, whole batches augmented at once by --workers DataLoader processes (0: in line).
Prints images a second and a CPU second. Arguments as phenoTrainingBench; exit status 3: this torch has no torch.compile."""
import sys

import torch
import torch.nn.functional as F

import peer_network
import peer_training as shared


def rectangles(n):
    """Centres and sizes of random resized crops, as shares of the image: the first of ten draws that fits, else all."""
    scale = torch.empty(n, 10).uniform_(*shared.CROP_SCALE)
    log_ratio = torch.log(torch.tensor(shared.CROP_RATIO))
    root = torch.empty(n, 10).uniform_(*log_ratio.tolist()).exp().sqrt()
    sides = torch.stack([scale.sqrt() * root, scale.sqrt() / root], 2)
    fits = (sides <= 1).all(2)
    first = fits.float().argmax(1)
    size = torch.where(fits.any(1)[:, None], sides[torch.arange(n), first], torch.ones(1))
    return (1 - size) * torch.empty(n, 2).uniform_(-1, 1), size


def blurred(images):
    kernel = shared.blur_kernel()
    n, channels, height, width = images.shape
    half = len(kernel) // 2
    planes = F.pad(images.reshape(n * channels, 1, height, width), (half,) * 4, mode="reflect")
    return F.conv2d(F.conv2d(planes, kernel.view(1, 1, -1, 1)), kernel.view(1, 1, 1, -1)).view(images.shape)


def augment(pixels):
    n = len(pixels)
    centre, size = rectangles(n)
    flip = torch.where(torch.rand(n) < shared.FLIP, -1.0, 1.0)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = size[:, 0] * flip
    theta[:, 1, 1] = size[:, 1]
    theta[:, :, 2] = centre
    images = pixels.to(torch.float32).sub_(127.5).div_(255)
    grid = F.affine_grid(theta, list(images.shape), align_corners=False)
    images = F.grid_sample(images, grid, padding_mode="border", align_corners=False)
    chosen = (torch.rand(n) < shared.BLUR).nonzero()[:, 0]
    images[chosen] = blurred(images[chosen])
    return images.contiguous(memory_format=torch.channels_last)


class WholeBatches(torch.utils.data.Dataset):
    """Takes the indices of a batch at once."""

    def __init__(self, pixels, classes):
        self.pixels = pixels
        self.classes = classes

    def __getitem__(self, indices):
        return augment(self.pixels[indices]), self.classes[indices]


def loader(options):
    data = WholeBatches(*shared.crops(options))
    order = torch.utils.data.RandomSampler(range(len(data.pixels)))
    batches = torch.utils.data.BatchSampler(order, options.batch, drop_last=True)
    keeps = {"persistent_workers": True} if options.workers > 0 else {}
    return torch.utils.data.DataLoader(data, batch_size=None, sampler=batches, num_workers=options.workers, **keeps)


def attract(table, z, classes):
    for b, c in enumerate(classes.tolist()):
        w = table[c]
        along = z[b] @ w
        tangent = z[b] - along * w
        across = tangent.norm()
        angle = torch.clamp(torch.atan2(across, along), max=shared.STEP_RAD)
        table[c] = F.normalize(torch.cos(angle) * w + torch.sin(angle) * tangent / across, dim=0)


def fused_adam(model):
    try:
        return torch.optim.Adam(model.parameters(), lr=shared.LEARNING_RATE, fused=True)
    except (TypeError, RuntimeError):  # torch 1.13 has none on processors
        return torch.optim.Adam(model.parameters(), lr=shared.LEARNING_RATE, foreach=True)


def main():
    parser = shared.parser(__doc__)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--compile", action="store_true")
    options = parser.parse_args()
    if options.compile and not hasattr(torch, "compile"):
        sys.exit(3)
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    table = shared.class_vectors()
    model = peer_network.Encoder(options.channels, shared.EMBED_DIM).to(memory_format=torch.channels_last)
    encode = torch.compile(model) if options.compile else model
    adam = fused_adam(model)

    def step(images, classes):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bfloat16"):
            z = encode(images)
        z = z.float()
        loss = shared.spc_loss(z, table[classes])
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()
        with torch.no_grad():
            attract(table, z.detach(), classes)
        loss.item()

    print(shared.images_per_second(options, shared.forever(loader(options)), step))


main()
