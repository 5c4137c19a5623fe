/* bench/drug.c: what a drug of the invented catalog looks like. No state: everything is drawn from the seed and the index. */
#include "bench/drug.h"
#include "bench/words.h"

/* Streams of draw(): one a question, so that no answer depends on another. */
enum {
    ASK_STATE, ASK_REMOVED, ASK_ADDED, ASK_CHANGED, ASK_CHANGE_HOW, ASK_MAKER, ASK_FORMS, ASK_STRENGTH, ASK_PRICE, ASK_CLASS,
    ASK_TIERS, ASK_TEXT, ASK_HOLDER, ASK_BRAND, ASK_APPROVAL, ASK_RESTRICTION, ASK_NOTE, ASK_SALT, ASK_UNIT, ASK_SCHEME, ASK_FLAG
};

static const struct form western_forms[] = {
    { "A001", "片剂", "", "片", "片", "盒", AMOUNT_SOLID, { 12, 24 }, true },
    { "A010", "缓释片", "", "缓释片", "片", "盒", AMOUNT_SOLID, { 7, 14 }, false },
    { "B001", "颗粒剂", "", "颗粒", "袋", "盒", AMOUNT_SOLID, { 6, 10 }, false },
    { "B002", "注射液", "", "注射液", "支", "盒", AMOUNT_IN_ML, { 1, 5 }, false },
    { "B014", "注射用无菌粉末", "注射用", "", "瓶", "盒", AMOUNT_SOLID, { 1, 10 }, false },
    { "D003", "栓剂", "", "栓", "枚", "盒", AMOUNT_SOLID, { 5, 10 }, false },
    { "E001", "胶囊剂", "", "胶囊", "粒", "盒", AMOUNT_SOLID, { 20, 36 }, true },
    { "F002", "乳膏剂", "", "乳膏", "支", "盒", AMOUNT_IN_G, { 1, 2 }, false },
    { "G004", "滴眼剂", "", "滴眼液", "支", "盒", AMOUNT_IN_ML, { 1, 2 }, false },
    { "X001", "口服溶液剂", "", "口服溶液", "瓶", "盒", AMOUNT_IN_ML, { 1, 6 }, false },
};
static const struct form patent_forms[] = {
    { "1", "颗粒剂", "", "颗粒", "袋", "盒", AMOUNT_WEIGHT_BAG, { 9, 12 }, false },
    { "2", "胶囊剂", "", "胶囊", "粒", "盒", AMOUNT_FILL, { 24, 48 }, true },
    { "4", "片剂", "", "片", "片", "盒", AMOUNT_WEIGHT, { 24, 60 }, true },
    { "6", "合剂", "", "口服液", "支", "盒", AMOUNT_VOLUME, { 6, 10 }, false },
    { "7", "大蜜丸", "", "丸", "丸", "盒", AMOUNT_PILL, { 6, 10 }, false },
    { "8", "糖浆剂", "", "糖浆", "瓶", "盒", AMOUNT_VOLUME, { 1, 2 }, false },
};
enum { WESTERN_FORMS = sizeof western_forms / sizeof *western_forms, PATENT_FORMS = sizeof patent_forms / sizeof *patent_forms };
static const uint64_t strengths[] = { 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000 };
enum { STRENGTHS = sizeof strengths / sizeof *strengths };

int plan_init(struct plan *plan, uint64_t seed, uint64_t entries, uint64_t change)
{
    static const unsigned shapes[3][4] = { { 1, 1, 2, 3 }, { 2, 2, 2, 5 }, { 3, 2, 2, 10 } };
    const unsigned *shape = shapes[entries < 20000 ? 0 : entries < 300000 ? 1 : 2];

    *plan = (struct plan){ .seed = seed, .entries = entries, .change = change, .forms = shape[0], .strengths = shape[1],
                           .packs = shape[2], .makers = shape[3] };
    plan->per_generic = shape[0] * shape[1] * shape[2] * shape[3];
    plan->generics = (entries + plan->per_generic - 1) / plan->per_generic;
    plan->western = plan->generics - plan->generics / 4;
    return entries > 0 && plan->western <= 38400 && plan->generics - plan->western <= 14400 ? 0 : -1;
}

/* Where entry i stands: which generic, which of its forms, strengths, packs and makers. */
struct place {
    uint64_t generic;
    unsigned form, strength, pack, maker;
    bool western;
};

static struct place place_of(const struct plan *plan, uint64_t i)
{
    struct place at = { .generic = i / plan->per_generic };
    unsigned rest = (unsigned)(i % plan->per_generic);

