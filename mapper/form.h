/* mapper/form.h: dosage forms by class and family (share/forms.tsv).
 *
 *     const struct form *ours = forms_find(forms, text, SPAN("片剂(薄膜衣片)"));
 *     if (forms_compare(ours, theirs) == FORMS_OTHER_CLASS) ...
 *
 * A form that the file does not know is NULL, and never compared. */
#ifndef MAPPER_FORM_H
#define MAPPER_FORM_H

#include "base/text.h"
#include <stdint.h>

enum name_use { NAME_USE_NONE, NAME_USE_END, NAME_USE_FRONT };

#define FORM_ALSO 10
struct form {
    struct span spelling;            /* as in the file */
    struct span cls, family, form;   /* words of the file; family "-": not said */
    uint32_t cls_no, family_no, form_no; /* equal numbers: equal words; family_no 0: not said */
    uint32_t also_no[FORM_ALSO];         /* classes that this general word may stand for too; 0: no more */
};

enum forms_verdict {
    FORMS_UNKNOWN,      /* one side is not known: nothing to say */
    FORMS_SAME,
    FORMS_GENERAL,      /* one side is a word for the class, which names no form: 针剂, 口服常释剂型 */
    FORMS_VARIANT,      /* another form of the same family */
    FORMS_OTHER_FAMILY, /* same class */
    FORMS_OTHER_CLASS,
};

struct forms;
/* Reads SHARE_DIR/forms.tsv. NULL with err. The caller frees it. */
struct forms *forms_new(const char *share_dir, struct text *text, struct error *err);
void forms_free(struct forms *f);
/* The form that a field says: as a whole, else by what stands in its bracket and before it, the more exact of the two: 片剂(薄膜衣片),
 * 片剂(缓释), 糖衣片(片剂), 片剂/薄膜衣片; a pack behind a hyphen or a number does not count ("Inj Sol-1mL Pk"). NULL: unknown. */
const struct form *forms_find(struct forms *f, struct text *text, struct span field);
enum forms_verdict forms_compare(const struct form *a, const struct form *b);
/* Bytes of the longest form word at the end / at the front of a folded name; 0: none. */
size_t forms_name_end(const struct forms *f, struct span name);
size_t forms_name_front(const struct forms *f, struct span name);
#endif
