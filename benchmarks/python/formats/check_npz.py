"""The independent side of benchmarks/check_npz.ps1: NumPy and Python's own tarfile.

    check_npz.py write DIR       writes archives as NumPy's and DeepCell's users have them, and DIR/expected.json
    check_npz.py describe FILE   describes an .npz, .trk or .trks that another program wrote, as JSON

A description is a list of movies: shape (frames, channels, rows, columns), a number for the image and one for the labels of
each frame, in which every pixel counts by its place, and the cells of the lineage.
"""
import io
import json
import os
import sys
import tarfile

import numpy as np


def number(plane):
    """A sum in which every value counts by its place; all values are quarters, so that it is exact."""
    flat = np.asarray(plane, dtype=np.float64).ravel()
    return float((flat * (np.arange(flat.size) % 97 + 1)).sum())


def describe(images, labels, lineages=None):
    """images (movies, frames, rows, columns, channels), labels (movies, frames, rows, columns)."""
    movies = []
    for index in range(len(images)):
        count = images.shape[1]
        while count > 1 and not images[index, count - 1].any() and not labels[index, count - 1].any():
            count -= 1
        rows, columns, channels = images.shape[2:]
        cells = lineages[index] if lineages else {}
        movies.append({
            "shape": [count, channels, rows, columns],
            "images": [number(np.moveaxis(images[index, frame], -1, 0)) for frame in range(count)],
            "labels": [number(labels[index, frame]) for frame in range(count)],
            "cells": [[int(label), min(cell["frames"]), max(cell["frames"]), cell["parent"] or 0]
                      for label, cell in sorted(cells.items(), key=lambda item: int(item[0]))],
        })
    return movies


def with_time(array):
    return array if array.ndim == 5 else array[:, np.newaxis]


def read(path):
    """What an archive holds, read as DeepCell does."""
    if path.endswith(".npz"):
        with np.load(path, allow_pickle=False) as data:
            return describe(with_time(data["X"]), with_time(data["y"])[..., 0])
    with tarfile.open(path, "r") as archive:
        names = archive.getnames()
        arrays = [np.load(io.BytesIO(archive.extractfile(name).read())) for name in ("raw.npy", "tracked.npy")]
        lineages = json.loads(archive.extractfile("lineages.json" if "lineages.json" in names else "lineage.json").read().decode())
    if isinstance(lineages, dict):
        lineages = [lineages]
    if arrays[0].ndim == 4:
        arrays = [array[np.newaxis] for array in arrays]
    for lineage, labels in zip(lineages, arrays[1]):
        check(lineage, labels)
    return describe(arrays[0], arrays[1][..., 0], lineages)


def check(lineage, labels):
    """That a lineage tells of the labels, by the rules that DeepCell's tracker goes by."""
    seen = {int(label): [frame for frame in range(len(labels)) if (labels[frame] == label).any()] for label in np.unique(labels) if label}
    assert sorted(map(int, lineage)) == sorted(seen), "a cell without a lineage or a lineage without a cell"
    for label, cell in lineage.items():
        assert cell["label"] == int(label) and cell["frames"] == seen[int(label)], label
        for daughter in cell["daughters"]:
            assert lineage[str(daughter)]["parent"] == int(label), label
        if cell["daughters"]:
            assert cell["frame_div"] == min(lineage[str(daughter)]["frames"][0] for daughter in cell["daughters"]), label
        if cell["parent"] is not None:
            assert int(label) in lineage[str(cell["parent"])]["daughters"], label


def make(movies, frames, rows, columns, channels, kind, seed):
    random = np.random.default_rng(seed)
    images = random.integers(0, 2 if kind == "?" else 120, (movies, frames, rows, columns, channels))
    images = (images / 4 if kind in ("f2", "f4", "f8") else images).astype(kind)
    labels = np.zeros((movies, frames, rows, columns), np.int64)
    for movie in range(movies):
        for frame in range(frames):
            labels[movie, frame, 2:6, 3 + frame:9 + frame] = 1
            labels[movie, frame, 10:14, 3:9] = 5 if frame else 3
    return images, labels


def write(folder):
    os.makedirs(folder, exist_ok=True)
    expected = {}

    def save(name, images, labels, stored_images, stored_labels, compressed):
        path = os.path.join(folder, name)
        (np.savez_compressed if compressed else np.savez)(path, X=stored_images, y=stored_labels)
        expected[name] = describe(images.astype(np.float64), labels)

    for seed, kind in enumerate(("?", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8")):
        for order in "<>":
            dtype = np.dtype(kind).newbyteorder(order)
            images, labels = make(3, 1, 20, 24, 1 + seed % 3, kind, seed)
            label_type = np.dtype(("u1", "u2", "i4", "i8", "f4", "f8")[seed % 6]).newbyteorder(order)
            name = f"{'little' if order == '<' else 'big'}-{np.dtype(kind).name}.npz"
            save(name, images, labels, images[:, 0].astype(dtype), labels[:, 0, ..., np.newaxis].astype(label_type), seed % 2 == 0)
    images, labels = make(2, 4, 20, 24, 2, "u2", 50)
    save("movies-stored.npz", images, labels, images, labels[..., np.newaxis], False)
    save("movies-compressed.npz", images, labels, images, labels[..., np.newaxis], True)
    save("labels-without-channel.npz", images, labels, images, labels, True)
    images[1, 3], labels[1, 3] = 0, 0
    save("padded.npz", images, labels, images, labels[..., np.newaxis], True)

    lineages = []
    for movie in range(2):
        count = 4 - movie
        lineages.append({
            "1": {"label": 1, "frames": list(range(count)), "daughters": [], "capped": False, "frame_div": None, "parent": None},
            "3": {"label": 3, "frames": [0], "daughters": [5], "capped": True, "frame_div": 1, "parent": None},
            "5": {"label": 5, "frames": list(range(1, count)), "daughters": [], "capped": False, "frame_div": None, "parent": 3},
        })
    for name, lineage, raw, tracked, text in (
            ("several.trks", lineages, images, labels[..., np.newaxis], "lineages.json"),
            ("plain.trks", lineages, images.astype("f4"), labels[..., np.newaxis].astype("i4"), "lineages.json"),
            ("one.trk", lineages[0], images[0], labels[0, ..., np.newaxis], "lineage.json")):
        with tarfile.open(os.path.join(folder, name), "w" if name.startswith("plain") else "w:gz") as archive:
            for entry, content in ((text, json.dumps(lineage, indent=4).encode()), ("raw.npy", save_bytes(raw)), ("tracked.npy", save_bytes(tracked))):
                info = tarfile.TarInfo(entry)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        expected[name] = describe(images, labels, lineages)[:1 if name == "one.trk" else 2]

    np.savez(os.path.join(folder, "refused-object.npz"), X=np.array([[1], [1, 2]], dtype=object), y=labels)
    np.savez(os.path.join(folder, "refused-fortran.npz"), X=np.asfortranarray(images), y=labels)
    np.savez(os.path.join(folder, "refused-shape.npz"), X=images, y=labels[:1])
    np.savez(os.path.join(folder, "refused-names.npz"), X_train=images, y_train=labels)
    np.savez(os.path.join(folder, "refused-first.npz"), X=np.moveaxis(images, -1, 1), y=labels)
    with open(os.path.join(folder, "several.trks"), "rb") as whole, open(os.path.join(folder, "refused-cut.trks"), "wb") as cut:
        cut.write(whole.read()[:-200])
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file)


def save_bytes(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2])
    else:
        print(json.dumps(read(sys.argv[2])))
