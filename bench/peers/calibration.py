"""scikit-learn's calibration curves, a thread a core. Usage: calibration.py FOLDER CASE"""
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import sklearn
from sklearn.calibration import calibration_curve

from peer import serve

labels = np.load(sys.argv[1] + "/labels.npy")
probabilities = np.load(sys.argv[1] + "/probabilities.npy")
classes = probabilities.shape[1]


def top():
    most = probabilities.argmax(axis=1)
    return calibration_curve(labels == most, probabilities[np.arange(len(labels)), most], n_bins=15, strategy="quantile")


def work():
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        each = [pool.submit(lambda k=k: calibration_curve(labels == k, probabilities[:, k], n_bins=15, strategy="quantile")) for k in range(classes)]
        first = top()
        for one in each:
            one.result()
    return first


serve(sklearn.__version__, work, lambda found: {"observed": found[0].tolist(), "predicted": found[1].tolist()})