    at.maker = rest % plan->makers;
    rest /= plan->makers;
    at.pack = rest % plan->packs;
    rest /= plan->packs;
    at.strength = rest % plan->strengths;
    at.form = rest / plan->strengths;
    at.western = at.generic < plan->western;
    return at;
}

/* A generic's forms: rising places in the list, so that codes rise too. */
static const struct form *form_of(const struct plan *plan, const struct place *at)
{
    unsigned total = at->western ? WESTERN_FORMS : PATENT_FORMS, width = total / plan->forms;
    uint64_t r = draw(plan->seed, ASK_FORMS, at->generic * 4 + at->form);
    const struct form *list = at->western ? western_forms : patent_forms;

    return &list[at->form * width + (unsigned)(r % width)];
}

/* Makers' numbers are odd and rise with at->maker; the even ones are for what the second version adds. */
static unsigned maker_of(const struct plan *plan, uint64_t i, const struct place *at)
{
    unsigned width = PLAN_MAKERS / plan->makers;

    return (at->maker * width + (unsigned)(draw(plan->seed, ASK_MAKER, i) % width)) / 2 * 2 + 1;
}

static void class_code(const struct plan *plan, const struct place *at, struct pad *p)
{
    static const char western_letters[] = "ABCDGHJLMNPRSV", patent_letters[] = "ABCDEF";
    uint64_t generics = at->western ? plan->western : plan->generics - plan->western;
    uint64_t generic = at->western ? at->generic : at->generic - plan->western;
    uint64_t size = at->western ? (uint64_t)14 * 9 * 8 * 4 : (uint64_t)6 * 12 * 5 * 5;
    uint64_t a_class = generics / size + 1 > 20 ? generics / size + 1 : 20; /* generics in one */
    uint64_t classes = (generics + a_class - 1) / a_class, stride = size / classes, c = generic / a_class * stride;
    char letters[3];

    letters[0] = at->western ? western_letters[c / (9 * 8 * 4)] : patent_letters[c / (12 * 5 * 5)];
    letters[1] = (char)('A' + (at->western ? c / 4 % 8 : c / 5 % 5));
    letters[2] = (char)('A' + (at->western ? c % 4 : c % 5));
    pad_text(p, at->western ? "X" : "Z");
    pad_bytes(p, letters, 1);
    pad_number(p, at->western ? c / 32 % 9 + 1 : c / 25 % 12 + 1, 2);
    pad_bytes(p, letters + 1, 2);
    pad_text(p, "A");
    pad_number(p, generic % a_class + 1, 3);
}

void drug_code(const struct plan *plan, uint64_t i, unsigned maker_step, struct pad *p)
{
    struct place at = place_of(plan, i);

    class_code(plan, &at, p);
    pad_text(p, form_of(plan, &at)->code);
    pad_number(p, at.strength + 1, 2);
    pad_number(p, at.pack + 1, 2);
    pad_number(p, maker_of(plan, i, &at) + maker_step, 5);
}

/* Steps through all combinations, neighbours far apart (7919 is prime and divides neither total). */
void drug_stem(const struct plan *plan, uint64_t generic, struct pad *p)
{
    uint64_t shift = draw(plan->seed, ASK_TEXT, 0) % 10007, k;

    if (generic < plan->western) {
        k = (generic + shift) * 7919 % 38400;
        pad_text(p, word(words_syllable, k / 24 / 40));
        pad_text(p, word(words_syllable, k / 24 % 40));
        pad_text(p, word(words_class, k % 24));
    } else {
        k = (generic - plan->western + shift) * 7919 % 14400;
        pad_text(p, word(words_herb, k / 16 / 30));
        pad_text(p, word(words_herb_second, k / 16 % 30));
        pad_text(p, word(words_effect, k % 16));
    }
}

static unsigned maker_stem(unsigned maker) { return maker * 7 % 576; }
bool maker_alike(unsigned a, unsigned b) { return maker_stem(a) == maker_stem(b); }

void maker_name(unsigned maker, enum maker_part part, struct pad *p)
{
    if (part != MAKER_NO_PLACE)
        pad_text(p, word(words_place, maker / 576 + maker));
    pad_text(p, word(words_maker_first, maker_stem(maker) / 24));
    pad_text(p, word(words_maker_second, maker_stem(maker) % 24));
    pad_text(p, word(words_industry, maker / 5));
    if (part != MAKER_NO_LEGAL)
        pad_text(p, word(words_legal, maker / 3));
}

enum state drug_state(const struct plan *plan, uint64_t i)
{
    uint64_t r = draw(plan->seed, ASK_STATE, i) % 1000;

