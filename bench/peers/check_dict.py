#!/usr/bin/env python3
"""The check that a user writes first: csv and a dict. It only looks codes up.

    check_dict.py CATALOG.csv TABLE.csv

CATALOG.csv has a heading and the code in its first field. Prints rows, mapped rows and rows whose code is unknown.
"""
import csv
import sys


def main(catalog, table):
    with open(catalog, encoding="utf-8", newline="") as f:
        reader = csv.reader(f)
        next(reader)
        known = {row[0]: row for row in reader}
    rows = mapped = unknown = 0
    with open(table, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            rows += 1
            code = row["医保编码"]
            if not code:
                continue
            mapped += 1
            if code not in known:
                unknown += 1
    print(rows, mapped, unknown)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
