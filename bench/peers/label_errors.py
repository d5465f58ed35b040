"""cleanlab's find_label_issues on labels.npy and probabilities.npy. Usage: label_errors.py FOLDER CASE CLEANLAB_SOURCE"""
import sys

import numpy as np

sys.path.insert(0, sys.argv[3])
import cleanlab  # noqa: E402
from cleanlab.filter import find_label_issues  # noqa: E402

from peer import serve  # noqa: E402

labels = np.load(sys.argv[1] + "/labels.npy")
probabilities = np.load(sys.argv[1] + "/probabilities.npy")
serve(cleanlab.__version__,
      lambda: find_label_issues(labels, probabilities, filter_by="prune_by_noise_rate"),
      lambda flagged: {"flagged": np.flatnonzero(flagged).tolist()})
