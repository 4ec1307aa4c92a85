#!/usr/bin/env python3
"""The evaluation beside Python, in one run on one core: times, ratios, and whether the results agree.

Other sides, written here from their descriptions:
  scipy     the rule of the thesis with a sparse table of overlaps (scipy.sparse) and linear_sum_assignment on the
            square cost matrix with 0.4 for a cell alone
  stardist  StarDist's matching at ten thresholds: the dense overlap matrix and linear_sum_assignment at each
  others    panoptic quality, SEG, AJI and Dice from the dense overlap matrix, for agreement only

    python3 benchmarks/python/compare_evaluation.py [--repeats 11] [--million]

Needs the .NET SDK, numpy and scipy. --million adds 1,000,000 objects, our side alone.
"""

import argparse
import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import scipy.sparse
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import connected_components

import side_by_side


def scipy_counts(truth, prediction):
    """Correct, missed, gained, merges, splits, catastrophes and the foreground's Jaccard."""
    _, t = np.unique(truth, return_inverse=True)
    _, p = np.unique(prediction, return_inverse=True)
    overlap = scipy.sparse.coo_matrix((np.ones(t.size, np.int64), (t.ravel(), p.ravel()))).tocsr()
    areas_t = np.asarray(overlap.sum(1)).ravel()[1:]
    areas_p = np.asarray(overlap.sum(0)).ravel()[1:]
    shared = overlap[1:, 1:].tocoo()
    iou = shared.data / (areas_t[shared.row] + areas_p[shared.col] - shared.data)
    n, m = areas_t.size, areas_p.size
    cost = np.ones((n + m, n + m))
    cost[shared.row, shared.col] = 1 - iou
    cost[n + shared.col, m + shared.row] = 1 - iou
    cost[np.arange(n), m + np.arange(n)] = 0.4
    cost[n + np.arange(m), np.arange(m)] = 0.4
    rows, columns = linear_sum_assignment(cost)
    linked = (rows < n) & (columns < m)
    left_t, left_p = np.ones(n, bool), np.ones(m, bool)
    left_t[rows[linked]] = False
    left_p[columns[linked]] = False
    edge = (iou > 0.1) & left_t[shared.row] & left_p[shared.col]
    graph = scipy.sparse.coo_matrix((np.ones(edge.sum()), (shared.row[edge], n + shared.col[edge])), shape=(n + m, n + m))
    count, component = connected_components(graph, directed=False)
    a = np.bincount(component[:n][left_t], minlength=count)
    b = np.bincount(component[n:][left_p], minlength=count)
    small = (a <= 1) & (b <= 1)
    union = np.count_nonzero((truth > 0) | (prediction > 0))
    return {
        "Correct": int(linked.sum()), "Missed": int(a[small].sum()), "Gained": int(b[small].sum()),
        "Merges": int(((a > 1) & (b == 1)).sum()), "Splits": int(((a == 1) & (b > 1)).sum()),
        "Catastrophes": int(((a > 1) & (b > 1)).sum()), "Jaccard": float(shared.data.sum() / union),
    }


def stardist_precision(truth, prediction):
    """Average precision at IoU 0.50 ... 0.95."""
    _, t = np.unique(truth, return_inverse=True)
    _, p = np.unique(prediction, return_inverse=True)
    n, m = t.max(), p.max()
    overlap = np.bincount(t.ravel() * (m + 1) + p.ravel(), minlength=(n + 1) * (m + 1)).reshape(n + 1, m + 1)
    areas_t, areas_p = overlap.sum(1, keepdims=True), overlap.sum(0, keepdims=True)
    scores = (overlap / (areas_t + areas_p - overlap))[1:, 1:]
    result = []
    for threshold in (0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95):
        rows, columns = linear_sum_assignment(-(scores >= threshold).astype(float) - scores / (2 * min(n, m)))
        hits = np.count_nonzero(scores[rows, columns] >= threshold)
        result.append(hits / (n + m - hits))
    return result


