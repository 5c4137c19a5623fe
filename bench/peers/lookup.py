#!/usr/bin/env python3
"""Many codes as they were in force on a day, by Python's sqlite3. Each way writes a line of CSV for each code, unknown ones too.

    lookup.py store DUIMA.db CODES DAY OUT      the query that duima itself has for one code, on its own store; of the record only the name is used
    lookup.py table TABLES.db CODES DAY OUT     a plain table with days from and to, indexed by code, eleven columns of it
    lookup.py join TABLES.db CODES DAY OUT      the same table, all codes put into a temporary table first, and one join

The page cache is large enough for everything.
"""
import csv
import sqlite3
import sys

COLUMNS = "name, form, spec, manufacturer, unit, pay_class, ceiling, valid_from, valid_to, status, replaced_by"
OPEN = "2147483647"
ONE_INDEX = ("SELECT e.name, e.record FROM entry e INDEXED BY entry_%s LEFT JOIN ended d ON d.entry_id = e.id"
             " WHERE e.catalog_id = ?1 AND e.code = ?2 AND e.later = %d AND e.first <= ?3 AND coalesce(d.last, " + OPEN + ") >= ?3")


def codes_of(path):
    with open(path, encoding="utf-8") as f:
        return f.read().split()


def store(db, codes, day, write):
    catalog, number = db.execute("SELECT catalog_id, number FROM in_force WHERE effective <= ? ORDER BY effective DESC, number DESC LIMIT 1", (day,)).fetchone()
    query = ONE_INDEX % ("base", 0) + " UNION ALL " + ONE_INDEX % ("later", 1)
    for code in codes:
        row = db.execute(query, (catalog, code, number)).fetchone()
        write((code, row[0]) if row else (code, ""))


def table(db, codes, day, write):
    query = "SELECT " + COLUMNS + " FROM entry WHERE code = ? AND from_day <= ? AND (to_day IS NULL OR to_day > ?)"
    for code in codes:
        row = db.execute(query, (code, day, day)).fetchone()
        write((code,) + row if row else (code,))


def join(db, codes, day, write):
    db.execute("CREATE TEMP TABLE wanted (place INTEGER PRIMARY KEY, code TEXT)")
    db.executemany("INSERT INTO wanted(code) VALUES (?)", ((c,) for c in codes))
    for row in db.execute("SELECT w.code, " + COLUMNS + " FROM wanted w LEFT JOIN entry e ON e.code = w.code AND e.from_day <= ?1"
                          " AND (e.to_day IS NULL OR e.to_day > ?1) ORDER BY w.place", (day,)):
        write(row)


def main(way, path, codes, day, out):
    db = sqlite3.connect(path)
    db.execute("PRAGMA cache_size = -2000000")
    db.execute("PRAGMA temp_store = MEMORY")
    with open(out, "w", encoding="utf-8", newline="") as f:
        {"store": store, "table": table, "join": join}[way](db, codes_of(codes), day, csv.writer(f).writerow)


if __name__ == "__main__":
    main(*sys.argv[1:])
