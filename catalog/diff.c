/* catalog/diff.c: see the header. Rows that came and rows that ended between two versions, each read once, sorted and paired by code. */
#include "catalog/diff.h"
#include "base/i18n.h"
#include "catalog/db.h"
#include "catalog/sorter.h"

_Static_assert(ENTRY_FIELD_COUNT <= 64, "the fields of an entry fit a bit set");

const char *change_word(enum change_class class)
{
    static const char *const words[CHANGE_COUNT] = {
#define X(name, word) word,
        CHANGES(X)
#undef X
    };
    return words[class];
}

enum change_class change_of_field(enum entry_field field)
{
#define ARE(class, ...)                                                                                                 \
    static const enum entry_field class##_fields[] = { __VA_ARGS__ };                                                   \
    for (size_t i = 0; i < sizeof class##_fields / sizeof *class##_fields; i++)                                         \
        if (class##_fields[i] == field)                                                                                 \
            return CHANGE_##class;
#define F(name) ENTRY_FIELD_##name
    ARE(RENAMED, F(NAME), F(GENERIC), F(BRAND), F(ALIASES))
    ARE(PRICE, F(CEILING), F(PAYMENT), F(UNIT))
    ARE(PAY_CLASS, F(PAY_CLASS))
    ARE(SELF_PAY, F(SELF_PAY))
    ARE(RESTRICTION, F(RESTRICTION), F(LIMIT_LEVEL), F(LIMIT_SEX), F(LIMIT_AGE_MIN), F(LIMIT_AGE_MAX), F(LIMIT_VISIT), F(LIMIT_APPROVAL))
    ARE(FORM_SPEC, F(FORM), F(SPEC), F(PACK), F(PACK_QUANTITY), F(DOSE_UNIT), F(PACK_UNIT), F(MODEL), F(MATERIAL), F(CONTENT), F(EXCLUSIONS))
    ARE(MAKER, F(MANUFACTURER), F(HOLDER), F(REPACKER), F(APPROVALS), F(STANDARD_CODE), F(REGISTRATION))
    ARE(DATES, F(VALID_FROM), F(VALID_TO), F(STATUS), F(AGREEMENT_FROM), F(AGREEMENT_TO))
    ARE(SUCCESSOR, F(REPLACED_BY), F(REPLACES))
#undef F
#undef ARE
    return CHANGE_OTHER;
}

/* One side of a code: its row, read into its own memory. */
struct side {
    struct buf name, record;
    struct entry_scratch scratch;
    struct entry entry;
    unsigned char hash[ROW_HASH_BYTES];
    bool there;
};
struct diff {
    struct store *s;
    const struct version_info *from, *to;
    int64_t catalog;
    struct sorter *sorter; /* the rows; `file` of an item says whose it is: 0 from, 1 to */
    struct side sides[2]; /* from, to */
    struct buf code, text[2], successor;
    change_fn *on_change;
    void *ctx;
};

/* The sorter's item into the side that it is of. */
static int take_side(struct diff *d, const struct sort_item *item, struct error *err)
{
    struct side *side = &d->sides[item->file];
    struct span name, record;
    if (sorter_body(d->sorter, &name, &record, err) < 0)
        return -1;
    side->there = true;
    memcpy(side->hash, item->hash, sizeof side->hash);
    buf_clear(&side->name);
    buf_clear(&side->record);
    buf_addspan(&side->name, name);
    buf_addspan(&side->record, record);
    if (buf_check(&side->name, err) < 0 || buf_check(&side->record, err) < 0)
        return -1;
    struct span kept = buf_span(&side->name);
    return entry_join(d->from->kind, buf_span(&d->code), name.p ? (kept.p ? kept : SPAN("")) : SPAN_NONE, buf_span(&side->record),
                      &side->entry, &side->scratch, err);
}

/* A field that is one text of the entry: compared where it lies. */
static bool same_text(const struct change *c, enum entry_text t)
{
    struct span a = c->from->text[t], b = c->to->text[t];
    return (a.p == NULL) == (b.p == NULL) && span_eq(a, b);
}

int change_compare(struct change *c, struct buf text[2], struct error *err)
{
    for (enum entry_field f = 0; f < ENTRY_FIELD_COUNT; f++) {
        enum entry_text t = entry_field_text(f);
        if (t != ENTRY_TEXT_COUNT && same_text(c, t))
            continue;
        buf_clear(&text[0]);
        buf_clear(&text[1]);
        bool a = entry_field_add(c->from, f, "\037", &text[0]), b = entry_field_add(c->to, f, "\037", &text[1]);
        if (buf_check(&text[0], err) < 0 || buf_check(&text[1], err) < 0)
            return -1;
        if (a == b && span_eq(buf_span(&text[0]), buf_span(&text[1])))
            continue;
        c->fields |= UINT64_C(1) << f;
        c->classes |= CHANGE_BIT(change_of_field(f));
    }
    return 0;
}

/* Asks with (catalog, code, number): does a row come? 1, 0, -1. */
static int ask(struct diff *d, enum statement which, struct span code, int number, struct error *err)
{
    sqlite3_stmt *q = db_statement(d->s, which, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, d->catalog);
    db_bind_span(q, 2, code);
    sqlite3_bind_int(q, 3, number);
    int got = db_step(d->s, q, err);
    sqlite3_reset(q);
    return got;
}

/* An entry of `to`, new or not, may say that it replaces the code. */
static int find_replacer(struct diff *d, struct change *c, struct error *err)
{
    sqlite3_stmt *q = db_statement(d->s, REPLACER, err);
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, d->catalog);
    db_bind_span(q, 2, c->code);
    sqlite3_bind_int(q, 3, d->to->number);
    int got = db_step(d->s, q, err);
    if (got == 1) {
        buf_clear(&d->successor);
        buf_addspan(&d->successor, db_text(q, 0));
        c->successor = buf_span(&d->successor);
        got = buf_check(&d->successor, err);
    }
    sqlite3_reset(q);
    return got;
}

/* The first successor of a code that is gone which `to` has: as the old entry says, or an entry of `to` that replaces it. */
static int find_successor(struct diff *d, struct change *c, struct error *err)
{
    for (size_t i = 0; i < c->from->successor_count; i++) {
        const struct successor *s = &c->from->successors[i];
        if (s->type == SUCCESSOR_POSSIBLY || !span_eq(s->old_code, c->code) || span_eq(s->new_code, c->code))
            continue;
        int got = ask(d, ENTRY_AT, s->new_code, d->to->number, err);
        if (got < 0)
            return -1;
        if (got == 0)
            continue;
        buf_clear(&d->successor);
        buf_addspan(&d->successor, s->new_code);
        c->successor = buf_span(&d->successor);
        return buf_check(&d->successor, err);
    }
    return find_replacer(d, c, err);
}

static int classify(struct diff *d, struct change *c, struct error *err)
{
    if (c->from && c->to)
        return change_compare(c, d->text, err);
    if (c->to) {
        int before = ask(d, ENTRY_BEFORE, c->code, d->from->number, err);
        c->classes = CHANGE_BIT(before > 0 ? CHANGE_REVIVED : CHANGE_ADDED);
        return before < 0 ? -1 : 0;
    }
    if (find_successor(d, c, err) < 0)
        return -1;
    c->classes = CHANGE_BIT(c->successor.p ? CHANGE_RECODED : CHANGE_RETIRED);
    return 0;
}

/* The rows of one statement into the sorter, as those of that side. */
static int gather(struct diff *d, enum statement which, uint32_t side, struct error *err)
{
    bool forward = d->from->number <= d->to->number;
    sqlite3_stmt *q = db_prepare(d->s, which, err);
    int got;
    if (!q)
        return -1;
    sqlite3_bind_int64(q, 1, d->catalog);
    sqlite3_bind_int(q, 2, forward ? d->from->number : d->to->number);
    sqlite3_bind_int(q, 3, forward ? d->to->number : d->from->number);
    while ((got = db_step(d->s, q, err)) == 1) {
        struct sort_item item = { .kind = d->from->kind, .code = db_text(q, 0), .file = side, .record = db_blob(q, 2) };
        struct span name = db_text(q, 1), hash = db_blob(q, 3);
        item.name = sqlite3_column_type(q, 1) == SQLITE_NULL ? SPAN_NONE : name.p ? name : SPAN("");
        if (hash.n == sizeof item.hash)
            memcpy(item.hash, hash.p, sizeof item.hash);
        got = hash.n == sizeof item.hash ? sorter_add(d->sorter, &item, err)
                                         : error_set(err, ERROR_STORE, _("%s: the store is damaged (%s); use a copy that was saved"), d->s->path, "entry");
        if (got < 0)
            break;
    }
    sqlite3_finalize(q);
    return got;
}

/* Both sides of one code are read. */
static int one_code(struct diff *d, struct error *err)
{
    struct side *from = &d->sides[0], *to = &d->sides[1];
    struct change c = { .code = buf_span(&d->code), .from = from->there ? &from->entry : NULL, .to = to->there ? &to->entry : NULL };
    bool same = from->there && to->there && memcmp(from->hash, to->hash, sizeof from->hash) == 0; /* went and came back as it was */
    from->there = to->there = false;
    if (same || (!c.from && !c.to))
        return 0;
    return classify(d, &c, err) < 0 ? -1 : d->on_change(d->ctx, &c, err);
}

static int walk(struct diff *d, struct error *err)
{
    struct sort_item item;
    int got;
    if (sorter_rewind(d->sorter, err) < 0)
        return -1;
    while ((got = sorter_next(d->sorter, &item, err)) == 1) {
        if (span_cmp(item.code, buf_span(&d->code)) != 0) {
            if (one_code(d, err) < 0)
                return -1;
            buf_clear(&d->code);
            buf_addspan(&d->code, item.code);
            if (buf_check(&d->code, err) < 0)
                return -1;
        }
        if (take_side(d, &item, err) < 0)
            return -1;
    }
    return got < 0 ? -1 : one_code(d, err);
}

static int compare(struct diff *d, struct error *err)
{
    bool forward = d->from->number <= d->to->number;
    if (db_catalog(d->s, span_of(d->from->region), d->from->kind, &d->catalog, NULL, err) < 0 ||
        !(d->sorter = sorter_new(d->s->temp_dir ? d->s->temp_dir : "/tmp", 0, err)))
        return -1;
    if (gather(d, DIFF_GONE, forward ? 0 : 1, err) < 0 || gather(d, DIFF_COME, forward ? 1 : 0, err) < 0)
        return -1;
    return walk(d, err);
}

static void release_side(struct side *side)
{
    buf_release(&side->name);
    buf_release(&side->record);
    entry_scratch_release(&side->scratch);
}

int store_diff(struct store *s, const struct version_info *from, const struct version_info *to, change_fn *on_change, void *ctx,
               struct error *err)
{
    if (strcmp(from->region, to->region) != 0 || from->kind != to->kind)
        return error_set(err, ERROR_USAGE, _("%s/%s and %s/%s are different catalogs: only versions of one can be compared"), from->region,
                         kind_word(from->kind), to->region, kind_word(to->kind));
    struct diff d = { .s = s, .from = from, .to = to, .on_change = on_change, .ctx = ctx };
    int status = compare(&d, err);
    sorter_free(d.sorter);
    for (int i = 0; i < 2; i++) {
        release_side(&d.sides[i]);
        buf_release(&d.text[i]);
    }
    buf_release(&d.code);
    buf_release(&d.successor);
    return status;
}
