/* tests/mapper/fixture.h: a store made of one-line entries, a table given as text, and what a check finds in it as text.
 *
 *     struct fixture *f = fixture_new();
 *     fixture_version(f, "2026.1", "2026-01-01", false, (const char *[]){ "drug code=X1 name=甲片 form=片剂 …", NULL });
 *     const char *found = fixture_check(f, "local_code,local_name,catalog_code\nY1,甲片,X1\n");
 *     fixture_free(f);
 *
 * An entry is a kind and KEY=VALUE pairs parted by blanks (a value has none): the elements of a catalog document by name, and
 * quantity, pay-class, self-pay, self-pay:SCHEME, ceiling, ceiling:LEVEL, payment, payment:LEVEL, private (a ceiling of private hospitals), from,
 * to, agreement-from, agreement-to, inactive=1, limit-level, limit-approval=1,
 * replaced-by, same-as, possibly, replaces, alias (may come again). Everything fails the test where it fails. */
#ifndef TESTS_MAPPER_FIXTURE_H
#define TESTS_MAPPER_FIXTURE_H
#include "mapper/check.h"
#include "mapper/rule.h"

struct fixture {
    char dir[256], db[300];
    struct store *store;
    struct view *view;
    struct check_options options; /* may be changed before fixture_check; day 2026-07-01, no level */
    struct check_summary summary; /* of the last check */
    char *unknown;                /* its unknown headings */
    struct buf found;
    bool messages;                /* set: findings carry their messages */
};

struct fixture *fixture_new(void);
void fixture_free(struct fixture *f);
void fixture_version(struct fixture *f, const char *label, const char *effective, bool fragment, const char *const *entries);
/* Findings, one a line: "LINE RULE severity column local>expected fix=…"; empty parts left out. Valid until the next call. */
const char *fixture_check(struct fixture *f, const char *table);
const char *fixture_check_bytes(struct fixture *f, struct span table);
/* The same for a file. */
const char *fixture_check_file(struct fixture *f, const char *path);
#endif
