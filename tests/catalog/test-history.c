/* tests/catalog/test-history.c: random histories of import, publish, withdraw and drop, and every diff in them, held against full copies of every version. */
#include "catalog/db.h"
#include "catalog/lineage.h"
#include "tests/catalog/world.h"

#define HISTORIES 200
#define STEPS 14
#define CODES 14
#define MOST_VERSIONS 20

struct model_version {
    bool live;
    int number;
    char label[16];
    unsigned content[CODES]; /* variant + 1 of each code, 0: not there */
    date effective, from;    /* from: DATE_NONE: staged */
    bool withdrawn;
    unsigned char hash[SHA256_BYTES];
};
struct model {
    struct world *w;
    unsigned random;
    struct model_version versions[MOST_VERSIONS];
    int count, last_number;
    unsigned recoded; /* codes that a diff told of with their successor */
};

static unsigned next_random(struct model *m, unsigned below)
{
    m->random = m->random * 1103515245u + 12345u;
    return (m->random >> 9) % below;
}

static const char *const codes[CODES] = { "00", "0001", "1", "A", "AA", "AB", "Ab", "B", "OLD0", "OLD1", "XN02", "XN021", "a", "编码" };

static struct model_version *newest(struct model *m)
{
    for (int i = m->count; i-- > 0;)
        if (m->versions[i].live)
            return &m->versions[i];
    return NULL;
}

/* As stage.h says: by date at or before, staged ones by what they wish; without a date the newest. */
static struct model_version *before(struct model *m, date day)
{
    struct model_version *best = NULL;
    date best_day = 0;
    for (int i = 0; i < m->count; i++) {
        struct model_version *v = &m->versions[i];
        date at = v->from ? v->from : v->effective;
        if (!v->live || v->withdrawn || (day && at > day))
            continue;
        if (!best || !day || at >= best_day) {
            best = v;
            best_day = at;
        }
    }
    return best;
}

static void model_diff(const struct model_version *a, const unsigned *b, int64_t out[3])
{
    out[0] = out[1] = out[2] = 0;
    for (int c = 0; c < CODES; c++) {
        unsigned was = a ? a->content[c] : 0;
        out[0] += !was && b[c];
        out[1] += was && !b[c];
        out[2] += was && b[c] && was != b[c];
    }
}

static void import(struct model *m)
{
    struct model_version v = { .live = true };
    struct row rows[CODES];
    struct stage_result r;
    size_t n = 0;
    if (m->count == MOST_VERSIONS)
        return;
    if (m->count && next_random(m, 4))
        memcpy(v.content, m->versions[next_random(m, (unsigned)m->count)].content, sizeof v.content); /* also one that was dropped */
    for (unsigned changes = next_random(m, 5); changes > 0; changes--)
        v.content[next_random(m, CODES)] = next_random(m, 3) ? next_random(m, 6) + 1 : 0;
    for (unsigned i = 0, c = next_random(m, CODES); i < CODES; i++, c = (c + 5) % CODES) /* 5 and 14: every one, in odd order */
        if (v.content[c])
            rows[n++] = (struct row){ KIND_DRUG, codes[c], v.content[c] - 1 };
    if (!n)
        return;
    snprintf(v.label, sizeof v.label, "v%d", m->count);
    v.effective = next_random(m, 4) ? 20260101 + (int)next_random(m, 28) : DATE_NONE;
    bool publish = v.effective && next_random(m, 3) == 0;
    struct stage_meta meta = world_meta("X", v.label);
    meta.effective = v.effective;
    meta.publish = publish;
    meta.publish_from = v.effective;
    struct model_version *old = newest(m), *than = before(m, v.effective);
    bool same = old && memcmp(old->content, v.content, sizeof v.content) == 0;
    for (int dry = next_random(m, 3) == 0; dry >= 0; dry--) {
        WORKS(m->w, world_stage_with(m->w, &meta, rows, n, 0, dry, &r));
        ck_assert_uint_eq(r.count, 1);
        ck_assert_int_eq(r.versions[0].no_change, same);
        if (same)
            continue;
        int64_t d[3];
        model_diff(than, v.content, d);
        ck_assert_int_eq(r.versions[0].has_before, than != NULL);
        if (than)
            ck_assert_int_eq(r.versions[0].before.number, than->number);
        ck_assert(r.versions[0].added == d[0] && r.versions[0].removed == d[1] && r.versions[0].changed == d[2]);
        ck_assert_int_eq(r.versions[0].version.number, m->last_number + 1);
    }
    if (same)
        return;
    v.number = ++m->last_number;
    v.from = publish ? v.effective : DATE_NONE;
    memcpy(v.hash, r.versions[0].version.hash, sizeof v.hash);
    m->versions[m->count++] = v;
}

