"""The catalogs of bench/quality: entries made on demand, so that each labelled row has an entry of its own."""
import random
from types import SimpleNamespace
from xml.sax.saxutils import escape, quoteattr

import amounts
import western
import words

REGION = "430000"
VERSIONS = [("2025.1", "2025-01-01"), ("2026.1", "2026-01-01"), ("2026.2", "2026-07-01"), ("2027.1", "2027-01-01")]
NOW, AS_OF = "2026.2", "2026-11-21"

# letter: form words for the catalog, how the name ends, dose unit, pack units, quantities
FORMS = {
    "T": ("片剂", "{}片", "片", "盒瓶", (10, 12, 14, 20, 24, 28, 30, 48, 100)),
    "F": ("薄膜衣片", "{}片", "片", "盒", (7, 10, 14, 28, 30)),
    "D": ("分散片", "{}分散片", "片", "盒", (6, 10, 12, 24)),
    "E": ("肠溶片", "{}肠溶片", "片", "盒瓶", (7, 14, 24, 30, 100)),
    "R": ("缓释片", "{}缓释片", "片", "盒瓶", (6, 10, 20, 30)),
    "N": ("控释片", "{}控释片", "片", "盒", (7, 10, 14)),
    "C": ("胶囊剂", "{}胶囊", "粒", "盒瓶", (6, 10, 12, 20, 24, 36, 50)),
    "S": ("软胶囊", "{}软胶囊", "粒", "盒瓶", (10, 12, 20, 30)),
    "Q": ("肠溶胶囊", "{}肠溶胶囊", "粒", "盒瓶", (7, 14, 20, 28)),
    "W": ("缓释胶囊", "{}缓释胶囊", "粒", "盒", (10, 12, 14, 20)),
    "G": ("颗粒剂", "{}颗粒", "袋", "盒", (6, 9, 10, 12, 15, 20)),
    "K": ("干混悬剂", "{}干混悬剂", "袋", "盒", (6, 8, 10, 12)),
    "L": ("口服溶液剂", "{}口服溶液", "瓶", "盒", (1,)),
    "Y": ("滴眼剂", "{}滴眼液", "支", "盒", (1,)),
    "I": ("注射液", "{}注射液", "支", "盒", (1, 2, 5, 6, 10)),
    "V": ("注射液", "{}注射液", "袋", "袋", (1,)),
    "P": ("注射用无菌粉末", "注射用{}", "瓶", "盒", (1, 5, 10)),
    "O": ("软膏剂", "{}软膏", "支", "盒", (1,)),
    "M": ("乳膏剂", "{}乳膏", "支", "盒", (1,)),
    "J": ("凝胶剂", "{}凝胶", "支", "盒", (1,)),
    "X": ("栓剂", "{}栓", "枚", "盒", (5, 6, 7, 10)),
    "Z": ("散剂", "{}散", "袋", "盒", (6, 9, 10, 12)),
    "B": ("鼻用喷雾剂", "{}鼻喷雾剂", "瓶", "盒", (1,)),
    "H": ("吸入用溶液剂", "吸入用{}溶液", "支", "盒", (5, 10, 20)),
}
# for patent medicines: form, name, dose unit, pack units, quantities, kind of amount
PATENT_FORMS = {
    "W": ("大蜜丸", "{}丸", "丸", "盒", (6, 10), "weight"),
    "w": ("水蜜丸", "{}丸", "袋", "盒", (6, 9, 10, 12), "fill"),
    "N": ("浓缩丸", "{}丸", "丸", "瓶", None, "herb"),
    "T": ("片剂", "{}片", "片", "盒瓶", (12, 24, 36, 48, 60, 100), "weight"),
    "C": ("硬胶囊", "{}胶囊", "粒", "盒", (12, 24, 30, 36, 48), "fill"),
    "S": ("软胶囊", "{}软胶囊", "粒", "盒", (10, 12, 24), "fill"),
    "G": ("颗粒剂", "{}颗粒", "袋", "盒", (6, 9, 10, 12, 20), "fill"),
    "L": ("口服液", "{}口服液", "支", "盒", (6, 10, 12), "volume"),
    "Y": ("糖浆剂", "{}糖浆", "瓶", "盒", (1,), "volume"),
    "J": ("合剂", "{}合剂", "瓶", "盒", (1,), "volume"),
    "Z": ("散剂", "{}散", "袋", "盒", (6, 10, 12), "fill"),
    "I": ("注射液", "{}注射液", "支", "盒", (2, 5, 6, 10), "volume"),
}
SALTS = ("盐酸 硫酸 马来酸 枸橼酸 富马酸 酒石酸 磷酸 甲磺酸 苯磺酸 氢溴酸 乳糖酸 乳酸 重酒石酸 琥珀酸 草酸 硝酸 醋酸".split(), "钠 钾 钙 镁".split())


