/* import/draft_write.c: the draft as a profile, each guess with its reason beside it. What it writes, profile_load takes; what stands in comments
 * came from a stranger's document and must never end one. */
#include "import/draft_run.h"

#include "base/i18n.h"
#include "base/text.h"

#define SAMPLE_CHARS 40

/* Text for a comment: on one line, without "--". */
static void add_comment_text(struct buf *out, struct span s)
{
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        bool control = c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0) || c == 0xFFFE || c == 0xFFFF;
        if (control)
            buf_addc(out, ' ');
        else if (c == '-' && out->n > 0 && out->p[out->n - 1] == '-')
            buf_adds(out, " -");
        else
            buf_add(out, s.p + from, i - from);
    }
}

static void add_samples(struct buf *out, const struct survey_node *n)
{
    for (size_t i = 0; i < n->sample_count; i++) {
        struct span s = n->samples[i];
        size_t shown = utf8_first(s, SAMPLE_CHARS);
        buf_addf(out, "%s\"", i ? ", " : "");
        add_comment_text(out, (struct span){ s.p, shown });
        buf_adds(out, shown < s.n ? "…\"" : "\"");
    }
}

/* "filled 100 %; whole number; different: 3; such as "1", "2"". */
static void add_facts(struct buf *out, const struct draft *d, const struct draft_field *f, uint64_t records)
{
    const struct survey_node *n = &d->survey->nodes[f->node];
    uint64_t percent = records ? f->filled * 100 / records : 0;
    if (records > 0)
        buf_addf(out, _("filled %s%llu %%"), f->filled > 0 && percent == 0 ? "<" : "", (unsigned long long)(f->filled > 0 && percent == 0 ? 1 : percent));
    if (n->filled > 0 && records > 0)
        buf_addf(out, _("; %s; different: %s%llu; such as "), survey_look_text(n), n->distinct >= 256 ? "≈" : "", (unsigned long long)n->distinct);
    if (n->filled > 0)
        add_samples(out, n);
}

static void add_element(struct buf *out, const struct draft_field *f)
{
    buf_addf(out, "<%s", f->field);
    draft_attribute(out, "from", f->path);
    buf_addspan(out, f->attributes);
    if (f->inner.n > 0)
        buf_addf(out, ">%.*s</%s>", SPAN_ARG(f->inner), f->field);
    else
        buf_adds(out, "/>");
}

/* One field on a line: as it is used, or in a comment; what speaks for it behind. */
static void add_field(struct buf *out, const struct draft *d, const struct draft_field *f, uint64_t records, const char *indent)
{
    struct buf element = BUF_INIT;
    buf_adds(out, indent);
    if (f->sure <= DRAFT_GUESS || f->sure == DRAFT_MISSING) {
        add_element(out, f);
        buf_addf(out, " <!-- %s", draft_sure_text(f->sure));
    } else if (f->sure == DRAFT_UNSURE) {
        add_element(&element, f);
        buf_addf(out, "<!-- %s: ", draft_sure_text(f->sure));
        add_comment_text(out, buf_span(&element));
    } else {
        buf_adds(out, "<!-- ");
        add_comment_text(out, f->path);
    }
    if (f->why)
        buf_addf(out, _(" (%s)"), f->why);
    if (f->node != SURVEY_NONE) {
        buf_adds(out, _("; "));
        add_facts(out, d, f, records);
    }
    buf_adds(out, " -->\n");
    out->failed = out->failed || element.failed;
    buf_release(&element);
}

static void add_others(struct buf *out, const struct draft *d, const struct draft_record *r, int kind, enum draft_sure sure, const char *indent)
{
    bool any = false;
    for (size_t i = 0; i < r->n; i++) {
        if (r->fields[i].sure != sure || (sure != DRAFT_NONE && r->fields[i].kind != kind))
            continue;
        if (sure == DRAFT_NONE && !any)
            buf_addf(out, "    <!-- %s -->\n", _("for these no field is known:"));
        any = true;
        add_field(out, d, &r->fields[i], r->count, indent);
    }
}

static void add_used(struct buf *out, const struct draft *d, const struct draft_record *r, int kind, const char *indent)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->fields[i].kind == kind && (r->fields[i].sure <= DRAFT_GUESS || r->fields[i].sure == DRAFT_MISSING))
            add_field(out, d, &r->fields[i], r->count, indent);
}

static const struct draft_field *code_of(const struct draft_record *r, int kind)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->fields[i].field && strcmp(r->fields[i].field, "code") == 0 && r->fields[i].kind == kind && r->fields[i].sure <= DRAFT_GUESS)
            return &r->fields[i];
    return NULL;
}

static void add_record(struct buf *out, const struct draft *d, const struct draft_record *r)
{
    bool several = (r->kinds & (r->kinds - 1)) != 0;
    buf_adds(out, "  <!-- ");
    buf_addf(out, _("records: %llu"), (unsigned long long)r->count);
    if (r->kind_guessed)
        buf_adds(out, _("; nothing says what kind they are: look at it"));
    buf_adds(out, " -->\n  <record");
    if (d->survey->width == 0)
        draft_attribute(out, "path", r->path);
    for (int kind = 0; !several && kind < KIND_COUNT; kind++)
        if (r->kinds & KIND_BIT((unsigned)kind))
            draft_attribute(out, "kind", span_of(kind_word((enum kind)kind)));
    buf_adds(out, ">\n");
    add_used(out, d, r, -1, "    ");
    for (int kind = 0; several && kind < KIND_COUNT; kind++) {
        const struct draft_field *code = code_of(r, kind);
        if (!(r->kinds & KIND_BIT((unsigned)kind)))
            continue;
        buf_addf(out, "    <kind is=\"%s\"", kind_word((enum kind)kind));
        if (code)
            draft_attribute(out, "if", code->path);
        buf_adds(out, ">\n");
        add_used(out, d, r, kind, "      ");
        add_others(out, d, r, kind, DRAFT_UNSURE, "      ");
        buf_adds(out, "    </kind>\n");
    }
    add_others(out, d, r, -1, DRAFT_UNSURE, "    ");
    add_others(out, d, r, -1, DRAFT_NONE, "    ");
    buf_adds(out, "  </record>\n");
}

