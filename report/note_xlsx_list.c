/* report/note_xlsx_list.c: the sheets of findings, in the pharmacist's order: the item, what is wrong with it, its value and the catalog's, what to do. */
#include "base/i18n.h"
#include "report/label.h"
#include "report/note_xlsx.h"

struct cell { /* where the next one goes, and what it is of */
    struct note_report *r;
    struct book_sheet *sheet;
    uint32_t row;
    uint16_t column;
    const struct note_item *item;
    const struct note *note;
    const struct note_value *value; /* the field's both sides; NULL: not known */
    bool first;                     /* note of the item on this sheet */
};

static struct book_style style_of(const struct cell *c, enum book_look look) { return (struct book_style){ look, TINT_NONE, c->first }; }
/* The item's own cells: said again for filters, in grey. */
static struct book_style item_style(const struct cell *c, enum book_look look)
{
    return (struct book_style){ look, c->first ? TINT_NONE : TINT_FADED, c->first };
}
static void text(const struct cell *c, struct span s, struct book_style style) { book_text(c->sheet, c->row, c->column, s, style); }

/* Its name alone: the path stands aside. */
static void put_file(const struct cell *c)
{
    struct buf b = BUF_INIT;
    const char *file = c->item->file ? c->item->file : "", *slash = strrchr(file, '/');
    buf_adds(&b, slash ? slash + 1 : file);
    if (c->item->sheet)
        buf_addf(&b, " [%s]", c->item->sheet);
    book_built(c->sheet, c->row, c->column, &b, item_style(c, LOOK_TEXT));
    buf_release(&b);
}

static void put_line(const struct cell *c)
{
    if (c->item->line == 0 || c->item->whole_table)
        text(c, c->item->whole_table ? span_of(_("whole table")) : SPAN_NONE, item_style(c, LOOK_TEXT));
    else
        book_count(c->sheet, c->row, c->column, c->item->line, item_style(c, LOOK_LINE));
}

static void put_local_code(const struct cell *c) { text(c, c->item->local_code, item_style(c, LOOK_CODE)); }
static void put_local_name(const struct cell *c) { text(c, c->item->local_name, item_style(c, LOOK_CODE)); }
static void put_catalog_code(const struct cell *c) { text(c, c->item->catalog_code, item_style(c, LOOK_CODE)); }
static void put_catalog_name(const struct cell *c) { text(c, c->item->catalog_name, item_style(c, LOOK_CODE)); }
static void put_kind(const struct cell *c) { text(c, span_of(c->item->kind_label), item_style(c, LOOK_TEXT)); }
static void put_path(const struct cell *c) { text(c, span_of(c->item->file), item_style(c, LOOK_CODE)); }
static void put_version(const struct cell *c) { text(c, span_of(c->item->catalog), item_style(c, LOOK_CODE)); }

static void put_severity(const struct cell *c)
{
    struct book_style style = { LOOK_TEXT, xlsx_tint(c->note->severity), c->first };
    text(c, span_of(severity_label(c->note->severity)), style);
}

/* Rules of check are known by their number; others have words for programs in its place. */
static void put_rule(const struct cell *c)
{
    const struct note_rule *rule = &c->r->run->rules[c->note->rule];
    struct buf b = BUF_INIT;
    if (strcmp(c->r->run->verb, "check") == 0)
        buf_addf(&b, "%s ", rule->id);
    buf_adds(&b, rule->title);
    book_built(c->sheet, c->row, c->column, &b, style_of(c, LOOK_TEXT));
    buf_release(&b);
}

static void put_message(const struct cell *c) { text(c, c->note->message, style_of(c, LOOK_TEXT)); }
static void put_field(const struct cell *c) { text(c, span_of(c->note->label), style_of(c, LOOK_TEXT)); }

static struct span local_of(const struct cell *c) { return c->note->local.p || !c->value ? c->note->local : c->value->local; }
/* The note may have a word for programs where the entry has one for people; but of a code it has the one to take. */
static struct span catalog_of(const struct cell *c)
{
    bool says = c->value && c->value->catalog.p && (!c->note->expected.p || strcmp(c->note->field, column_word(COLUMN_CATALOG_CODE)) != 0);
    return says ? c->value->catalog : c->note->expected;
}

