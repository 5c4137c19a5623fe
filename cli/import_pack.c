/* cli/import_pack.c: the signed way in. It must never hand a document to the import that its signature does not cover. */
#include "cli/import_pack.h"
#include "base/i18n.h"
#include "cli/pack_text.h"
#include "pack/frame.h"
#include <sys/stat.h>
#include <unistd.h>

/* Does the file begin as a pack? What cannot be opened or read is told by who reads it next; standard input and a named pipe cannot be looked at
 * twice, and whoever only opens a pipe sends its writer away. */
static bool looks_like_pack(const char *path)
{
    char start[FRAME_BLOCK];
    struct error err;
    struct stat st;
    bool regular = strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode);
    struct source *src = regular ? source_open(path, &err) : NULL;
    int64_t n = src && source_is_regular(src) ? source_read(src, start, sizeof start, &err) : 0;
    source_free(src);
    return n > 0 && frame_is_pack((struct span){ start, (size_t)n });
}

/* Options that would make of a signed catalog another one. */
static int check_options(const struct args *args, struct error *err)
{
    static const struct {
        enum option_id id;
        const char *name;
    } barred[] = { { OPTION_PROFILE, "profile" }, { OPTION_REGION, "region" }, { OPTION_KIND, "kind" }, { OPTION_LABEL, "label" },
                   { OPTION_SKIP_BAD, "skip-bad" } };
    for (size_t i = 0; i < sizeof barred / sizeof barred[0]; i++)
        if (args_has(args, barred[i].id))
            return error_set(err, ERROR_USAGE, _("--%s is not for a pack: it is taken in as it was signed, or not at all"), barred[i].name);
    if (args->operand_count > 1)
        return error_set(err, ERROR_USAGE, _("a pack is imported by itself, without other files"));
    return 0;
}

static int read_allow(const struct args *args, bool is_pack, struct stage_pack *stage, struct error *err)
{
    const char *allow = args_value(args, OPTION_ALLOW), *reason = args_value(args, OPTION_REASON);
    if (!allow && !reason)
        return 0;
    if (!is_pack)
        return error_set(err, ERROR_USAGE, _("--allow and --reason are for a signed pack; with a plain document no check of import can be overruled"));
    if (!allow || strcmp(allow, "gap") != 0)
        return error_set(err, ERROR_USAGE, _("what can be overruled when a pack is imported is --allow gap, with --reason TEXT"));
    if (!reason || span_trim(span_of(reason)).n == 0)
        return error_set(err, ERROR_USAGE, _("a gap is allowed for a reason, which is kept with the pack: say it with --reason TEXT"));
    stage->allow_gap = true;
    stage->reason = span_of(reason);
    return 0;
}

static void fill_stage(struct import_pack *p)
{
    const struct manifest *m = &p->pack.manifest;
    struct stage_pack *s = &p->stage;
    s->region = span_of(m->region);
    s->label = span_of(m->label);
    memcpy(s->manifest, p->pack.manifest_sha, sizeof s->manifest);
    s->has_previous = m->has_previous;
    memcpy(s->previous, m->previous, sizeof s->previous);
    memcpy(s->key, p->pack.key_id, sizeof s->key);
    s->count = m->count;
    for (size_t i = 0; i < m->count; i++) {
        s->kinds[i] = (struct stage_pack_kind){ .kind = m->kinds[i].kind, .number = m->kinds[i].number, .entries = m->kinds[i].entries };
        memcpy(s->kinds[i].rows, m->kinds[i].rows, sizeof s->kinds[i].rows);
    }
}

static int prove(struct import_pack *p, struct cli *cli, const char *path, const char *key, const struct read_limits *limits, struct error *err)
{
    struct public_key pub;
    if (!key)
        return error_set(err, ERROR_CATALOG, _("%s is a signed pack, and nothing says whose: name the bureau's public key with --pubkey KEY"), path);
    if (public_key_read(key, &pub, err) < 0)
        return -1;
    struct source *src = source_open(path, err);
    if (!src)
        return -1;
    int status = pack_open(&p->pack, src, &pub, cli->temp_dir, err);
    source_free(src);
    if (status == 0)
        status = pack_not_expired(cli, &p->pack, err);
    if (status == 0) /* before a byte is unpacked */
        status = limits_check(limits, p->pack.name, p->pack.manifest.bytes, p->pack.manifest.unpacked, err);
    if (status < 0)
        return -1;
    p->fd = pack_unpack(&p->pack, err);
    return p->fd < 0 ? -1 : 0;
}

int import_pack_open(struct import_pack *p, struct cli *cli, const struct args *args, struct import_options *o, struct error *err)
{
    const char *key = args_value(args, OPTION_PUBKEY), *path = args->operands[0];
    *p = (struct import_pack){ .is_pack = key != NULL, .pack = { .fd = -1 }, .fd = -1 };
    for (size_t i = 0; i < args->operand_count && !p->is_pack; i++)
        if (looks_like_pack(args->operands[i])) {
            p->is_pack = true;
            path = args->operands[i];
        }
    if (read_allow(args, p->is_pack, &p->stage, err) < 0)
        return -1;
    if (!p->is_pack)
        return 0;
    if (check_options(args, err) < 0 || prove(p, cli, path, key, &o->limits, err) < 0)
        return -1;
    fill_stage(p);
    o->pack = &p->stage;
    o->pack_fd = p->fd;
    o->publish_from = p->pack.manifest.effective;
    return 0;
}

void import_pack_release(struct import_pack *p)
{
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
    pack_release(&p->pack);
}