    return r < 3 ? STATE_EXPIRED : r < 6 ? STATE_REPLACED : r < 9 ? STATE_FUTURE : r < 10 ? STATE_INACTIVE : STATE_OPEN;
}

bool drug_removed(const struct plan *plan, uint64_t i)
{
    return chance(plan->seed, ASK_REMOVED, i, plan->change / 20) && drug_state(plan, i) == STATE_OPEN;
}

bool drug_adds(const struct plan *plan, uint64_t i) { return chance(plan->seed, ASK_ADDED, i, plan->change / 20); }

static struct span text_from(struct drug *d, size_t start) { return pad_from(&d->pad, start); }

static void put_strength(uint64_t micrograms, bool other_unit, struct pad *p)
{
    if (!other_unit) {
        pad_strength(p, micrograms);
    } else if (micrograms >= 100000) {
        pad_amount(p, (int64_t)(micrograms * 10), 0);
        pad_text(p, "mg");
    } else { /* 0.0005 g is the least, so four places are enough */
        pad_amount(p, (int64_t)(micrograms / 100), 0);
        pad_text(p, "g");
    }
}

static void put_amount(const struct drug *d, struct spelling s, bool in_pack, struct pad *p)
{
    uint64_t tenths = (uint64_t)d->volume * s.strength_factor * 1000;
    static const char *const before[] = { "", "", "", "每袋装", "每粒装", "每片重", "", "每丸重" };
    const char *gram = s.other_unit ? "克" : "g";

    switch (d->form->amount) {
    case AMOUNT_SOLID:
        put_strength(d->micrograms * s.strength_factor, s.other_unit, p);
        break;
    case AMOUNT_IN_ML:
    case AMOUNT_IN_G:
        pad_number(p, d->volume, 1);
        pad_text(p, d->form->amount == AMOUNT_IN_ML ? "ml:" : "g:");
        put_strength(d->micrograms * s.strength_factor, s.other_unit, p);
        break;
    case AMOUNT_WEIGHT_BAG:
    case AMOUNT_FILL:
    case AMOUNT_WEIGHT:
    case AMOUNT_PILL:
        if (!in_pack)
            pad_text(p, before[d->form->amount]);
        pad_amount(p, (int64_t)tenths, 0);
        pad_text(p, gram);
        break;
    case AMOUNT_VOLUME:
        pad_amount(p, (int64_t)tenths, 0);
        pad_text(p, "ml");
        break;
    }
}

struct span drug_spec(const struct drug *d, struct spelling s, struct pad *p)
{
    size_t start = p->n;

    put_amount(d, s, false, p);
    return pad_from(p, start);
}

struct span drug_pack(const struct drug *d, struct spelling s, struct pad *p)
{
    size_t start = p->n;

    put_amount(d, s, true, p);
    pad_text(p, s.times);
    pad_number(p, d->quantity, 1);
    pad_text(p, d->form->dose);
    pad_text(p, "/");
    pad_text(p, d->form->pack);
    return pad_from(p, start);
}

static void make_identity(const struct plan *plan, const struct place *at, unsigned step, struct drug *d)
{
    uint64_t group = at->generic * 64 + at->form;
    size_t start = d->pad.n;

    drug_code(plan, d->index, step, &d->pad);
    d->code = text_from(d, start);
    start = d->pad.n;
    drug_stem(plan, at->generic, &d->pad);
    d->stem = text_from(d, start);
    d->salt = span_of(at->western ? word(words_salt, draw(plan->seed, ASK_SALT, at->generic)) : "");
    start = d->pad.n;
    pad_text(&d->pad, d->form->before);
    pad_span(&d->pad, d->salt);
    pad_span(&d->pad, d->stem);
    pad_text(&d->pad, d->form->after);
    d->name = text_from(d, start);
    if (draw(plan->seed, ASK_BRAND, group * 16384 + d->maker) % 10 < 6) {
        uint64_t r = draw(plan->seed, ASK_BRAND, at->generic * 16384 + d->maker) >> 8;
        start = d->pad.n;
        pad_text(&d->pad, word(words_brand, r % 30));
        pad_text(&d->pad, word(words_maker_first, r / 30 % 24));
        pad_text(&d->pad, word(words_brand, r / 720 % 30));
        d->brand = text_from(d, start);
        start = d->pad.n;
        if (r / 21600 % 2 == 0) {
            pad_span(&d->pad, d->brand);
            pad_text(&d->pad, d->form->after);
            d->alias = text_from(d, start);
        }
    }
}

