/* mapper/amount_token.h: the words and signs of a specification text, for mapper/amount.c only. */
#ifndef MAPPER_AMOUNT_TOKEN_H
#define MAPPER_AMOUNT_TOKEN_H

#include "mapper/unit.h"

enum token_kind {
    TOKEN_QUANTITY, /* 0.25g: n in the sort's base unit */
    TOKEN_COUNT,    /* 24片 */
    TOKEN_BARE,     /* 10, with no unit behind it */
    TOKEN_RANGE,    /* 10-20mg: nothing that can be compared */
    TOKEN_UNIT,     /* ml, 片: a unit without a number, behind / or 每 */
    TOKEN_PER,      /* 每 */
    TOKEN_TIMES,
    TOKEN_COLON,
    TOKEN_SLASH,
    TOKEN_PLUS,
    TOKEN_BREAK,    /* comma, semicolon */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_WEIGHT,     /* 重 */
    TOKEN_EQUIVALENT, /* 相当于, 生药 */
    TOKEN_OTHER,      /* any other text */
    TOKEN_END,
};

struct token {
    uint8_t kind;
    bool spaced;     /* a blank stands before it */
    bool calculated; /* 计 stands before it: 以A计0.25g */
    bool crude;      /* TOKEN_EQUIVALENT that names crude drug: 饮片, 生药 */
    bool core;       /* TOKEN_WEIGHT of a tablet without its coat: 片芯重, 基片重 */
    struct decimal n;
    const struct unit *unit;
};

#define TOKENS_MOST 64
/* At most TOKENS_MOST - 1 tokens and TOKEN_END; what is longer is cut. The number before TOKEN_END. */
size_t tokens_read(const struct units *units, struct span folded, struct token out[TOKENS_MOST]);
/* Takes out brackets that hold words only, (以阿莫西林计), and those round an amount where two names have one each:
 * 对乙酰氨基酚(325mg)与曲马多(37.5mg). Behind the last token there are three TOKEN_END then, so that one may look two ahead. */
void tokens_drop_brackets(struct token t[TOKENS_MOST + 3]);
#endif
