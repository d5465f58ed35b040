"""cleanlab's non-iid issue on points.npy, Euclidean. Usage: order_dependence.py FOLDER CASE CLEANLAB_SOURCE"""
import sys
import types

import numpy as np

sys.path.insert(0, sys.argv[3])
if "datasets" not in sys.modules:
    # Datalab's modules import the package `datasets`, which this issue does not use.
    for name in ("datasets", "datasets.arrow_dataset", "datasets.iterable_dataset"):
        module = types.ModuleType(name)
        for part in ("Dataset", "DatasetDict", "ClassLabel", "Column", "IterableColumn"):
            setattr(module, part, type(part, (), {}))
        sys.modules[name] = module

import cleanlab  # noqa: E402
import joblib  # noqa: E402
from cleanlab.datalab.internal.issue_manager.noniid import NonIIDIssueManager  # noqa: E402

from peer import serve  # noqa: E402

points = np.load(sys.argv[1] + "/points.npy")


class Lab:
    """What the issue asks of a Datalab."""
    def get_info(self, _):
        return {}


def work():
    with joblib.parallel_backend("threading", n_jobs=-1):
        manager = NonIIDIssueManager(Lab(), metric="euclidean", k=10, num_permutations=25)
        manager.find_issues(features=points)
    return manager


serve(cleanlab.__version__, work, lambda manager: {"statistic": [float(manager.statistics["ks"])], "p": [float(manager.p_value)]})
