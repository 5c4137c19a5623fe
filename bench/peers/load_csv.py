#!/usr/bin/env python3
"""Two versions of a catalog as a user would keep them in SQLite: a full table each, and one table of entries with the days from and to which each holds.

    load_csv.py OUT.db FIRST.csv FROM-DAY SECOND.csv FROM-DAY

What the peers of bench/run ask; loading is not measured.
"""
import csv
import sqlite3
import sys


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as f:
        reader = csv.reader(f)
        return next(reader), list(reader)


def main(target, first, first_day, second, second_day):
    db = sqlite3.connect(target)
    db.execute("PRAGMA journal_mode = OFF")
    tables = {}
    for table, path in (("one", first), ("two", second)):
        head, rows = rows_of(path)
        db.execute("CREATE TABLE %s (%s, PRIMARY KEY (code))" % (table, ", ".join('"%s" TEXT' % c for c in head)))
        db.executemany("INSERT INTO %s VALUES (%s)" % (table, ", ".join("?" * len(head))), rows)
        tables[table] = {row[1]: row for row in rows}
    one, two = tables["one"], tables["two"]
    db.execute("CREATE TABLE entry (from_day TEXT, to_day TEXT, %s)" % ", ".join('"%s" TEXT' % c for c in head))
    insert = "INSERT INTO entry VALUES (%s)" % ", ".join("?" * (len(head) + 2))
    db.executemany(insert, ([first_day, None if two.get(code) == row else second_day] + row for code, row in one.items()))
    db.executemany(insert, ([second_day, None] + row for code, row in two.items() if one.get(code) != row))
    db.execute("CREATE INDEX entry_code ON entry(code, from_day)")
    db.execute("ANALYZE")
    db.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