static void make_amounts(const struct plan *plan, const struct place *at, struct drug *d)
{
    static const unsigned bag[] = { 30, 50, 80, 100, 120 }, fill[] = { 2, 3, 4, 5, 6 }, liquid[] = { 100, 200, 1000, 1200, 1500 };
    uint64_t r = draw(plan->seed, ASK_STRENGTH, at->generic * 4 + at->form);
    const struct form *f = d->form;
    struct spelling plain = { "×", false, 1 };

    if (at->western)
        d->micrograms = strengths[r % (STRENGTHS - 1) + at->strength];
    if (f->amount == AMOUNT_IN_ML)
        d->volume = strcmp(f->dose, "瓶") == 0 ? 100 : strcmp(f->after, "注射液") == 0 ? 2 : 5;
    else if (f->amount == AMOUNT_IN_G)
        d->volume = 10;
    else if (f->amount == AMOUNT_VOLUME)
        d->volume = strcmp(f->dose, "支") == 0 ? liquid[r % 1 + at->strength] : liquid[2 + r % 2 + at->strength];
    else if (f->amount == AMOUNT_WEIGHT_BAG || f->amount == AMOUNT_PILL)
        d->volume = bag[r % 4 + at->strength];
    else
        d->volume = fill[r % 4 + at->strength];
    d->quantity = f->packs[at->pack];
    d->spec = drug_spec(d, plain, &d->pad);
    d->pack = drug_pack(d, plain, &d->pad);
    d->unit_is_dose = draw(plan->seed, ASK_UNIT, at->generic) % 8 == 0;
    d->unit = span_of(d->unit_is_dose ? f->dose : f->pack);
}

/* 14 digits: 86, 9, the maker's five, the product's five, the GTIN's check digit. */
static struct span make_standard_code(struct drug *d, uint64_t product)
{
    size_t start = d->pad.n;
    unsigned sum = 0;

    pad_text(&d->pad, "869");
    pad_bytes(&d->pad, d->code.p + d->code.n - 5, 5);
    pad_number(&d->pad, product % 100000, 5);
    for (size_t k = 0; k < 13; k++)
        sum += (unsigned)(d->pad.b[start + k] - '0') * (k % 2 == 0 ? 3u : 1u);
    pad_number(&d->pad, (10 - sum % 10) % 10, 1);
    return text_from(d, start);
}

static void make_papers(const struct plan *plan, const struct place *at, unsigned step, struct drug *d)
{
    /* one approval covers all packs of a maker's strength */
    uint64_t paper = ((at->generic * 4 + at->form) * 4 + at->strength) * 16384 + d->maker, r = draw(plan->seed, ASK_APPROVAL, paper);
    size_t start = d->pad.n;

    pad_text(&d->pad, "国药准字");
    pad_text(&d->pad, at->western ? "H" : "Z");
    pad_number(&d->pad, r % 40000000 + 10000000, 8);
    d->approval = text_from(d, start);
    d->standard_code = make_standard_code(d, draw(plan->seed, ASK_APPROVAL, d->index + ((uint64_t)1 << 40)));
    d->holder = draw(plan->seed, ASK_HOLDER, paper) % 5 == 0 ? (unsigned)(draw(plan->seed, ASK_HOLDER, paper) / 5 % PLAN_MAKERS) + 1 : d->maker;
    start = d->pad.n;
    maker_name(d->maker, MAKER_FULL, &d->pad);
    d->manufacturer = text_from(d, start);
    start = d->pad.n;
    maker_name(d->holder, MAKER_FULL, &d->pad);
    d->holder_name = text_from(d, start);
    start = d->pad.n;
    pad_bytes(&d->pad, d->code.p, 6);
    pad_bytes(&d->pad, d->code.p + 7, 3);
    d->policy_code = text_from(d, start);
    start = d->pad.n;
    pad_text(&d->pad, "43");
    pad_number(&d->pad, d->index * 3 + 1000000 + step, 8);
    d->local_code = text_from(d, start);
    start = d->pad.n;
    pad_number(&d->pad, at->generic % 23 + 1, 2);
    d->category = text_from(d, start);
}

