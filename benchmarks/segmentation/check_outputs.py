#!/usr/bin/env python3
"""The files of a segmentation beside each other: the label image, ImageJ's regions, GeoJSON, the outlines and the table.

    python3 benchmarks/segmentation/check_outputs.py FOLDER/NAME_labels.tif ...

Each NAME was written with -OutputFormat LabelTiff, Csv, Roi, GeoJson, Outlines. All must have the same cells: ids, areas, and
pixels once the outlines are filled. Exits with 1 where they do not. Needs numpy and tifffile.
"""

import csv
import json
import os
import struct
import sys
import zipfile

import numpy as np
import tifffile


def fill(rings, box):
    """The pixels of a box (top, left, height, width) whose centres lie within an odd number of rings."""
    top, left, height, width = box
    crossings = np.zeros((height, width + 1), np.int64)
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
            assert (x0 == x1) or (y0 == y1), f"{x0, y0} to {x1, y1} is not along pixel edges"
            if x0 == x1:
                crossings[min(y0, y1) - top:max(y0, y1) - top, x0 - left] += 1
    return np.cumsum(crossings, axis=1)[:, :width] % 2 == 1


def box_of(rings):
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    return min(ys), min(xs), max(ys) - min(ys), max(xs) - min(xs)


def paint(canvas, label, rings):
    top, left, height, width = box = box_of(rings)
    mask = fill(rings, box)
    target = canvas[top:top + height, left:left + width]
    assert not target[mask].any(), f"cell {label} lies over another"
    target[mask] = label


def read_roi(data):
    """The rings of a region (ij/io/RoiDecoder.java): a traced outline of shorts, or a composite of floats."""
    assert data[:4] == b"Iout"
    kind, (top, left, bottom, right, count) = data[6], struct.unpack(">5H", data[8:18])
    size = struct.unpack(">i", data[36:40])[0]
    if size:
        assert kind == 1 and len(data) == 64 + 4 * size
        values, rings, at = struct.unpack(f">{size}f", data[64:]), [], 0
        while at < size:
            if values[at] == 4:
                at += 1
                continue
            if values[at] == 0:
                rings.append([])
            rings[-1].append((int(values[at + 1]), int(values[at + 2])))
            at += 3
    else:
        assert kind == 8 and len(data) == 64 + 4 * count
        numbers = struct.unpack(f">{2 * count}H", data[64:])
        rings = [[(left + x, top + y) for x, y in zip(numbers[:count], numbers[count:])]]
    assert box_of(rings) == (top, left, bottom - top, right - left) or max(bottom, right) > 32767
    return rings


def signed_area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]))


def read_feature(feature):
    geometry = feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = []
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            assert ring[0] == ring[-1], "a ring is open"
            ring = [tuple(corner) for corner in ring[:-1]]
            assert (signed_area(ring) > 0) == (number == 0), "a ring goes the wrong way round"
            rings.append(ring)
    return rings


def check_labels(path):
    with tifffile.TiffFile(path) as tiff:
        page = tiff.pages[0]
        assert tiff.is_ome and len(tiff.pages) == 1, "no OME-TIFF of one page"
        labels = page.asarray()
        pixels = tifffile.xml2dict(tiff.ome_metadata)["OME"]["Image"]["Pixels"]
        assert (pixels["SizeY"], pixels["SizeX"], pixels["Type"]) == (*labels.shape, str(labels.dtype))
        size = pixels.get("PhysicalSizeX")
        if size is not None:
            numerator, denominator = page.tags["XResolution"].value
            assert page.tags["ResolutionUnit"].value == 3 and abs(numerator / denominator * size - 1e4) < 1e-3
        kind = f"{labels.dtype}, {'tiles' if page.is_tiled else 'strips'}, {'BigTIFF' if tiff.is_bigtiff else 'TIFF'}, pixel size {size}"
    return labels, size, kind


def check(path):
    name = path[:-len("_labels.tif")]
    labels, size, kind = check_labels(path)
    counts = sum(np.bincount(rows.ravel(), minlength=int(labels.max()) + 1) for rows in np.array_split(labels, 16))
    ids = np.flatnonzero(counts[1:]) + 1
    expected = dict(zip(ids.tolist(), counts[ids].tolist()))

    with open(name + "_cells.csv", newline="") as table:
        rows = list(csv.DictReader(table))
    assert {int(row["Label"]): int(row["Area"]) for row in rows} == expected and len(rows) == len(ids), "the table has other cells"
    for row in rows:
        assert labels[int(row["MinRow"]):int(row["MaxRow"]), int(row["MinColumn"]):int(row["MaxColumn"])].size
        assert row["PixelSize"] == ("" if size is None else repr(float(size))) or float(row["PixelSize"]) == size

    canvas = np.zeros_like(labels)
    with zipfile.ZipFile(name + "_rois.zip") as rois:
        assert rois.testzip() is None
        assert [int(os.path.splitext(entry)[0]) for entry in rois.namelist()] == ids.tolist(), "ImageJ's regions are other cells"
        composites = 0
        for entry in rois.namelist():
            data = rois.read(entry)
            composites += data[6] == 1
            paint(canvas, int(os.path.splitext(entry)[0]), read_roi(data))
    assert (canvas == labels).all(), "ImageJ's regions have other pixels"

    canvas[:] = 0
    with open(name + "_cells.geojson", encoding="utf-8") as text:
        features = json.load(text)["features"]
    assert [feature["properties"]["label"] for feature in features] == ids.tolist(), "GeoJSON has other cells"
    holes = 0
    for feature in features:
        label, rings = feature["properties"]["label"], read_feature(feature)
        assert feature["properties"]["measurements"]["Area px^2"] == expected[label]
        holes += sum(signed_area(ring) < 0 for ring in rings)
        paint(canvas, label, rings)
    assert (canvas == labels).all(), "GeoJSON has other pixels"

    with open(name + "_outlines.txt", encoding="ascii") as text:
        lines = text.read().splitlines()
    assert len(lines) == len(ids), "the outlines are of other cells"
    for label, line, feature in zip(ids, lines, features):
        numbers = [int(number) for number in line.split(",")]
        ring = list(zip(numbers[::2], numbers[1::2]))
        outer = [other for other in read_feature(feature) if signed_area(other) > 0]
        assert ring in outer, f"the outline of cell {label} is another"
    print(f"{os.path.basename(path)}: {kind}; {len(ids)} cells, {composites} of them composites, {holes} holes: all files have the same cells")


def main():
    wrong = 0
    for path in sys.argv[1:]:
        try:
            check(path)
        except AssertionError as error:
            wrong += 1
            print(f"{path}: {error}")
    sys.exit(1 if wrong or not sys.argv[1:] else 0)


if __name__ == "__main__":
    main()
