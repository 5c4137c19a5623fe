/* catalog/version.c: versions: listing them, which is in force, publishing, dropping. */
#include "base/i18n.h"
#include "catalog/db.h"
#include "catalog/gate.h"

/* Copies text into a field of version_info, cut at a whole character where it is too long. */
static void put_text(char *out, size_t size, struct span text)
{
    size_t n = text.n < size ? text.n : size - 1;
    while (n < text.n && n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n--;
    if (n)
        memcpy(out, text.p, n);
    out[n] = '\0';
}

static void put_source(struct version_info *v, struct span name, int count)
{
    char more[16] = "";
    if (count > 1)
        snprintf(more, sizeof more, " +%d", count - 1);
    put_text(v->source, sizeof v->source - strlen(more), name);
    memcpy(v->source + strlen(v->source), more, strlen(more) + 1);
}

/* A row of VERSION_COLUMNS. */
static int read_version(struct store *s, sqlite3_stmt *q, struct version_info *v, struct error *err)
{
    memset(v, 0, sizeof *v);
    struct span state = db_text(q, 5), hash = db_blob(q, 14);
    if (!kind_parse(db_text(q, 1), &v->kind) || hash.n != sizeof v->hash)
        return error_set(err, ERROR_STORE, _("%s: the store is damaged (%s); use a copy that was saved"), s->path, "version");
    v->id = sqlite3_column_int64(q, 0);
    v->number = sqlite3_column_int(q, 2);
    put_text(v->region, sizeof v->region, db_text(q, 3));
    put_text(v->label, sizeof v->label, db_text(q, 4));
    v->status = span_is(state, "publish") ? VERSION_PUBLISHED : span_is(state, "withdraw") ? VERSION_WITHDRAWN : VERSION_STAGED;
    v->in_force_from = db_date(q, 6);
    v->effective = db_date(q, 7);
    v->expires = db_date(q, 8);
    v->fragment = sqlite3_column_int(q, 9) != 0;
    v->entries = sqlite3_column_int64(q, 10);
    v->added = sqlite3_column_int64(q, 11);
    v->removed = sqlite3_column_int64(q, 12);
    v->changed = sqlite3_column_int64(q, 13);
    memcpy(v->hash, hash.p, sizeof v->hash);
    put_text(v->at, sizeof v->at, db_text(q, 15));
    put_text(v->who, sizeof v->who, db_text(q, 16));
    put_text(v->program, sizeof v->program, db_text(q, 17));
    put_text(v->profile, sizeof v->profile, db_text(q, 18));
    put_source(v, db_text(q, 19), sqlite3_column_int(q, 20));
    put_text(v->title, sizeof v->title, db_text(q, 21));
    put_text(v->publisher, sizeof v->publisher, db_text(q, 22));
    put_text(v->base, sizeof v->base, db_text(q, 24));
    put_text(v->numbers, sizeof v->numbers, db_text(q, 25));
    return 0;
}

int db_version(struct store *s, sqlite3_stmt *q, struct version_info *out, struct error *err)
{
    struct version_info v;
    int got = db_step(s, q, err);
    if (got == 1 && read_version(s, q, &v, err) < 0)
        got = -1;
    sqlite3_reset(q);
    if (got == 1)
        *out = v;
    return got;
}

int store_events(struct store *s, const struct version_info *v, event_fn *on_event, void *ctx, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, EVENTS, err);
    int got;
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, v->id);
    while ((got = db_step(s, q, err)) == 1) {
        struct event_info e = { .withdrawn = span_is(db_text(q, 0), "withdraw"), .effective = db_date(q, 1), .at = db_text(q, 2),
                                .who = db_text(q, 3), .reason = db_text(q, 4), .allowed = db_text(q, 5) };
        if (on_event(ctx, &e, err) < 0) {
            got = -1;
            break;
        }
    }
    sqlite3_reset(q);
    return got;
}

int store_versions(struct store *s, struct span region, unsigned kinds, version_fn *on_version, void *ctx, struct error *err)
{
    sqlite3_stmt *q = db_prepare(s, VERSIONS, err); /* its own: on_version may list as well */
    if (!q)
        return -1;
    db_bind_span(q, 1, region);
    int got;
    struct version_info v;
    while ((got = db_step(s, q, err)) == 1) {
        if (read_version(s, q, &v, err) < 0 || ((kinds & KIND_BIT(v.kind)) && on_version(ctx, &v, err) < 0)) {
            got = -1;
            break;
        }
    }
    sqlite3_finalize(q);
    return got;
}