/* <pages from=… this=…/> is one element; everything else is a line of its own. */
static void add_document(struct buf *out, const struct draft *d)
{
    const struct draft_field *page = NULL;
    buf_adds(out, "  <catalog>\n");
    for (size_t i = 0; i < d->document_count; i++)
        if (strcmp(d->document[i].field, "page") == 0)
            page = &d->document[i];
    for (size_t i = 0; i < d->document_count; i++) {
        struct draft_field f = d->document[i];
        if (f.sure == DRAFT_MISSING) {
            buf_addf(out, "    <!-- %s: ", draft_sure_text(f.sure));
            buf_addf(out, "<%s value=\"…\"/> -->\n", f.field);
            continue;
        }
        bool pages = strcmp(f.field, "pages") == 0;
        struct buf this = BUF_INIT;
        if (pages && page && page->sure <= DRAFT_LIKELY) {
            draft_attribute(&this, "this", page->path);
            f.attributes = buf_span(&this);
        }
        if (strcmp(f.field, "page") != 0)
            add_field(out, d, &f, 0, "    ");
        out->failed = out->failed || this.failed;
        buf_release(&this);
    }
    buf_adds(out, "  </catalog>\n");
}

/* A pattern by which the column of the code is known; absent: none is sure enough. */
static struct span pattern_of(const struct survey_node *n)
{
    return survey_looks(n, LOOK_CONSUMABLE_CODE, 95) ? SPAN("^C[0-9]{19}")
         : survey_looks(n, LOOK_DRUG_CODE, 95)       ? SPAN("^([XZ][A-Z][0-9A-Z]+|T[0-9]{9})$")
         : survey_looks(n, LOOK_SERVICE_CODE, 95)    ? SPAN("^[0-9]{15}")
                                                     : SPAN_NONE;
}

static void add_columns_match(struct buf *out, const struct draft *d)
{
    const struct survey *s = d->survey;
    const struct draft_field *code = code_of(&d->records[0], -1);
    struct span pattern = code ? pattern_of(&s->nodes[code->node]) : SPAN_NONE;
    buf_addf(out, "  <match columns=\"%u\"", s->width);
    if (s->separator != '\t')
        draft_attribute(out, "separator", (struct span){ &s->separator, 1 });
    if (!pattern.p) {
        buf_adds(out, "/>\n");
        return;
    }
    buf_addf(out, ">\n    <column n=\"%u\"", survey_column(s, code->node));
    draft_attribute(out, "match", pattern);
    buf_adds(out, "/>\n  </match>\n");
}

/* The paths of several records with a bar between are what the marker is: any of them. */
static void add_match(struct buf *out, const struct draft *d)
{
    const struct survey *s = d->survey;
    struct buf has = BUF_INIT;
    bool foreign = false;
    for (size_t i = 0; i < d->record_count; i++) {
        buf_addf(&has, "%s%.*s", i ? " | " : "", SPAN_ARG(d->records[i].path));
        foreign = foreign || s->nodes[d->records[i].node].foreign;
    }
    buf_adds(out, "  <match");
    draft_attribute(out, "root", s->nodes[0].name);
    if (foreign || s->uri.n)
        draft_attribute(out, "namespace", foreign ? SPAN("*") : s->uri);
    draft_attribute(out, "has", buf_span(&has));
    buf_adds(out, "/>\n");
    out->failed = out->failed || has.failed;
    buf_release(&has);
}

int draft_write(const struct draft *d, struct buf *out, struct error *err)
{
    buf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- ");
    buf_adds(out, _("A draft by duima profile new, to be finished by a person. Source: "));
    add_comment_text(out, d->file);
    buf_adds(out, "\n");
    for (size_t i = 0; i < d->todo_count; i++) {
        buf_addf(out, "     %zu. ", i + 1);
        add_comment_text(out, span_of(d->todo[i]));
        buf_adds(out, i + 1 < d->todo_count ? "\n" : " -->\n");
    }
    buf_adds(out, "<profile xmlns=\"urn:duima:profile:1\"");
    draft_attribute(out, "name", d->name);
    draft_attribute(out, "title", span_of(_("draft")));
    buf_adds(out, ">\n");
    if (d->survey->width > 0)
        add_columns_match(out, d);
    else
        add_match(out, d);
    add_document(out, d);
    for (size_t i = 0; i < d->table_count; i++) {
        const struct draft_table *t = &d->tables[i];
        buf_adds(out, "  <table");
        draft_attribute(out, "id", t->id);
        draft_attribute(out, "path", t->path);
        draft_attribute(out, "key", t->key);
        draft_attribute(out, "value", t->value);
        buf_adds(out, "/>\n");
    }
    for (size_t i = 0; i < d->record_count; i++)
        add_record(out, d, &d->records[i]);
    buf_adds(out, "</profile>\n");
    return buf_check(out, err);
}
