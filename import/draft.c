/* import/draft.c: finds the element whose instances are records, and others beside it; look-up tables; what the document says of itself; what is left
 * for a person to do. */
#include "import/draft_run.h"

#include "base/i18n.h"

#define TRIED_MOST 64 /* elements that are tried as records */
#define TODO_MOST  16

const char *draft_sure_text(enum draft_sure sure)
{
    static const char *const texts[] = {
        [DRAFT_SURE] = N_("sure"), [DRAFT_LIKELY] = N_("likely"), [DRAFT_GUESS] = N_("guessed"), [DRAFT_UNSURE] = N_("unsure"), [DRAFT_NONE] = N_("no field"),
        [DRAFT_MISSING] = N_("missing"),
    };
    return _(texts[sure]);
}

/* ---- which element ---- */

struct tried {
    uint32_t node;
    uint64_t mass; /* values in it */
};

static int by_mass(const void *a, const void *b)
{
    const struct tried *x = a, *y = b;
    if (x->mass != y->mass)
        return x->mass < y->mass ? 1 : -1;
    return x->node < y->node ? -1 : 1;
}

/* The values that an element itself has: its attributes, its text, children that are values. */
static uint64_t mass_of(const struct survey *s, uint32_t node, size_t *places)
{
    uint64_t mass = s->nodes[node].filled;
    *places = s->nodes[node].filled > 0;
    for (uint32_t i = node + 1; i < s->count; i++) {
        if (s->nodes[i].parent != node || s->nodes[i].filled == 0)
            continue;
        ++*places;
        mass += s->nodes[i].filled;
    }
    return mass;
}

static size_t list_tried(const struct survey *s, struct tried *tried)
{
    size_t n = 0, places;
    for (uint32_t i = 1; i < s->count; i++) {
        if (s->nodes[i].attribute)
            continue;
        uint64_t mass = mass_of(s, i, &places);
        if (places >= 2)
            tried[n++] = (struct tried){ i, mass };
    }
    if (n > 1)
        qsort(tried, n, sizeof *tried, by_mass);
    return n < TRIED_MOST ? n : TRIED_MOST;
}

static bool has_good(const struct draft_record *r, const char *field)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->fields[i].field && strcmp(r->fields[i].field, field) == 0 && r->fields[i].sure <= DRAFT_LIKELY)
            return true;
    return false;
}

static size_t used_fields(const struct draft_record *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->fields[i].sure <= DRAFT_LIKELY && r->fields[i].filled > 0;
    return n;
}

/* Does it stand apart from the records that are chosen, and look like one by itself? */
static bool is_further(const struct drafting *x, const struct draft_record *r)
{
    const struct draft *d = x->d;
    for (size_t i = 0; i < d->record_count; i++)
        if (draft_is_below(x->s, r->node, d->records[i].node) || draft_is_below(x->s, d->records[i].node, r->node))
            return false;
    return has_good(r, "code") && has_good(r, "name") && (used_fields(r) > 2 || draft_kind_of(&x->words, x->s->nodes[r->node].name) >= 0);
}

static int find_records(struct drafting *x)
{
    struct draft *d = x->d;
    if (x->s->width > 0) {
        d->record_count = 1;
        return draft_record_make(x, 1, &d->records[0]); /* each line is one */
    }
    struct tried *tried = calloc(x->s->count, sizeof *tried);
    struct draft_record *records = calloc(TRIED_MOST, sizeof *records);
    size_t best = 0;
    int rc = tried && records ? 0 : error_memory(x->err);
    size_t n = rc == 0 ? list_tried(x->s, tried) : 0;
    if (rc == 0 && n == 0)
        rc = error_set(x->err, ERROR_INPUT, _("%s: no element of it holds two values or more: nothing in it looks like a record"), x->o->file);
    for (size_t i = 0; rc == 0 && i < n; i++) {
        rc = draft_record_make(x, tried[i].node, &records[i]);
        best = records[i].score > records[best].score ? i : best;
    }
    if (rc == 0) {
        d->records[d->record_count++] = records[best];
        for (size_t i = 0; i < n && d->record_count < DRAFT_RECORDS_MOST; i++)
            if (is_further(x, &records[i]))
                d->records[d->record_count++] = records[i];
    }
    free(tried);
    free(records);
    return rc;
}

/* ---- look-up tables ---- */

