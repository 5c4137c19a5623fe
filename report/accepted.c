/* report/accepted.c: see the header. */
#include "report/accepted.h"

#include <stdlib.h>

int accepted_start(struct accepted *a, const struct checked_row *row, struct error *err)
{
    if (row->count > a->cap) {
        struct acceptance *marks = realloc(a->marks, row->count * sizeof *marks);
        if (!marks)
            return error_memory(err);
        a->marks = marks;
        a->cap = row->count;
    }
    for (size_t i = 0; i < row->count; i++)
        a->marks[i] = (struct acceptance){ .state = NOTE_NEW, .until = DATE_NONE };
    return 0;
}

void accepted_count(struct accepted *a, const struct checked_row *row)
{
    bool had[SEVERITY_COUNT] = { false }, has[SEVERITY_COUNT] = { false };
    for (size_t i = 0; i < row->count; i++) {
        const struct finding *f = &row->findings[i];
        bool is_new = a->marks[i].state == NOTE_NEW;
        (is_new ? has : had)[f->severity] = true;
        a->counts.by_rule[f->rule] += !is_new;
        a->counts.by_severity[f->severity] += !is_new;
    }
    for (int s = 0; s < SEVERITY_COUNT && !row->whole_table; s++)
        a->counts.rows_with[s] += had[s] && !has[s];
}

void accepted_uncount(struct accepted *a, struct check_summary *summary)
{
    for (int r = 0; r < RULE_COUNT; r++)
        summary->by_rule[r] -= a->counts.by_rule[r];
    for (int s = 0; s < SEVERITY_COUNT; s++) {
        summary->by_severity[s] -= a->counts.by_severity[s];
        summary->rows_with[s] -= a->counts.rows_with[s];
        summary->known[s] += a->counts.by_severity[s];
    }
    memset(&a->counts, 0, sizeof a->counts);
}

void accepted_release(struct accepted *a)
{
    free(a->marks);
    *a = (struct accepted){ .marks = NULL };
}