int store_regions(struct store *s, struct buf *out, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, REGIONS, err);
    if (!q)
        return -1;
    buf_clear(out);
    int got;
    while ((got = db_step(s, q, err)) == 1) {
        if (out->n)
            buf_addc(out, ' ');
        buf_addspan(out, db_text(q, 0));
    }
    return got < 0 ? -1 : buf_check(out, err);
}

static sqlite3_stmt *ask_catalog(struct store *s, enum statement which, struct span region, enum kind kind, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, which, err);
    if (q) {
        db_bind_span(q, 1, region);
        db_bind_span(q, 2, span_of(kind_word(kind)));
    }
    return q;
}

int store_in_force(struct store *s, struct span region, enum kind kind, date day, struct version_info *out, struct error *err)
{
    sqlite3_stmt *q = ask_catalog(s, VERSION_IN_FORCE, region, kind, err);
    char text[DATE_TEXT];
    if (!q)
        return -1;
    db_bind_date(q, 3, day, text);
    return db_version(s, q, out, err);
}

int store_version(struct store *s, struct span region, enum kind kind, struct span label, struct version_info *out, struct error *err)
{
    sqlite3_stmt *q = ask_catalog(s, VERSION_BY_LABEL, region, kind, err);
    if (!q)
        return -1;
    db_bind_span(q, 3, label);
    return db_version(s, q, out, err);
}

int store_newest(struct store *s, struct span region, enum kind kind, struct version_info *out, struct error *err)
{
    sqlite3_stmt *q = ask_catalog(s, VERSION_KEPT, region, kind, err);
    return q ? db_version(s, q, out, err) : -1;
}

int db_catalog(struct store *s, struct span region, enum kind kind, int64_t *id, int *last_number, struct error *err)
{
    sqlite3_stmt *q = ask_catalog(s, CATALOG, region, kind, err);
    if (!q)
        return -1;
    int got = db_step(s, q, err);
    if (got == 1) {
        *id = sqlite3_column_int64(q, 0);
        if (last_number)
            *last_number = sqlite3_column_int(q, 1);
        sqlite3_reset(q);
    }
    return got;
}

/* ---- publish, withdraw, drop ---- */

/* The words of the gates that were overruled; SPAN_NONE: none was. */
static int ask_gates(struct store *s, const struct version_info *v, date effective, const struct gate_options *gates, struct buf *allowed,
                     struct error *err)
{
    unsigned tripped = 0;
    if (gates && store_gates(s, v, effective, gates, &tripped, err) < 0)
        return -1;
    for (enum gate gate = 0; gate < GATE_COUNT; gate++)
        if (tripped & GATE_BIT(gate))
            buf_addf(allowed, "%s%s", allowed->n > 0 ? "," : "", gate_word(gate));
    return buf_check(allowed, err);
}

int db_publish(struct store *s, const struct version_info *v, date effective, const struct act *act, const struct gate_options *gates,
               struct error *err)
{
    struct buf allowed = BUF_INIT;
    char day[DATE_TEXT];
    sqlite3_stmt *q = ask_gates(s, v, effective, gates, &allowed, err) < 0 ? NULL : db_statement(s, PUBLISH, err);
    int status = -1;
    if (q) {
        sqlite3_bind_int64(q, 1, v->id);
        db_bind_date(q, 2, effective, day);
        db_bind_span(q, 3, act->at.p ? act->at : SPAN(""));
        db_bind_span(q, 4, act->who.p ? act->who : SPAN(""));
        db_bind_span(q, 5, act->reason);
        db_bind_span(q, 6, allowed.n > 0 ? buf_span(&allowed) : SPAN_NONE);
        status = db_run(s, q, err);
    }
    buf_release(&allowed);
    return status;
}

/* The status as it is now, inside the transaction: what v says may be old. 1, 0: dropped meanwhile, -1. */
static int state_now(struct store *s, int64_t id, enum version_status *out, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, VERSION_STATE, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, id);
    int got = db_step(s, q, err);
    if (got == 1) {
        struct span state = db_text(q, 0);
        *out = span_is(state, "publish") ? VERSION_PUBLISHED : span_is(state, "withdraw") ? VERSION_WITHDRAWN : VERSION_STAGED;
        sqlite3_reset(q);
    }
    return got;
}

static int must_exist(int got, const struct version_info *v, struct error *err)
{
    return got == 0 ? error_set(err, ERROR_REFUSED, _("%s/%s@%s is no longer in the store"), v->region, kind_word(v->kind), v->label)
                    : got;
}

