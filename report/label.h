/* report/label.h: what fields, kinds and severities are called for people, and what an entry has in the place of a row's field. */
#ifndef REPORT_LABEL_H
#define REPORT_LABEL_H

#include "catalog/field.h"
#include "mapper/finding.h"

/* Translated: "price", "批准文号". Use column_word for machines. */
const char *column_label(enum column column);
/* Is the label but the word with blanks for underscores? Then saying both says nothing more. */
bool label_is_word(const char *label, const char *word);
const char *entry_text_label(enum entry_text field);
const char *entry_field_label(enum entry_field field);
const char *kind_label(enum kind kind);
const char *severity_label(enum severity severity);
const char *pay_class_label(char pay_class); /* of 'A', 'B', 'C'; "" for 0 */
/* Appends "430000/drug@2026.2". */
void version_add(struct buf *out, const struct version_info *v);
const char *status_label(enum version_status status);

struct label_context {
    const struct view *view;
    int hospital_level;
    struct span scheme;
};
/* Appends the entry's value that a row's column is compared with; nothing where it has none. */
void entry_value(const struct label_context *c, const struct view_entry *e, enum column column, struct buf *out);
#endif
