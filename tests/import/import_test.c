/* tests/import/import_test.c: see import_test.h. */
#include "import_test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/map.h"
#include "base/share.h"

static void store_path(const struct trial *t, char out[256])
{
    snprintf(out, 256, "%s/store.db", t->dir);
}

void trial_begin(struct trial *t)
{
    const char *tmp = getenv("TMPDIR");
    const char *share = getenv("DUIMA_SHARE_DIR");
    *t = (struct trial){ .said = BUF_INIT, .rejected = BUF_INIT };
    snprintf(t->dir, sizeof t->dir, "%s/duima-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(t->dir));
    t->options = (struct import_options){
        .share_dir = share && *share ? share : "share",
        .temp_dir = t->dir,
        .kind = -1,
        .today = 20260701,
        .act = { SPAN("tester"), SPAN("2026-07-01T08:00:00Z"), SPAN_NONE, SPAN("test") },
        .in_process = true,
    };
}

void trial_end(struct trial *t)
{
    DIR *d = opendir(t->dir);
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", t->dir, e->d_name);
        if (e->d_name[0] != '.')
            unlink(path);
    }
    if (d)
        closedir(d);
    rmdir(t->dir);
    buf_release(&t->said);
    buf_release(&t->rejected);
}

void trial_write(const struct trial *t, const char *name, struct span bytes)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", t->dir, name);
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    ck_assert_int_eq(fclose(f), 0);
}

/* A sentence without the folder's name. */
static void add_short(const struct trial *t, struct buf *b, const char *sentence)
{
    struct span rest = span_of(sentence), dir = span_of(t->dir);
    for (size_t at; (at = span_find(rest, dir)) != (size_t)-1;) {
        buf_add(b, rest.p, at);
        rest = (struct span){ rest.p + at + dir.n + 1, rest.n - at - dir.n - 1 };
    }
    buf_addspan(b, rest);
}

static int on_problem(void *ctx, bool is_error, const char *sentence, struct error *err)
{
    struct trial *t = ctx;
    (void)err;
    buf_adds(&t->said, is_error ? "error: " : "warning: ");
    add_short(t, &t->said, sentence);
    buf_addc(&t->said, '\n');
    return 0;
}

static int on_reject(void *ctx, const char *file, uint32_t line, struct span code, const char *why, struct span record, struct error *err)
{
    struct trial *t = ctx;
    (void)err, (void)file;
    buf_addf(&t->said, "reject %u %.*s: ", line, SPAN_ARG(code));
    add_short(t, &t->said, why);
    buf_addc(&t->said, '\n');
    buf_addspan(&t->rejected, record);
    buf_addc(&t->rejected, '\n');
    return 0;
}

static void grow(const char *path)
{
    FILE *f = fopen(path, "a");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(fputc('\n', f), '\n');
    ck_assert_int_eq(fclose(f), 0);
}

static int on_progress(void *ctx, const struct import_progress *p, struct error *err)
{
    struct trial *t = ctx;
    (void)err;
    ck_assert(t->grown || p->total == 0 || p->done <= p->total);
    if (t->grows && !t->grown && p->done > 0) {
        grow(t->grows);
        t->grown = true;
    }
    t->progressed++;
    t->stop = t->stop || (t->stop_in && p->phase == (enum import_phase)t->stop_in);
    return 0;
}

static bool on_stopped(void *ctx)
{
    return ((struct trial *)ctx)->stop;
}

