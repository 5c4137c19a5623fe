/* catalog/stage_commit.c: merging what was staged into the store, one transaction for all kinds.
 *
 * Both sides come in code order: the newest version from its indexes, the new one from the sorter. What both have is left alone;
 * what is gone or changed gets an end, what is new or changed is inserted. Bodies are read only for what is inserted. */
#include "base/i18n.h"
#include "catalog/fresh.h"
#include "catalog/members.h"
#include "catalog/pack_chain.h"
#include "catalog/stage_impl.h"

struct commit {
    struct stage *g;
    struct store *s;
    const struct stage_meta *meta;
    bool dry_run;
    int64_t import_id; /* 0: none yet */
    bool has_item;     /* g->item is the next one to use */
    struct fresh *fresh; /* the store is this one, and has the entries already; else NULL */
    struct buf guard;    /* text of the triggers that are set aside */
    struct stage_rows rows; /* to be inserted next */
};

struct target { /* one kind's place in the store */
    int64_t catalog; /* 0: not there yet (dry_run) */
    int number;      /* the new version's */
    bool later;
    bool has_newest;
    struct version_info newest;
};

static int next_item(struct commit *c, struct error *err)
{
    int got = stage_next(c->g, NULL, NULL, err);
    c->has_item = got == 1;
    return got < 0 ? -1 : 0;
}

/* Changes do not say until when a version is good, nor that it is whole: what they are put on does. */
static date expires_of(const struct commit *c, enum kind kind)
{
    const struct version_info *base = c->meta->bases[kind];
    return c->meta->expires || !base ? c->meta->expires : base->expires;
}

static bool is_fragment(const struct commit *c, enum kind kind)
{
    return c->meta->bases[kind] ? c->meta->bases[kind]->fragment : c->meta->fragment;
}

/* ---- provenance ---- */

static int add_sources(struct commit *c, struct error *err)
{
    for (size_t i = 0; i < c->meta->source_count; i++) {
        const struct stage_source *f = &c->meta->sources[i];
        sqlite3_stmt *q = db_statement(c->s, SOURCE_ADD, err);
        if (!q)
            return -1;
        sqlite3_bind_int64(q, 1, c->import_id);
        sqlite3_bind_int64(q, 2, (int64_t)i);
        db_bind_span(q, 3, f->name.p ? f->name : SPAN(""));
        sqlite3_bind_blob(q, 4, f->sha256, sizeof f->sha256, SQLITE_STATIC);
        sqlite3_bind_int64(q, 5, f->bytes);
        sqlite3_bind_int64(q, 6, f->records);
        sqlite3_bind_int64(q, 7, f->skipped);
        if (db_run(c->s, q, err) < 0)
            return -1;
    }
    return 0;
}

static int add_import(struct commit *c, struct error *err)
{
    const struct stage_meta *m = c->meta;
    sqlite3_stmt *q;
    if (c->import_id)
        return 0;
    if (!(q = db_statement(c->s, IMPORT_ADD, err)))
        return -1;
    db_bind_span(q, 1, m->act.at.p ? m->act.at : SPAN(""));
    db_bind_span(q, 2, m->act.who.p ? m->act.who : SPAN(""));
    db_bind_span(q, 3, m->act.program.p ? m->act.program : SPAN(""));
    db_bind_span(q, 4, m->profile.p ? m->profile : SPAN(""));
    if (m->profile_sha.p)
        sqlite3_bind_blob64(q, 5, m->profile_sha.p, m->profile_sha.n, SQLITE_STATIC);
    else
        sqlite3_bind_null(q, 5);
    if (db_run(c->s, q, err) < 0)
        return -1;
    c->import_id = sqlite3_last_insert_rowid(c->s->db);
    return add_sources(c, err);
}

