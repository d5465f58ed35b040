"""scikit-learn's mean distance to the 10 nearest rows. Usage: outliers.py FOLDER CASE ALGORITHM (brute, kd_tree)"""
import sys

import numpy as np
import sklearn
from sklearn.neighbors import NearestNeighbors

from peer import serve

points = np.load(sys.argv[1] + "/points.npy")


def work():
    distances, _ = NearestNeighbors(n_neighbors=10, algorithm=sys.argv[3], n_jobs=-1).fit(points).kneighbors()
    return distances.mean(axis=1)


serve(sklearn.__version__, work,
      lambda mean: {"median": [float(np.median(mean))], "farthest": np.argsort(-mean, kind="stable")[:100].tolist()})