class Maker(SimpleNamespace):
    """place, core, industry, legal: full() is the registered name."""

    def full(self):
        return self.place + self.core + self.industry + self.legal

    def ways(self, rng):
        """The same maker in other words, and the name of the way."""
        way = rng.choice(["legal-dropped", "place-dropped", "short", "core", "legal-other", "province", "place-and-core", "wide"])
        province = next((p for p, cities in words.PLACES.items() if self.place in cities), None)
        if way == "province" and province:
            return province + self.core + self.industry + self.legal, way
        return {
            "legal-dropped": self.place + self.core + self.industry, "place-dropped": self.core + self.industry + self.legal,
            "short": self.core + self.industry, "core": self.core, "place-and-core": self.place + self.core,
            "legal-other": self.place + self.core + self.industry + ("有限责任公司" if self.legal == "有限公司" else "有限公司"),
            "province": self.place + " " + self.core + self.industry + self.legal,
            "wide": self.place + "　" + self.core + self.industry + "(" + self.legal + ")",
        }[way], way


def gtin(thirteen):
    return str(-sum(int(c) * (3, 1)[i % 2] for i, c in enumerate(thirteen)) % 10)


class Entries:
    def __init__(self, seed):
        self.rng = random.Random("entries %s" % seed)
        self.all, self.codes, self.taken, self.used = [], {}, set(), set()
        self.western, self.by_base = [], {}
        for line in western.TEXT.split("\n"):
            if line:
                head, *forms = line.split()
                salt, base, suffix = head.split("/")
                for token in forms:
                    drug = (salt, base, suffix, token[0], amounts.read(token[1:]))
                    self.western.append(drug)
                    self.by_base.setdefault(base, []).append(drug)
        self.patent, self.by_stem = [], {}
        for line in words.PATENT.split("\n"):
            if line:
                stem, *forms = line.split()
                for token in forms:
                    self.patent.append((stem, token[0], token[1:]))
                    self.by_stem.setdefault(stem, []).append((stem, token[0], token[1:]))
        self.services = [line.split("|") for line in words.SERVICES.split("\n") if line]
        self.consumables = [line.split("|") for line in words.CONSUMABLES.split("\n") if line]
        self.makers, self._prefix = [], {}
        while len(self.makers) < 260:
            self._add_maker()

    # ---- words ----

    def _add_maker(self):
        rng = self.rng
        core = rng.choice(words.MAKER_FIRST) + rng.choice(words.MAKER_SECOND)
        number = "%05d" % rng.randrange(100000)
        apart = 3 if len(self.makers) < 300 else 2
        if any(m.core == core or core[1] + core[0] == m.core or sum(a != b for a, b in zip(m.number, number)) < apart for m in self.makers) or core[0] == core[1]:
            return
        province = rng.choice(sorted(words.PLACES))
        place = rng.choice([province, province] + words.PLACES[province])
        self.makers.append(Maker(place=place, province=province, core=core, industry=rng.choice(words.INDUSTRY), legal=rng.choice(words.LEGAL),
                                 number=number))

    def maker(self):
        self.asked = getattr(self, "asked", 0) + 1
        if self.asked > 12 * len(self.makers) and len(self.makers) < 900:        # big tables need more makers
            self._add_maker()
        return self.rng.choice(self.makers)

    def other_maker(self, *makers):
        """A maker that has no character of the core in common with these, nor with their whole names."""
        for _ in range(2000):
            m = self.maker()
            if all(not set(m.core) & set(o.full()) and not set(o.core) & set(m.full()) for o in makers):
                return m
        raise RuntimeError("no other maker is left")

    def brand(self):
        for tries in range(5000):        # the short ones are used up in big tables
            last = self.rng.choice(["", "", "新", "康"] if tries < 20 else words.BRAND_SECOND)
            b = self.rng.choice(words.BRAND_FIRST) + self.rng.choice(words.BRAND_SECOND) + last
            if ("brand", b) not in self.used:
                self.used.add(("brand", b))
                return b
        raise RuntimeError("the word lists have no brand left: ask for fewer rows")

    def date(self, first=2026, last=2026):
        return "%04d-%02d-%02d" % (self.rng.randint(first, last), self.rng.randint(1, 12), self.rng.randint(1, 28))

    def digits(self, n):
        return "".join(self.rng.choice("0123456789") for _ in range(n))

    def letters(self, n):
        return "".join(self.rng.choice("ABCDEFGHJKLMNPRSTVWX") for _ in range(n))

    def price(self, low=2, high=300):
        return amounts.F(self.rng.randint(low * 100, high * 100), 100)

    def approval(self, letter):
        while True:
            a = letter + ("19", "20")[self.rng.random() < 0.8] + self.digits(6)
            if ("approval", a) not in self.used:
                self.used.add(("approval", a))
                return a

    def standard_code(self, maker_number, right=True):
        thirteen = "869" + maker_number + self.digits(5)
        check = gtin(thirteen)
        return thirteen + (check if right else str((int(check) + self.rng.randint(1, 9)) % 10))

    # ---- entries ----

    def _add(self, e):
        self.all.append(e)
        self.codes[(e.kind, e.code)] = e
        return e

    def _blank(self, **fields):
        e = SimpleNamespace(
            kind="", list_type=None, code="", name="", generic=None, brand=None, alias=[], form=None, amount=None, spec=None, q=None, d=None,
            p=None, pack=None, maker=None, holder=None, repacker=None, approvals=[], standard_code=None, pay_class="A", self_pay=[], unit=None,
            ceilings=[], agreement=None, restriction=None, limit=None, flags=None, valid=None, replaced=[], content=None, exclusions=None,
            addon_of=None, model=None, material=None, registration=None, base=None, salt="", suffix="", letter="", region=REGION,
            versions={"2025.1", "2026.1", "2026.2", "2027.1"}, overrides={})
        e.__dict__.update(fields)
        return e

    def _prefix_of(self, key, make):
        if key not in self._prefix:
            while True:
                prefix = make()
                if prefix not in self._prefix.values():
                    break
            self._prefix[key] = prefix
        return self._prefix[key]

    def _code(self, prefix, maker):
        for _ in range(500):
            code = prefix + "%02d%02d" % (self.rng.randint(1, 12), self.rng.randint(1, 9)) + maker.number
            if ("drug", code) not in self.codes:
                return code
        raise RuntimeError("no code left for " + prefix)

    def _finish_drug(self, e, plain):
        """What both western and patent drugs have; plain: only what identifies the entry."""
        rng = self.rng
        e.spec = e.amount.catalog() if e.amount else None
        e.pack = self.pack_text(e, rng.choice(["full", "full", "short", "none"]))
        e.unit = e.p if rng.random() < 0.8 else e.d
        e.approvals = [self.approval("Z" if e.code[0] == "Z" else "H")]
        if rng.random() < 0.7:
            e.standard_code = self.standard_code(e.maker.number)
        e.pay_class = rng.choice("AABB")
        e.self_pay = [(None, "0" if e.pay_class == "A" else rng.choice(["0.05", "0.10", "0.15", "0.20", "0.30"]))]
        ceiling = self.price()
        e.ceilings = [(ceiling, None, None)]
        if not plain:
            if rng.random() < 0.3:
                e.brand = self.brand()
            if rng.random() < 0.3:
                e.holder = self.other_maker(e.maker).full()
            if rng.random() < 0.1:
                e.repacker = self.other_maker(e.maker).full()
            if rng.random() < 0.15:
                e.approvals.append(self.approval(e.approvals[0][0]))
            if rng.random() < 0.2:
                e.restriction = rng.choice(words.RESTRICTIONS)
            if rng.random() < 0.05:
                e.limit = {"sex": rng.choice("MF")}
            if rng.random() < 0.2:
                e.ceilings.append((ceiling, None, "payment"))
            if rng.random() < 0.1:
                e.flags = rng.choice(["procured", "dual-channel", "procured dual-channel"])
            if rng.random() < 0.2:
                e.valid = {"from": rng.choice(["2025-01-01", "2025-06-01", "2026-01-01"]), "to": rng.choice([None, "2027-12-31"])}
        return e

    def pack_text(self, e, style):
        if style == "none" or e.q is None:
            return ""
        short = "%d%s/%s" % (e.q, e.d, e.p) if e.d != e.p else "%d%s" % (e.q, e.d)
        amount = e.amount.catalog() if e.amount and e.amount.kind in ("solid", "liquid", "cream") else None
        return "%s×%s" % (amount, short) if style == "full" and amount else short

    def drug(self, letters=None, plain=False, want=None, base=None, maker=None, name_forms=True):
        """A western drug; letters: which forms; want(drug): which of the list."""
        rng = self.rng
        for _ in range(20000):
            salt, b, suffix, letter, amount = rng.choice(self.by_base[base] if base else self.western)
            if letters and letter not in letters or want and not want((salt, b, suffix, letter, amount)):
                continue
            m = maker or self.maker()
            form, pattern, d, ps, qs = FORMS[letter]
            name = pattern.format(salt + b + suffix)
            if (name, m.core) in self.taken:
                if maker:
                    m = None
                    maker = None
                continue
            self.taken.add((name, m.core))
            break
        else:
            raise RuntimeError("the word lists have no drug left for this: ask for fewer rows")
        key = (salt, b, suffix)
        prefix = self._prefix_of(("X", key, letter), lambda: self._prefix_of(("X", key), lambda: "X" + self.letters(1) + self.digits(2) + self.letters(3) + self.digits(3))
                                 + self.letters(1) + self.digits(3))
        e = self._blank(kind="drug", list_type="101", code=self._code(prefix, m), name=name, generic=salt + b + suffix, base=b, salt=salt,
                        suffix=suffix, letter=letter, form=form, amount=amount, d=d, p=rng.choice(ps), q=rng.choice(qs), maker=m)
        return self._add(self._finish_drug(e, plain))

    def patent_drug(self, letters=None, plain=False, stem=None):
        rng = self.rng
        for _ in range(20000):
            s, letter, size = rng.choice(self.by_stem[stem] if stem else self.patent)
            if letters and letter not in letters:
                continue
            form, pattern, d, ps, qs, kind = PATENT_FORMS[letter]
            m = self.maker()
            name = pattern.format(s)
            if (name, m.core, form) in self.taken:
                continue
            self.taken.add((name, m.core, form))
            break
        else:
            raise RuntimeError("the word lists have no patent medicine left for this: ask for fewer rows")
        if kind == "herb":
            amount, qs = amounts.Amount("herb", 3000), (int(size),)
        elif kind == "volume":
            amount = amounts.Amount("volume", volume=amounts.F(size), piece=d)
        else:
            amount = amounts.Amount(kind, amounts.F(size) * 1000, piece=d)
        prefix = self._prefix_of(("Z", s, letter), lambda: "Z" + self.letters(1) + self.digits(2) + self.letters(3) + self.digits(4))
        e = self._blank(kind="drug", list_type="101", code=self._code(prefix, m), name=name, base=s, letter=letter, form=form, amount=amount,
                        d=d, p=rng.choice(ps), q=rng.choice(qs), maker=m)
        return self._add(self._finish_drug(e, plain))

    def sibling(self, e, **change):
        """Another entry of the same name, form and maker."""
        new = SimpleNamespace(**{**e.__dict__, **change})
        new.alias, new.overrides, new.versions = list(e.alias), {}, set(e.versions)
        new.approvals = change.get("approvals", list(e.approvals))
        new.code = self._code(e.code[:-9], e.maker)
        new.spec = new.amount.catalog()
        new.pack = self.pack_text(new, "full" if e.pack and e.spec and e.spec in e.pack else "short" if e.pack else "none")
        if e.standard_code:
            new.standard_code = self.standard_code(e.maker.number)
        return self._add(new)

    def _fresh(self, make):
        while True:
            code = make()
            if all((kind, code) not in self.codes for kind in ("drug", "service", "facility", "consumable")):
                return code

    def herb(self, name=None):
        rng = self.rng
        e = self._blank(kind="drug", list_type="102", code=self._fresh(lambda: "T" + self.digits(9)), name=name or rng.choice(words.HERBS),
                        unit=rng.choice(["g", "kg", "10g", "g"]), pay_class=rng.choice("AB"))
        e.self_pay = [(None, "0" if e.pay_class == "A" else "0.10")]
        per_g = amounts.F(rng.randint(5, 90), 100)
        e.ceilings = [(per_g * {"g": 1, "10g": 10, "kg": 1000}[e.unit], None, None)]
        return self._add(e)

    def service(self, facility=False, exclusions=None, name=None):
        rng = self.rng
        names = [s for s in self.services if (s[2] == "f") == facility and ("service", s[0]) not in self.used]
        if name:
            name, unit, exc = name, "次", ""
        elif names and (facility or rng.random() < 0.5):
            name, unit, _, exc = rng.choice(names)
        elif facility:
            name, unit, exc = rng.choice(["重症", "普通", "双人", "单人", "层流", "隔离", "康复", "老年", "安宁", "日间"]) + rng.choice(
                words.ORGANS) + rng.choice(["病区", "专科", "监护"]) + "床位费", "床日", ""
        else:
            name, unit, exc = rng.choice(words.APPROACHES) + rng.choice(words.ORGANS) + rng.choice(words.PROCEDURES), "次", ""
        if ("service", name) in self.used:
            return self.service(facility, exclusions)        # rare: there are ten thousand names
        self.used.add(("service", name))
        region = rng.choice(["00", "00", "43"])
        e = self._blank(kind="facility" if facility else "service", list_type="201", name=name, unit=unit, pay_class=rng.choice("AAB"),
                        code=self._fresh(lambda: region + self.digits(9) + "%02d" % rng.randint(0, 9) + "00"),
                        exclusions=exclusions if exclusions is not None else exc or None)
        e.self_pay = [(None, "0" if e.pay_class == "A" else "0.10")]
        e.ceilings = [(self.price(4, 900), None, None)]
        return self._add(e)

    def consumable(self):
        rng = self.rng
        name, unit = rng.choice(self.consumables)
        m = self.maker()
        e = self._blank(kind="consumable", list_type="301", name=name, unit=unit, pay_class=rng.choice("AB"), maker=m,
                        code=self._fresh(lambda: "C" + self.digits(19) + (self.digits(7) if rng.random() < 0.3 else "")),
                        model=self.letters(2) + "-" + self.digits(4), material=rng.choice(words.MATERIALS),
                        registration=rng.choice(["国械注准20%s3%s", "湘械注准20%s2%s", "国械注进20%s3%s"]) % (self.digits(2), self.digits(6)))
        e.self_pay = [(None, "0" if e.pay_class == "A" else "0.10")]
        e.ceilings = [(self.price(3, 2000), None, None)]
        return self._add(e)

    def any(self, plain=False):
        pick = self.rng.random()
        if pick < 0.45:
            return self.drug(plain=plain)
        if pick < 0.7:
            return self.patent_drug(plain=plain)
        if pick < 0.8:
            return self.service()
        if pick < 0.83:
            return self.service(facility=True)
        return self.herb() if pick < 0.9 else self.consumable()

    # ---- documents ----

    def document(self, region, version, effective, fragment=False):
        entries = [e for e in self.all if e.region == region and version in e.versions]
        out = ['<?xml version="1.0" encoding="UTF-8"?>\n<catalog xmlns="urn:duima:catalog:1" region="%s" version="%s" effective="%s"%s count="%d">\n'
               % (region, version, effective, ' fragment="true"' if fragment else "", len(entries))]
        for e in entries:
            if version in e.overrides:
                e = SimpleNamespace(**{**e.__dict__, **e.overrides[version]})
            out.append(element(e))
        out.append("</catalog>\n")
        return "".join(out), len(entries)


