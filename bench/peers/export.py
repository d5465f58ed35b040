"""Writes a data set that scikit-learn ships as features.npy, labels.npy, categorical.json. Usage: export.py FOLDER NAME"""
import sys

import numpy as np
from sklearn import datasets

data = getattr(datasets, "load_" + sys.argv[2])()
np.save(sys.argv[1] + "/features.npy", data.data.astype(np.float64))
np.save(sys.argv[1] + "/labels.npy", data.target.astype(np.int32))
with open(sys.argv[1] + "/categorical.json", "w", encoding="utf-8") as file:
    file.write("[]")
