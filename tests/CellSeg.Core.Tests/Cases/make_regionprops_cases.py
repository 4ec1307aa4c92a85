#!/usr/bin/env python3
"""Writes regionprops-cases.json: small label images and what scikit-image says of their cells.

The sign of the orientation at exactly +-pi/4 changed in scikit-image 0.20; cells with equal variances are stored with
the sign of the newer versions.
"""

import json
import os
from math import pi

import numpy as np
import skimage
from skimage.draw import disk, ellipse
from skimage.measure import regionprops


def images():
    random = np.random.default_rng(1)
    shapes = np.zeros((24, 40), int)
    shapes[disk((8, 8), 7)] = 3
    shapes[ellipse(12, 26, 4, 10, rotation=0.5)] = 9
    shapes[20:24, 0:6] = 2_000_000_000
    yield "disc, ellipse, rectangle at the border", shapes
    lines = np.zeros((12, 14), int)
    lines[0, 0] = 1
    lines[2, 1:9] = 2
    lines[4:11, 13] = 3
    lines[np.arange(5, 11), np.arange(1, 7)] = 4
    lines[np.arange(5, 11), np.arange(12, 6, -1)] = 5
    yield "pixel, lines, diagonals", lines
    forms = np.zeros((14, 24), int)
    forms[1:8, 1:8] = 1
    forms[3:6, 3:6] = 0
    forms[0:9, 10:12] = 2
    forms[7:9, 10:18] = 2
    forms[10:12, 1:3] = 3
    forms[13, 20:22] = 3
    yield "ring, corner, two pieces", forms
    blobs = np.where(random.random((16, 22)) < 0.75, 1 + np.arange(22) // 8 + 3 * (np.arange(16) // 9)[:, None], 0)
    yield "ragged", blobs


def orientation(cell):
    a, b, _, c = cell.inertia_tensor.flat
    if abs(a - c) > 1e-9:
        return cell.orientation
    return pi / 4 if b < -1e-9 else -pi / 4


cases = []
random = np.random.default_rng(2)
for title, labels in images():
    planes = np.stack([random.integers(0, 4096, labels.shape), 60000 + random.integers(0, 8, labels.shape)]).astype(float)
    # regionprops makes a list as long as the largest id: small ids in the same order stand in for it.
    ids, small = np.unique(labels, return_inverse=True)
    cells = regionprops(small.reshape(labels.shape))
    cases.append({
        "title": title, "labels": labels.tolist(), "planes": planes.astype(int).tolist(),
        "cells": [{
            "Label": int(ids[c.label]), "Area": int(c.area), "CentroidRow": c.centroid[0], "CentroidColumn": c.centroid[1],
            "MinRow": c.bbox[0], "MinColumn": c.bbox[1], "MaxRow": c.bbox[2], "MaxColumn": c.bbox[3],
            "Perimeter": c.perimeter, "MajorAxis": c.axis_major_length, "MinorAxis": c.axis_minor_length,
            "Eccentricity": float(c.eccentricity), "Orientation": orientation(c), "Solidity": c.solidity,
            "EquivalentDiameter": c.equivalent_diameter_area,
            "MeanIntensity": [float(p[labels == ids[c.label]].mean()) for p in planes],
            "MinIntensity": [float(p[labels == ids[c.label]].min()) for p in planes],
            "MaxIntensity": [float(p[labels == ids[c.label]].max()) for p in planes],
            "StdIntensity": [float(p[labels == ids[c.label]].std()) for p in planes],
        } for c in cells],
    })
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "regionprops-cases.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump({"about": f"scikit-image {skimage.__version__}; written by make_regionprops_cases.py", "cases": cases}, file)
