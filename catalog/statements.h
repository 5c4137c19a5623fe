/* catalog/statements.h: every SQL statement of the program but the schema, by name. S(NAME, SQL).
 * Prepared once per store handle (catalog/db.c). A member row of version n: first <= n, and `ended` does not say last < n. */

#define VERSION_COLUMNS                                                                                                 \
    "id, kind, number, region, label, state, in_force_from, effective, expires, fragment, entries, added, removed, "   \
    "changed, hash, at, who, program, profile, source, sources, title, publisher, catalog_id, base, numbers"
#define OPEN_END "2147483647"

/* what is asked of versions */
S(CATALOG, "SELECT id, last_number FROM catalog WHERE region = ?1 AND kind = ?2")
S(REGIONS, "SELECT DISTINCT region FROM catalog c WHERE EXISTS (SELECT 1 FROM version WHERE catalog_id = c.id) ORDER BY region")
S(VERSIONS, "SELECT " VERSION_COLUMNS " FROM version_now WHERE ?1 IS NULL OR region = ?1"
            " ORDER BY region, instr('drug service facility consumable', kind), number")
S(VERSION_BY_LABEL, "SELECT " VERSION_COLUMNS " FROM version_now WHERE region = ?1 AND kind = ?2 AND label = ?3")
S(VERSION_BY_NUMBER, "SELECT " VERSION_COLUMNS " FROM version_now WHERE catalog_id = ?1 AND number = ?2")
S(VERSION_NEWEST, "SELECT " VERSION_COLUMNS " FROM version_now WHERE catalog_id = ?1 ORDER BY number DESC LIMIT 1")
S(VERSION_KEPT, "SELECT " VERSION_COLUMNS " FROM version_now WHERE region = ?1 AND kind = ?2 AND state <> 'withdraw' ORDER BY number DESC LIMIT 1")
S(VERSION_IN_FORCE, "SELECT " VERSION_COLUMNS " FROM version_now"
                    " WHERE catalog_id = (SELECT id FROM catalog WHERE region = ?1 AND kind = ?2)"
                    " AND number = (SELECT number FROM in_force"
                    " WHERE catalog_id = (SELECT id FROM catalog WHERE region = ?1 AND kind = ?2) AND effective <= ?3"
                    " ORDER BY effective DESC, number DESC LIMIT 1)")
/* The version before a day, staged ones by the day they wish, to compare a new one with. Without a day: the newest. */
S(VERSION_BEFORE, "SELECT " VERSION_COLUMNS " FROM version_now WHERE catalog_id = ?1 AND state <> 'withdraw'"
                  " AND (?2 IS NULL OR coalesce(in_force_from, effective, '') <= ?2)"
                  " ORDER BY CASE WHEN ?2 IS NULL THEN '' ELSE coalesce(in_force_from, effective, '') END DESC, number DESC LIMIT 1")
/* Every version that was ever published, in the order of coming into force. */
S(EVER_PUBLISHED, "SELECT number, in_force_from, state FROM version_now WHERE catalog_id = ?1 AND state <> 'staged'"
                  " ORDER BY in_force_from, number")

/* what is asked of entries */
S(ENTRY_AT, "SELECT e.name, e.record FROM entry e INDEXED BY entry_base LEFT JOIN ended d ON d.entry_id = e.id"
            " WHERE e.catalog_id = ?1 AND e.code = ?2 AND e.later = 0 AND e.first <= ?3"
            " AND coalesce(d.last, " OPEN_END ") >= ?3"
            " UNION ALL SELECT e.name, e.record FROM entry e INDEXED BY entry_later LEFT JOIN ended d ON d.entry_id = e.id"
            " WHERE e.catalog_id = ?1 AND e.code = ?2 AND e.later = 1 AND e.first <= ?3"
            " AND coalesce(d.last, " OPEN_END ") >= ?3")
