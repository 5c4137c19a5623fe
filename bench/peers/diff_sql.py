#!/usr/bin/env python3
"""Two full copies in SQLite compared by SQL: `except` takes whole rows from each other, and says how many codes came, went and differ; `join` compares by
code, and says in which columns too.

    diff_sql.py TABLES.db except|join
"""
import sqlite3
import sys


def by_except(db, columns):
    old = {row[0] for row in db.execute("SELECT code FROM (SELECT * FROM one EXCEPT SELECT * FROM two)")}
    new = {row[0] for row in db.execute("SELECT code FROM (SELECT * FROM two EXCEPT SELECT * FROM one)")}
    return len(new - old), len(old - new), len(old & new)


def by_join(db, columns):
    sums = ", ".join('sum(a."%s" IS NOT b."%s")' % (c, c) for c in columns)
    differs = " OR ".join('a."%s" IS NOT b."%s"' % (c, c) for c in columns)
    changed, *each = db.execute("SELECT count(*), %s FROM one a JOIN two b ON b.code = a.code WHERE %s" % (sums, differs)).fetchone()
    gone = "SELECT count(*) FROM %s a WHERE NOT EXISTS (SELECT 1 FROM %s b WHERE b.code = a.code)"
    fields = {c: n for c, n in zip(columns, each) if n}
    return db.execute(gone % ("two", "one")).fetchone()[0], db.execute(gone % ("one", "two")).fetchone()[0], changed, fields


def main(path, way):
    db = sqlite3.connect(path)
    db.execute("PRAGMA cache_size = -1000000")
    columns = [row[1] for row in db.execute("PRAGMA table_info(one)")]
    print(*{"except": by_except, "join": by_join}[way](db, columns))


if __name__ == "__main__":
    main(*sys.argv[1:])
