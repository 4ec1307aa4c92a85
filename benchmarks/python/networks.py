"""The networks of the side-by-side scripts, written down a second time in PyTorch, and what reads our weights into them."""

import json
import struct
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

# Channels, blocks and stride of the first block of MobileNetV2's stages (Sandler et al. 2018, table 2).
MOBILE_STAGES = [(16, 1, 1), (24, 2, 2), (32, 3, 2), (64, 4, 2), (96, 3, 1), (160, 3, 2), (320, 1, 1)]
# The parts behind which MobileNetV2's levels of stride 2, 4, 8, 16 and 32 are taken, and their channels.
MOBILE_LEVELS, MOBILE_CHANNELS = [1, 3, 6, 13, 17], [16, 24, 32, 96, 320]
# Blocks and width of ResNet50's stages (He et al. 2016, table 1).
RESIDUAL_STAGES = [(3, 64), (4, 128), (6, 256), (3, 512)]
MOMENTUM = 0.05


class BehindPadded(nn.Conv2d):
    """A strided convolution padded as TensorFlow does for even sizes: one zero at the bottom and on the right."""

    def forward(self, x):
        return super().forward(F.pad(x, (0, 1, 0, 1)))


def mobile_convolution(inputs, outputs, kernel, stride=1, groups=1):
    convolution = (BehindPadded(inputs, outputs, kernel, stride, 0, groups=groups, bias=False) if stride == 2
                   else nn.Conv2d(inputs, outputs, kernel, 1, kernel // 2, groups=groups, bias=False))
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs, 1e-3, MOMENTUM), nn.ReLU6())


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        parts = [mobile_convolution(inputs, hidden, 1)] if expansion > 1 else []
        parts += [mobile_convolution(hidden, hidden, 3, stride, hidden), nn.Conv2d(hidden, outputs, 1, bias=False), nn.BatchNorm2d(outputs, 1e-3, MOMENTUM)]
        self.conv = nn.Sequential(*parts)
        self.has_shortcut = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.conv(x) if self.has_shortcut else self.conv(x)


class MobileNetV2(nn.Module):
    """Levels from the one of a stride of 2 to the power of `finest` on."""

    def __init__(self, finest=2):
        super().__init__()
        self.levels, self.channels = MOBILE_LEVELS[finest - 1:], MOBILE_CHANNELS[finest - 1:]
        parts, inputs = [mobile_convolution(3, 32, 3, 2)], 32
        for channels, blocks, stride in MOBILE_STAGES:
            for i in range(blocks):
                parts.append(InvertedResidual(inputs, channels, stride if i == 0 else 1, 1 if len(parts) == 1 else 6))
                inputs = channels
        self.features = nn.ModuleList(parts)

    def forward(self, x):
        levels = []
        for i, part in enumerate(self.features):
            x = part(x)
            if i in self.levels:
                levels.append(x)
        return levels


