/* mapper/engine.h: what a rule function gets and how it says what it found. Rules are pure functions of (row, entry, context):
 * they read the view and the words, and add findings; they never print, never keep a row, never look at options that hide rules.
 *
 *     void rule_maker(struct rule_context *ctx, const struct row *row, const struct view_entry *entry)
 *     {
 *         struct span maker = row_value(row, COLUMN_MANUFACTURER);
 *         if (!maker.p || agrees(ctx->words, maker, entry)) return;
 *         finding_add(ctx, &(struct finding_facts){ .rule = RULE_D305, .severity = SEVERITY_ERROR, .column = COLUMN_MANUFACTURER,
 *                     .local = maker, .expected = theirs, .local_key = key, .expected_key = their_key },
 *                     _("the maker is “%.*s” here and “%.*s” in the catalog"), SPAN_ARG(maker), SPAN_ARG(theirs));
 *     }
 *
 * Silencing. Rules run in the order of the table in mapper/engine.c, silencers first. finding_add drops a finding whose rule is
 * silenced by one that the row already has, and a dropped finding silences nothing. A rule that the user hid (--select,
 * --ignore) still runs and still silences: facts stand, only their report is left out. So a rule function may use
 * rule_wanted() to spare itself work that silencing would throw away, and must never ask for options->rule_off. */
#ifndef MAPPER_ENGINE_H
#define MAPPER_ENGINE_H

#include "base/arena.h"
#include "base/text.h"
#include "mapper/check.h"
#include "mapper/row.h"
#include "mapper/row_facts.h"
#include "mapper/rule.h"

struct words;    /* mapper/words.h: amounts, names, forms, makers of both sides, with their caches */
struct peers;    /* mapper/peers.h: which entries in force have a name; one for all threads */
struct limits;   /* mapper/limits.h: how far prices may go */
struct resolver; /* mapper/resolve.h: codes and their history */
struct findings; /* mapper/findings.h: those of the row so far */

/* Where a context has one, findings are only noted in it (RULE_BITs by severity): neither added nor silencing anything. */
struct rule_probe {
    uint64_t found[SEVERITY_COUNT];
};

enum unit_role { UNIT_UNKNOWN, UNIT_DOSE, UNIT_PACK }; /* what a row's unit is to an entry */

struct rule_context {
    struct view *view;
    const struct check_options *options;
    struct words *words;
    const struct limits *limits;
    struct peers *peers;
    struct resolver *resolver;
    struct text *text;         /* for normalising; one for the check */
    struct arena *arena;       /* memory of this row: emptied before the next one */
    struct buf scratch[2];     /* for a rule function's own use while it runs; found with any content */
    bool in_force;             /* the entry is in force on the check date (false: C104–C107, only N and D compare) */
    uint64_t silenced;         /* RULE_BITs that findings of this row silence */
    struct findings *findings; /* through finding_add only */
    struct row_facts *facts;   /* what set rules will want to know of the row; never NULL */
    struct row_facts no_facts; /* … where nobody will */
    struct rule_probe *probe;  /* NULL: findings are made */
    uint64_t unknown_content;  /* counts for the summary */
    struct {
        const struct view_entry *entry;
        const struct row *row;
        uint32_t line;
        enum unit_role role;
    } role; /* what row_unit_role said last: half a dozen rules ask it of one row */
    struct {
        const struct view_entry *entry;
        enum unit_role role;
    } own_role; /* the same of the entry's own unit */
    struct error *err;         /* filled where failed is set */
    bool failed;               /* memory ran out: the check ends after this row */
};

typedef void rule_fn(struct rule_context *ctx, const struct row *row, const struct view_entry *entry);

/* Is there any use in running this rule on this row? (Nothing that the row has so far silences it.) */
static inline bool rule_wanted(const struct rule_context *ctx, enum rule rule) { return !(ctx->silenced & RULE_BIT(rule)); }

/* The facts of a finding. local and expected are shown as they are; the keys are the normalised values that were compared and
 * go into the fingerprint ("500mg" and "0.5g" have one key). An absent key stands for its shown value. */
struct finding_facts {
    enum rule rule;
    enum severity severity;
    enum column column;              /* COLUMN_NONE: the row */
    struct span local, expected;     /* SPAN_NONE: none */
    struct span local_key, expected_key;
};
/* Adds a finding with one sentence (translated, no full stop), unless it is silenced. Everything is copied. true: it stands. */
bool finding_add(struct rule_context *ctx, const struct finding_facts *facts, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Gives the finding just added its fix; call only where finding_add said true. */
void finding_fix(struct rule_context *ctx, enum column column, struct span value, bool safe);
/* Says what the finding just added cost: `excess` yuan too much on each of the `quantity` used (AMOUNT_NONE or below 0: not known). */
void finding_risk(struct rule_context *ctx, int64_t excess, int64_t quantity);

/* A copy in the row's arena; SPAN_NONE with ctx->failed set where memory is out. */
struct span rule_copy(struct rule_context *ctx, struct span s);
/* Reports that memory ran out in a rule function. */
void rule_failed(struct rule_context *ctx);

/* Are these two the same unit word (share/units.tsv: 颗 is 粒)? An absent one is never the same. */
bool unit_same(struct rule_context *ctx, struct span a, struct span b);
/* Is the row's unit the dose unit, the pack unit, or neither, of the entry? Where both words are the same: the dose unit. */
enum unit_role row_unit_role(struct rule_context *ctx, const struct row *row, const struct view_entry *entry);
#endif
