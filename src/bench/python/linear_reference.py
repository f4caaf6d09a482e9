"""scikit-learn's side of `kaiye bench linear`: one whole process, as a data scientist would write it.

Arguments: train file, test file, "words" or "words+pieces" or "characters". Prints the accuracy.
"""
import csv
import gzip
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC


def rows(name):
    opened = gzip.open if name.endswith(".gz") else open
    with opened(name, "rt", encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    texts = [row["subject"] + "\n" + row["text"] if "subject" in row else row["text"] for row in found]
    return texts, [row["label"] for row in found]


def vectorizer(kind):
    words = TfidfVectorizer(sublinear_tf=True)
    if kind == "words":
        return words
    if kind == "characters":
        return TfidfVectorizer(sublinear_tf=True, analyzer="char", ngram_range=(1, 3))
    return make_union(words, TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(2, 5)))


csv.field_size_limit(1 << 30)
train, train_labels = rows(sys.argv[1])
test, test_labels = rows(sys.argv[2])
features = vectorizer(sys.argv[3])
model = LinearSVC().fit(features.fit_transform(train), train_labels)
answers = model.predict(features.transform(test))
print(sum(a == b for a, b in zip(answers, test_labels)) / len(test_labels))
