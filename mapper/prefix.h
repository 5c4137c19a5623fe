/* mapper/prefix.h: how long the longest word of a list can be that starts with a character: spares most look-ups when words are
 * sought at every place of a text. */
#ifndef MAPPER_PREFIX_H
#define MAPPER_PREFIX_H

#include "base/span.h"

struct prefixes {
    unsigned char longest[4096]; /* by the low bits of the first character */
};

static inline unsigned prefix_slot(struct span s, size_t at)
{
    unsigned char c = (unsigned char)s.p[at];
    if (c < 0xE0 || at + 2 >= s.n)
        return c;
    return ((unsigned)s.p[at + 1] & 0x3F) << 6 | ((unsigned)s.p[at + 2] & 0x3F);
}

/* The slot of the last character of s (not empty), for words sought at the end of a text. */
static inline unsigned prefix_last_slot(struct span s)
{
    return prefix_slot(s, s.n >= 3 && (unsigned char)s.p[s.n - 1] >= 0x80 ? s.n - 3 : s.n - 1);
}

/* Words are at most 255 bytes. */
static inline void prefix_note(struct prefixes *p, struct span word)
{
    unsigned char *longest = &p->longest[prefix_slot(word, 0)];
    if (*longest < word.n)
        *longest = (unsigned char)word.n;
}

/* Bytes of the longest word that may stand at s.p[at], never more than are left. */
static inline size_t prefix_most(const struct prefixes *p, struct span s, size_t at)
{
    size_t most = p->longest[prefix_slot(s, at)];
    return most < s.n - at ? most : s.n - at;
}
#endif