def other_scores(truth, prediction):
    """Panoptic quality, SEG, aggregated Jaccard (AJI) and Dice, cell by cell."""
    n, m = truth.max(), prediction.max()
    overlap = np.bincount(truth.ravel().astype(np.int64) * (m + 1) + prediction.ravel(), minlength=(n + 1) * (m + 1)).reshape(n + 1, m + 1)
    areas_t, areas_p = overlap.sum(1), overlap.sum(0)
    true_ids, predicted_ids = np.flatnonzero(areas_t[1:]) + 1, np.flatnonzero(areas_p[1:]) + 1
    paired, pairs, seg, intersection, union, used = 0.0, 0, 0.0, 0, 0, set()
    for t in true_ids:
        shared = overlap[t, predicted_ids]
        iou = shared / (areas_t[t] + areas_p[predicted_ids] - shared)
        best = int(np.argmax(iou))
        if iou[best] > 0.5:
            paired, pairs = paired + iou[best], pairs + 1
        seg += iou[2 * shared > areas_t[t]].sum()
        if iou[best] == 0:
            union += areas_t[t]
            continue
        intersection += shared[best]
        union += areas_t[t] + areas_p[predicted_ids[best]] - shared[best]
        used.add(predicted_ids[best])
    union += sum(areas_p[p] for p in predicted_ids if p not in used)
    both = overlap[1:, 1:].sum()
    return {
        "PanopticQuality": paired / ((true_ids.size + predicted_ids.size) / 2), "Seg": seg / true_ids.size,
        "AggregatedJaccard": intersection / union, "Dice": 2 * both / (areas_t[1:].sum() + areas_p[1:].sum()),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=11)
    parser.add_argument("--million", action="store_true")
    options = parser.parse_args()
    command = side_by_side.build()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(f"{'image, objects':>22} {'counts':>9} {'detailed':>9} {'scipy':>9} {'ratio':>7} {'stardist':>9} {'ratio':>7}  agree")
    for size, distance in ((128, 32), (256, 32), (512, 32), (1024, 32)):
        truth = side_by_side.discs(size, distance, 1)
        prediction = side_by_side.discs(size, distance, 1, shift=2, merged=0.05, missing=0.05)
        ours = side_by_side.run(command, "evaluate", [truth, prediction], [size, size, 20 * options.repeats])
        repeats = options.repeats if size < 1024 else max(1, options.repeats // 3)
        theirs, counts = side_by_side.timed(lambda: scipy_counts(truth, prediction), repeats)
        stardist, precision = side_by_side.timed(lambda: stardist_precision(truth, prediction), repeats)
        plain, detailed = np.median(ours["PlainMilliseconds"]), np.median(ours["DetailedMilliseconds"])
        expected = counts | other_scores(truth, prediction)
        agree = all(np.isclose(ours["Result"][name], value, rtol=1e-12) for name, value in expected.items())
        agree &= np.allclose(ours["Result"]["AveragePrecision"], precision, rtol=1e-12)
        print(f"{f'{size}x{size}, {len(np.unique(truth)) - 1}':>22} {plain:9.3f} {detailed:9.3f} {theirs:9.1f} {theirs / plain:6.0f}x "
              f"{stardist:9.1f} {stardist / detailed:6.0f}x  {agree}", flush=True)
    if options.million:
        truth = side_by_side.discs(6000, 6, 1)
        prediction = side_by_side.discs(6000, 6, 1, shift=1, merged=0.05, missing=0.05)
        ours = side_by_side.run(command, "evaluate", [truth, prediction], [6000, 6000, 1])
        print(f"6000x6000, {len(np.unique(truth)) - 1} true and {len(np.unique(prediction)) - 1} predicted cells: "
              f"counts {np.median(ours['PlainMilliseconds']):.0f} ms, detailed {np.median(ours['DetailedMilliseconds']):.0f} ms, "
              f"process {ours['PeakMegabytes']:.0f} MB after the first, with the images")
    print("Times are medians in milliseconds, on one core.")


if __name__ == "__main__":
    main()