int trial_import(struct trial *t, const char *names)
{
    char path[256], files[8][512];
    const char *list[8];
    size_t n = 0;
    struct span rest = span_of(names);
    while (rest.n > 0) {
        const char *blank = memchr(rest.p, ' ', rest.n);
        struct span one = { rest.p, blank ? (size_t)(blank - rest.p) : rest.n };
        bool whole = memchr(one.p, '/', one.n) != NULL;
        snprintf(files[n], sizeof files[n], "%s%s%.*s", whole ? "" : t->dir, whole ? "" : "/", SPAN_ARG(one));
        list[n] = files[n];
        n++;
        rest = blank ? (struct span){ blank + 1, rest.n - one.n - 1 } : SPAN("");
    }
    struct import_events events = { t, on_problem, on_reject, on_progress, on_stopped };
    buf_clear(&t->said);
    buf_clear(&t->rejected);
    t->err = (struct error){ .code = ERROR_NONE };
    store_path(t, path);
    struct store *s = store_open(path, STORE_CREATE, &t->err);
    ck_assert_msg(s != NULL, "%s", t->err.text);
    int rc = import_run(s, list, n, &t->options, &events, &t->report, &t->err);
    store_close(s);
    if (rc < 0) {
        struct buf b = BUF_INIT;
        add_short(t, &b, t->err.text);
        snprintf(t->err.text, sizeof t->err.text, "%s", buf_str(&b));
        buf_release(&b);
    }
    return rc;
}

void trial_good(struct trial *t, const char *names)
{
    int rc = trial_import(t, names);
    ck_assert_msg(rc == 0, "%s\n%s", t->err.text, buf_str(&t->said));
}

void trial_bad(struct trial *t, const char *names, enum error_code code, const char *text)
{
    int rc = trial_import(t, names);
    ck_assert_msg(rc < 0, "imported, but it should be refused: %s", text);
    ck_assert_str_eq(t->err.text, text);
    ck_assert_int_eq(t->err.code, code);
}

int trial_document(struct trial *t, const char *text)
{
    trial_write(t, "a.xml", span_of(text));
    return trial_import(t, "a.xml");
}

void trial_document_good(struct trial *t, const char *text)
{
    trial_write(t, "a.xml", span_of(text));
    trial_good(t, "a.xml");
}

void trial_document_bad(struct trial *t, const char *text, enum error_code code, const char *why)
{
    trial_write(t, "a.xml", span_of(text));
    trial_bad(t, "a.xml", code, why);
}

static void add_amount(struct buf *b, const char *name, int64_t amount)
{
    if (amount == AMOUNT_NONE)
        return;
    buf_addf(b, " %s=", name);
    amount_add(b, amount);
}

static void add_date(struct buf *b, const char *name, date d)
{
    char text[DATE_TEXT];
    if (d)
        buf_addf(b, " %s=%s", name, date_text(d, text));
}

static void add_lists(struct buf *b, const struct entry *e)
{
    static const char *const types[] = { "price", "payment" };
    static const char *const owners[] = { "", "/public", "/private" };
    static const char *const ways[] = { "same-as", "replaced-by", "possibly" };
    for (size_t i = 0; i < e->alias_count; i++)
        buf_addf(b, " alias=%.*s", SPAN_ARG(e->aliases[i]));
    for (size_t i = 0; i < e->approval_count; i++)
        buf_addf(b, " approval+=%.*s", SPAN_ARG(e->approvals[i]));
    for (size_t i = 0; i < e->ceiling_count; i++) {
        buf_addf(b, " ceiling/%s/%d%s=", types[e->ceilings[i].type], e->ceilings[i].level, owners[e->ceilings[i].ownership]);
        amount_add(b, e->ceilings[i].yuan);
    }
    for (size_t i = 0; i < e->self_pay_count; i++) {
        buf_addf(b, " self-pay/%.*s=", SPAN_ARG(e->self_pays[i].scheme));
        amount_add(b, e->self_pays[i].share);
    }
    for (size_t i = 0; i < e->successor_count; i++)
        buf_addf(b, " %.*s>%s>%.*s", SPAN_ARG(e->successors[i].old_code), ways[e->successors[i].type],
                 SPAN_ARG(e->successors[i].new_code));
}