static void put_local(const struct cell *c) { text(c, local_of(c), style_of(c, LOOK_CODE)); }
static void put_expected(const struct cell *c)
{
    struct span local = local_of(c), catalog = catalog_of(c);
    bool differs = !span_is_empty(catalog) && !span_eq(local, catalog);
    text(c, catalog, (struct book_style){ LOOK_CODE, differs ? TINT_DIFFERS : TINT_NONE, c->first });
}

static const char *field_label(const struct note_item *item, const char *field)
{
    for (size_t i = 0; i < item->value_count; i++)
        if (strcmp(item->values[i].field, field) == 0)
            return item->values[i].label;
    for (enum column i = 0; i < COLUMN_COUNT; i++)
        if (strcmp(column_word(i), field) == 0)
            return column_label(i);
    return field;
}

static void put_fix_field(const struct cell *c)
{
    text(c, span_of(c->note->fix_field ? field_label(c->item, c->note->fix_field) : NULL), style_of(c, LOOK_TEXT));
}
static void put_fix(const struct cell *c) { text(c, c->note->fix_field ? c->note->fix_value : SPAN_NONE, style_of(c, LOOK_CODE)); }
static void put_safe(const struct cell *c)
{
    struct book_style style = { LOOK_TEXT, c->note->fix_field && c->note->fix_safe ? TINT_GOOD : TINT_NONE, c->first };
    text(c, span_of(!c->note->fix_field ? NULL : c->note->fix_safe ? _("yes") : _("look at it first")), style);
}

static void put_score(const struct cell *c)
{
    struct buf b = BUF_INIT;
    if (c->note->score > 0)
        amount_add_places(&b, (int64_t)c->note->score * (AMOUNT_SCALE / 1000), 3);
    book_decimal(c->sheet, c->row, c->column, buf_span(&b), style_of(c, LOOK_SHARE));
    buf_release(&b);
}

static void put_todo(const struct cell *c) { text(c, span_of(c->r->run->rules[c->note->rule].todo), style_of(c, LOOK_TEXT)); }
static void put_risk(const struct cell *c) { book_amount(c->sheet, c->row, c->column, c->note->at_risk, style_of(c, LOOK_MONEY)); }
static void put_state(const struct cell *c)
{
    text(c, span_of(c->note->state == NOTE_KNOWN ? _("in the baseline") : _("suppressed")), style_of(c, LOOK_TEXT));
}
static void put_reason(const struct cell *c) { text(c, c->note->reason, style_of(c, LOOK_CODE)); }
static void put_owner(const struct cell *c) { text(c, c->note->owner, style_of(c, LOOK_CODE)); }
static void put_until(const struct cell *c) { book_date(c->sheet, c->row, c->column, c->note->until, style_of(c, LOOK_DATE)); }
static void put_fingerprint(const struct cell *c)
{
    char hex[17];
    snprintf(hex, sizeof hex, "%016llx", (unsigned long long)c->note->fingerprint);
    text(c, span_of(hex), style_of(c, LOOK_CODE));
}

enum when { ALWAYS, ACCEPTED, SCORED, ASIDE }; /* ASIDE: for programs and filters, not printed; the last ones */
static const struct list_column {
    const char *title;
    int least, most;
    enum when when;
    void (*put)(const struct cell *c);
} columns[] = {
    { N_("File"), 6, 12, ALWAYS, put_file },
    { N_("Line"), 6, 9, ALWAYS, put_line },
    { N_("Local code"), 8, 14, ALWAYS, put_local_code },
    { N_("Local name"), 10, 22, ALWAYS, put_local_name },
    { N_("Severity"), 8, 8, ALWAYS, put_severity },
    { N_("Rule"), 10, 16, ALWAYS, put_rule },
    { N_("What was found"), 20, 36, ALWAYS, put_message },
    { N_("Field"), 6, 10, ALWAYS, put_field },
    { NULL, 8, 18, ALWAYS, put_local }, /* these two by the verb */
    { NULL, 8, 18, ALWAYS, put_expected },
    { N_("Catalog code"), 8, 16, ALWAYS, put_catalog_code },
    { N_("Catalog name"), 10, 22, ALWAYS, put_catalog_name },
    { N_("Change"), 6, 10, ALWAYS, put_fix_field },
    { N_("to"), 6, 16, ALWAYS, put_fix },
    { N_("Safe"), 6, 8, ALWAYS, put_safe },
    { N_("Score"), 6, 8, SCORED, put_score },
    { N_("What to do"), 10, 26, ALWAYS, put_todo },
    { N_("Money at risk"), 8, 16, ALWAYS, put_risk },
    { N_("Accepted by"), 8, 10, ACCEPTED, put_state },
    { N_("Reason"), 10, 26, ACCEPTED, put_reason },
    { N_("Owner"), 6, 12, ACCEPTED, put_owner },
    { N_("Until"), 12, 12, ACCEPTED, put_until },
    { N_("Kind"), 8, 12, ASIDE, put_kind },
    { N_("Path"), 10, 30, ASIDE, put_path },
    { N_("Catalog"), 10, 26, ASIDE, put_version },
    { N_("Fingerprint"), 20, 20, ASIDE, put_fingerprint },
};
#define LIST_COLUMNS (sizeof columns / sizeof *columns)
#define FROZEN 4 /* the item stays in sight */

