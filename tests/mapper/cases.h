/* tests/mapper/cases.h: data files with one case a line: fields parted by a TAB, '#' starts a comment line. Each line is one test. */
#ifndef TESTS_MAPPER_CASES_H
#define TESTS_MAPPER_CASES_H
#include "base/share.h"
#include "tests/suite.h"
#include <stdio.h>
#include <string.h>

#define CASE_FIELDS 5
#define CASES_MOST 2000
struct test_case {
    int line;
    size_t n;
    char *field[CASE_FIELDS];
};
struct case_list {
    struct test_case *list;
    int n;
};

static inline char *case_copy(struct span s)
{
    char *copy = calloc(1, s.n + 1);
    if (copy && s.n)
        memcpy(copy, s.p, s.n);
    return copy;
}

static inline int case_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    struct case_list *c = ctx;
    if (c->n == CASES_MOST || n > CASE_FIELDS)
        return error_set(err, ERROR_INPUT, "too many cases or fields");
    struct test_case *one = &c->list[c->n++];
    one->line = line;
    one->n = n;
    for (size_t i = 0; i < n; i++)
        one->field[i] = case_copy(fields[i]);
    return 0;
}

/* Reads tests/mapper/NAME of the source tree; exits where it cannot. */
static inline struct case_list cases_read(const char *name, size_t fields)
{
    char path[4096];
    const char *top = getenv("top_srcdir");
    struct case_list c = { calloc(CASES_MOST, sizeof *c.list), 0 };
    struct error err = { ERROR_NONE, "" };
    snprintf(path, sizeof path, "%s/tests/mapper/%s", top ? top : ".", name);
    if (!c.list || share_read_path(path, fields, case_line, &c, &err) < 0 || c.n == 0) {
        fprintf(stderr, "%s: %s\n", path, err.text);
        exit(99);
    }
    return c;
}

static inline void cases_free(struct case_list *c)
{
    for (int i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->list[i].n; k++)
            free(c->list[i].field[k]);
    free(c->list);
}

static inline const char *test_share_dir(void)
{
    const char *dir = getenv("DUIMA_SHARE_DIR");
    return dir ? dir : "share";
}
#endif
