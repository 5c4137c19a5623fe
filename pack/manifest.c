/* pack/manifest.c: the manifest to JSON and back, by jansson. It must never take a field that is not what it has to be. */
#include "pack/manifest.h"
#include "base/i18n.h"
#include "base/text.h"
#include "pack/frame.h"
#include <errno.h>
#include <jansson.h>

#define FORMAT "duima-pack-1"

static void hex_text(const unsigned char bytes[SHA256_BYTES], char out[2 * SHA256_BYTES + 1])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * SHA256_BYTES] = '\0';
}

static json_t *hex(const unsigned char bytes[SHA256_BYTES])
{
    char text[2 * SHA256_BYTES + 1];
    hex_text(bytes, text);
    return json_string(text);
}

static json_t *day(date d)
{
    char text[DATE_TEXT];
    return d == DATE_NONE ? json_null() : json_string(date_text(d, text));
}

/* json_object_set_new takes the value over, and fails where it is NULL: so one look at the end is enough. */
static void set(json_t *object, const char *name, json_t *value, bool *failed)
{
    if (json_object_set_new(object, name, value) < 0)
        *failed = true;
}

static json_t *kinds_json(const struct manifest *m, bool *failed)
{
    json_t *all = json_array();
    for (size_t i = 0; i < m->count; i++) {
        const struct manifest_kind *k = &m->kinds[i];
        json_t *one = json_object();
        set(one, "kind", json_string(kind_word(k->kind)), failed);
        set(one, "number", json_integer(k->number), failed);
        set(one, "entries", json_integer(k->entries), failed);
        set(one, "rows_sha256", hex(k->rows), failed);
        if (json_array_append_new(all, one) < 0)
            *failed = true;
    }
    return all;
}

