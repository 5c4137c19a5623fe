/* import/draft_record.c: which fields the records would have if a given element were one: every place of values in it and above it, and the field
 * that its name and values speak of. */
#include "import/draft_run.h"

#include "base/i18n.h"
#include "catalog/field.h"

bool draft_is_below(const struct survey *s, uint32_t node, uint32_t above)
{
    while (node != SURVEY_NONE && node != above)
        node = s->nodes[node].parent;
    return node == above;
}

uint32_t draft_common(const struct survey *s, uint32_t a, uint32_t b)
{
    while (a != SURVEY_NONE && !draft_is_below(s, b, a))
        a = s->nodes[a].parent;
    return a;
}

struct span draft_keep_path(struct drafting *x, uint32_t from, uint32_t to)
{
    struct buf path = BUF_INIT;
    survey_path(x->s, from, to, &path);
    struct span kept = buf_check(&path, x->err) < 0 ? SPAN_NONE : arena_copy(&x->d->memory, buf_span(&path));
    buf_release(&path);
    return kept;
}

/* Between `above` and the node something stands several times in its parent. */
static bool repeats_below(const struct survey *s, uint32_t node, uint32_t above)
{
    for (; node != above && node != SURVEY_NONE; node = s->nodes[node].parent)
        if (s->nodes[node].most > 1)
            return true;
    return false;
}

/* ---- gathering ---- */

void draft_add_candidate(struct draft_gathering *g, uint32_t node, struct draft_candidate c, struct span field)
{
    if (g->n == DRAFT_FIELDS_HELD)
        return;
    c.node = node;
    c.field = field;
    g->at[g->n++] = c;
}

/* One place, once for each field that its word names. */
static void add_place(struct draft_gathering *g, uint32_t node, uint32_t from)
{
    const struct survey *s = g->x->s;
    const struct survey_node *n = &s->nodes[node];
    struct draft_match m = g->x->matches[node];
    struct draft_candidate c = { .word = m.word, .score = m.score, .repeats = repeats_below(s, node, from), .above = from != g->node };
    uint64_t parents = s->nodes[from].count;
    /* how many records have it: below one exactly; above them as often as its own ancestors have it */
    uint64_t within = node == g->node ? n->filled : n->within[s->nodes[from].depth];
    c.filled = c.above && parents ? within * g->record->count / parents : within;
    for (uint32_t at = node; at != from && at != SURVEY_NONE; at = s->nodes[at].parent) {
        c.late = c.late || (c.above && s->nodes[at].behind);
        c.score -= c.word && s->nodes[at].parent != from ? (c.above ? 12 : 8) : 0;
    }
    c.score -= c.word && c.above ? 4 : 0;
    const char *said = draft_field_of_values(n);
    if ((!c.word || span_is(c.word->targets, "-") || c.score < SCORE_USED) && said) {
        c.word = NULL;
        c.score = SCORE_END - 5;
        draft_add_candidate(g, node, c, span_of(said));
        return;
    }
    if (!c.word || span_is(c.word->targets, "-")) {
        c.score = 0;
        draft_add_candidate(g, node, c, SPAN_NONE);
        return;
    }
    for (struct span rest = c.word->targets; rest.n > 0;) {
        const char *blank = memchr(rest.p, ' ', rest.n);
        struct span field = { rest.p, blank ? (size_t)(blank - rest.p) : rest.n };
        bool number = span_is(field, "pack") && survey_looks(n, LOOK_INTEGER, 95); /* a pack of 24: how many are in it */
        draft_add_candidate(g, node, c, number ? SPAN("pack-quantity") : field);
        rest = blank ? (struct span){ blank + 1, rest.n - field.n - 1 } : SPAN("");
    }
}

/* The element from which a place belongs to the record: the record itself, or the one above it that holds both; SURVEY_NONE: none. */
static uint32_t belongs_to(const struct draft_gathering *g, uint32_t node)
{
    const struct survey *s = g->x->s;
    if (s->nodes[node].foreign != g->record->foreign)
        return SURVEY_NONE;
    if (draft_is_below(s, node, g->node))
        return g->node;
    uint32_t common = draft_common(s, g->node, node);
    if (common == SURVEY_NONE || s->nodes[common].count == 1 || common == node)
        return SURVEY_NONE; /* it holds for the whole document */
    return repeats_below(s, node, common) && s->nodes[node].depth > s->nodes[common].depth + 1 ? SURVEY_NONE : common;
}

static void gather(struct draft_gathering *g)
{
    const struct survey *s = g->x->s;
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t from = s->nodes[i].filled > 0 || i == g->node || draft_is_below(s, i, g->node) ? belongs_to(g, i) : SURVEY_NONE;
        if (s->width > 0 && s->nodes[i].filled == 0)
            continue; /* a file of a hundred columns has many that nobody fills */
        bool has_value = s->nodes[i].filled > 0 || (s->nodes[i].attribute || !survey_has_elements(s, i));
        if (from != SURVEY_NONE && has_value && !(i == g->node && s->nodes[i].filled == 0))
            add_place(g, i, from);
    }
}

