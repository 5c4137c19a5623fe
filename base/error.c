/* base/error.c: fills struct error. Allocates nothing, so that it works when memory is out. */
#include "base/error.h"
#include "base/i18n.h"
#include "base/span.h"

#include <errno.h>

/* Bytes of text kept, once cut at a whole character. Only an unfinished sequence at the end is cut: text that is not
 * UTF-8 for other reasons is left to the printer. */
static size_t whole_characters(const char *text, size_t n)
{
    size_t back = 0;
    while (back < 3 && back < n && ((unsigned char)text[n - 1 - back] & 0xC0) == 0x80)
        back++;
    if (back == n)
        return n;
    unsigned char lead = (unsigned char)text[n - 1 - back];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return need > back + 1 ? n - 1 - back : n;
}

static void fit(struct error *err, int wanted)
{
    if (wanted < 0) {
        err->text[0] = '\0';
        return;
    }
    if ((size_t)wanted >= sizeof err->text)
        err->text[whole_characters(err->text, sizeof err->text - 1)] = '\0';
}

int error_setv(struct error *err, enum error_code code, const char *format, va_list args)
{
    if (!err)
        return -1;
    err->code = code;
    fit(err, vsnprintf(err->text, sizeof err->text, format, args));
    return -1;
}

int error_set(struct error *err, enum error_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_setv(err, code, format, args);
    va_end(args);
    return -1;
}

/* PREFIX: TEXT, both already printed. */
static void join(struct error *err, const char *prefix, const char *text)
{
    fit(err, snprintf(err->text, sizeof err->text, _("%s: %s"), prefix, text));
}

int error_prefix(struct error *err, const char *format, ...)
{
    if (!err)
        return -1;
    char old[sizeof err->text];
    memcpy(old, err->text, sizeof old);
    char prefix[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(prefix, sizeof prefix, format, args);
    va_end(args);
    if (n >= (int)sizeof prefix)
        prefix[whole_characters(prefix, sizeof prefix - 1)] = '\0';
    join(err, n < 0 ? "" : prefix, old);
    return -1;
}

int error_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, "%s", _("out of memory"));
}

/* The system's reasons in the reader's language: its own translations are in a package that a bare machine has not. */
static const char *reason(int errno_value)
{
    static const struct {
        int number;
        const char *text;
    } known[] = {
        { ENOENT, N_("No such file or directory") },
        { EACCES, N_("Permission denied") },
        { EPERM, N_("Operation not permitted") },
        { EISDIR, N_("Is a directory") },
        { ENOTDIR, N_("Not a directory") },
        { EEXIST, N_("File exists") },
        { ENAMETOOLONG, N_("File name too long") },
        { ENOSPC, N_("No space left on device") },
        { EDQUOT, N_("Disk quota exceeded") },
        { EFBIG, N_("File too large") },
        { EROFS, N_("Read-only file system") },
        { EIO, N_("Input/output error") },
        { EBUSY, N_("Device or resource busy") },
        { EMFILE, N_("Too many open files") },
        { ENOMEM, N_("Cannot allocate memory") },
        { EAGAIN, N_("Resource temporarily unavailable") },
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].number == errno_value)
            return _(known[i].text);
    return strerror(errno_value);
}

int error_errno(struct error *err, enum error_code code, int errno_value, const char *format, ...)
{
    if (!err)
        return -1;
    char head[sizeof err->text];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(head, sizeof head, format, args);
    va_end(args);
    if (n < 0)
        head[0] = '\0';
    else if (n >= (int)sizeof head)
        head[whole_characters(head, sizeof head - 1)] = '\0';
    err->code = errno_value == ENOMEM ? ERROR_MEMORY : code; /* the file is not to blame */
    join(err, head, reason(errno_value));
    return -1;
}
