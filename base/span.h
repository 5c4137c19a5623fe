/* base/span.h: a piece of somebody else's bytes. A span never owns; p == NULL is "absent", n == 0 with p is "empty". */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
    const char *p;
    size_t n;
};

#define SPAN_NONE ((struct span){ NULL, 0 })
#define SPAN(literal) ((struct span){ (literal), sizeof(literal) - 1 })

/* For printf's "%.*s": printf("%.*s", SPAN_ARG(s)) */
#define SPAN_ARG(s) (int)(s).n, ((s).p ? (s).p : "")

static inline struct span span_of(const char *text) { return (struct span){ text, text ? strlen(text) : 0 }; }
static inline bool span_is_empty(struct span s) { return s.n == 0; }
static inline bool span_eq(struct span a, struct span b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool span_is(struct span s, const char *text) { return span_eq(s, span_of(text)); }

/* Without blanks at both ends: space, TAB, CR, LF, U+00A0, U+3000 (the ideographic blank), U+FEFF. */
struct span span_trim(struct span s);
bool span_starts(struct span s, struct span prefix);
bool span_ends(struct span s, struct span suffix);
/* Byte order; the shorter of two equals first. <0, 0, >0. */
int span_cmp(struct span a, struct span b);
/* The same, but digits that stand together are one number: "V9" before "V10". Only equal texts are 0. */
int span_cmp_numbers(struct span a, struct span b);
/* Position of needle in s, or (size_t)-1. */
size_t span_find(struct span s, struct span needle);
#endif
