"""scikit-learn's HistGradientBoosting, five folds. Usage: gbdt.py FOLDER CASE"""
import json
import sys

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier

from peer import serve

folder = sys.argv[1]
features = np.load(folder + "/features.npy")
labels = np.load(folder + "/labels.npy")
folds = np.load(folder + "/folds.npy")
with open(folder + "/categorical.json", encoding="utf-8") as file:
    categorical = json.load(file)


def work():
    probabilities = np.zeros((len(labels), int(labels.max()) + 1))
    for fold in range(5):
        held = folds == fold
        model = HistGradientBoostingClassifier(categorical_features=categorical or None, random_state=0)
        model.fit(features[~held], labels[~held])
        probabilities[np.ix_(held, model.classes_)] = model.predict_proba(features[held])
    return probabilities


def figures(probabilities):
    rows = np.arange(len(labels))
    loss = -np.log(np.clip(probabilities[rows, labels], 1e-15, 1))
    return {"logLoss": float(loss.mean()), "logLossError": float(loss.std() / np.sqrt(len(loss))),
            "accuracy": float((probabilities.argmax(axis=1) == labels).mean())}


serve(sklearn.__version__, work, figures)