static int add_version(struct commit *c, const struct target *t, const struct stage_version *v, struct error *err)
{
    const struct stage_meta *m = c->meta;
    sqlite3_stmt *q = db_statement(c->s, VERSION_ADD, err);
    char effective[DATE_TEXT], expires[DATE_TEXT];
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, t->catalog);
    sqlite3_bind_int(q, 2, t->number);
    db_bind_span(q, 3, m->label);
    sqlite3_bind_int64(q, 4, c->import_id);
    db_bind_span(q, 5, m->title);
    db_bind_span(q, 6, m->publisher);
    db_bind_date(q, 7, m->effective, effective);
    db_bind_date(q, 8, expires_of(c, v->kind), expires);
    sqlite3_bind_int(q, 9, is_fragment(c, v->kind));
    sqlite3_bind_int64(q, 10, v->entries);
    if (v->has_before)
        sqlite3_bind_int(q, 11, v->before.number);
    else
        sqlite3_bind_null(q, 11);
    sqlite3_bind_int64(q, 12, v->added);
    sqlite3_bind_int64(q, 13, v->removed);
    sqlite3_bind_int64(q, 14, v->changed);
    sqlite3_bind_blob(q, 15, c->g->hash[v->kind], SHA256_BYTES, SQLITE_STATIC);
    db_bind_span(q, 16, m->bases[v->kind] ? span_of(m->bases[v->kind]->label) : SPAN_NONE);
    db_bind_span(q, 17, m->numbers[v->kind]);
    return db_run(c->s, q, err);
}

/* ---- the merge ---- */

static int insert_item(struct commit *c, const struct target *t, struct error *err)
{
    struct span name, record;
    const struct stage_place place = { t->catalog, t->number, t->later, c->g->successors[c->g->item.kind] };
    if (sorter_body(c->g->sorter, &name, &record, err) < 0)
        return -1;
    return stage_rows_add(&c->rows, &place, c->g->item.code, c->g->item.hash, name, record, err);
}

static int end_entry(struct commit *c, const struct target *t, int64_t id, struct error *err)
{
    sqlite3_stmt *q = db_statement(c->s, ENDED_ADD, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, id);
    sqlite3_bind_int64(q, 2, t->catalog);
    sqlite3_bind_int(q, 3, t->number - 1);
    return db_run(c->s, q, err);
}

/* Merges the items of one kind with the members of a version (m NULL: nothing there); counts, and with `apply` writes. */
static int merge(struct commit *c, const struct target *t, struct members *m, struct stage_version *v, bool apply, struct error *err)
{
    struct stage *g = c->g;
    int there = m ? members_next(m, err) : 0;
    v->added = v->removed = v->changed = 0;
    while (there >= 0) {
        bool item = c->has_item && g->item.kind == v->kind;
        if (!item && !there)
            return 0;
        int order = !item ? -1 : !there ? 1 : span_cmp(m->code, g->item.code);
        bool same = order == 0 && memcmp(m->hash.p, g->item.hash, ROW_HASH_BYTES) == 0;
        v->removed += order < 0;
        v->added += order > 0;
        v->changed += order == 0 && !same;
        if (apply && order <= 0 && !same && end_entry(c, t, m->id, err) < 0)
            return -1;
        if (apply && order >= 0 && !same && insert_item(c, t, err) < 0)
            return -1;
        if (order <= 0 && stage_step(g, err) < 0)
            return -1;
        if (order <= 0)
            there = members_next(m, err);
        if (order >= 0 && next_item(c, err) < 0)
            return -1;
    }
    return -1;
}

static int merge_with(struct commit *c, const struct target *t, const struct version_info *other, struct stage_version *v, bool apply,
                      struct error *err)
{
    struct members m;
    if (!other)
        return merge(c, t, NULL, v, apply, err);
    if (members_start(&m, c->s, t->catalog, other->number, false, err) < 0)
        return -1;
    int result = merge(c, t, &m, v, apply, err);
    members_end(&m);
    return result;
}

static int skip_kind(struct commit *c, enum kind kind, struct error *err)
{
    while (c->has_item && c->g->item.kind == kind)
        if (next_item(c, err) < 0)
            return -1;
    return 0;
}

/* ---- one kind ---- */