static void make_money(const struct plan *plan, const struct place *at, struct drug *d)
{
    static const int64_t shares[] = { 500, 1000, 1000, 1500, 2000, 3000 };
    uint64_t r = draw(plan->seed, ASK_PRICE, at->generic * 16 + at->form * 2 + at->strength), how = draw(plan->seed, ASK_TIERS, d->index);
    uint64_t r_class = draw(plan->seed, ASK_CLASS, at->generic);
    /* fen for one dose unit: 0.12 to about 90 yuan, most of them cheap; makers differ by up to 20 % */
    uint64_t fen = (12 + r % 90 * (r / 97 % 100) * (r / 9973 % 4 == 0 ? 10 : 1) / 10) * (100 + how % 20) / 100;
    int64_t yuan = (int64_t)(fen * (d->unit_is_dose ? 1 : d->quantity)) * 100;

    d->pay_class = r_class % 20 == 0 ? 'C' : r_class % 3 == 0 ? 'A' : 'B';
    d->self_pay = d->pay_class == 'C' ? 10000 : d->pay_class == 'A' ? 0 : shares[r_class / 60 % 6];
    d->two_schemes = d->pay_class == 'B' && draw(plan->seed, ASK_SCHEME, at->generic) % 12 == 0;
    if (how / 20 % 10 == 0) {
        for (int level = 1; level <= 3; level++)
            d->ceiling[d->ceilings++] = (struct ceiling_row){ yuan * (8 + level) / 900 * 100, level, false };
    } else {
        d->ceiling[d->ceilings++] = (struct ceiling_row){ yuan, 0, false };
    }
    if (how / 200 % 10 == 0)
        d->ceiling[d->ceilings++] = (struct ceiling_row){ yuan * 96 / 10000 * 100, 0, true };
    d->procured = draw(plan->seed, ASK_FLAG, at->generic) % 8 == 0;
    d->negotiated = draw(plan->seed, ASK_FLAG, at->generic) % 40 == 1;
}

static void make_texts(const struct plan *plan, const struct place *at, struct drug *d)
{
    uint64_t r = draw(plan->seed, ASK_NOTE, d->index), r_limit = draw(plan->seed, ASK_RESTRICTION, at->generic);
    size_t start;

    if (r_limit % 7 == 0)
        d->restriction = span_of(word(words_restriction, r_limit / 7));
    start = d->pad.n;
    pad_text(&d->pad, word(words_note, r));
    if (r / 16 % 3 > 0)
        pad_text(&d->pad, word(words_note, r / 64));
    if (d->changed && draw(plan->seed, ASK_CHANGE_HOW, d->index) % 4 == 0)
        pad_text(&d->pad, "本版更新。");
    d->note = text_from(d, start);
    start = d->pad.n;
    switch (d->state) {
    case STATE_OPEN:
        d->valid_from = r / 4096 % 5 == 0 ? NULL : PLAN_FROM;
        d->valid_to = r / 20480 % 3 == 0 ? "2035-12-31" : NULL;
        break;
    case STATE_EXPIRED:
    case STATE_REPLACED:
        d->valid_from = "2024-01-01";
        d->valid_to = "2025-12-31";
        break;
    case STATE_FUTURE:
        d->valid_from = "2096-01-01";
        break;
    case STATE_INACTIVE:
        break;
    }
    if (d->state == STATE_REPLACED) { /* by the next one that is open and stays */
        uint64_t next = d->index;

        do
            next = (next + 1) % plan->entries;
        while (next != d->index && (drug_state(plan, next) != STATE_OPEN || drug_removed(plan, next)));
        drug_code(plan, next, 0, &d->pad);
        d->successor = text_from(d, start);
    }
}

static void make_changed(const struct plan *plan, struct drug *d)
{
    if (draw(plan->seed, ASK_CHANGE_HOW, d->index) % 4 == 0)
        return; /* the note changed */
    for (unsigned k = 0; k < d->ceilings; k++)
        d->ceiling[k].yuan = d->ceiling[k].yuan * 95 / 10000 * 100;
}

static void make(const struct plan *plan, int revision, uint64_t i, unsigned step, struct drug *d)
{
    struct place at = place_of(plan, i);

    memset(d, 0, offsetof(struct drug, pad));
    d->pad.n = 0;
    d->pad.full = false;
    d->index = i;
    d->western = at.western;
    d->state = step ? STATE_OPEN : drug_state(plan, i);
    d->form = form_of(plan, &at);
    d->maker = maker_of(plan, i, &at) + step;
    d->changed = revision > 1 && chance(plan->seed, ASK_CHANGED, i, plan->change);
    make_identity(plan, &at, step, d);
    make_amounts(plan, &at, d);
    make_papers(plan, &at, step, d);
    make_money(plan, &at, d);
    make_texts(plan, &at, d);
    if (d->changed)
        make_changed(plan, d);
}

void drug_make(const struct plan *plan, int revision, uint64_t i, struct drug *d) { make(plan, revision, i, 0, d); }
void drug_make_added(const struct plan *plan, uint64_t i, struct drug *d) { make(plan, 2, i, 1, d); }