static void publish_or_drop(struct model *m)
{
    if (!m->count)
        return;
    struct model_version *v = &m->versions[next_random(m, (unsigned)m->count)];
    struct version_info info;
    if (!v->live) {
        ck_assert_int_eq(store_version(m->w->s, SPAN("X"), KIND_DRUG, span_of(v->label), &info, &m->w->err), 0);
        return;
    }
    info = world_version(m->w, "X", KIND_DRUG, v->label);
    bool drop = next_random(m, 2) != 0;
    date from = 20260101 + (int)next_random(m, 28);
    if (v->from && !drop && next_random(m, 2)) {
        enum error_code code = v->withdrawn ? ERROR_REFUSED : ERROR_NONE;
        int got = store_withdraw(m->w->s, &info, 1, &world_act, &m->w->err);
        ck_assert_msg((got < 0) == (code != ERROR_NONE), "withdraw: %s", m->w->err.text);
        v->withdrawn = true;
    } else if (v->withdrawn && !drop) {
        world_publish(m->w, &info, from);
        v->from = from;
        v->withdrawn = false;
    } else if (v->from) {
        FAILS(m->w, ERROR_REFUSED, drop ? store_drop(m->w->s, &info, 1, &m->w->err)
                                        : store_publish(m->w->s, &info, 1, from, &world_act, NULL, &m->w->err));
    } else if (drop) {
        WORKS(m->w, store_drop(m->w->s, &info, 1, &m->w->err));
        v->live = false;
    } else {
        world_publish(m->w, &info, from);
        v->from = from;
    }
}

struct expected {
    struct model *m;
    const struct model_version *v;
    unsigned char seen[CODES];
    struct span last;
    char last_bytes[16];
};
static int compare_entry(void *ctx, const struct entry *e, struct error *err)
{
    struct expected *x = ctx;
    struct entry want;
    (void)err;
    for (int c = 0; c < CODES; c++)
        if (span_is(e->text[ENTRY_CODE], codes[c])) {
            ck_assert(x->v->content[c] && !x->seen[c]);
            x->seen[c] = 1;
            world_entry(x->m->w, KIND_DRUG, codes[c], x->v->content[c] - 1, &want);
            ck_assert(world_same(e, &want));
            arena_clear(&x->m->w->memory);
            ck_assert(!x->last.p || span_cmp(x->last, e->text[ENTRY_CODE]) < 0);
            memcpy(x->last_bytes, e->text[ENTRY_CODE].p, e->text[ENTRY_CODE].n);
            x->last = (struct span){ x->last_bytes, e->text[ENTRY_CODE].n };
            return 0;
        }
    ck_abort_msg("an entry that nobody staged: %.*s", SPAN_ARG(e->text[ENTRY_CODE]));
    return -1;
}

struct expected_diff {
    struct model *m;
    const struct model_version *a, *b;
    int next; /* the first code that no change was told of */
    unsigned recoded;
};

static bool had_before(const struct model *m, int code, int number)
{
    for (int i = 0; i < m->count; i++)
        if (m->versions[i].live && m->versions[i].number < number && m->versions[i].content[code])
            return true;
    return false;
}

/* The first code of `to` whose entry says that it replaces this one; NULL: none does. (OLD0 and OLD1 are what entries of world_entry replace.) */
static const char *replacer(const struct expected_diff *x, int gone)
{
    struct entry e;
    const char *found = NULL;
    for (int c = 0; c < CODES && !found; c++) {
        if (!x->b->content[c])
            continue;
        world_entry(x->m->w, KIND_DRUG, codes[c], x->b->content[c] - 1, &e);
        for (size_t i = 0; i < e.successor_count; i++)
            if (e.successors[i].type != SUCCESSOR_POSSIBLY && span_is(e.successors[i].old_code, codes[gone]))
                found = codes[c];
    }
    arena_clear(&x->m->w->memory);
    return found;
}