S(ENTRY_RANGES, "SELECT e.first, coalesce(d.last, " OPEN_END "), e.name, e.record"
                " FROM entry e INDEXED BY entry_base LEFT JOIN ended d ON d.entry_id = e.id"
                " WHERE e.catalog_id = ?1 AND e.code = ?2 AND e.later = 0"
                " UNION ALL SELECT e.first, coalesce(d.last, " OPEN_END "), e.name, e.record"
                " FROM entry e INDEXED BY entry_later LEFT JOIN ended d ON d.entry_id = e.id"
                " WHERE e.catalog_id = ?1 AND e.code = ?2 AND e.later = 1")
S(ENDED_BEFORE, "SELECT entry_id FROM ended WHERE catalog_id = ?1 AND last < ?2")
S(KEYS_BASE, "SELECT id, code, hash FROM entry INDEXED BY entry_base"
             " WHERE catalog_id = ?1 AND later = 0 AND first <= ?2 ORDER BY code")
S(KEYS_LATER, "SELECT id, code, hash FROM entry INDEXED BY entry_later"
              " WHERE catalog_id = ?1 AND later = 1 AND first <= ?2 ORDER BY code")
/* The rows of a catalog's first version were inserted in code order, one after the other: read so, without the index. */
S(BASE_IDS, "SELECT (SELECT id FROM entry INDEXED BY entry_base WHERE catalog_id = ?1 AND later = 0 ORDER BY code LIMIT 1),"
            " (SELECT id FROM entry INDEXED BY entry_base WHERE catalog_id = ?1 AND later = 0 ORDER BY code DESC LIMIT 1)")
S(ROWS_BASE, "SELECT id, code, name, record, hash FROM entry NOT INDEXED"
             " WHERE id BETWEEN ?3 AND ?4 AND catalog_id = ?1 AND later = 0 AND first <= ?2 ORDER BY id")
S(ROWS_LATER, "SELECT id, code, name, record, hash FROM entry INDEXED BY entry_later"
              " WHERE catalog_id = ?1 AND later = 1 AND first <= ?2 ORDER BY code")
/* a < b: what a has and b has not, and the reverse; a row that went and came back with the same content is no change */
S(DIFF_COUNTS, "SELECT count(*) FILTER (WHERE gone IS NULL), count(*) FILTER (WHERE come IS NULL),"
               " count(*) FILTER (WHERE gone <> come) FROM (SELECT max(gone) AS gone, max(come) AS come FROM ("
               "SELECT e.code, e.hash AS gone, NULL AS come FROM ended d INDEXED BY ended_last"
               " CROSS JOIN entry e ON e.id = d.entry_id"
               " WHERE d.catalog_id = ?1 AND d.last >= ?2 AND d.last < ?3 AND e.first <= ?2"
               " UNION ALL SELECT e.code, NULL, e.hash FROM entry e INDEXED BY entry_first LEFT JOIN ended d ON d.entry_id = e.id"
               " WHERE e.catalog_id = ?1 AND e.later = 1 AND e.first > ?2 AND e.first <= ?3"
               " AND coalesce(d.last, " OPEN_END ") >= ?3) GROUP BY code)")

/* The rows themselves: what the lower number has and the higher has not, and the reverse. Each is read once; whoever asks sorts them. */
S(DIFF_GONE, "SELECT e.code, e.name, e.record, e.hash FROM ended d INDEXED BY ended_last CROSS JOIN entry e ON e.id = d.entry_id"
             " WHERE d.catalog_id = ?1 AND d.last >= ?2 AND d.last < ?3 AND e.first <= ?2")
S(DIFF_COME, "SELECT e.code, e.name, e.record, e.hash FROM entry e INDEXED BY entry_first LEFT JOIN ended d ON d.entry_id = e.id"
             " WHERE e.catalog_id = ?1 AND e.later = 1 AND e.first > ?2 AND e.first <= ?3"
             " AND coalesce(d.last, " OPEN_END ") >= ?3")
