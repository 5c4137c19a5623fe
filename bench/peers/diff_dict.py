#!/usr/bin/env python3
"""Two full copies compared as one would first: csv, two dicts by code, and which codes came, went and differ, and in which columns.

    diff_dict.py FIRST.csv SECOND.csv
"""
import collections
import csv
import sys


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        reader = csv.reader(f)
        head = next(reader)
        return head, {row[1]: row for row in reader}


def main(first, second):
    head, one = read(first)
    _, two = read(second)
    columns = collections.Counter()
    changed = 0
    for code, row in one.items():
        other = two.get(code)
        if other is None or row == other:
            continue
        changed += 1
        columns.update(name for name, a, b in zip(head, row, other) if a != b)
    print(len(two.keys() - one.keys()), len(one.keys() - two.keys()), changed, dict(columns))


if __name__ == "__main__":
    main(*sys.argv[1:])