class Bottleneck(nn.Module):
    """Keras' form: the first convolution has the stride, and all convolutions have biases."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 1, stride), nn.BatchNorm2d(width, 1.001e-5, MOMENTUM)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, 1, 1), nn.BatchNorm2d(width, 1.001e-5, MOMENTUM)
        self.conv3, self.bn3 = nn.Conv2d(width, outputs, 1), nn.BatchNorm2d(outputs, 1.001e-5, MOMENTUM)
        self.downsample = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs, 1.001e-5, MOMENTUM))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        return F.relu(self.bn3(self.conv3(y)) + self.downsample(x))


class ResNet50(nn.Module):
    """Levels from the finest one on, which has a stride of 2 or 4."""

    def __init__(self, finest=2):
        super().__init__()
        self.finest, self.channels = finest, [64, 256, 512, 1024, 2048][finest - 1:]
        self.conv1, self.bn1 = nn.Conv2d(3, 64, 7, 2, 3), nn.BatchNorm2d(64, 1.001e-5, MOMENTUM)
        inputs = 64
        for stage, (blocks, width) in enumerate(RESIDUAL_STAGES):
            parts = []
            for i in range(blocks):
                parts.append(Bottleneck(inputs, width, 2 if i == 0 and stage > 0 else 1))
                inputs = 4 * width
            self.add_module(f"layer{stage + 1}", nn.Sequential(*parts))

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        levels = [x] if self.finest == 1 else []
        x = F.max_pool2d(x, 3, 2, 1)
        for stage in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = stage(x)
            levels.append(x)
        return levels


def doubled(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class Pyramid(nn.Module):
    def __init__(self, channels, width=256, groups=1, refined=False):
        super().__init__()
        if refined:
            self.refining = nn.ModuleList([nn.Conv2d(width, width, 3, padding=1, bias=False) for _ in channels])
            self.norms = nn.ModuleList([nn.BatchNorm2d(width, 1e-3, MOMENTUM) for _ in channels])
        self.refined = refined
        self.lateral = nn.ModuleList([nn.Conv2d(n, width, 1) for n in channels])
        self.output = nn.ModuleList([nn.Conv2d(width, width, 3, padding=1, groups=groups)])

    def forward(self, levels):
        merged = None
        for i in reversed(range(len(levels))):
            lateral = self.lateral[i](levels[i])
            merged = lateral if merged is None else doubled(merged) + lateral
            if self.refined:
                merged = F.relu(self.norms[i](self.refining[i](merged)))
        return self.output[0](merged)


class Head(nn.Module):
    """One 3x3 convolution a doubling, of which the last comes behind everything else."""

    def __init__(self, outputs, inputs=256, doublings=2, width=64):
        super().__init__()
        self.convolutions = nn.ModuleList([nn.Conv2d(inputs if i == 0 else width, width, 3, padding=1) for i in range(doublings)])
        self.hidden, self.norm = nn.Conv2d(width, 2 * width, 1), nn.BatchNorm2d(2 * width, 1e-3, MOMENTUM)
        self.output = nn.Conv2d(2 * width, outputs, 1)

    def forward(self, x):
        for i, convolution in enumerate(self.convolutions):
            x = F.relu(convolution(x if i == 0 else doubled(x)))
        return doubled(self.output(F.relu(self.norm(self.hidden(x)))))


class Watershed(nn.Module):
    """Inner distance, outer distance and foreground of a grey image."""

    def __init__(self, backbone):
        super().__init__()
        self.channels = nn.Conv2d(1, 3, 1)
        self.backbone = backbone
        self.pyramid = Pyramid(backbone.channels)
        self.heads = nn.ModuleList([Head(1), Head(1), Head(2)])

    def forward(self, x):
        features = self.pyramid(self.backbone(self.channels(x)))
        inner, outer, foreground = (head(features) for head in self.heads)
        if not self.training:
            inner, outer = F.relu(inner), F.relu(outer)
        return inner, outer, F.softmax(foreground, 1)


class Nuclei(nn.Module):
    """The graph of the bundled model by its settings: one head of four channels on a light pyramid of stride 2."""

    def __init__(self, settings):
        super().__init__()
        width = settings["pyramidWidth"]
        assert settings["finestLevel"] == 1 and settings["sharedHead"] and settings["depthwisePyramid"], "another graph"
        self.channels = nn.Conv2d(1, 3, 1)
        self.backbone = ResNet50(finest=1) if settings["backbone"] == "ResNet50" else MobileNetV2(finest=1)
        self.pyramid = Pyramid(self.backbone.channels, width, groups=width, refined=settings["refinedPyramid"])
        self.heads = nn.ModuleList([Head(4, width, doublings=1, width=settings["headWidth"])])

    def forward(self, x):
        outputs = self.heads[0](self.pyramid(self.backbone(self.channels(x))))
        return F.relu(outputs[:, :1]), F.relu(outputs[:, 1:2]), F.softmax(outputs[:, 2:], 1)


def of_settings(settings):
    """The network of a model.json: the graph of the bundled model, or the default one."""
    if settings["finestLevel"] == 1:
        return Nuclei(settings)
    return Watershed(ResNet50() if settings["backbone"] == "ResNet50" else MobileNetV2())


def load_weights(network, path):
    """Gives a network the weights of one of our files, all of them and no others."""
    # Ours are never asked how many batches they have seen.
    kept = {name: value for name, value in network.state_dict().items() if name.endswith("num_batches_tracked")}
    network.load_state_dict({**kept, **{name: value.float() for name, value in read_safetensors(path).items()}})


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    types = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    return {name: torch.from_numpy(np.frombuffer(data[slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"]).copy())
            for name, entry in header.items() if name != "__metadata__"}


def their_peak(repeats):
    """GFLOP/s of the convolution that our side measures, in float32 and the default layout."""
    x, kernel = torch.randn(8, 256, 64, 64), torch.randn(256, 256, 3, 3)
    times = []
    with torch.no_grad():
        for _ in range(repeats):
            start = time.perf_counter()
            F.conv2d(x, kernel, padding=1)
            times.append(time.perf_counter() - start)
    return 2 * 8 * 256 * 256 * 64 * 64 * 9 / min(times) / 1e9