def element(e):
    lines = []

    def tag(name, text, **attributes):
        given = "".join(" %s=%s" % (k.replace("_", "-"), quoteattr(str(v))) for k, v in attributes.items() if v is not None)
        if text is None and not given:
            return
        lines.append("  <%s%s/>" % (name, given) if not text else "  <%s%s>%s</%s>" % (name, given, escape(str(text)), name))

    tag("name", e.name)
    tag("generic", e.generic)
    tag("brand", e.brand)
    for alias in e.alias:
        tag("alias", alias)
    tag("form", e.form)
    tag("spec", e.spec)
    if e.q is not None:
        tag("pack", e.pack or None, quantity=e.q, dose_unit=e.d, pack_unit=e.p)
    tag("manufacturer", e.maker.full() if isinstance(e.maker, Maker) else e.maker)
    tag("holder", e.holder)
    tag("repacker", e.repacker)
    for approval in e.approvals:
        tag("approval", approval if approval.startswith("国药准字") else "国药准字" + approval)
    tag("standard-code", e.standard_code)
    tag("pay-class", e.pay_class)
    for scheme, share in e.self_pay:
        tag("self-pay", share, scheme=scheme)
    tag("unit", e.unit)
    for value, level, type_ in e.ceilings:
        tag("ceiling", amounts.num(value), level=level, type=type_)
    if e.agreement:
        tag("agreement", None, **{"from": e.agreement[0], "to": e.agreement[1]})
    tag("flags", e.flags)
    tag("restriction", e.restriction)
    if e.limit:
        tag("limit", None, **e.limit)
    if e.valid:
        tag("valid", None, **e.valid)
    for name, type_, code in e.replaced:
        tag(name, None, type=type_, code=code)
    for name in ("content", "exclusions", "addon_of", "model", "material", "registration"):
        tag(name.replace("_", "-"), getattr(e, name))
    head = "<%s code=%s%s>" % (e.kind, quoteattr(e.code), " list-type=%s" % quoteattr(e.list_type) if e.list_type else "")
    return head + "\n" + "\n".join(lines) + "\n</%s>\n" % e.kind
