"""cleanlab's Datalab, six issue types. Usage: datalab.py FOLDER CASE CLEANLAB_SOURCE

Datalab asks for the package `datasets` to hold the label column; where it is missing a few lines of it stand in, which do less work.
Its neighbour search runs on every core by joblib's threads (it is sequential by default).
"""
import sys
import types
import warnings

import numpy as np

sys.path.insert(0, sys.argv[3])
try:
    import datasets  # noqa: F401
except ImportError:
    class Dataset(dict):
        column_names = property(lambda self: list(self))
        features = property(lambda self: {name: None for name in self})

        @staticmethod
        def from_dict(columns):
            return Dataset(columns)

        from_pandas = from_list = from_dict

        def __len__(self):
            return len(next(iter(self.values())))

        def __hash__(self):
            return id(self)

    datasets = types.ModuleType("datasets")
    arrow = types.ModuleType("datasets.arrow_dataset")
    iterable = types.ModuleType("datasets.iterable_dataset")
    datasets.ClassLabel = type("ClassLabel", (), {})
    datasets.DatasetDict = type("DatasetDict", (dict,), {})
    arrow.Column = type("Column", (), {})
    iterable.IterableColumn = type("IterableColumn", (), {})
    datasets.Dataset = arrow.Dataset = Dataset
    sys.modules.update({"datasets": datasets, "datasets.arrow_dataset": arrow, "datasets.iterable_dataset": iterable})

import cleanlab  # noqa: E402
import joblib  # noqa: E402
from cleanlab import Datalab  # noqa: E402

from peer import serve  # noqa: E402

warnings.filterwarnings("ignore")
features = np.load(sys.argv[1] + "/features.npy")
labels = np.load(sys.argv[1] + "/labels.npy")
probabilities = np.load(sys.argv[1] + "/probabilities.npy")
types_asked = {name: {} for name in ("null", "label", "outlier", "near_duplicate", "non_iid", "class_imbalance")}


def work():
    with joblib.parallel_backend("threading", n_jobs=-1):
        lab = Datalab({"y": labels}, label_name="y", verbosity=0)
        lab.find_issues(pred_probs=probabilities, features=features, issue_types=types_asked)
    return lab


def figures(lab):
    def flagged(name):
        return np.flatnonzero(lab.get_issues(name)["is_" + name + "_issue"]).tolist()

    return {name: flagged(name) for name in ("label", "outlier", "near_duplicate", "class_imbalance", "null")} | {
        "non_iid": [1 if lab.get_info("non_iid")["p-value"] < 0.05 else 0]}


serve(cleanlab.__version__, work, figures)
