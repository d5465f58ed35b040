"""Average precision of cleanlab's rankings over out-of-fold HistGradientBoosting on the tables that
`Faultline.Studies flips --to DIR` writes. Usage: flips.py DIR RESULTS.tsv (lines already there are kept)."""
import csv
import os
import sys

import cleanlab
import numpy as np
import pandas as pd
import sklearn
from cleanlab.rank import get_label_quality_scores
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

HEADER = ["case", "selfConfidence", "normalizedMargin", "sklearn", "cleanlab"]


def features(table):
    columns, categorical = {}, []
    for name, column in table.drop(columns=["y", "flipped"]).items():
        if column.dtype == object and column.str.match(r"^\d{4}-\d\d-\d\d$").all():
            columns[name] = pd.to_datetime(column).astype("int64") / 86_400e9
        elif column.dtype == object:
            columns[name] = column.astype("category").cat.codes.astype(float)
            categorical.append(name)
        else:
            columns[name] = column.astype(float)
    frame = pd.DataFrame(columns)
    return frame.to_numpy(), [frame.columns.get_loc(name) for name in categorical]


def measure(path):
    table = pd.read_csv(path)
    x, categorical = features(table)
    y = table["y"].astype("category").cat.codes.to_numpy()
    model = HistGradientBoostingClassifier(random_state=0, categorical_features=categorical)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    probabilities = cross_val_predict(model, x, y, cv=folds, method="predict_proba")
    wrong = table["flipped"].to_numpy() == 1
    return [
        average_precision_score(wrong, -get_label_quality_scores(y, probabilities, method=method))
        for method in ("self_confidence", "normalized_margin")
    ]


def main(folder, results):
    done = set()
    if os.path.exists(results):
        with open(results, newline="") as file:
            done = {row[0] for row in csv.reader(file, delimiter="\t")}
    for name in sorted(os.listdir(folder)):
        bayes, share, seed = name[:-4].split("-")
        case = f"{bayes}/{share}/{seed}"
        if case in done:
            continue
        scores = measure(os.path.join(folder, name))
        with open(results, "a", newline="") as file:
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            if file.tell() == 0:
                writer.writerow(HEADER)
            writer.writerow([case, *(f"{score:.4f}" for score in scores), sklearn.__version__, cleanlab.__version__])
        print(case, *(f"{score:.4f}" for score in scores), file=sys.stderr)


if __name__ == "__main__":
    np.random.seed(0)
    main(*sys.argv[1:3])
