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
        a->suppressed[f->severity] += a->marks[i].state == NOTE_SUPPRESSED;
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
        summary->known[s] += a->counts.by_severity[s] - a->suppressed[s];
        summary->suppressed[s] += a->suppressed[s];
    }
    memset(&a->counts, 0, sizeof a->counts);
    memset(a->suppressed, 0, sizeof a->suppressed);
}

void accepted_release(struct accepted *a)
{
    free(a->marks);
    *a = (struct accepted){ .marks = NULL };
}

/* ---- the files that accept ---- */

void accepted_columns(const struct span *cells, size_t n, const char *const *heads, size_t count, int *place)
{
    for (size_t part = 0; part < count; part++) {
        place[part] = -1;
        for (size_t i = 0; i < n; i++)
            if (span_is(span_trim(cells[i]), heads[part]))
                place[part] = (int)i;
    }
}

struct span accepted_cell(int place, const struct span *cells, size_t n)
{
    return place >= 0 && (size_t)place < n ? span_trim(cells[place]) : SPAN_NONE;
}

int accepted_stale(const char *file, uint32_t line, const struct span cells[COLUMN_COUNT], struct span message, uint64_t fingerprint,
                   const struct finding_sink *sink, struct check_summary *summary, struct error *err)
{
    struct finding one = { .rule = RULE_X001, .severity = SEVERITY_WARNING, .column = COLUMN_NONE, .message = message, .fix_column = COLUMN_NONE,
                           .fingerprint = fingerprint, .at_risk = AMOUNT_NONE };
    struct checked_row row = { .file = file, .line = line, .cells = cells, .findings = &one, .count = 1 };
    if (sink->row(sink->ctx, &row, err) < 0)
        return -1;
    summary->by_rule[RULE_X001]++;
    summary->by_severity[SEVERITY_WARNING]++;
    return 0;
}
