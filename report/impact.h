/* report/impact.h: what a coming version does to a hospital's rows -> a format: text for people, ndjson for programs.
 *
 *     struct impact_report *r = impact_report_new(ndjson, &options, &err);
 *     impact_table(m, path, impact_report_row, r, &err); …
 *     impact_report_end(r, impact_totals(m), &err); impact_report_free(r);
 *
 * Members of ndjson are a contract with other programs (duima-impact(1)): they are only ever added. */
#ifndef REPORT_IMPACT_H
#define REPORT_IMPACT_H

#include "mapper/impact.h"
#include "mapper/finding.h"
#include "report/sink.h"

struct impact_report_options {
    write_fn *write;
    void *ctx;
    const struct impact_pair *pairs; /* for titles */
    size_t pair_count;
    date day;
    bool color, ndjson, quiet;
    int width;                   /* 0: not known */
    enum impact_effect least;    /* rows of lesser effects are counted and not shown */
};
struct impact_report;
struct impact_report *impact_report_new(const struct impact_report_options *options, struct error *err);
void impact_report_free(struct impact_report *r);
impact_fn impact_report_row; /* ctx: the report */
int impact_report_end(struct impact_report *r, const struct impact_totals *totals, struct error *err);
/* How grave an effect is: breaks an error, money and identity a warning, conditions a remark. */
enum severity impact_severity(enum impact_effect effect);
#endif
