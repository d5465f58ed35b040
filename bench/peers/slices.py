"""sliceline's Slicefinder. Usage: slices.py FOLDER CASE SLICELINE_SOURCE"""
import sys
import warnings

import numpy as np

sys.path.insert(0, sys.argv[3])
try:
    import numba  # noqa: F401
    kind = " with numba"
except ImportError:
    kind = " without numba"
import sklearn.utils.validation as validation  # noqa: E402

if not hasattr(validation, "_check_feature_names"):
    # Newer releases of scikit-learn have as a function what older ones have as a method.
    validation._check_feature_names = lambda estimator, rows, *, reset: estimator._check_feature_names(rows, reset=reset)
from sliceline.slicefinder import Slicefinder  # noqa: E402

from peer import serve  # noqa: E402

warnings.filterwarnings("ignore")
codes = np.load(sys.argv[1] + "/codes.npy")
errors = np.load(sys.argv[1] + "/errors.npy")


def version():
    try:
        from importlib.metadata import version as of
        return of("sliceline") + kind
    except Exception:
        return "source" + kind


def work():
    finder = Slicefinder(alpha=0.99, k=5, max_l=3, min_sup=max(50, len(codes) // 100), verbose=False)
    finder.fit(codes, errors)
    return finder


def figures(finder):
    first = finder.top_slices_statistics_[0]
    return {"rows": [float(first["slice_size"])], "error": [float(first["slice_average_error"])],
            "first": [j for j, level in enumerate(finder.top_slices_[0]) if level is not None]}


serve(version(), work, figures)