static int find_target(struct commit *c, enum kind kind, struct target *t, struct error *err)
{
    struct store *s = c->s;
    sqlite3_stmt *q;
    int last = 0, got = db_catalog(s, c->meta->region, kind, &t->catalog, &last, err);
    if (got == 0 && !c->dry_run) {
        if (!(q = db_statement(s, CATALOG_ADD, err)))
            return -1;
        if (c->fresh)
            sqlite3_bind_int64(q, 1, fresh_catalog(c->fresh, kind));
        else
            sqlite3_bind_null(q, 1);
        db_bind_span(q, 2, c->meta->region);
        db_bind_span(q, 3, span_of(kind_word(kind)));
        if (db_run(s, q, err) < 0)
            return -1;
        t->catalog = sqlite3_last_insert_rowid(s->db);
    }
    t->number = last + 1;
    if (got <= 0)
        return got;
    if (!(q = db_statement(s, VERSION_NEWEST, err)))
        return -1;
    sqlite3_bind_int64(q, 1, t->catalog);
    if ((got = db_version(s, q, &t->newest, err)) < 0 || !(q = db_statement(s, CATALOG_IS_EMPTY, err)))
        return -1;
    t->has_newest = got == 1;
    sqlite3_bind_int64(q, 1, t->catalog);
    if (db_step(s, q, err) < 0)
        return -1;
    t->later = sqlite3_column_int(q, 0) == 0;
    sqlite3_reset(q);
    return 0;
}

static int find_before(struct commit *c, const struct target *t, struct stage_version *v, struct error *err)
{
    sqlite3_stmt *q = db_statement(c->s, VERSION_BEFORE, err);
    char day[DATE_TEXT];
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, t->catalog);
    db_bind_date(q, 2, c->meta->publish ? c->meta->publish_from : c->meta->effective, day);
    int got = db_version(c->s, q, &v->before, err);
    v->has_before = got == 1;
    return got < 0 ? -1 : 0;
}

/* 1: this content is in the store already (v->version), 0: it is new, -1: its label is taken by other content. */
static int find_same(struct commit *c, const struct target *t, struct stage_version *v, struct error *err)
{
    const unsigned char *hash = c->g->hash[v->kind];
    const struct stage_meta *m = c->meta;
    int got = store_version(c->s, m->region, v->kind, m->label, &v->version, err);
    if (got == 1 && memcmp(v->version.hash, hash, SHA256_BYTES) == 0)
        return 1;
    if (got == 1)
        return error_set(err, ERROR_REFUSED,
                         _("%s/%s: the label %s is taken by a version with other content (%lld entries, imported %s by %s from %s); "
                           "give another one with --label"),
                         v->version.region, kind_word(v->kind), v->version.label, (long long)v->version.entries, v->version.at,
                         v->version.who, v->version.source);
    if (got == 0 && t->has_newest && memcmp(t->newest.hash, hash, SHA256_BYTES) == 0 && t->newest.expires == expires_of(c, v->kind) &&
        t->newest.fragment == is_fragment(c, v->kind)) {
        v->version = t->newest;
        return 1;
    }
    return got;
}

static int reload(struct commit *c, const struct target *t, struct stage_version *v, struct error *err)
{
    sqlite3_stmt *q = db_statement(c->s, VERSION_BY_NUMBER, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, t->catalog);
    sqlite3_bind_int(q, 2, t->number);
    int got = db_version(c->s, q, &v->version, err);
    return got == 0 ? error_set(err, ERROR_STORE, _("%s: the new version is not there"), c->s->path) : got < 0 ? -1 : 0;
}

static void copy_text(char *out, size_t size, struct span text)
{
    size_t n = text.n < size ? text.n : size - 1;
    if (n)
        memcpy(out, text.p, n);
    out[n] = '\0';
}

/* The version as it would be. */
static void imagine(struct commit *c, const struct target *t, struct stage_version *v)
{
    const struct stage_meta *m = c->meta;
    v->version = (struct version_info){ .kind = v->kind,
                                        .number = t->number,
                                        .status = m->publish ? VERSION_PUBLISHED : VERSION_STAGED,
                                        .in_force_from = m->publish ? m->publish_from : DATE_NONE,
                                        .effective = m->effective,
                                        .expires = expires_of(c, v->kind),
                                        .fragment = is_fragment(c, v->kind),
                                        .entries = v->entries,
                                        .added = v->added,
                                        .removed = v->removed,
                                        .changed = v->changed };
    copy_text(v->version.region, sizeof v->version.region, m->region);
    copy_text(v->version.label, sizeof v->version.label, m->label);
    copy_text(v->version.profile, sizeof v->version.profile, m->profile);
    copy_text(v->version.base, sizeof v->version.base, m->bases[v->kind] ? span_of(m->bases[v->kind]->label) : SPAN_NONE);
    memcpy(v->version.hash, c->g->hash[v->kind], SHA256_BYTES);
}

