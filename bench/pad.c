/* bench/pad.c: numbers as text. */
#include "bench/pad.h"

void pad_number(struct pad *p, uint64_t value, unsigned digits)
{
    char text[24];
    size_t at = sizeof text;

    while (value > 0 || at > sizeof text - digits) {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    }
    pad_bytes(p, text + at, sizeof text - at);
}

void pad_amount(struct pad *p, int64_t amount, unsigned places)
{
    uint64_t rest = (uint64_t)amount % 10000;
    unsigned keep = 4;

    pad_number(p, (uint64_t)amount / 10000, 1);
    while (keep > places && rest % 10 == 0) {
        rest /= 10;
        keep--;
    }
    if (keep > 0) {
        pad_text(p, ".");
        pad_number(p, rest, keep);
    }
}

void pad_strength(struct pad *p, uint64_t micrograms)
{
    if (micrograms >= 100000) {
        pad_amount(p, (int64_t)(micrograms / 100), 0);
        pad_text(p, "g");
    } else if (micrograms >= 500) {
        pad_amount(p, (int64_t)(micrograms * 10), 0);
        pad_text(p, "mg");
    } else {
        pad_number(p, micrograms, 1);
        pad_text(p, "μg");
    }
}
