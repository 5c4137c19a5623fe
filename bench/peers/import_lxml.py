#!/usr/bin/env python3
"""What a user would write to get a native catalog into SQLite: lxml.iterparse, executemany, commit, indexes.

    import_lxml.py CATALOG.xml OUT.db

A peer to measure against; it keeps one version, checks nothing and knows one layout.
"""
import sqlite3
import sys

from lxml import etree

NS = "{urn:duima:catalog:1}"
ATTRIBUTES = ["code", "list-type", "policy-code", "local-code"]
TEXTS = ["name", "generic", "brand", "form", "spec", "pack", "manufacturer", "holder", "approval", "standard-code",
         "category", "pay-class", "unit", "restriction", "note", "flags"]
COLUMNS = ATTRIBUTES + TEXTS + ["quantity", "dose-unit", "pack-unit", "self-pay", "valid-from", "valid-to", "status",
                                "agreement-from", "agreement-to", "limit-level", "limit-visit"]
BATCH = 10000


def create(db):
    names = ", ".join('"%s" TEXT' % c for c in COLUMNS)
    db.execute("CREATE TABLE drug (%s)" % names)
    db.execute("CREATE TABLE alias (code TEXT, alias TEXT)")
    db.execute("CREATE TABLE ceiling (code TEXT, level TEXT, type TEXT, yuan TEXT)")
    db.execute("CREATE TABLE successor (code TEXT, successor TEXT)")


def row_of(drug, aliases, ceilings, successors):
    got = {name: drug.get(name) for name in ATTRIBUTES}
    code = got["code"]
    for child in drug:
        tag = child.tag[len(NS):]
        if tag == "alias":
            aliases.append((code, child.text))
        elif tag == "ceiling":
            ceilings.append((code, child.get("level"), child.get("type"), child.text))
        elif tag == "replaced-by":
            successors.append((code, child.get("code")))
        elif tag == "valid":
            got["valid-from"], got["valid-to"], got["status"] = child.get("from"), child.get("to"), child.get("status")
        elif tag == "agreement":
            got["agreement-from"], got["agreement-to"] = child.get("from"), child.get("to")
        elif tag == "limit":
            got["limit-level"], got["limit-visit"] = child.get("level"), child.get("visit")
        else:
            got[tag] = child.text
            if tag == "pack":
                got["quantity"] = child.get("quantity")
                got["dose-unit"], got["pack-unit"] = child.get("dose-unit"), child.get("pack-unit")
    return [got.get(c) for c in COLUMNS]


def main(source, target):
    db = sqlite3.connect(target)
    create(db)
    drugs, aliases, ceilings, successors = [], [], [], []
    insert = "INSERT INTO drug VALUES (%s)" % ", ".join("?" * len(COLUMNS))

    def flush():
        db.executemany(insert, drugs)
        db.executemany("INSERT INTO alias VALUES (?, ?)", aliases)
        db.executemany("INSERT INTO ceiling VALUES (?, ?, ?, ?)", ceilings)
        db.executemany("INSERT INTO successor VALUES (?, ?)", successors)
        for rows in (drugs, aliases, ceilings, successors):
            rows.clear()

    for _, drug in etree.iterparse(source, tag=NS + "drug"):
        drugs.append(row_of(drug, aliases, ceilings, successors))
        drug.clear()
        while drug.getprevious() is not None:
            del drug.getparent()[0]
        if len(drugs) == BATCH:
            flush()
    flush()
    db.execute("CREATE UNIQUE INDEX drug_code ON drug (code)")
    db.execute("CREATE INDEX drug_name ON drug (name)")
    db.execute("CREATE INDEX alias_code ON alias (code)")
    db.execute("CREATE INDEX ceiling_code ON ceiling (code)")
    db.execute("CREATE INDEX successor_code ON successor (code)")
    db.commit()
    db.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