/* The gates know without reading it all again which entries name a successor. */
static int publish_kind(struct commit *c, const struct target *t, struct stage_version *v, struct error *err)
{
    struct gate_options gates = { .allowed = 0 };
    if (c->meta->gates) {
        gates = *c->meta->gates;
        gates.no_successors = !c->g->successors[v->kind];
        gates.successors = c->g->in_order && !c->g->named_unknown ? c->g->named[v->kind] : NULL;
    }
    if (db_publish(c->s, &v->version, c->meta->publish_from, &c->meta->act, c->meta->gates ? &gates : NULL, err) < 0)
        return -1;
    return reload(c, t, v, err);
}

/* Writes the entries, their counts against `before`, the version. */
static int store_kind(struct commit *c, const struct target *t, struct stage_version *v, struct error *err)
{
    bool newest_is_before = t->has_newest == v->has_before && (!v->has_before || v->before.number == t->newest.number);
    if (add_import(c, err) < 0)
        return -1;
    if (c->fresh)
        v->added = v->entries;
    else if ((!c->guard.n && stage_guard_aside(c->s, "entry_new", GUARD_DROP, &c->guard, err) < 0) ||
             merge_with(c, t, t->has_newest ? &t->newest : NULL, v, true, err) < 0 || stage_rows_flush(&c->rows, err) < 0)
        return -1;
    if (!newest_is_before) {
        v->added = v->entries;
        v->removed = v->changed = 0;
        struct version_info a = v->before, b = v->before;
        b.number = t->number;
        if (v->has_before && store_diff_counts(c->s, &a, &b, &v->added, &v->removed, &v->changed, err) < 0)
            return -1;
    }
    if (add_version(c, t, v, err) < 0 || reload(c, t, v, err) < 0)
        return -1;
    return c->meta->publish ? publish_kind(c, t, v, err) : 0;
}

/* The same content again: only a publish that is asked for, and still missing, is done. */
static int leave_kind(struct commit *c, struct target *t, struct stage_version *v, struct error *err)
{
    v->no_change = true;
    if (skip_kind(c, v->kind, err) < 0)
        return -1;
    if (!c->meta->publish || v->version.status != VERSION_STAGED || !span_is(c->meta->label, v->version.label))
        return 0;
    if (c->dry_run) {
        v->version.status = VERSION_PUBLISHED;
        v->version.in_force_from = c->meta->publish_from;
        return 0;
    }
    t->number = v->version.number;
    return publish_kind(c, t, v, err);
}

static int commit_kind(struct commit *c, enum kind kind, struct stage_version *v, struct error *err)
{
    struct target t = { 0 };
    memset(v, 0, sizeof *v);
    v->kind = kind;
    v->entries = c->g->entries[kind];
    if (find_target(c, kind, &t, err) < 0)
        return -1;
    int same = find_same(c, &t, v, err);
    if (same != 0)
        return same < 0 ? -1 : leave_kind(c, &t, v, err);
    if (c->meta->refuse)
        return error_set(err, ERROR_REFUSED, "%s", c->meta->refuse);
    if (find_before(c, &t, v, err) < 0)
        return -1;
    if (!c->dry_run)
        return store_kind(c, &t, v, err);
    if (merge_with(c, &t, v->has_before ? &v->before : NULL, v, false, err) < 0)
        return -1;
    imagine(c, &t, v);
    return 0;
}

static int commit_kinds(struct commit *c, struct stage_result *result, struct error *err)
{
    c->g->phase = STAGE_STORING;
    if (!c->fresh && (stage_rewind(c->g, err) < 0 || next_item(c, err) < 0))
        return -1;
    result->count = 0;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (c->g->entries[kind] && commit_kind(c, (enum kind)kind, &result->versions[result->count++], err) < 0)
            return -1;
    return 0;
}

