/* base/decode_back.c: text back to bytes of an encoding, for the few cases in which somebody has to be told what a text was. */
#include "base/decode.h"
#include "base/i18n.h"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

int text_encode(struct span text, const char *encoding, struct buf *out, struct error *err)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t units = 0;
    if (text.n > INT32_MAX / 8)
        return 0;
    UChar *wide = malloc((text.n + 1) * sizeof *wide);
    char *to = buf_room(out, text.n * 4 + 4);
    UConverter *c = wide && to ? ucnv_open(encoding, &status) : NULL;
    if (!c) {
        free(wide);
        return error_memory(err);
    }
    ucnv_setFromUCallBack(c, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    u_strFromUTF8(wide, (int32_t)text.n + 1, &units, text.p, (int32_t)text.n, &status);
    int32_t n = ucnv_fromUChars(c, to, (int32_t)text.n * 4 + 4, wide, units, &status);
    ucnv_close(c);
    free(wide);
    if (status == U_MEMORY_ALLOCATION_ERROR)
        return error_memory(err);
    if (U_FAILURE(status))
        return 0;
    out->n += (size_t)n;
    return 1;
}