/* Had some version below ?3 the code? (Version ?3 has it not, so what began before it ended before it.) */
S(ENTRY_BEFORE, "SELECT 1 FROM entry INDEXED BY entry_base WHERE catalog_id = ?1 AND code = ?2 AND later = 0 AND first < ?3"
                " UNION ALL SELECT 1 FROM entry INDEXED BY entry_later WHERE catalog_id = ?1 AND code = ?2 AND later = 1 AND first < ?3"
                " LIMIT 1")

/* The first entry of version ?3, by code, that says it replaces ?2. */
S(REPLACER, "SELECT e.code FROM replaces r JOIN entry e ON e.id = r.entry_id LEFT JOIN ended d ON d.entry_id = e.id"
            " WHERE r.catalog_id = ?1 AND r.old_code = ?2 AND e.first <= ?3 AND coalesce(d.last, " OPEN_END ") >= ?3"
            " ORDER BY e.code LIMIT 1")

/* a new version */
S(CATALOG_ADD, "INSERT INTO catalog(id, region, kind) VALUES (?1, ?2, ?3)")
S(CATALOG_IS_EMPTY, "SELECT NOT EXISTS (SELECT 1 FROM entry INDEXED BY entry_base WHERE catalog_id = ?1 AND later = 0)"
                    " AND NOT EXISTS (SELECT 1 FROM entry INDEXED BY entry_later WHERE catalog_id = ?1 AND later = 1)")
