/* cli/cmd_verify.c: duima verify FILE: what a pack is, and whether the bureau's signature holds. Changes nothing. */
#include "cli/cli.h"
#include "base/i18n.h"
#include "cli/pack_text.h"
#include "report/layout.h"

const struct option_row options_verify[] = {
    { OPTION_PUBKEY, 0, "pubkey", N_("KEY"), N_("the bureau's public key: its file, or the 56 characters themselves"), N_("Options:") },
    { .name = NULL },
};

static void add_hash(struct buf *out, const unsigned char hash[SHA256_BYTES])
{
    for (size_t i = 0; i < SHA256_BYTES; i++)
        buf_addf(out, "%02x", hash[i]);
}

void pack_text_add(const struct pack *p, struct buf *out)
{
    const struct manifest *m = &p->manifest;
    char day[DATE_TEXT], id[KEY_ID_TEXT];
    struct buf name = BUF_INIT, label = BUF_INIT;
    layout_plain(&name, span_of(p->name));
    layout_plain(&label, span_of(m->label));
    buf_addf(out, _("%s: the pack %s@%s; the signature of key %s holds\n"), buf_str(&name), m->region, buf_str(&label), key_id_text(p->key_id, id));
    out->failed = out->failed || name.failed || label.failed;
    buf_release(&name);
    buf_release(&label);
    buf_addf(out, _("  in force from %s\n"), date_text(m->effective, day));
    if (m->expires != DATE_NONE)
        buf_addf(out, _("  expires after %s\n"), date_text(m->expires, day));
    for (size_t i = 0; i < m->count; i++)
        buf_addf(out, _("  %s: number %d, entries: %lld\n"), kind_word(m->kinds[i].kind), m->kinds[i].number, (long long)m->kinds[i].entries);
    buf_adds(out, _("  manifest SHA-256: "));
    add_hash(out, p->manifest_sha);
    buf_addc(out, '\n');
    buf_adds(out, m->has_previous ? _("  the manifest before it: ") : _("  the first pack of its region"));
    if (m->has_previous)
        add_hash(out, m->previous);
    buf_addc(out, '\n');
    buf_adds(out, _("  trusted comment: "));
    layout_plain(out, buf_span(&p->comment));
    buf_addc(out, '\n');
}

int pack_not_expired(const struct cli *cli, const struct pack *p, struct error *err)
{
    char day[DATE_TEXT];
    if (!pack_expired(p, cli->today))
        return 0;
    return error_set(err, ERROR_CATALOG, _("%s: the pack expired after %s; ask the bureau for a newer one"), p->name,
                     date_text(p->manifest.expires, day));
}

int cmd_verify(struct cli *cli, const struct args *args, struct error *err)
{
    const char *key = args_value(args, OPTION_PUBKEY);
    struct public_key pub;
    struct pack pack = { .fd = -1 };
    struct buf out = BUF_INIT;
    if (!key)
        return error_set(err, ERROR_USAGE, _("a signature is checked against a key: name the bureau's with --pubkey KEY"));
    if (public_key_read(key, &pub, err) < 0)
        return -1;
    struct source *src = source_open(args->operands[0], err);
    if (!src)
        return -1;
    int status = pack_open(&pack, src, &pub, cli->temp_dir, err);
    source_free(src);
    if (status == 0) {
        pack_text_add(&pack, &out);
        status = cli_print(cli, &out, err);
    }
    if (status == 0)
        status = pack_not_expired(cli, &pack, err);
    pack_release(&pack);
    buf_release(&out);
    return status;
}