static void check_gone(struct expected_diff *x, const struct change *c, int code)
{
    const char *successor = replacer(x, code);
    ck_assert_uint_eq(c->classes, CHANGE_BIT(successor ? CHANGE_RECODED : CHANGE_RETIRED));
    ck_assert(successor ? span_is(c->successor, successor) : c->successor.p == NULL);
    x->recoded += successor != NULL;
}

static int compare_change(void *ctx, const struct change *c, struct error *err)
{
    struct expected_diff *x = ctx;
    struct entry want;
    (void)err;
    int code = x->next;
    while (code < CODES && x->a->content[code] == x->b->content[code])
        code++;
    ck_assert_msg(code < CODES && span_is(c->code, codes[code]), "a change of %.*s", SPAN_ARG(c->code));
    x->next = code + 1;
    ck_assert((c->from != NULL) == (x->a->content[code] != 0) && (c->to != NULL) == (x->b->content[code] != 0));
    for (int side = 0; side < 2; side++) {
        unsigned content = (side ? x->b : x->a)->content[code];
        if (!content)
            continue;
        world_entry(x->m->w, KIND_DRUG, codes[code], content - 1, &want);
        ck_assert(world_same(side ? c->to : c->from, &want));
        arena_clear(&x->m->w->memory);
    }
    if (c->from && c->to)
        ck_assert(c->fields && c->classes >= CHANGE_BIT(CHANGE_RENAMED));
    else if (c->to)
        ck_assert_uint_eq(c->classes, CHANGE_BIT(had_before(x->m, code, x->a->number) ? CHANGE_REVIVED : CHANGE_ADDED));
    else
        check_gone(x, c, code);
    return 0;
}

static void check_diff(struct model *m, const struct model_version *a, const struct model_version *b)
{
    struct version_info from = world_version(m->w, "X", KIND_DRUG, a->label), to = world_version(m->w, "X", KIND_DRUG, b->label);
    struct expected_diff x = { m, a, b, 0, 0 };
    WORKS(m->w, store_diff(m->w->s, &from, &to, compare_change, &x, &m->w->err));
    for (; x.next < CODES; x.next++)
        ck_assert_msg(a->content[x.next] == b->content[x.next], "no change was told of %s", codes[x.next]);
    m->recoded += x.recoded;
}

struct expected_lineage {
    struct model *m;
    int code, next; /* the first version that nothing was told of */
    unsigned content; /* what the version before has */
    bool seen;
};

/* On to the next live version that has the code otherwise; NULL: there is none. */
static const struct model_version *next_otherwise(struct expected_lineage *x)
{
    for (; x->next < x->m->count; x->next++) {
        const struct model_version *v = &x->m->versions[x->next];
        if (v->live && v->content[x->code] != x->content)
            return v;
    }
    return NULL;
}

static int compare_lineage(void *ctx, const struct version_info *v, const struct change *c, struct error *err)
{
    struct expected_lineage *x = ctx;
    (void)err;
    const struct model_version *want = next_otherwise(x);
    ck_assert_ptr_nonnull(want);
    unsigned content[2] = { x->content, want->content[x->code] };
    ck_assert_int_eq(v->number, want->number);
    ck_assert(span_is(c->code, codes[x->code]));
    for (int side = 0; side < 2; side++) {
        struct entry entry;
        const struct entry *got = side ? c->to : c->from;
        ck_assert((got != NULL) == (content[side] != 0));
        if (!got)
            continue;
        world_entry(x->m->w, KIND_DRUG, codes[x->code], content[side] - 1, &entry);
        ck_assert(world_same(got, &entry));
        arena_clear(&x->m->w->memory);
    }
    if (c->from && c->to)
        ck_assert(c->fields && c->classes >= CHANGE_BIT(CHANGE_RENAMED));
    else
        ck_assert_uint_eq(c->classes, CHANGE_BIT(!c->to ? CHANGE_RETIRED : x->seen ? CHANGE_REVIVED : CHANGE_ADDED));
    x->content = content[1];
    x->seen = true;
    x->next++;
    return 0;
}

static void check_lineage(struct model *m)
{
    for (int code = 0; code < CODES; code++) {
        struct expected_lineage x = { .m = m, .code = code };
        WORKS(m->w, store_lineage(m->w->s, SPAN("X"), KIND_DRUG, span_of(codes[code]), compare_lineage, &x, &m->w->err));
        ck_assert_ptr_null(next_otherwise(&x));
    }
}