S(IMPORT_ADD, "INSERT INTO import(at, who, program, profile, profile_sha) VALUES (?1, ?2, ?3, ?4, ?5)")
S(SOURCE_ADD, "INSERT INTO source(import_id, pos, name, sha256, bytes, records, skipped) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
S(VERSION_ADD, "INSERT INTO version(catalog_id, number, label, import_id, title, publisher, effective, expires, fragment,"
               " entries, compared, added, removed, changed, hash, base, numbers)"
               " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)")
/* Many rows in one go: to begin and end a statement costs as much as to insert a row or two. ROLLBACK: whatever fails ends the transaction, so no
 * journal of the statement alone is kept. */
#define ENTRY_ROW "(?1, ?2, ?3, ?, ?, ?, ?)"
#define ENTRY_ROWS_4 ENTRY_ROW ", " ENTRY_ROW ", " ENTRY_ROW ", " ENTRY_ROW
#define ENTRY_ROWS_16 ENTRY_ROWS_4 ", " ENTRY_ROWS_4 ", " ENTRY_ROWS_4 ", " ENTRY_ROWS_4
#define ENTRY_INTO "INSERT OR ROLLBACK INTO entry(catalog_id, first, later, hash, code, name, record) VALUES "
S(ENTRY_ADD, ENTRY_INTO ENTRY_ROW)
S(ENTRY_ADD_64, ENTRY_INTO ENTRY_ROWS_16 ", " ENTRY_ROWS_16 ", " ENTRY_ROWS_16 ", " ENTRY_ROWS_16)
S(ENTRY_ALL, "SELECT catalog_id, hash, code, name, record FROM entry ORDER BY id")
#undef ENTRY_ROW
#undef ENTRY_ROWS_4
#undef ENTRY_ROWS_16
#undef ENTRY_INTO
S(REPLACES_ADD, "INSERT OR IGNORE INTO replaces(catalog_id, old_code, entry_id) VALUES (?1, ?2, ?3)")
S(GUARD_TEXT, "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?1")
S(GUARD_DROP, "DROP TRIGGER entry_new")
S(GUARD_REPLACES_DROP, "DROP TRIGGER replaces_new")
S(ENDED_ADD, "INSERT INTO ended(entry_id, catalog_id, last) VALUES (?1, ?2, ?3)")

/* events */
S(VERSION_STATE, "SELECT state FROM version_now WHERE id = ?1")
S(EVENTS, "SELECT what, effective, at, who, reason, allowed FROM event WHERE version_id = ?1 ORDER BY id")
S(WITHDRAW, "INSERT INTO event(version_id, what, at, who, reason) VALUES (?1, 'withdraw', ?2, ?3, ?4)")
S(PUBLISH, "INSERT INTO event(version_id, what, effective, at, who, reason, allowed) VALUES (?1, 'publish', ?2, ?3, ?4, ?5, ?6)")

/* signed packs */
S(PACK_LAST, "SELECT manifest, label FROM pack WHERE region = ?1 ORDER BY id DESC LIMIT 1")
S(PACK_NUMBER, "SELECT n.number, p.label, p.at FROM pack p JOIN pack_number n ON n.pack_id = p.id AND n.kind = ?2 WHERE p.region = ?1"
               " ORDER BY n.number DESC LIMIT 1")
S(PACK_ADD, "INSERT INTO pack(region, label, import_id, manifest, previous, key, at, who, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
S(PACK_NUMBER_ADD, "INSERT INTO pack_number(pack_id, kind, number) VALUES (?1, ?2, ?3)")

#define NUMBER_OF(kind) "(SELECT number FROM pack_number WHERE pack_id = p.id AND kind = '" kind "')"
S(PACKS, "SELECT p.region, p.label, p.at, p.who, p.reason, p.import_id, p.manifest, p.previous, p.key, held.manifest, held.label,"
         " (SELECT q.label FROM pack q WHERE q.region = p.region AND q.id < p.id AND q.manifest = p.previous ORDER BY q.id DESC LIMIT 1), "
         NUMBER_OF("drug") ", " NUMBER_OF("service") ", " NUMBER_OF("facility") ", " NUMBER_OF("consumable")
         " FROM pack p LEFT JOIN pack held ON held.id = (SELECT max(q.id) FROM pack q WHERE q.region = p.region AND q.id < p.id)"
         " WHERE (?1 IS NULL OR p.region = ?1) AND (?2 IS NULL OR p.import_id = (SELECT import_id FROM version WHERE id = ?2))"
         " ORDER BY p.region, p.id")
#undef NUMBER_OF

/* dropping a staged version v; p and q are its neighbours that live */
S(NEIGHBOURS, "SELECT coalesce((SELECT max(number) FROM version WHERE catalog_id = ?1 AND number < ?2), 0),"
              " coalesce((SELECT min(number) FROM version WHERE catalog_id = ?1 AND number > ?2), 0)")
S(DROP_VERSION, "DELETE FROM version WHERE id = ?1")
S(DROP_IMPORTS, "DELETE FROM import WHERE NOT EXISTS (SELECT 1 FROM version WHERE import_id = import.id)")
S(DROP_ALL_BASE, "DELETE FROM entry WHERE id IN (SELECT id FROM entry INDEXED BY entry_base WHERE catalog_id = ?1 AND later = 0)")
S(DROP_ALL_LATER, "DELETE FROM entry WHERE id IN (SELECT id FROM entry INDEXED BY entry_later WHERE catalog_id = ?1 AND later = 1)")
S(DROP_NEWEST, "DELETE FROM entry WHERE id IN"
               " (SELECT id FROM entry INDEXED BY entry_first WHERE catalog_id = ?1 AND later = 1 AND first > ?2)")
S(DROP_REOPEN, "DELETE FROM ended WHERE catalog_id = ?1 AND last >= ?2")
S(DROP_MIDDLE, "DELETE FROM entry WHERE id IN (SELECT d.entry_id FROM ended d INDEXED BY ended_last"
               " CROSS JOIN entry e ON e.id = d.entry_id"
               " WHERE d.catalog_id = ?1 AND d.last > ?2 AND d.last < ?3 AND e.first > ?2)")

/* transactions */
S(BEGIN_READ, "BEGIN")
S(BEGIN_WRITE, "BEGIN IMMEDIATE")
S(COMMIT, "COMMIT")
S(ROLLBACK, "ROLLBACK")
S(TOUCH, "SELECT 1 FROM sqlite_schema LIMIT 1")

#undef OPEN_END
#undef S
