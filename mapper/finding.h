/* mapper/finding.h: what a check found. Data, not text on a screen: report/ formats it. */
#ifndef MAPPER_FINDING_H
#define MAPPER_FINDING_H

#include "catalog/view.h"
#include "mapper/column.h"

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };
#define SEVERITY_COUNT 3
const char *severity_word(enum severity s); /* "error", "warning", "info" */

/* X(id, slug, severity as given most often), a list a group. Every rule of spec/rules.md that is built. Order is the order of the spec. */
#define RULES_T(R)                                                                                                      \
    R(T101, "missing-column", ERROR) R(T102, "bad-value", ERROR) R(T103, "bad-encoding", ERROR)                         \
    R(T104, "ragged-row", ERROR) R(T105, "duplicate-row", WARNING) R(T106, "nothing-mapped", ERROR)
#define RULES_C(R)                                                                                                      \
    R(C101, "not-mapped", WARNING) R(C102, "malformed-code", ERROR) R(C103, "unknown-code", ERROR)                      \
    R(C104, "not-yet-valid", ERROR) R(C105, "expired-code", ERROR) R(C106, "withdrawn-code", ERROR)                     \
    R(C107, "replaced-code", ERROR) R(C108, "code-spelling", ERROR) R(C109, "code-lookalike", ERROR)                    \
    R(C110, "wrong-kind", ERROR) R(C111, "dates-outside", WARNING)
#define RULES_N(R) R(N201, "name-mismatch", ERROR) R(N202, "name-variant", INFO) R(N203, "catalog-name-mismatch", ERROR)
#define RULES_D(R)                                                                                                      \
    R(D301, "form-mismatch", ERROR) R(D302, "strength-mismatch", ERROR) R(D303, "pack-mismatch", WARNING)               \
    R(D304, "factor-mismatch", ERROR) R(D305, "maker-mismatch", ERROR) R(D306, "approval-mismatch", ERROR)              \
    R(D307, "standard-code-mismatch", ERROR) R(D308, "form-variant", WARNING)
#define RULES_S(R)                                                                                                      \
    R(S401, "unit-mismatch", WARNING) R(S402, "excluded-billed", WARNING) R(S403, "addon-alone", WARNING)               \
    R(S404, "registration-mismatch", ERROR)
#define RULES_P(R)                                                                                                      \
    R(P601, "over-ceiling", ERROR) R(P602, "markup", WARNING) R(P603, "price-outlier", WARNING)                         \
    R(P604, "no-price", INFO) R(P605, "above-payment", INFO)
#define RULES_B(R)                                                                                                      \
    R(B701, "self-paid-mapped-in", ERROR) R(B702, "pay-class-mismatch", ERROR) R(B703, "self-pay-mismatch", ERROR)   \
    R(B704, "restriction-unmarked", WARNING) R(B705, "level-too-low", ERROR) R(B706, "approval-needed", INFO)           \
    R(B708, "agreement-ended", WARNING)
#define RULES_M(R)                                                                                                      \
    R(M801, "mapped-twice", ERROR) R(M802, "crowded-code", WARNING) R(M803, "duplicate-local-code", ERROR)              \
    R(M804, "remapped", WARNING) R(M805, "renamed", ERROR) R(M806, "not-verified", WARNING)                             \
    R(M807, "centre-differs", ERROR) R(M808, "unmapped-match", WARNING)
#define RULES_X(R) R(X001, "stale-suppression", WARNING)
#define RULES(R)                                                                                                        \
    RULES_T(R) RULES_C(R) RULES_N(R) RULES_D(R) RULES_S(R) RULES_P(R) RULES_B(R) RULES_M(R) RULES_X(R)

enum rule {

#define R(id, slug, severity) RULE_##id,
    RULES(R)
#undef R
    RULE_COUNT
};

#define RISK_MOST (INT64_MAX / 1000000) /* so that sums of a table can be made */

struct finding {
    enum rule rule;
    enum severity severity;
    enum column column;      /* the field it is about; COLUMN_NONE: the row or the table */
    struct span local, expected; /* the two values; SPAN_NONE: none */
    struct span message;     /* one sentence, translated */
    enum column fix_column;  /* COLUMN_NONE: no fix */
    struct span fix_value;
    bool fix_safe;
    int64_t at_risk;         /* 1/10000 yuan, at most RISK_MOST: what was paid too much, for the quantity used; AMOUNT_NONE: not known */
    uint64_t fingerprint;    /* printed as 16 hex digits */
};
#endif
