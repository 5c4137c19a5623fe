/* import/problem.c: see the header. */
#include "import/problem.h"

#include "base/i18n.h"

const char *problem_title(enum problem kind)
{
    static const char *const titles[PROBLEM_TYPES] = {
        [PROBLEM_OTHER] = N_("others"),
        [PROBLEM_ELEMENT] = N_("unknown elements"),
        [PROBLEM_ATTRIBUTE] = N_("unknown attributes"),
        [PROBLEM_VALUE] = N_("values left out"),
        [PROBLEM_COUNT] = N_("counts that differ"),
        [PROBLEM_KIND] = N_("kinds left out"),
        [PROBLEM_TABLE] = N_("look-up keys with two values"),
        [PROBLEM_TEXT] = N_("texts of a wrong encoding"),
        [PROBLEM_MEMBER] = N_("members of archives left out"),
        [PROBLEM_RECORD] = N_("faults of records"),
        [PROBLEM_INVALID] = N_("faults by the schema"),
        [PROBLEM_SCHEMA] = N_("faults by the schema"),
    };
    return _(titles[kind]);
}
