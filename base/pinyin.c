/* base/pinyin.c: a bit set of letters a character, read once from share/pinyin.tsv. */
#include "base/pinyin.h"
#include "base/i18n.h"
#include "base/share.h"
#include "base/text.h"

#define FIRST_HAN 0x3400u
#define LAST_HAN 0xFAFFu
#define LETTERS_MOST 64 /* of one text */
#define WAYS_MOST 16    /* to read it */

struct pinyin {
    uint32_t letters[LAST_HAN - FIRST_HAN + 1]; /* bit 0: a */
};

static int on_line(void *ctx, int line, const struct span *fields, size_t n, struct error *err)
{
    (void)line; /* share_read says it */
    struct pinyin *p = ctx;
    struct span letter = fields[0], characters = fields[1];
    if (n != 2 || letter.n != 1 || letter.p[0] < 'a' || letter.p[0] > 'z')
        return error_set(err, ERROR_USAGE, _("a letter from a to z, TAB, and the characters whose reading begins with it are expected"));
    for (size_t at = 0; at < characters.n;) {
        uint32_t c = utf8_next(characters, &at);
        if (c < FIRST_HAN || c > LAST_HAN)
            return error_set(err, ERROR_USAGE, _("U+%04X is no Chinese character"), c);
        p->letters[c - FIRST_HAN] |= 1u << (letter.p[0] - 'a');
    }
    return 0;
}

struct pinyin *pinyin_new(const char *share_dir, struct error *err)
{
    struct pinyin *p = calloc(1, sizeof *p);
    if (!p) {
        error_memory(err);
        return NULL;
    }
    if (share_read(share_dir, "pinyin.tsv", 2, on_line, p, err) < 0) {
        free(p);
        return NULL;
    }
    return p;
}

void pinyin_free(struct pinyin *p)
{
    free(p);
}

static bool is_kept(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static uint32_t letters_of(const struct pinyin *p, uint32_t c)
{
    return c >= FIRST_HAN && c <= LAST_HAN ? p->letters[c - FIRST_HAN] : 0;
}

/* The `which`-th letter of a set, counted round. */
static char letter_at(uint32_t set, unsigned which)
{
    unsigned n = (unsigned)__builtin_popcount(set);
    for (which %= n; which > 0; which--)
        set &= set - 1;
    return (char)('a' + __builtin_ctz(set));
}

/* A position of the text: a letter or digit that stays, or the set of letters that a character may give. */
struct position {
    char kept; /* 0: see letters */
    uint32_t letters;
};

static size_t read_positions(const struct pinyin *p, struct span key, struct position out[LETTERS_MOST], bool *any)
{
    size_t n = 0;
    *any = false;
    for (size_t at = 0; at < key.n && n < LETTERS_MOST;) {
        uint32_t c = utf8_next(key, &at), letters = letters_of(p, c);
        if (letters) {
            out[n++] = (struct position){ 0, letters };
            *any = true;
        } else if (is_kept(c)) {
            out[n++] = (struct position){ (char)c, 0 };
        }
    }
    return n;
}

bool pinyin_initials(const struct pinyin *p, struct span key, struct buf *out)
{
    struct position at[LETTERS_MOST];
    bool any;
    size_t n = read_positions(p, key, at, &any);
    unsigned ways = 1;
    buf_clear(out);
    if (!any)
        return false;
    for (size_t i = 0; i < n; i++) /* once there are as many ways as may be, further characters count with their first letter */
        if (!at[i].kept) {
            unsigned here = (unsigned)__builtin_popcount(at[i].letters);
            if (ways * here > WAYS_MOST)
                at[i].letters &= ~(at[i].letters - 1);
            else
                ways *= here;
        }
    for (unsigned way = 0; way < ways; way++) {
        unsigned rest = way;
        if (way)
            buf_addc(out, '\n');
        for (size_t i = 0; i < n; i++) {
            unsigned here = at[i].kept ? 1 : (unsigned)__builtin_popcount(at[i].letters);
            buf_addc(out, at[i].kept ? at[i].kept : letter_at(at[i].letters, rest % here));
            rest /= here;
        }
    }
    return true;
}
