"""scikit-learn's LogisticRegression over standardised and one-hot columns, five folds. Usage: logistic.py FOLDER CASE"""
import json
import sys

import numpy as np
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from peer import serve

folder = sys.argv[1]
features = np.load(folder + "/features.npy")
labels = np.load(folder + "/labels.npy")
folds = np.load(folder + "/folds.npy")
with open(folder + "/categorical.json", encoding="utf-8") as file:
    categorical = json.load(file)
numeric = [j for j in range(features.shape[1]) if j not in categorical]


def work():
    probabilities = np.zeros((len(labels), int(labels.max()) + 1))
    for fold in range(5):
        held = folds == fold
        model = make_pipeline(
            ColumnTransformer([
                ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), numeric),
                ("categories", OneHotEncoder(handle_unknown="ignore"), categorical)]),
            LogisticRegression(max_iter=1000))
        model.fit(features[~held], labels[~held])
        probabilities[np.ix_(held, model.classes_)] = model.predict_proba(features[held])
    return probabilities


def figures(probabilities):
    rows = np.arange(len(labels))
    loss = -np.log(np.clip(probabilities[rows, labels], 1e-15, 1))
    return {"logLoss": float(loss.mean()), "logLossError": float(loss.std() / np.sqrt(len(loss))),
            "accuracy": float((probabilities.argmax(axis=1) == labels).mean())}


serve(sklearn.__version__, work, figures)
