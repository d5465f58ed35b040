"""Approximate functional dependencies by partitions, up to two columns on the left. Usage: dependencies.py FOLDER CASE

The baseline: codes of a left side are made dense by pandas.factorize (a hash table in C); g3 is what lies outside the commonest right value
of each left value, counted with numpy.bincount over the pairs of codes. Minimal: no part of the left side holds. A thread a core.
"""
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from peer import serve

codes = np.load(sys.argv[1] + "/codes.npy").T.copy()
columns, rows = codes.shape
LARGEST = 0.1


def error(left, groups, right):
    width = int(codes[right].max()) + 1
    counts = np.bincount(left * width + codes[right], minlength=groups * width).reshape(groups, width)
    return 1 - counts.max(axis=1).sum() / rows


def level(left_columns, open_columns):
    left, groups = codes[left_columns[0]].astype(np.int64), int(codes[left_columns[0]].max()) + 1
    for j in left_columns[1:]:
        width = int(codes[j].max()) + 1
        left, kept = pd.factorize(left * width + codes[j])
        groups = len(kept)
    if groups > rows / 2:
        return {}
    found = {}
    for right in open_columns:
        value = error(left, groups, right)
        if value <= LARGEST and value < 1 - np.bincount(codes[right]).max() / rows:
            found[(tuple(left_columns), right)] = value
    return found


def work():
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = {}
        for part in pool.map(lambda j: level([j], [r for r in range(columns) if r != j]), range(columns)):
            found.update(part)
        pairs = [(i, j) for i in range(columns) for j in range(i + 1, columns)]
        open_of = [[r for r in range(columns) if r not in pair and ((pair[0],), r) not in found and ((pair[1],), r) not in found] for pair in pairs]
        for part in pool.map(lambda place: level(list(pairs[place]), open_of[place]), range(len(pairs))):
            found.update(part)
    return found


serve("numpy " + np.__version__ + ", pandas " + pd.__version__, work,
      lambda found: {"errors": [float(found.get(key, np.nan)) for key in (((0,), 3), ((1,), 4), ((0, 2), 5))], "count": [len(found)]})
