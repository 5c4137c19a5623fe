#!/usr/bin/env python3
"""A native catalog as the CSV file that check_dict.py and check_pg.sh read. Not timed.

    catalog_csv.py CATALOG.xml OUT.csv
"""
import csv
import sys
import xml.etree.ElementTree as etree

NS = "{urn:duima:catalog:1}"
TEXTS = ["name", "generic", "form", "spec", "manufacturer", "approval", "pay-class", "ceiling"]


def main(source, target):
    with open(target, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["code"] + TEXTS)
        for event, node in etree.iterparse(source, events=("start", "end")):
            if event == "start":
                root = node if node.tag == NS + "catalog" else root
            elif node.tag == NS + "drug":
                out.writerow([node.get("code")] + [node.findtext(NS + t) for t in TEXTS])
                root.clear()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