static int add_entry(void *ctx, const struct entry *e, struct error *err)
{
    struct buf *b = ctx;
    static const char *const names[] = {
#define F(name, column, element) element,
        ENTRY_TEXTS(F)
#undef F
    };
    (void)err;
    buf_addf(b, "%s %.*s:", kind_word(e->kind), SPAN_ARG(e->text[ENTRY_CODE]));
    for (int i = 1; i < ENTRY_TEXT_COUNT; i++)
        if (e->text[i].p)
            buf_addf(b, " %s=%.*s", names[i], SPAN_ARG(e->text[i]));
    add_amount(b, "quantity", e->pack_quantity);
    if (e->pay_class)
        buf_addf(b, " class=%c", e->pay_class);
    if (e->inactive)
        buf_adds(b, " inactive");
    const int limits[] = { e->limit_level, e->limit_age_min, e->limit_age_max, e->limit_approval };
    static const char *const limit_names[] = { "level", "age-min", "age-max", "approval" };
    for (int i = 0; i < 4; i++)
        if (limits[i] >= 0)
            buf_addf(b, " limit-%s=%d", limit_names[i], limits[i]);
    if (e->limit_sex)
        buf_addf(b, " sex=%d", (int)e->limit_sex);
    if (e->limit_visit)
        buf_addf(b, " visit=%d", (int)e->limit_visit);
    add_date(b, "from", e->valid_from);
    add_date(b, "to", e->valid_to);
    add_date(b, "agreement-from", e->agreement_from);
    add_date(b, "agreement-to", e->agreement_to);
    add_lists(b, e);
    buf_addc(b, '\n');
    return 0;
}

struct newest {
    struct version_info of[KIND_COUNT];
};

static int keep_newest(void *ctx, const struct version_info *v, struct error *err)
{
    struct newest *n = ctx;
    (void)err;
    if (v->number >= n->of[v->kind].number)
        n->of[v->kind] = *v;
    return 0;
}

char *trial_entries(struct trial *t, const char *region)
{
    char path[256];
    struct newest newest = { 0 };
    struct buf b = BUF_INIT;
    store_path(t, path);
    struct store *s = store_open(path, STORE_READ, &t->err);
    ck_assert_msg(s != NULL, "%s", t->err.text);
    ck_assert_msg(store_versions(s, span_of(region), ~0u, keep_newest, &newest, &t->err) == 0, "%s", t->err.text);
    for (int k = 0; k < KIND_COUNT; k++)
        if (newest.of[k].number)
            ck_assert_msg(store_entries(s, &newest.of[k], add_entry, &b, &t->err) == 0, "%s", t->err.text);
    store_close(s);
    char *text = strdup(buf_str(&b));
    buf_release(&b);
    return text;
}

const struct stage_version *trial_version(const struct trial *t, enum kind kind)
{
    for (size_t i = 0; i < t->report.result.count; i++)
        if (t->report.result.versions[i].kind == kind)
            return &t->report.result.versions[i];
    ck_abort_msg("no version of kind %s", kind_word(kind));
    return NULL;
}

uint64_t trial_store_hash(const struct trial *t)
{
    char path[256];
    struct buf b = BUF_INIT;
    struct error err;
    store_path(t, path);
    if (access(path, F_OK) < 0)
        return 0;
    ck_assert_int_eq(file_read(path, (size_t)1 << 30, ERROR_STORE, &b, &err), 0);
    uint64_t hash = hash_bytes(b.p, b.n);
    buf_release(&b);
    return hash;
}

const char *shared(const char *name, char out[512])
{
    const char *dir = getenv("DUIMA_SHARED");
    snprintf(out, 512, "%s/data/%s", dir ? dir : "", name);
    if (!dir || access(out, R_OK) < 0) {
        printf("# skipped: DUIMA_SHARED has no %s\n", name);
        return NULL;
    }
    return out;
}

const char *fixture(const char *name, char out[512])
{
    const char *dir = getenv("top_srcdir");
    snprintf(out, 512, "%s/tests/import/data/%s", dir ? dir : ".", name);
    return out;
}