static int publish_one(struct store *s, const struct version_info *v, date effective, const struct act *act, const struct gate_options *gates,
                       struct error *err)
{
    enum version_status status = VERSION_STAGED;
    if (must_exist(state_now(s, v->id, &status, err), v, err) < 0)
        return -1;
    if (status == VERSION_PUBLISHED)
        return error_set(err, ERROR_REFUSED, _("%s/%s@%s is published already"), v->region, kind_word(v->kind), v->label);
    return db_publish(s, v, effective, act, gates, err);
}

int store_publish(struct store *s, const struct version_info *v, size_t n, date effective, const struct act *act, const struct gate_options *gates,
                  struct error *err)
{
    if (effective == DATE_NONE)
        return error_set(err, ERROR_USAGE, _("a version is published from a day; none was given"));
    if (db_begin_write(s, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (publish_one(s, &v[i], effective, act, gates, err) < 0) {
            db_rollback(s);
            return -1;
        }
    return db_commit(s, err);
}

static int withdraw_one(struct store *s, const struct version_info *v, const struct act *act, struct error *err)
{
    enum version_status status = VERSION_STAGED;
    if (must_exist(state_now(s, v->id, &status, err), v, err) < 0)
        return -1;
    if (status == VERSION_STAGED)
        return error_set(err, ERROR_REFUSED, _("%s/%s@%s is only staged: duima drop discards it"), v->region, kind_word(v->kind), v->label);
    if (status == VERSION_WITHDRAWN)
        return error_set(err, ERROR_REFUSED, _("%s/%s@%s is withdrawn already"), v->region, kind_word(v->kind), v->label);
    sqlite3_stmt *q = db_statement(s, WITHDRAW, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, v->id);
    db_bind_span(q, 2, act->at.p ? act->at : SPAN(""));
    db_bind_span(q, 3, act->who.p ? act->who : SPAN(""));
    db_bind_span(q, 4, act->reason);
    return db_run(s, q, err);
}

int store_withdraw(struct store *s, const struct version_info *v, size_t n, const struct act *act, struct error *err)
{
    if (act->reason.n == 0)
        return error_set(err, ERROR_USAGE, _("a version is withdrawn for a reason; none was given"));
    if (db_begin_write(s, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (withdraw_one(s, &v[i], act, err) < 0) {
            db_rollback(s);
            return -1;
        }
    return db_commit(s, err);
}

static int run_with(struct store *s, enum statement which, int64_t a, int64_t b, int64_t c, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, which, err);
    if (!q)
        return -1;
    const int64_t values[] = { a, b, c };
    for (int i = 0; i < sqlite3_bind_parameter_count(q); i++)
        sqlite3_bind_int64(q, i + 1, values[i]);
    return db_run(s, q, err);
}

/* What only v has goes; where v is the newest, what ended with it is open again. */
static int drop_entries(struct store *s, int64_t catalog, int number, struct error *err)
{
    sqlite3_stmt *q = db_statement(s, NEIGHBOURS, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, catalog);
    sqlite3_bind_int(q, 2, number);
    if (db_step(s, q, err) < 0)
        return -1;
    int below = sqlite3_column_int(q, 0), above = sqlite3_column_int(q, 1);
    sqlite3_reset(q);
    if (above)
        return run_with(s, DROP_MIDDLE, catalog, below, above, err);
    if (below)
        return run_with(s, DROP_NEWEST, catalog, below, 0, err) < 0 ? -1 : run_with(s, DROP_REOPEN, catalog, below, 0, err);
    return run_with(s, DROP_ALL_BASE, catalog, 0, 0, err) < 0 ? -1 : run_with(s, DROP_ALL_LATER, catalog, 0, 0, err);
}

static int drop_one(struct store *s, const struct version_info *v, struct error *err)
{
    enum version_status status = VERSION_STAGED;
    if (must_exist(state_now(s, v->id, &status, err), v, err) < 0)
        return -1;
    if (status != VERSION_STAGED)
        return error_set(err, ERROR_REFUSED, _("%s/%s@%s was published: only a staged version can be dropped"), v->region,
                         kind_word(v->kind), v->label);
    int64_t catalog = 0;
    if (db_catalog(s, span_of(v->region), v->kind, &catalog, NULL, err) < 0 || run_with(s, DROP_VERSION, v->id, 0, 0, err) < 0)
        return -1;
    return drop_entries(s, catalog, v->number, err);
}

int store_drop(struct store *s, const struct version_info *v, size_t n, struct error *err)
{
    if (db_begin_write(s, err) < 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        if (drop_one(s, &v[i], err) < 0) {
            db_rollback(s);
            return -1;
        }
    if (db_do(s, DROP_IMPORTS, err) < 0) {
        db_rollback(s);
        return -1;
    }
    return db_commit(s, err);
}
