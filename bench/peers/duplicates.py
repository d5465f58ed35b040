"""pandas' duplicated over a mixed table. Usage: duplicates.py FOLDER CASE KIND (exact, near)

near: besides, for each column the rows that repeat an earlier one in all other columns and are no exact repeats.
"""
import sys

import numpy as np
import pandas as pd

from peer import serve

table = np.load(sys.argv[1] + "/table.npy")
half = table.shape[1] // 2
frame = pd.DataFrame({f"x{j}": table[:, j] if j < half else pd.Categorical.from_codes(
    table[:, j].astype(np.int32), [f"level {level}" for level in range(int(table[:, j].max()) + 1)]) for j in range(table.shape[1])})
del table


def work():
    exact = frame.duplicated().to_numpy()
    if sys.argv[3] == "exact":
        return int(exact.sum()), -1
    left = frame[~exact]
    near = np.zeros(len(left), dtype=bool)
    for column in frame.columns:
        near |= left.drop(columns=column).duplicated().to_numpy()
    return int(exact.sum()), int(near.sum())


serve(pd.__version__, work, lambda found: {"exact": [found[0]], "close": [found[1]]})