/* The two places of a row: a key and a value. false: it is no such row. */
static bool is_row(const struct survey *s, uint32_t node, uint32_t *key, uint32_t *value)
{
    uint32_t found[2] = { node, node };
    size_t n = s->nodes[node].filled > 0;
    if (s->nodes[node].attribute || s->nodes[node].count < 2)
        return false;
    for (uint32_t i = node + 1; i < s->count; i++) {
        if (s->nodes[i].parent != node)
            continue;
        if (n == 2 || survey_has_elements(s, i) || s->nodes[i].most > 1)
            return false;
        found[n++] = i;
    }
    if (n != 2)
        return false;
    bool first_is_key = s->nodes[found[0]].attribute || (found[0] != node && !s->nodes[found[1]].attribute);
    *key = found[first_is_key ? 0 : 1];
    *value = found[first_is_key ? 1 : 0];
    const struct survey_node *k = &s->nodes[*key];
    return k->filled == s->nodes[node].count && k->distinct * 100 >= k->filled * (k->distinct < 256 ? 100 : 85) && survey_looks(k, LOOK_WORD, 100);
}

/* manufacturerId speaks of <manufacturer>. */
static bool names_row(const struct survey *s, uint32_t field, uint32_t row)
{
    static const char *const endings[] = { "", "id", "code", "cd", "no", "ref", "key", "编码", "代码", "编号" };
    struct draft_key f, r;
    draft_key(s->nodes[field].name, &f);
    draft_key(s->nodes[row].name, &r);
    if (r.n == 0 || !span_starts(draft_key_span(&f), draft_key_span(&r)))
        return false;
    struct span rest = { f.text + r.n, f.n - r.n };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (span_is(rest, endings[i]))
            return true;
    return false;
}

static int use_table(struct drafting *x, uint32_t row, uint32_t key, uint32_t value, struct draft_record *r, struct draft_field *f)
{
    struct draft *d = x->d;
    struct draft_match m = draft_match_name(&x->words, &x->words.fields, x->s->nodes[row].name);
    const struct target *t = m.word && m.score >= SCORE_USED ? target_find(m.word->targets) : NULL;
    if (!t || t->shape != SHAPE_TEXT || d->table_count == DRAFT_TABLES_MOST)
        return 0;
    for (size_t i = 0; i < r->n; i++) /* the same field from a place itself */
        if (&r->fields[i] != f && r->fields[i].sure <= DRAFT_GUESS && r->fields[i].field && strcmp(r->fields[i].field, t->name) == 0)
            return 0;
    struct draft_table table = { .node = row };
    table.id = arena_copy(&d->memory, x->s->nodes[row].name);
    table.path = draft_keep_path(x, 0, row);
    table.key = draft_keep_path(x, row, key);
    table.value = draft_keep_path(x, row, value);
    struct buf attributes = BUF_INIT;
    draft_attribute(&attributes, "table", table.id);
    draft_attribute(&attributes, "other", SPAN("keep"));
    f->attributes = arena_copy(&d->memory, buf_span(&attributes));
    buf_release(&attributes);
    if (!table.id.p || !table.path.p || !table.key.p || !table.value.p || !f->attributes.p)
        return error_memory(x->err);
    f->field = t->name;
    f->sure = DRAFT_LIKELY;
    f->inner = SPAN("");
    f->why = _("it names a row of a look-up table");
    d->tables[d->table_count++] = table;
    return 0;
}

int draft_tables_find(struct drafting *x)
{
    struct draft *d = x->d;
    uint32_t key, value;
    for (uint32_t row = 1; row < x->s->count; row++) {
        if (!is_row(x->s, row, &key, &value) || draft_is_below(x->s, row, d->records[0].node))
            continue;
        for (size_t i = 0; i < d->record_count; i++) {
            struct draft_record *r = &d->records[i];
            for (size_t k = 0; k < r->n; k++)
                if (r->fields[k].node != SURVEY_NONE && names_row(x->s, r->fields[k].node, row) && r->fields[k].filled > 0 &&
                    use_table(x, row, key, value, r, &r->fields[k]) < 0)
                    return -1;
        }
    }
    return 0;
}

/* ---- what the document says of itself ---- */

static const char *const document_names[] = { "@region", "@version", "@effective", "@expires", "@title", "@publisher", "@pages", "@page", "@count" };
#define DOCUMENT_NAMES (sizeof document_names / sizeof *document_names)

static bool is_record_part(const struct drafting *x, uint32_t node)
{
    for (size_t i = 0; i < x->d->record_count; i++)
        if (draft_is_below(x->s, node, x->d->records[i].node))
            return true;
    return false;
}

