"""Compares what Export-CellDataset wrote as Coco with what it wrote as LabelFolder, by COCO's own code.

    check_coco.py COCOAPI COCO LABELFOLDER

COCOAPI is a checkout of github.com/cocodataset/cocoapi, whose common/maskApi.c is compiled; the two others are exports of one
data set of single images. Needs gcc, NumPy and tifffile. Says how many cells are equal to the last pixel, and which are not.
"""
import ctypes
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import tifffile


class Rle(ctypes.Structure):
    _fields_ = [("h", ctypes.c_ulong), ("w", ctypes.c_ulong), ("m", ctypes.c_ulong), ("counts", ctypes.POINTER(ctypes.c_uint))]


def compile_masks(checkout):
    library = os.path.join(tempfile.mkdtemp(), "masks.so")
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", library, os.path.join(checkout, "common", "maskApi.c"), "-lm"], check=True)
    return ctypes.CDLL(library)


def decode(masks, counts, height, width):
    rle, text = Rle(), ctypes.create_string_buffer(counts.encode())
    masks.rleFrString(ctypes.byref(rle), text, ctypes.c_ulong(height), ctypes.c_ulong(width))
    pixels = np.zeros(height * width, np.uint8)
    masks.rleDecode(ctypes.byref(rle), pixels.ctypes.data_as(ctypes.c_void_p), ctypes.c_ulong(1))
    return pixels.reshape(width, height).T.astype(bool)


def main(checkout, coco, folder):
    masks = compile_masks(checkout)
    with open(os.path.join(coco, "annotations.json"), encoding="utf-8") as file:
        data = json.load(file)
    cells = {}
    for annotation in data["annotations"]:
        cells.setdefault(annotation["image_id"], []).append(annotation)
    equal, different = 0, []
    for image in data["images"]:
        name = os.path.splitext(os.path.relpath(image["file_name"], "images"))[0]
        labels = tifffile.imread(os.path.join(folder, "labels", name + ".tif"))
        pixels = tifffile.imread(os.path.join(coco, image["file_name"]))
        size = (image["height"], image["width"])
        if labels.shape != size or size not in (pixels.shape, pixels.shape[:2], pixels.shape[-2:]):
            different.append(f"{name}: {size} is not the size of its files")
            continue
        ids, annotations = [i for i in np.unique(labels) if i > 0], cells.get(image["id"], [])
        if len(ids) != len(annotations):
            different.append(f"{name}: {len(annotations)} annotations of {len(ids)} cells")
            continue
        for label, annotation in zip(ids, annotations):
            found, true = decode(masks, annotation["segmentation"]["counts"], *size), labels == label
            rows, columns = np.nonzero(true)
            box = [columns.min(), rows.min(), columns.max() - columns.min() + 1, rows.max() - rows.min() + 1]
            if np.array_equal(found, true) and annotation["area"] == true.sum() and annotation["bbox"] == box:
                equal += 1
            else:
                different.append(f"{name}: cell {label}")
    print(f"{len(data['images'])} images, {equal} cells equal, {len(different)} differences")
    for text in different[:20]:
        print(text)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
