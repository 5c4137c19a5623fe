/* mapper/column.c: the canonical words of the columns. */
#include "mapper/column.h"

static const char *const words[] = {
#define C(name, word) word,
    COLUMNS(C)
#undef C
};

const char *column_word(enum column column)
{
    return column < COLUMN_COUNT ? words[column] : "";
}