/* ---- the record ---- */

static bool is_alternative(const struct draft_gathering *g, const struct draft_candidate *a, const struct draft_candidate *of)
{
    return a->state == TAKEN_AS_WELL && draft_same_slot(g, a, of) && (draft_candidate_kind(g, of) < 0 || draft_candidate_kind(g, a) == draft_candidate_kind(g, of));
}

static bool has_alternative(const struct draft_gathering *g, const struct draft_candidate *c)
{
    for (size_t i = 0; i < g->n; i++)
        if (is_alternative(g, &g->at[i], c))
            return true;
    return false;
}

/* "AKA077 | AKA074": a place, and its alternatives in the order of the words. */
static struct span path_of(struct draft_gathering *g, const struct draft_candidate *c)
{
    struct buf path = BUF_INIT;
    survey_path(g->x->s, g->node, c->node, &path);
    for (size_t i = 0; i < g->n; i++) {
        if (!is_alternative(g, &g->at[i], c))
            continue;
        buf_adds(&path, " | ");
        survey_path(g->x->s, g->node, g->at[i].node, &path);
    }
    struct span kept = buf_check(&path, g->x->err) < 0 ? SPAN_NONE : arena_copy(&g->x->d->memory, buf_span(&path));
    buf_release(&path);
    return kept;
}

static enum draft_sure sure_of(const struct draft_candidate *c)
{
    if (c->state == TAKEN)
        return c->score >= SCORE_SURE ? DRAFT_SURE : c->score >= SCORE_USED ? DRAFT_LIKELY : DRAFT_GUESS;
    return c->field.p && (c->score >= SCORE_DOUBT || (c->against && c->score >= 0)) ? DRAFT_UNSURE : DRAFT_NONE;
}

/* <Price level="1">: the attribute that says of which level a repeated value is. */
static uint32_t part_of(const struct survey *s, uint32_t node, enum part part)
{
    static const char *const levels[] = { "level", "grade", "hospital-level", "等级", "级别", "医院等级" };
    if (part != PART_LEVEL)
        return survey_child(s, node, span_of(part_name(part)), true);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        uint32_t at = survey_child(s, node, span_of(levels[i]), true);
        if (at != SURVEY_NONE && survey_looks(&s->nodes[at], LOOK_LEVEL, 95))
            return at;
    }
    return SURVEY_NONE;
}

/* A repeated value whose attributes say what it is: each="prices/price" from="." level-from="@level". */
static void group(struct draft_gathering *g, const struct draft_candidate *c, const struct target *t, struct draft_field *out, struct draft_reading *reading)
{
    const struct survey *s = g->x->s;
    struct buf parts = BUF_INIT, name = BUF_INIT, path = BUF_INIT;
    for (int part = 0; part < PART_COUNT && c->repeats && !c->above && !s->nodes[c->node].attribute; part++) {
        uint32_t at = t->parts >> part & 1 ? part_of(s, c->node, (enum part)part) : SURVEY_NONE;
        if (at == SURVEY_NONE)
            continue;
        for (size_t i = 0; i < g->n; i++)
            g->at[i].part = g->at[i].part || g->at[i].node == at;
        buf_clear(&name);
        buf_clear(&path);
        buf_addf(&name, "%s-from", part_name((enum part)part));
        survey_path(s, c->node, at, &path);
        draft_attribute(&parts, buf_str(&name), buf_span(&path));
    }
    if (parts.n > 0) {
        draft_attribute(&reading->attributes, "each", out->path);
        buf_addspan(&reading->attributes, buf_span(&parts));
        out->path = SPAN(".");
    }
    reading->attributes.failed = reading->attributes.failed || parts.failed || name.failed || path.failed;
    buf_release(&parts);
    buf_release(&name);
    buf_release(&path);
}

static int keep_field(struct draft_gathering *g, const struct draft_candidate *c, struct draft_field *out)
{
    struct arena *memory = &g->x->d->memory;
    const struct target *t = c->field.p ? target_find(c->field) : NULL;
    struct draft_reading reading = { .attributes = BUF_INIT, .inner = BUF_INIT };
    if (t)
        draft_read_values(&g->x->s->nodes[c->node], t, c->word, c->repeats, &reading);
    if (c->late)
        draft_attribute(&reading.attributes, "late", SPAN("yes"));
    if (t && t->shape == SHAPE_ALIAS && has_alternative(g, c)) {
        draft_attribute(&reading.attributes, "take", SPAN("all"));
        draft_attribute(&reading.attributes, "once", SPAN("yes"));
    }
    if (c->word && c->word->attributes.n && t)
        buf_addf(&reading.attributes, " %.*s", SPAN_ARG(c->word->attributes));
    enum draft_sure sure = sure_of(c);
    *out = (struct draft_field){ .node = c->node, .field = t && sure != DRAFT_NONE ? t->name : NULL, .sure = sure, .kind = draft_candidate_kind(g, c), .filled = c->filled, .score = c->score };
    out->why = sure == DRAFT_NONE ? NULL : c->why ? c->why : reading.why;
    if (out->sure == DRAFT_UNSURE && !out->why)
        out->why = _("only a part of its name says so");
    out->path = path_of(g, c);
    if (t && out->path.p && sure != DRAFT_NONE)
        group(g, c, t, out, &reading);
    out->attributes = arena_copy(memory, reading.attributes.n ? buf_span(&reading.attributes) : SPAN(""));
    out->inner = arena_copy(memory, reading.inner.n ? buf_span(&reading.inner) : SPAN(""));
    bool ok = out->path.p && out->attributes.p && out->inner.p && !reading.attributes.failed && !reading.inner.failed;
    draft_reading_release(&reading);
    return ok ? 0 : error_memory(g->x->err);
}