static void check_version(struct model *m, const struct model_version *v)
{
    struct version_info info = world_version(m->w, "X", KIND_DRUG, v->label);
    struct expected x = { .m = m, .v = v };
    ck_assert_int_eq(info.number, v->number);
    ck_assert_int_eq(info.status, v->withdrawn ? VERSION_WITHDRAWN : v->from ? VERSION_PUBLISHED : VERSION_STAGED);
    ck_assert(memcmp(info.hash, v->hash, sizeof v->hash) == 0);
    WORKS(m->w, store_entries(m->w->s, &info, compare_entry, &x, &m->w->err));
    int64_t n = 0;
    for (int c = 0; c < CODES; c++) {
        struct entry e;
        n += v->content[c] != 0;
        ck_assert_int_eq(x.seen[c], v->content[c] != 0);
        ck_assert_int_eq(store_entry(m->w->s, &info, span_of(codes[c]), &e, &m->w->memory, &m->w->err), v->content[c] != 0);
        arena_clear(&m->w->memory);
    }
    ck_assert_int_eq(info.entries, n);
    const struct model_version *other = &m->versions[next_random(m, (unsigned)m->count)];
    if (other->live) {
        struct version_info o = world_version(m->w, "X", KIND_DRUG, other->label);
        int64_t d[3], got[3];
        model_diff(v, other->content, d);
        WORKS(m->w, store_diff_counts(m->w->s, &info, &o, &got[0], &got[1], &got[2], &m->w->err));
        ck_assert(d[0] == got[0] && d[1] == got[1] && d[2] == got[2]);
        check_diff(m, v, other);
    }
}

static void check_in_force(struct model *m)
{
    date day = 20260101 + (int)next_random(m, 28);
    const struct model_version *best = NULL;
    struct version_info got;
    for (int i = 0; i < m->count; i++) {
        const struct model_version *v = &m->versions[i];
        if (v->live && v->from && !v->withdrawn && v->from <= day && (!best || v->from >= best->from))
            best = v;
    }
    ck_assert_int_eq(store_in_force(m->w->s, SPAN("X"), KIND_DRUG, day, &got, &m->w->err), best != NULL);
    if (best)
        ck_assert_str_eq(got.label, best->label);
}

/* Every stored hash recomputed from what is stored; nothing is left over; SQLite is content. */
static void check_file(struct model *m)
{
    struct sqlite3_stmt *q;
    ck_assert_int_eq(sqlite3_prepare_v2(m->w->s->db, "PRAGMA integrity_check", -1, &q, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(q), SQLITE_ROW);
    ck_assert_str_eq((const char *)sqlite3_column_text(q, 0), "ok");
    sqlite3_finalize(q);
    /* an entry row that no version has would be garbage */
    ck_assert_int_eq(sqlite3_prepare_v2(m->w->s->db,
                                        "SELECT count(*) FROM entry e LEFT JOIN ended d ON d.entry_id = e.id WHERE NOT EXISTS (SELECT 1 FROM version v"
                                        " WHERE v.catalog_id = e.catalog_id AND v.number BETWEEN e.first AND coalesce(d.last, 2147483647))",
                                        -1, &q, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(q), SQLITE_ROW);
    ck_assert_int_eq(sqlite3_column_int(q, 0), 0);
    sqlite3_finalize(q);
}

START_TEST(a_history)
{
    struct world w;
    unsigned recoded = 0;
    world_init(&w, "s.duima");
    for (int i = 0; i < HISTORIES / 10; i++) {
        struct model m = { .w = &w, .random = (unsigned)(_i * 1000 + i) };
        snprintf(w.path, sizeof w.path, "%s/%d.duima", w.dir, i);
        world_open(&w, STORE_CREATE);
        for (int step = 0; step < STEPS; step++) {
            if (next_random(&m, 2))
                import(&m);
            else
                publish_or_drop(&m);
            if (!m.count)
                continue;
            for (int v = 0; v < m.count; v++)
                if (m.versions[v].live)
                    check_version(&m, &m.versions[v]);
            check_in_force(&m);
            check_lineage(&m);
        }
        if (m.count)
            check_file(&m);
        recoded += m.recoded;
    }
    ck_assert_uint_gt(recoded, 10);
    world_release(&w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("history");
    TCase *t = tcase_create("history");
    tcase_set_timeout(t, 300);
    tcase_add_loop_test(t, a_history, 0, 10);
    suite_add_tcase(s, t);
    return suite_run(s);
}