static bool has_column(const struct note_report *r, const struct xlsx_list *list, size_t i)
{
    switch (columns[i].when) {
    case ACCEPTED:
        return list->accepted;
    case SCORED:
        return strcmp(r->run->verb, "suggest") == 0;
    case ALWAYS:
    case ASIDE:
        break;
    }
    return true;
}

void xlsx_list_begin(struct note_report *r, struct xlsx_list *list)
{
    struct xlsx *x = r->state;
    const struct xlsx_words words = xlsx_words(r->run->verb);
    list->sheet = book_sheet(x->book, span_of(list->accepted ? _("Accepted") : words.list), BOOK_STREAM);
    list->sheets++;
    list->row = 1;
    uint16_t column = 0;
    for (size_t i = 0; i < LIST_COLUMNS; i++) {
        if (!has_column(r, list, i))
            continue;
        book_width(list->sheet, column, columns[i].least, columns[i].most);
        enum book_look look = columns[i].put == put_risk ? LOOK_HEAD_RIGHT : LOOK_HEAD;
        const char *title = columns[i].title ? _(columns[i].title) : columns[i].put == put_local ? words.local : words.expected;
        book_text(list->sheet, 0, column++, span_of(title), (struct book_style){ .look = look });
    }
    book_freeze(list->sheet, 1, FROZEN);
    book_hide_empty(list->sheet);
}

static void end_sheet(struct note_report *r, struct xlsx_list *list)
{
    uint16_t all = 0, printed = 0;
    for (size_t i = 0; i < LIST_COLUMNS; i++)
        if (has_column(r, list, i)) {
            all++;
            printed = columns[i].when == ASIDE ? printed : all;
        }
    book_filter(list->sheet, 0, list->row - 1, all);
    book_print(list->sheet, true, 1, printed, list->row - 1);
}

void xlsx_list_end(struct note_report *r, struct xlsx_list *list)
{
    if (!list->sheet)
        return;
    if (list->row == 1 && list->sheets == 1)
        book_text(list->sheet, list->row++, 0, span_of(_("Nothing was found.")), (struct book_style){ .look = LOOK_REMARK });
    end_sheet(r, list);
}

static const struct note_value *value_of(const struct note_item *item, const struct note *note)
{
    for (size_t i = 0; note->field && i < item->value_count; i++)
        if (strcmp(item->values[i].field, note->field) == 0)
            return &item->values[i];
    return NULL;
}

static void put_row(struct note_report *r, struct xlsx_list *list, const struct note_item *item, const struct note *note, bool first)
{
    struct cell c = { .r = r, .sheet = list->sheet, .row = list->row++, .item = item, .note = note, .value = value_of(item, note), .first = first };
    for (size_t i = 0; i < LIST_COLUMNS; i++)
        if (has_column(r, list, i)) {
            columns[i].put(&c);
            c.column++;
        }
}

void xlsx_list_item(struct note_report *r, struct xlsx_list *list, const struct note_item *item)
{
    struct xlsx *x = r->state;
    bool first = true;
    for (size_t i = 0; i < item->count; i++) {
        if ((item->notes[i].state != NOTE_NEW) != list->accepted)
            continue;
        if (list->sheet && list->row >= x->rows_a_sheet) {
            end_sheet(r, list);
            list->sheet = NULL;
            first = true;
        }
        if (!list->sheet)
            xlsx_list_begin(r, list);
        put_row(r, list, item, &item->notes[i], first);
        first = false;
    }
}