/* Columns are numbers, and a draft is to load: the first stands in. */
static void add_missing(struct draft_record *out, const char *field, int kind, bool columns)
{
    out->fields[out->n++] = (struct draft_field){ .node = SURVEY_NONE, .field = field, .sure = DRAFT_MISSING, .kind = kind,
                                                   .path = columns ? SPAN("1") : SPAN("TO-DO"), .attributes = SPAN(""), .inner = SPAN("") };
}

/* What an element is worth as the record: its code and name, how many fields, how many of it. */
static int score_of(const struct draft_gathering *g)
{
    int score = 0;
    for (size_t i = 0; i < g->n; i++) {
        const struct draft_candidate *c = &g->at[i];
        if (c->state != TAKEN)
            continue;
        bool of_own = !c->above;
        if (draft_is_code(c->field))
            score += c->score >= SCORE_USED ? 100 : 0; /* without one there is no entry */
        else if (span_is(c->field, "name"))
            score += c->score < SCORE_USED ? 10 : of_own ? 60 : 25;
        else if (!c->repeats && c->filled * 5 >= g->record->count)
            score += of_own ? 12 : 6;
    }
    for (uint64_t n = g->record->count; n > 1; n /= 2)
        score += 2;
    score += draft_kind_of(&g->x->words, g->record->name) >= 0 ? 40 : 0;
    return score - (g->record->count == 1 ? 30 : 0);
}

static size_t rank_of(const struct draft_field *f)
{
    enum entry_field at = 0;
    while (at < ENTRY_FIELD_COUNT && f->field && strcmp(entry_field_name(at), f->field) != 0)
        at++;
    return at;
}

/* What is used, in the order of an entry's fields; then what may be; then the rest, each as in the document. */
static int by_use(const void *a, const void *b)
{
    const struct draft_field *x = a, *y = b;
    bool used_x = x->sure <= DRAFT_GUESS || x->sure == DRAFT_MISSING, used_y = y->sure <= DRAFT_GUESS || y->sure == DRAFT_MISSING;
    if (used_x != used_y)
        return used_x ? -1 : 1;
    if (used_x && rank_of(x) != rank_of(y))
        return rank_of(x) < rank_of(y) ? -1 : 1;
    if (!used_x && x->sure != y->sure)
        return x->sure < y->sure ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

static int make(struct draft_gathering *g, struct draft_record *out)
{
    gather(g);
    draft_find_kinds(g);
    bool guessed = g->kinds == 0;
    if (guessed)
        g->kinds = draft_vote_kinds(g);
    draft_judge_values(g);
    draft_weigh(g);
    draft_choose(g);
    *out = (struct draft_record){ .node = g->node, .kinds = g->kinds, .kind_guessed = guessed, .count = g->record->count, .score = score_of(g) };
    out->path = draft_keep_path(g->x, 0, g->node);
    out->fields = arena_alloc(&g->x->d->memory, (g->n + 2 * KIND_COUNT) * sizeof *out->fields);
    if (!out->path.p || !out->fields)
        return error_memory(g->x->err);
    for (size_t i = 0; i < g->n; i++)
        if (g->at[i].state != TAKEN_AS_WELL && !g->at[i].part && keep_field(g, &g->at[i], &out->fields[out->n++]) < 0)
            return -1;
    for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
        int only = draft_one_kind(g) ? -1 : (int)kind;
        if (!(g->kinds & KIND_BIT(kind)))
            continue;
        if (!draft_has_taken(g, "code", only))
            add_missing(out, "code", only, g->x->s->width > 0);
        if (!draft_has_taken(g, "name", only))
            add_missing(out, "name", only, g->x->s->width > 0);
    }
    if (out->n > 1)
        qsort(out->fields, out->n, sizeof *out->fields, by_use);
    return 0;
}

int draft_record_make(struct drafting *x, uint32_t node, struct draft_record *out)
{
    struct draft_gathering *g = calloc(1, sizeof *g);
    if (!g)
        return error_memory(x->err);
    g->x = x;
    g->node = node;
    g->record = &x->s->nodes[node];
    int rc = make(g, out);
    free(g);
    return rc;
}
