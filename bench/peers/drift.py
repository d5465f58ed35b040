"""scipy's two-sample tests, a thread a core. Usage: drift.py FOLDER CASE"""
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import scipy
from scipy.stats import chi2_contingency, ks_2samp

from peer import serve

now = np.load(sys.argv[1] + "/now.npy").T.copy()
reference = np.load(sys.argv[1] + "/reference.npy").T.copy()
numbers = len(now) * 3 // 4


def test(j):
    if j < numbers:
        found = ks_2samp(now[j], reference[j], method="asymp")
        return found.statistic, found.pvalue
    levels = int(max(now[j].max(), reference[j].max())) + 1
    counts = np.stack([np.bincount(side[j].astype(np.int64), minlength=levels) for side in (now, reference)])
    counts = counts[:, counts.sum(axis=0) > 0]
    shares = counts / counts.sum(axis=1, keepdims=True)
    return np.abs(shares[0] - shares[1]).sum() / 2, chi2_contingency(counts)[1]


def work():
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(test, range(len(now))))


serve(scipy.__version__, work, lambda found: {"statistic": [float(s) for s, _ in found], "significant": [int(sum(p < 0.05 for _, p in found))]})
