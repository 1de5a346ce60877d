"""The peers' network: ResNet-18 with batch norms without affine and a two-layer head, unit rows; its tensors are named as
in the weights of `resnet18` here."""
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
        self.downsample = None
        if width_in != width_out:
            self.downsample = nn.Sequential(nn.Conv2d(width_in, width_out, 1, stride, bias=False), norm(width_out))

    def forward(self, x):
        kept = x if self.downsample is None else self.downsample(x)
        x = F.relu(self.bn1(self.conv1(x)), inplace=True)
        x = self.bn2(self.conv2(x))
        x += kept
        return F.relu(x, inplace=True)


class Trunk(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 64, 7, 2, 3, bias=False)
        self.bn1 = norm(64)
        width = 64
        for stage in range(4):
            out = 64 << stage
            blocks = nn.Sequential(Block(width, out, 1 if stage == 0 else 2), Block(out, out, 1))
            self.add_module(f"layer{stage + 1}", blocks)
            width = out

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x)), inplace=True), 3, 2, 1)
        return self.layer4(self.layer3(self.layer2(self.layer1(x))))


class Encoder(nn.Module):
    def __init__(self, channels, embed_dim):
        super().__init__()
        self.encoder = Trunk(channels)
        self.mlp_head = nn.Sequential(nn.Linear(512, 512), nn.ReLU(inplace=True), nn.Linear(512, embed_dim))
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x):
        features = self.encoder(x).float().mean((2, 3))  # the head stays in float32
        return F.normalize(self.mlp_head(features))