/* The best place for one of them; score 0: none. */
static uint32_t find_of_document(const struct drafting *x, const char *name, struct draft_reading *reading, int *score)
{
    uint32_t best = SURVEY_NONE, order = UINT32_MAX;
    *score = 0;
    for (uint32_t i = 0; i < x->s->count; i++) {
        const struct survey_node *n = &x->s->nodes[i];
        if (n->count != 1 || n->filled == 0 || n->foreign || is_record_part(x, i))
            continue;
        struct draft_match m = draft_match_node(&x->words, &x->words.document, x->s, i);
        if (!m.word || !span_is(m.word->targets, name) || m.score < *score || (m.score == *score && m.word->order >= order))
            continue;
        struct draft_reading now;
        draft_read_document(n, span_of(name), &now);
        if (now.against)
            draft_reading_release(&now);
        else {
            draft_reading_release(reading);
            *reading = now;
            best = i;
            order = m.word->order;
            *score = m.score;
        }
    }
    return best;
}

static int add_document(struct drafting *x, const char *name, uint32_t node, enum draft_sure sure, struct buf *attributes, const char *why)
{
    struct draft *d = x->d;
    struct draft_field *f = &d->document[d->document_count++];
    *f = (struct draft_field){ .node = node, .field = name, .sure = sure, .kind = -1, .filled = 1, .why = why, .inner = SPAN("") };
    f->path = node == SURVEY_NONE ? SPAN("TO-DO") : draft_keep_path(x, 0, node);
    f->attributes = arena_copy(&d->memory, attributes->n ? buf_span(attributes) : SPAN(""));
    return f->path.p && f->attributes.p && !attributes->failed ? 0 : error_memory(x->err);
}

/* How a number of records or pages is taken: it must be right only where it is. */
static void count_attributes(const struct drafting *x, uint32_t node, bool paged, struct buf *out)
{
    uint64_t all = 0, declared = 0;
    struct span text = x->s->nodes[node].samples[0];
    for (size_t i = 0; i < x->d->record_count; i++)
        all += x->d->records[i].count;
    for (size_t i = 0; i < text.n; i++)
        declared = declared * 10 + (uint64_t)(text.p[i] - '0');
    if (paged && declared != all)
        draft_attribute(out, "of", SPAN("pages"));
    draft_attribute(out, "differs", declared == all ? SPAN("error") : SPAN("warning"));
}

static int find_document(struct drafting *x)
{
    uint32_t day = SURVEY_NONE;
    bool paged = false;
    x->d->document = arena_alloc(&x->d->memory, (DOCUMENT_NAMES + 1) * sizeof *x->d->document);
    if (!x->d->document)
        return error_memory(x->err);
    for (size_t i = 0; i < DOCUMENT_NAMES; i++) {
        struct draft_reading reading = { .attributes = BUF_INIT, .inner = BUF_INIT };
        int score, rc = 0;
        const char *name = document_names[i] + 1;
        uint32_t node = find_of_document(x, document_names[i], &reading, &score);
        enum draft_sure sure = score >= SCORE_EXACT ? DRAFT_SURE : score >= SCORE_USED ? DRAFT_LIKELY : DRAFT_UNSURE;
        if (node != SURVEY_NONE && strcmp(name, "count") == 0)
            count_attributes(x, node, paged, &reading.attributes);
        if (node != SURVEY_NONE && strcmp(name, "pages") == 0)
            paged = true;
        if (node != SURVEY_NONE && strcmp(name, "effective") == 0)
            day = node;
        if (node != SURVEY_NONE)
            rc = add_document(x, name, node, sure, &reading.attributes, reading.why);
        else if (i < 2)
            rc = add_document(x, name, SURVEY_NONE, DRAFT_MISSING, &reading.attributes, NULL);
        draft_reading_release(&reading);
        if (rc < 0)
            return -1;
    }
    struct draft_field *version = &x->d->document[1];
    if (version->sure == DRAFT_MISSING && day != SURVEY_NONE && survey_looks(&x->s->nodes[day], LOOK_WORD, 100)) {
        *version = (struct draft_field){ .node = day, .field = "version", .sure = DRAFT_GUESS, .kind = -1, .filled = 1, .attributes = SPAN(""), .inner = SPAN("") };
        version->why = _("the document names no version: its day is taken for the label");
        version->path = draft_keep_path(x, 0, day);
        return version->path.p ? 0 : -1;
    }
    return 0;
}

/* ---- the whole ---- */

