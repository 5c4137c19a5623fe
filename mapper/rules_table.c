/* mapper/rules_table.c: T101 to T104 and T106 of spec/rules.md: the table itself, before any code is looked at. T105 is in sets.c. */
#include "base/i18n.h"
#include "mapper/rules.h"
#include "mapper/table.h"

/* Adds one sentence to the message of T101. */
static void sentence(struct buf *out, struct span text)
{
    if (out->n > 0)
        buf_adds(out, _("; "));
    buf_addspan(out, text);
}

static void say_missing(struct buf *out, struct buf *one, enum column column)
{
    buf_clear(one);
    if (column == COLUMN_LOCAL_CODE)
        buf_adds(one, _("no heading is known as that of the hospital's own code (local_code, 院内编码, fixmedins_hilist_id)"));
    else
        buf_adds(one, _("no heading is known as that of the hospital's own name (local_name, 院内名称, fixmedins_hilist_name)"));
    sentence(out, buf_span(one));
}

static void say_doubled(struct buf *out, struct buf *one, const struct table *table, enum column column)
{
    struct span first = table_heading(table, column, 0), second = table_heading(table, column, 1);
    buf_clear(one);
    buf_addf(one, _("the headings “%.*s” and “%.*s” both mean %s"), SPAN_ARG(first), SPAN_ARG(second), column_word(column));
    sentence(out, buf_span(one));
}

void rule_headings(struct rule_context *ctx, const struct table *table)
{
    uint64_t missing = table_missing(table), doubled = table_doubled(table);
    struct buf text = BUF_INIT, *one = &ctx->scratch[0], *key = &ctx->scratch[1];
    if (!(missing | doubled))
        return;
    buf_clear(key);
    enum column about = COLUMN_NONE;
    for (int c = 0; c < COLUMN_COUNT; c++) {
        enum column column = (enum column)c;
        if (missing & COLUMN_BIT(c))
            say_missing(&text, one, column);
        else if (doubled & COLUMN_BIT(c))
            say_doubled(&text, one, table, column);
        else
            continue;
        about = about == COLUMN_NONE ? column : about;
        buf_adds(key, column_word(column));
        buf_addc(key, ' ');
    }
    struct finding_facts facts = { .rule = RULE_T101, .severity = SEVERITY_ERROR, .column = about, .local_key = buf_span(key) };
    if (text.failed || one->failed || key->failed)
        rule_failed(ctx);
    else
        finding_add(ctx, &facts, "%.*s", SPAN_ARG(buf_span(&text)));
    buf_release(&text);
}

/* What a column asks for, for the message of T102. */
static const char *wanted(enum column column)
{
    static const struct {
        enum column column;
        const char *text;
    } hints[] = {
        { COLUMN_KIND, N_("a kind such as drug, 药品, 101, 诊疗 or 耗材 is needed") },
        { COLUMN_PRICE, N_("a price such as 18.60 is needed, with at most 4 decimals") },
        { COLUMN_PURCHASE_PRICE, N_("a price such as 18.60 is needed, with at most 4 decimals") },
        { COLUMN_FACTOR, N_("a number such as 24 is needed") },
        { COLUMN_QUANTITY, N_("a number such as 24 is needed") },
        { COLUMN_IN_USE, N_("yes or no is needed: 1 or 0, 是 or 否, 启用 or 停用") },
        { COLUMN_RESTRICTED, N_("yes or no is needed: 1 or 0, 是 or 否, Y or N") },
        { COLUMN_PAY_CLASS, N_("a class is needed: 甲, 乙, 丙 or 自费; A, B or C; 01, 02 or 03") },
        { COLUMN_SELF_PAY, N_("a share from 0 to 1 such as 0.1, or a percentage such as 10%, is needed") },
        { COLUMN_VALID_FROM, N_("a day such as 2026-07-01, 20260701 or 2026/7/1 is needed") },
        { COLUMN_VALID_TO, N_("a day such as 2026-07-01, 20260701 or 2026/7/1 is needed") },
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        if (hints[i].column == column)
            return _(hints[i].text);
    }
    return "";
}

static void say_fault(struct rule_context *ctx, const struct finding_facts *facts, const struct table *table, const struct row_fault *fault,
                      struct span heading)
{
    struct span text = fault->text;
    switch (fault->type) {
    case FAULT_ENCODING:
        if (table_separator(table) == 0)
            finding_add(ctx, facts, _("the field “%.*s” has the sign U+FFFD: characters were lost before the workbook was made"), SPAN_ARG(heading));
        else
            finding_add(ctx, facts, _("the field “%.*s” has bytes that are not text in %s"), SPAN_ARG(heading), table_encoding(table));
        return;
    case FAULT_VALUE:
        finding_add(ctx, facts, _("“%.*s” in the field “%.*s” cannot be read: %s"), SPAN_ARG(text), SPAN_ARG(heading), wanted(fault->column));
        return;
    case FAULT_ERROR:
        finding_add(ctx, facts, _("the field “%.*s” has %.*s, an error that the spreadsheet wrote there: mend its formula, or enter the value"), SPAN_ARG(heading),
                    SPAN_ARG(text));
        return;
    case FAULT_FORMULA:
        finding_add(ctx, facts, _("the field “%.*s” has a formula whose result is not in the file: open it in Excel or WPS and save it"), SPAN_ARG(heading));
        return;
    case FAULT_DIGITS:
        finding_add(ctx, facts, _("“%.*s” in the field “%.*s” was a code that the spreadsheet took for a number: it keeps 15 digits, the others are lost; format the column as text and enter the code again"),
                    SPAN_ARG(text), SPAN_ARG(heading));
        return;
    case FAULT_DAY:
        finding_add(ctx, facts, _("“%.*s” in the field “%.*s” is a date in the workbook, where no date belongs: format the column as text and enter the value again"),
                    SPAN_ARG(text), SPAN_ARG(heading));
        return;
    }
}

void rule_fields(struct rule_context *ctx, const struct table *table, const struct table_row *row)
{
    if (row->ragged) {
        struct finding_facts facts = { .rule = RULE_T104, .severity = SEVERITY_ERROR, .column = COLUMN_NONE };
        finding_add(ctx, &facts, _("the row has %zu fields and the heading row has %zu: the row is not checked"), row->fields,
                    table_headings(table));
        return;
    }
    for (size_t i = 0; i < row->fault_count; i++) {
        const struct row_fault *fault = &row->faults[i];
        struct finding_facts facts = { .severity = SEVERITY_ERROR, .column = fault->column, .local = fault->text };
        struct span heading = table_heading_at(table, fault->position);
        /* Two columns with one bad text are two findings; what a column is headed in this export does not matter. */
        facts.expected_key = fault->column == COLUMN_NONE ? heading : span_of(column_word(fault->column));
        facts.rule = fault->type == FAULT_ENCODING ? RULE_T103 : RULE_T102;
        say_fault(ctx, &facts, table, fault, heading);
    }
}

void rule_nothing_mapped(struct rule_context *ctx)
{
    struct finding_facts facts = { .rule = RULE_T106, .severity = SEVERITY_ERROR, .column = COLUMN_CATALOG_CODE };
    finding_add(ctx, &facts, _("not one row has a catalog code: look whether the column with the codes is in the table and its heading is known"));
}