static int check_meta(const struct stage_meta *m, struct error *err)
{
    if (!m->region.n || m->region.n > 16)
        return error_set(err, ERROR_INPUT, _("a region has 1 to 16 characters; found \"%.*s\""), SPAN_ARG(m->region));
    if (!m->label.n || m->label.n > 64)
        return error_set(err, ERROR_INPUT, _("a version label has 1 to 64 characters; found \"%.*s\""), SPAN_ARG(m->label));
    if (m->publish && m->publish_from == DATE_NONE)
        return error_set(err, ERROR_USAGE, _("a version is published from a day; none was given"));
    return 0;
}

/* Everything between the beginning and the end of the transaction. */
static int write_all(struct commit *c, struct stage_result *result, struct error *err)
{
    bool gap_allowed = false;
    if (c->meta->pack && pack_chain_check(c->s, c->meta, &gap_allowed, err) < 0)
        return -1;
    if (commit_kinds(c, result, err) < 0)
        return -1;
    if (c->dry_run)
        return 0;
    if (c->meta->pack && pack_chain_add(c->s, c->meta, gap_allowed, c->import_id, err) < 0)
        return -1;
    if (stage_guards_back(c->s, c->fresh ? fresh_guards(c->fresh) : &c->guard, err) < 0)
        return -1;
    return c->g->watch ? c->g->watch(c->g->watch_ctx, STAGE_SAVING, 0, 0, err) : 0;
}

static int look_only(struct stage *g, const struct stage_meta *meta, struct stage_result *result, struct error *err)
{
    struct commit c = { .g = g, .s = g->store, .meta = meta, .dry_run = true, .guard = BUF_INIT };
    bool reading = c.s->reading; /* the caller's own, which goes on */
    if (store_begin_read(c.s, err) < 0)
        return -1;
    int done = write_all(&c, result, err);
    if (!reading)
        store_end_read(c.s);
    return done;
}

static int write_merged(struct stage *g, const struct stage_meta *meta, struct stage_result *result, struct error *err)
{
    struct commit c = { .g = g, .s = g->store, .meta = meta, .guard = BUF_INIT, .rows = { .s = g->store, .bytes = BUF_INIT } };
    if (db_begin_write(c.s, err) < 0)
        return -1;
    int done = write_all(&c, result, err);
    buf_release(&c.guard);
    stage_rows_release(&c.rows);
    if (done == 0)
        return db_commit(c.s, err);
    db_rollback(c.s);
    return -1;
}

/* Into the store that was filled meanwhile, which then takes its name. 1: done; 0: the name is taken by now, the entries must be merged; -1. */
static int write_fresh(struct stage *g, const struct stage_meta *meta, struct stage_result *result, struct error *err)
{
    struct commit c = { .g = g, .s = fresh_store(g->fresh), .meta = meta, .guard = BUF_INIT, .fresh = g->fresh };
    int done = fresh_finish(g->fresh, err);
    if (done == 1 && (write_all(&c, result, err) < 0 || db_commit(c.s, err) < 0))
        done = -1;
    if (done == 1)
        done = fresh_become(g->fresh, g->store, err);
    if (done == 0)
        return fresh_unload(g, err);
    fresh_free(g->fresh);
    g->fresh = NULL;
    return done;
}

int stage_commit(struct stage *g, const struct stage_meta *meta, bool dry_run, struct stage_result *result, struct error *err)
{
    if (check_meta(meta, err) < 0)
        return -1;
    if (!g->finished) {
        int64_t duplicates = stage_finish(g, NULL, NULL, err);
        if (duplicates != 0)
            return duplicates < 0 ? -1 : error_set(err, ERROR_INPUT, _("%lld codes stand there twice"), (long long)duplicates);
    }
    result->count = 0;
    if (!g->entries[KIND_DRUG] && !g->entries[KIND_SERVICE] && !g->entries[KIND_FACILITY] && !g->entries[KIND_CONSUMABLE])
        return 0; /* not even a store is made for nothing */
    if (meta->pack && pack_content_check(g, meta, err) < 0)
        return -1;
    if (dry_run)
        return look_only(g, meta, result, err);
    int done = g->fresh ? write_fresh(g, meta, result, err) : 0;
    return done == 0 ? write_merged(g, meta, result, err) : done < 0 ? -1 : 0;
}
