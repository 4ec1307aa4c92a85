"""The files and what is right for each."""
import json
import subprocess

import numpy as np

HEIGHT, WIDTH = 47, 61


def content(dtype, *shape, seed=1):
    """Noise over the whole range of a type, its extremes included; (47, 61) unless a shape is given."""
    dtype = np.dtype(dtype)
    shape = shape or (HEIGHT, WIDTH)
    random = np.random.default_rng(seed)
    count = int(np.prod(shape))
    if dtype.kind == "b":
        values = random.integers(0, 2, count).astype(dtype)
    elif dtype.kind in "ui":
        limits = np.iinfo(dtype)
        values = random.integers(limits.min, limits.max, count, dtype=dtype.newbyteorder("="), endpoint=True)
        values[:4] = limits.min, limits.max, 0, 1
    elif dtype.kind == "c":
        values = random.normal(size=count) + 1j * random.normal(size=count)
    else:
        limits = np.finfo(dtype)
        values = (random.normal(size=count) * 10.0 ** random.integers(-3, 4, count)).astype(dtype)
        values[:9] = limits.min, limits.max, 0, -0.0, np.nan, np.inf, -np.inf, limits.tiny, limits.smallest_subnormal
    return values.astype(dtype).reshape(shape)


def smooth(dtype, *shape, largest=255):
    """Slow waves, which compress well and which lossy codecs keep."""
    shape = shape or (HEIGHT, WIDTH)
    rows, columns = np.mgrid[:shape[0], :shape[1]]
    channels = np.arange(shape[2]) if len(shape) > 2 else np.zeros(1)
    waves = np.sin(rows[..., None] / (9 + channels) + channels) + np.cos(columns[..., None] / (11 - channels))
    values = (waves + 2) / 4 * largest
    return values.reshape(shape).astype(dtype)


def ids(dtype, *shape, largest=None):
    """Labels: blocks of pixels of one id, among them the largest that the type or a label can hold."""
    shape = shape or (HEIGHT, WIDTH)
    dtype = np.dtype(dtype)
    if largest is None:
        largest = 2048 if dtype == np.float16 else 1 << 24 if dtype == np.float32 else 2 ** 31 - 1
        largest = min(largest, np.iinfo(dtype).max) if dtype.kind in "ui" else largest
    rows, columns = np.mgrid[:shape[0], :shape[1]]
    blocks = (rows // 7) * 9 + columns // 7
    labels = np.where(blocks % 2 == 1, np.minimum(blocks, largest), 0).astype(np.int64)
    labels[blocks == 3] = largest
    labels[blocks == 5] = max(1, largest - 1)
    return labels.astype(dtype)


def planes(values, axes):
    """Values with named axes (T, C, Y, X; S is C) as frame, channel, row, column."""
    axes = axes.replace("S", "C")
    for axis in "TC":
        if axis not in axes:
            values, axes = values[None], axis + axes
    return np.transpose(values, [axes.index(axis) for axis in "TCYX"])


def image(values, axes="YX", compare="exact", **more):
    """A way to read: as image. `compare` is exact; scaled (up to one positive factor); order (of brightness alone); near, for lossy codecs."""
    with np.errstate(over="ignore"):
        data = planes(np.asarray(values), axes).astype("<f4")
    return dict(kind="image", compare=compare, data=data, **more)


def labels(values, axes="YX", **more):
    """A way to read: as labels. Values that are no labels (negative, broken, too large) leave a refusal as the only right answer."""
    values = planes(np.asarray(values), axes)
    with np.errstate(invalid="ignore"):
        # As float32, whole numbers are exact up to 2^24.
        largest = 1 << 24 if values.dtype == np.float32 else 2 ** 31 - 1
        good = values.dtype.kind != "c" and values.shape[1] == 1 and np.all((values >= 0) & (values <= largest) & (values == np.floor(values)))
    return dict(kind="labels", compare="exact", data=values.astype("<i8"), **more) if good else no_labels(**more)


def no_labels(**more):
    """A way to read: as labels, which must be refused."""
    return dict(kind="labels", compare="refused", **more)


def no_image(**more):
    """A way to read: as image, which must be refused."""
    return dict(kind="image", compare="refused", **more)


class Table:
    """Writes the files into a folder, and beside each what is right."""

    def __init__(self, folder):
        self.folder = folder
        self.file_count = self.read_count = 0
        self.refused = 0
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, name):
        return self.folder / name

    def add(self, name, *reads):
        """Tells what is right for a file that has been written."""
        assert self.path(name).exists(), name
        entries = []
        for number, read in enumerate(reads):
            entry = {key: value for key, value in read.items() if key != "data"}
            if "data" in read:
                data = np.ascontiguousarray(read["data"])
                entry["data"] = f"{name}.{number}.bin"
                entry["shape"] = list(data.shape)
                entry["type"] = data.dtype.name
                self.path(entry["data"]).write_bytes(data.tobytes())
            entries.append(entry)
        self.path(name + ".json").write_text(json.dumps(dict(file=name, reads=entries), indent=1) + "\n")
        self.file_count += 1
        self.read_count += len(reads)

    def copy(self, source, name, *options):
        """Lets tiffcp write a file again in another way; false where it cannot."""
        done = subprocess.run(["tiffcp", *options, self.path(source), self.path(name)], capture_output=True, text=True)
        if done.returncode == 0:
            return True
        print(f"{name}: tiffcp {' '.join(options)}: {done.stderr.strip()}")
        self.path(name).unlink(missing_ok=True)
        self.refused += 1
        return False