/* A name of letters, digits and "-": the file's, without its folder and endings. */
static int choose_name(struct drafting *x)
{
    struct draft *d = x->d;
    struct buf name = BUF_INIT;
    const char *from = x->o->name ? x->o->name : x->o->file, *slash = strrchr(from, '/');
    for (const char *p = x->o->name || !slash ? from : slash + 1; *p && (x->o->name || *p != '.' || name.n == 0); p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
        if (plain)
            buf_addc(&name, *p);
        else if (name.n > 0 && name.p[name.n - 1] != '-')
            buf_addc(&name, '-');
    }
    while (name.n > 0 && name.p[name.n - 1] == '-')
        name.n--;
    if (name.n == 0)
        buf_adds(&name, "draft");
    d->name = buf_check(&name, x->err) < 0 ? SPAN_NONE : arena_copy(&d->memory, buf_span(&name));
    buf_release(&name);
    d->file = arena_copy(&d->memory, span_of(x->o->file));
    return d->name.p && d->file.p ? 0 : error_memory(x->err);
}

static void to_do(struct draft *d, const char *text)
{
    if (d->todo_count < TODO_MOST)
        d->todo[d->todo_count++] = text;
}

static int list_todo(struct drafting *x)
{
    struct draft *d = x->d;
    bool missing = false, guessed = false, unsure = false, kind = false;
    d->todo = arena_alloc(&d->memory, TODO_MOST * sizeof *d->todo);
    if (!d->todo)
        return error_memory(x->err);
    for (size_t i = 0; i < d->record_count; i++) {
        kind = kind || d->records[i].kind_guessed;
        for (size_t k = 0; k < d->records[i].n; k++) {
            const struct draft_field *f = &d->records[i].fields[k];
            missing = missing || f->sure == DRAFT_MISSING;
            guessed = guessed || f->sure == DRAFT_GUESS || (f->sure <= DRAFT_LIKELY && f->why);
            unsure = unsure || f->sure == DRAFT_UNSURE;
        }
    }
    if (missing && x->s->width > 0)
        to_do(d, _("code or name was not found: put the number of its column there, where 1 stands for want of it"));
    else if (missing)
        to_do(d, _("code or name was not found: put the path of the element or attribute where TO-DO stands"));
    if (guessed)
        to_do(d, _("look at the fields that are guessed, and at those with a reason behind them"));
    if (kind)
        to_do(d, _("nothing says what kind the records are: look at kind=\"…\""));
    if (d->document[0].sure == DRAFT_MISSING)
        to_do(d, _("the document names no region: write <region value=\"…\"/>, or say it with every import"));
    if (d->document[1].sure == DRAFT_MISSING)
        to_do(d, _("the document names no version: say its label with every import"));
    if (d->document[1].sure == DRAFT_GUESS)
        to_do(d, _("the version's label is taken from a day: is that what the version is called?"));
    if (x->s->width > 0)
        to_do(d, _("columns have no names: look at every field, and write into <column n=\"…\" title=\"…\"/> what the columns are called"));
    if (unsure)
        to_do(d, _("of the fields in comments, which are unsure, take in those that are right"));
    if (x->s->beyond > 0)
        to_do(d, _("the document has more different places than are told apart: the last ones were not looked at"));
    to_do(d, _("give the profile a title, and try it with duima profile test"));
    return 0;
}

static int make(struct drafting *x)
{
    x->matches = calloc(x->s->count, sizeof *x->matches);
    if (!x->matches)
        return error_memory(x->err);
    if (draft_words_read(&x->words, x->o->share_dir, x->err) < 0 || choose_name(x) < 0)
        return -1;
    for (uint32_t i = 0; i < x->s->count; i++)
        x->matches[i] = draft_match_node(&x->words, &x->words.fields, x->s, i);
    return find_records(x) < 0 || draft_tables_find(x) < 0 || find_document(x) < 0 ? -1 : list_todo(x);
}

struct draft *draft_new(const struct survey *s, const struct draft_options *o, struct error *err)
{
    struct draft *d = calloc(1, sizeof *d);
    if (!d) {
        error_memory(err);
        return NULL;
    }
    d->survey = s;
    arena_init(&d->memory);
    struct drafting x = { .d = d, .s = s, .o = o, .err = err };
    int rc = make(&x);
    draft_words_release(&x.words);
    free(x.matches);
    if (rc == 0)
        return d;
    draft_free(d);
    return NULL;
}

void draft_free(struct draft *d)
{
    if (!d)
        return;
    arena_release(&d->memory);
    free(d);
}
