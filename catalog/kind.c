/* catalog/kind.c: words of the four kinds. The words are stored and printed: they never change. */
#include "catalog/kind.h"

static const char *const words[KIND_COUNT] = { "drug", "service", "facility", "consumable" };

const char *kind_word(enum kind kind) { return words[kind]; }

bool kind_parse(struct span word, enum kind *out)
{
    for (int i = 0; i < KIND_COUNT; i++)
        if (span_is(word, words[i])) {
            *out = (enum kind)i;
            return true;
        }
    return false;
}