int manifest_write(const struct manifest *m, const char *program, struct buf *out, struct error *err)
{
    bool failed = false;
    json_t *root = json_object(), *file = json_object();
    set(root, "format", json_string(FORMAT), &failed);
    set(root, "region", json_string(m->region), &failed);
    set(root, "label", json_string(m->label), &failed);
    set(root, "effective", day(m->effective), &failed);
    set(root, "expires", day(m->expires), &failed);
    set(root, "kinds", kinds_json(m, &failed), &failed);
    set(file, "name", json_string(FRAME_CATALOG), &failed);
    set(file, "bytes", json_integer((json_int_t)m->bytes), &failed);
    set(file, "sha256", hex(m->sha256), &failed);
    set(file, "unpacked_bytes", json_integer((json_int_t)m->unpacked), &failed);
    set(root, "file", file, &failed);
    set(root, "previous", m->has_previous ? hex(m->previous) : json_null(), &failed);
    set(root, "program", json_string(program), &failed);
    char *text = failed ? NULL : json_dumps(root, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    json_decref(root);
    if (!text)
        return error_memory(err);
    buf_adds(out, text);
    buf_addc(out, '\n');
    free(text);
    return buf_check(out, err);
}

/* ---- reading ---- */

static bool get_text(const json_t *object, const char *name, char *out, size_t size)
{
    const json_t *value = json_object_get(object, name);
    size_t n = json_string_length(value); /* 0 where it is none */
    if (n == 0 || n >= size)
        return false;
    memcpy(out, json_string_value(value), n + 1);
    return memchr(out, '\0', n) == NULL;
}

static bool is_region(const char *text)
{
    return text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

/* As documents have them: no blank, no control character, no @ or /. */
static bool is_label(const char *text)
{
    struct span s = span_of(text);
    for (size_t at = 0; at < s.n;) {
        uint32_t c = utf8_next(s, &at);
        if (c <= ' ' || (c >= 0x7F && c <= 0xA0) || c == '@' || c == '/')
            return false;
    }
    return true;
}

/* A day, or null where `may_lack`. */
static bool get_day(const json_t *object, const char *name, bool may_lack, date *out)
{
    char text[DATE_TEXT];
    const json_t *value = json_object_get(object, name);
    *out = DATE_NONE;
    if (json_is_null(value))
        return may_lack;
    return get_text(object, name, text, sizeof text) && date_parse_iso(span_of(text), out);
}

static bool get_number(const json_t *object, const char *name, int64_t least, int64_t most, int64_t *out)
{
    const json_t *value = json_object_get(object, name);
    *out = json_integer_value(value);
    return json_is_integer(value) && *out >= least && *out <= most;
}

static bool get_hash(const json_t *object, const char *name, unsigned char out[SHA256_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    char text[2 * SHA256_BYTES + 1];
    if (!get_text(object, name, text, sizeof text) || strlen(text) != 2 * SHA256_BYTES)
        return false;
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        const char *high = strchr(digits, text[2 * i]), *low = strchr(digits, text[2 * i + 1]);
        if (!high || !low)
            return false;
        out[i] = (unsigned char)((high - digits) << 4 | (low - digits));
    }
    return true;
}

static bool get_kinds(const json_t *root, struct manifest *out)
{
    const json_t *all = json_object_get(root, "kinds");
    char word[16];
    unsigned seen = 0;
    out->count = json_array_size(all); /* 0 where it is none */
    if (out->count == 0 || out->count > KIND_COUNT)
        return false;
    for (size_t i = 0; i < out->count; i++) {
        const json_t *one = json_array_get(all, i);
        struct manifest_kind *k = &out->kinds[i];
        int64_t number;
        if (!get_text(one, "kind", word, sizeof word) || !kind_parse(span_of(word), &k->kind) || (seen & KIND_BIT(k->kind)) ||
            !get_number(one, "number", 1, INT32_MAX, &number) || !get_number(one, "entries", 1, INT64_MAX, &k->entries) ||
            !get_hash(one, "rows_sha256", k->rows))
            return false;
        k->number = (int)number;
        seen |= KIND_BIT(k->kind);
    }
    return true;
}

static bool get_file(const json_t *root, struct manifest *out)
{
    const json_t *file = json_object_get(root, "file");
    char name[64];
    int64_t bytes, unpacked;
    if (!get_text(file, "name", name, sizeof name) || strcmp(name, FRAME_CATALOG) != 0 ||
        !get_number(file, "bytes", 1, (int64_t)FRAME_SIZE_MAX - 1, &bytes) || !get_hash(file, "sha256", out->sha256) ||
        !get_number(file, "unpacked_bytes", 1, INT64_MAX, &unpacked))
        return false;
    out->bytes = (uint64_t)bytes;
    out->unpacked = (uint64_t)unpacked;
    return true;
}

static bool get_previous(const json_t *root, struct manifest *out)
{
    const json_t *value = json_object_get(root, "previous");
    out->has_previous = value && !json_is_null(value);
    return value && (!out->has_previous || get_hash(root, "previous", out->previous));
}

/* NULL, or the name of the first part that is wrong. */
static const char *read_parts(const json_t *root, struct manifest *out)
{
    if (!get_text(root, "region", out->region, sizeof out->region) || !is_region(out->region))
        return "region";
    if (!get_text(root, "label", out->label, sizeof out->label) || !is_label(out->label))
        return "label";
    if (!get_day(root, "effective", false, &out->effective))
        return "effective";
    if (!get_day(root, "expires", true, &out->expires))
        return "expires";
    if (!get_kinds(root, out))
        return "kinds";
    if (!get_file(root, out))
        return "file";
    return get_previous(root, out) ? NULL : "previous";
}

int manifest_read(struct span json, struct manifest *out, struct error *err)
{
    json_error_t why;
    char format[32];
    *out = (struct manifest){ .effective = DATE_NONE, .expires = DATE_NONE };
    errno = 0; /* jansson does not say of every allocation that it failed */
    json_t *root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &why);
    if (!root && (errno == ENOMEM || json_error_code(&why) == json_error_out_of_memory))
        return error_memory(err);
    if (!root)
        return error_set(err, ERROR_CATALOG, _("the manifest of the pack is no JSON: line %d: %s"), why.line, why.text);
    bool known = get_text(root, "format", format, sizeof format) && strcmp(format, FORMAT) == 0;
    const char *wrong = known ? read_parts(root, out) : NULL;
    json_decref(root);
    if (!known)
        return error_set(err, ERROR_CATALOG, _("the manifest of the pack is not of the form %s; a newer duima may read it"), FORMAT);
    return wrong ? error_set(err, ERROR_CATALOG, _("the manifest of the pack has no usable \"%s\""), wrong) : 0;
}
