"""scikit-learn's exact neighbours. Usage: knn.py FOLDER CASE ALGORITHM (brute, kd_tree, auto) METRIC (euclidean, cosine)"""
import sys

import numpy as np
import sklearn
from sklearn.neighbors import NearestNeighbors

from peer import serve

points = np.load(sys.argv[1] + "/points.npy")
serve(sklearn.__version__,
      lambda: NearestNeighbors(n_neighbors=10, algorithm=sys.argv[3], metric=sys.argv[4], n_jobs=-1).fit(points).kneighbors(),
      lambda found: {"mean": float(np.mean(found[0], dtype=np.float64)), "sample": found[1][:100].tolist()})
