/* tests/mapper/fixture.c: see the header. */
#include "tests/mapper/fixture.h"
#include "catalog/stage.h"
#include "tests/io/files.h"

#define MOST 8

/* One entry while it is put together. */
struct made {
    struct entry entry;
    struct ceiling ceilings[MOST];
    struct self_pay self_pays[MOST];
    struct successor successors[MOST];
    struct span aliases[MOST], approvals[MOST];
};

struct fixture *fixture_new(void)
{
    struct error err;
    struct fixture *f = calloc(1, sizeof *f);
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(hash_start(&err), 0);
    snprintf(f->dir, sizeof f->dir, "%s/duima-test-XXXXXX", temp_dir());
    ck_assert_ptr_nonnull(mkdtemp(f->dir));
    snprintf(f->db, sizeof f->db, "%s/duima.db", f->dir);
    f->store = store_open(f->db, STORE_CREATE, &err);
    ck_assert_msg(f->store != NULL, "%s", err.text);
    f->options = (struct check_options){ .share_dir = getenv("DUIMA_SHARE_DIR"), .temp_dir = temp_dir(), .region = SPAN("430000"),
                                         .day = 20260701, .kind = -1 };
    return f;
}

static void drop_view(struct fixture *f)
{
    if (!f->view)
        return;
    view_free(f->view);
    f->view = NULL;
    store_end_read(f->store);
}

void fixture_free(struct fixture *f)
{
    drop_view(f);
    store_close(f->store);
    unlink(f->db);
    char lock[400];
    snprintf(lock, sizeof lock, "%s-lock", f->db);
    unlink(lock);
    rmdir(f->dir);
    buf_release(&f->found);
    free(f->unknown);
    free(f);
}

static int64_t number(struct span s)
{
    int64_t value;
    ck_assert_msg(amount_parse(s, '.', &value) == DECIMAL_OK, "%.*s", SPAN_ARG(s));
    return value;
}

static date day(struct span s)
{
    date d;
    ck_assert_msg(date_parse_iso(s, &d), "%.*s", SPAN_ARG(s));
    return d;
}

static bool set_text(struct made *m, struct span key, struct span value)
{
    static const char *const names[] = {
#define F(name, column, element) element,
        ENTRY_TEXTS(F)
#undef F
    };
    for (int t = 0; t < ENTRY_TEXT_COUNT; t++) {
        if (span_is(key, names[t]) && !m->entry.text[t].p) {
            m->entry.text[t] = value;
            return true;
        }
    }
    return false;
}

static void add_successor(struct made *m, enum successor_type type, struct span old_code, struct span new_code)
{
    ck_assert_uint_lt(m->entry.successor_count, MOST);
    m->successors[m->entry.successor_count++] = (struct successor){ old_code, new_code, type };
}

static bool set_list(struct made *m, struct span key, struct span value)
{
    struct entry *e = &m->entry;
    struct span code = e->text[ENTRY_CODE];
    if (span_is(key, "replaced-by"))
        add_successor(m, SUCCESSOR_REPLACED_BY, code, value);
    else if (span_is(key, "same-as"))
        add_successor(m, SUCCESSOR_SAME_AS, code, value);
    else if (span_is(key, "possibly"))
        add_successor(m, SUCCESSOR_POSSIBLY, code, value);
    else if (span_is(key, "replaces"))
        add_successor(m, SUCCESSOR_REPLACED_BY, value, code);
    else if (span_is(key, "alias"))
        m->aliases[e->alias_count++] = value;
    else if (span_is(key, "approval"))
        m->approvals[e->approval_count++] = value;
    else if (span_is(key, "ceiling") || span_is(key, "payment"))
        m->ceilings[e->ceiling_count++] = (struct ceiling){ .type = key.p[0] == 'p' ? CEILING_PAYMENT : CEILING_PRICE, .yuan = number(value) };
    else if (span_starts(key, SPAN("ceiling:")))
        m->ceilings[e->ceiling_count++] = (struct ceiling){ .level = key.p[8] - '0', .yuan = number(value) };
    else if (span_starts(key, SPAN("payment:")))
        m->ceilings[e->ceiling_count++] = (struct ceiling){ .type = CEILING_PAYMENT, .level = key.p[8] - '0', .yuan = number(value) };
    else if (span_is(key, "private")) /* a second tier, for private hospitals */
        m->ceilings[e->ceiling_count++] = (struct ceiling){ .ownership = OWNERSHIP_PRIVATE, .yuan = number(value) };
    else if (span_is(key, "self-pay"))
        m->self_pays[e->self_pay_count++] = (struct self_pay){ SPAN_NONE, number(value) };
    else if (span_starts(key, SPAN("self-pay:")))
        m->self_pays[e->self_pay_count++] = (struct self_pay){ { key.p + 9, key.n - 9 }, number(value) };
    else
        return false;
    return true;
}

static bool set_other(struct made *m, struct span key, struct span value)
{
    struct entry *e = &m->entry;
    if (span_is(key, "quantity"))
        e->pack_quantity = number(value);
    else if (span_is(key, "pay-class"))
        e->pay_class = value.p[0];
    else if (span_is(key, "from"))
        e->valid_from = day(value);
    else if (span_is(key, "to"))
        e->valid_to = day(value);
    else if (span_is(key, "agreement-from"))
        e->agreement_from = day(value);
    else if (span_is(key, "limit-approval"))
        e->limit_approval = span_is(value, "1");
    else if (span_is(key, "agreement-to"))
        e->agreement_to = day(value);
    else if (span_is(key, "inactive"))
        e->inactive = true;
    else if (span_is(key, "limit-level"))
        e->limit_level = (int)(number(value) / AMOUNT_SCALE);
    else
        return false;
    return true;
}

/* The piece of *rest up to `end`; *rest moves behind it. */
static struct span piece(struct span *rest, char end)
{
    const char *p = memchr(rest->p, end, rest->n);
    struct span s = { rest->p, p ? (size_t)(p - rest->p) : rest->n };
    size_t step = p ? s.n + 1 : s.n;
    rest->p += step;
    rest->n -= step;
    return s;
}

static void add_entry(struct stage *g, const char *line, uint32_t number_of_line)
{
    struct error err;
    struct made m;
    struct span rest = span_of(line);
    enum kind kind;
    ck_assert_msg(kind_parse(piece(&rest, ' '), &kind), "%s", line);
    memset(&m, 0, sizeof m);
    entry_init(&m.entry, kind);
    while (rest.n > 0) {
        struct span value = piece(&rest, ' ');
        struct span key = piece(&value, '=');
        ck_assert_msg(key.n == 0 || set_text(&m, key, value) || set_list(&m, key, value) || set_other(&m, key, value), "%.*s in %s",
                      SPAN_ARG(key), line);
    }
    m.entry.aliases = m.aliases;
    m.entry.approvals = m.approvals;
    m.entry.ceilings = m.ceilings;
    m.entry.self_pays = m.self_pays;
    m.entry.successors = m.successors;
    ck_assert_msg(stage_add(g, &m.entry, 0, number_of_line, &err) == 0, "%s", err.text);
}

static int on_duplicate(void *ctx, const struct stage_duplicate *d, struct error *err)
{
    (void)ctx;
    (void)err;
    ck_abort_msg("code %.*s twice", SPAN_ARG(d->code));
}

void fixture_version(struct fixture *f, const char *label, const char *effective, bool fragment, const char *const *entries)
{
    struct error err;
    struct stage_options options = { .temp_dir = temp_dir() };
    struct stage_result result;
    struct stage_source source = { .name = SPAN("fixture") };
    struct act act = { SPAN("tester"), SPAN("2026-01-01T00:00:00Z"), SPAN_NONE, SPAN("test") };
    struct stage_meta meta = { .region = SPAN("430000"), .label = span_of(label), .effective = day(span_of(effective)), .fragment = fragment,
                               .profile = SPAN("native"), .act = act, .sources = &source, .source_count = 1, .publish = true,
                               .publish_from = day(span_of(effective)) };
    drop_view(f);
    struct stage *g = stage_new(f->store, &options, &err);
    ck_assert_msg(g != NULL, "%s", err.text);
    for (uint32_t i = 0; entries[i]; i++)
        add_entry(g, entries[i], i + 1);
    ck_assert_msg(stage_finish(g, on_duplicate, NULL, &err) == 0, "%s", err.text);
    ck_assert_msg(stage_commit(g, &meta, false, &result, &err) == 0, "%s", err.text);
    stage_free(g);
}

static int on_row(void *ctx, const struct checked_row *row, struct error *err)
{
    struct fixture *f = ctx;
    (void)err;
    for (size_t i = 0; i < row->count; i++) {
        const struct finding *one = &row->findings[i];
        buf_addf(&f->found, "%u %s %s", row->line, rule_info(one->rule)->id, severity_word(one->severity));
        if (one->column != COLUMN_NONE)
            buf_addf(&f->found, " %s", column_word(one->column));
        if (one->local.p || one->expected.p)
            buf_addf(&f->found, " %.*s>%.*s", SPAN_ARG(one->local), SPAN_ARG(one->expected));
        if (one->fix_column != COLUMN_NONE)
            buf_addf(&f->found, " %s=%.*s", one->fix_safe ? "safe" : "unsafe", SPAN_ARG(one->fix_value));
        if (f->messages)
            buf_addf(&f->found, " “%.*s”", SPAN_ARG(one->message));
        buf_addc(&f->found, '\n');
        ck_assert(row->whole_table || row->cells[COLUMN_LOCAL_CODE].p);
        ck_assert(one->message.n > 0);
    }
    return 0;
}

const char *fixture_check_file(struct fixture *f, const char *path)
{
    struct error err;
    if (!f->view) {
        ck_assert_int_eq(store_begin_read(f->store, &err), 0);
        f->view = view_load(f->store, f->options.region, f->options.day, KIND_BIT(KIND_COUNT) - 1, &err);
        ck_assert_msg(f->view != NULL, "%s", err.text);
    }
    struct check *c = check_new(f->view, &f->options, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    struct finding_sink sink = { f, on_row };
    buf_clear(&f->found);
    int status = check_table(c, path, &sink, &f->summary, &err);
    if (status < 0)
        buf_addf(&f->found, "ERROR %d: %s\n", (int)err.code, err.text);
    free(f->unknown);
    f->unknown = strndup(f->summary.unknown_headings.p ? f->summary.unknown_headings.p : "", f->summary.unknown_headings.n);
    check_free(c);
    return buf_str(&f->found);
}

const char *fixture_check_bytes(struct fixture *f, struct span table)
{
    char path[256];
    const char *found = fixture_check_file(f, file_of(table, path));
    unlink(path);
    return found;
}

const char *fixture_check(struct fixture *f, const char *table)
{
    return fixture_check_bytes(f, span_of(table));
}
