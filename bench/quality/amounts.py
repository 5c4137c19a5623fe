"""Amounts as catalogs and hospitals write them: each amount knows its value, so that two spellings are known to agree or not."""
from fractions import Fraction as F
import re


def num(value):
    """A decimal without needless zeros; the values here always end."""
    value = F(value)
    sign, value = ("-" if value < 0 else ""), abs(value)
    whole, rest = divmod(value, 1)
    text = str(whole)
    if rest:
        digits = ""
        while rest and len(digits) < 12:
            digit, rest = divmod(rest * 10, 1)
            digits += str(digit)
        text += "." + digits
    return sign + text


def wide(text):
    """Full-width letters, digits and signs."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def mass(mg, rng=None):
    """mg → text; without rng as the catalog writes it, with rng one of the ways that people do."""
    mg = F(mg)
    usual = num(mg / 1000) + "g" if mg >= 100 else num(mg) + "mg" if mg >= F(1, 10) else num(mg * 1000) + "μg"
    if rng is None:
        return usual
    ways = [usual, usual]
    if mg >= 50:
        ways += [num(mg / 1000) + unit for unit in ("g", "克", "G", " g")]
    if F(1, 10) <= mg < 100000:
        ways += [num(mg) + unit for unit in ("mg", "毫克", "MG", "mg", " mg")]
    if mg < 1:
        ways += [num(mg * 1000) + unit for unit in ("μg", "ug", "mcg", "微克", "µg")]
    return rng.choice(ways)


def activity(iu, rng=None):
    iu = F(iu)
    big = iu >= 10000 and (iu / 10000) * 100 % 1 == 0
    usual = num(iu / 10000) + "万单位" if big else num(iu) + "IU"
    if rng is None:
        return usual
    ways = [usual] + [num(iu) + unit for unit in ("IU", "单位", "u", "U", "iu")]
    if big:
        ways += [num(iu / 10000) + unit for unit in ("万单位", "万u", "万U", "万IU", "万 单位")]
    return rng.choice(ways)


class Amount:
    """kind: solid (value alone), liquid (value in volume ml), cream (value in total g), compound (text), and of patent
    medicines: weight (每片重), fill (每袋装), volume (每支装10ml), herb (每8丸相当于饮片3g), none."""

    def __init__(self, kind, value=None, volume=None, unit="mg", piece="", text=""):
        self.kind, self.value, self.volume, self.unit, self.piece, self.text = kind, value, volume, unit, piece, text

    def key(self):
        return (self.kind, self.value, self.volume, self.unit, self.text)

    def copy(self, **change):
        new = Amount(self.kind, self.value, self.volume, self.unit, self.piece, self.text)
        new.__dict__.update(change)
        return new

    def _value(self, rng):
        return activity(self.value, rng) if self.unit == "IU" else mass(self.value, rng)

    def percent(self):
        """The concentration in per cent where it is a short number, else None."""
        if self.kind == "liquid" and self.unit == "mg":
            p = F(self.value) / F(self.volume) / 10
        elif self.kind == "cream":
            p = F(self.value) / F(self.volume) / 10
        else:
            return None
        return p if p * 100 % 1 == 0 and p >= F(1, 10) else None

    def catalog(self):
        """As the catalog writes it."""
        if self.kind == "solid":
            return self._value(None)
        if self.kind == "liquid":
            return num(self.volume) + "ml:" + self._value(None)
        if self.kind == "cream":
            return num(self.volume) + "g:" + self._value(None)
        if self.kind == "weight":
            return "每%s重%s" % (self.piece, num(F(self.value) / 1000) + "g")
        if self.kind == "fill":
            return "每%s装%s" % (self.piece, num(F(self.value) / 1000) + "g")
        if self.kind == "volume":
            return "每%s装%sml" % (self.piece, num(self.volume))
        if self.kind == "herb":
            return "每8丸相当于饮片%sg" % num(F(self.value) / 1000)
        return self.text

    def spellings(self, rng):
        """One text that says the same amount, and the name of the way it does."""
        if self.kind == "solid":
            way = rng.choice(["unit", "unit", "unit", "wide"])
            text = self._value(rng)
            return (wide(text) if way == "wide" else text), way
        if self.kind == "liquid":
            volume = num(self.volume) + rng.choice(["ml", "ml", "ML", "mL", "毫升"])
            value = self._value(rng)
            ways = ["colon", "colon", "star", "turned", "wide", "volume-alone", "value-alone", "slash", "bracket"]
            if self.percent() is not None:
                ways += ["percent-volume", "percent-both"]
            if self.unit == "mg" and (F(self.value) / F(self.volume)) * 1000 % 1 == 0:
                ways += ["per-ml"]
            way = rng.choice(ways)
            p = self.percent()
            return {
                "colon": volume + rng.choice([":", "：", ": "]) + value, "star": volume + rng.choice(["*", "×"]) + value,
                "turned": value + ":" + volume, "wide": wide(volume + ":" + value), "volume-alone": volume, "value-alone": value,
                "slash": value + "/" + volume, "bracket": volume + "(" + value + ")",
                "percent-volume": "%s%% %s" % (num(p or 0), volume),
                "percent-both": "%s%%(%s:%s)" % (num(p or 0), volume, value),
                "per-ml": num(F(self.value) / F(self.volume)) + rng.choice(["mg/ml", "毫克/毫升"]),
            }[way], way
        if self.kind == "cream":
            total = num(self.volume) + rng.choice(["g", "g", "克"])
            value = self._value(rng)
            p = self.percent()
            way = rng.choice(["colon", "wide", "total-alone"] + (["percent", "percent-total"] if p is not None else []))
            return {"colon": total + ":" + value, "wide": wide(total + ":" + value), "percent": num(p or 0) + "%",
                    "percent-total": "%s%%(%s:%s)" % (num(p or 0), total, value), "total-alone": total}[way], way
        if self.kind in ("weight", "fill"):
            g = num(F(self.value) / 1000)
            verb = "重" if self.kind == "weight" else "装"
            way = rng.choice(["each", "per", "plain", "wide", "mg"])
            return {"each": "每%s%s%s%s" % (self.piece, verb, g, rng.choice(["g", "克"])), "per": "%sg/%s" % (g, self.piece),
                    "plain": g + rng.choice(["g", "克"]), "wide": "每%s%s" % (self.piece, verb) + wide(g + "g"),
                    "mg": "每%s%s%smg" % (self.piece, verb, num(self.value))}[way], way
        if self.kind == "volume":
            v = num(self.volume)
            way = rng.choice(["each", "per", "plain", "wide"])
            return {"each": "每%s装%s%s" % (self.piece, v, rng.choice(["ml", "毫升", "ML"])), "per": "%sml/%s" % (v, self.piece),
                    "plain": v + rng.choice(["ml", "毫升", "ML"]), "wide": wide(v + "ml")}[way], way
        if self.kind == "herb":
            return "每8丸相当于饮片%s%s" % (num(F(self.value) / 1000), rng.choice(["g", "克"])), "herb"
        return self.text, "same"

    def others(self, rng):
        """An amount that is another one, with the name of the difference and the severity that spec/rules.md fixes (or None)."""
        if self.kind == "solid":
            shape = rng.choice(["double", "half", "tenfold", "tenth", "unit-slip", "five"])
            by = {"double": F(2), "half": F(1, 2), "tenfold": F(10), "tenth": F(1, 10), "unit-slip": F(1000), "five": F(5)}[shape]
            if shape == "unit-slip" and self.unit != "mg":
                by = F(10000)
            if shape == "unit-slip" and self.unit == "mg" and self.value >= 1000:
                by = F(1, 1000)
            return self.copy(value=F(self.value) * by), "solid-" + shape, "error"
        if self.kind == "liquid":
            shape = rng.choice(["value", "volume", "same-concentration", "value-ten"])
            by = rng.choice([F(2), F(1, 2)])
            if shape == "value":
                return self.copy(value=F(self.value) * by), "liquid-value", "error"
            if shape == "value-ten":
                return self.copy(value=F(self.value) * 10), "liquid-value-ten", "error"
            if shape == "volume":
                return self.copy(volume=F(self.volume) * by), "liquid-volume", "error"
            return self.copy(value=F(self.value) * by, volume=F(self.volume) * by), "liquid-same-concentration", "error"
        if self.kind == "cream":
            shape = rng.choice(["value", "total"])
            by = rng.choice([F(2), F(1, 2)])
            if shape == "value":
                return self.copy(value=F(self.value) * by), "cream-concentration", "error"
            return self.copy(value=F(self.value) * by, volume=F(self.volume) * by), "cream-total", "error"
        if self.kind == "weight":
            sure = "warning" if self.piece == "片" else None
            return self.copy(value=F(self.value) * rng.choice([F(2), F(1, 2)])), "weight", sure
        if self.kind == "fill":
            return self.copy(value=F(self.value) * rng.choice([F(2), F(1, 2)])), "fill", None
        if self.kind == "volume":
            return self.copy(volume=F(self.volume) * rng.choice([F(2), F(1, 2)])), "fill-volume", "error"
        if self.kind == "herb":
            return self.copy(value=F(self.value) * 2), "herb", "warning"
        if self.kind == "compound":
            first = re.match(r"\((\d+)mg", self.text).group(1)
            return self.copy(text=self.text.replace("(" + first, "(" + str(int(first) * 2), 1)), "compound", "error"
        return None


def read(token):
    """One strength of western.TEXT."""
    if token.startswith("("):
        return Amount("compound", text=token)
    first, _, second = token.partition(":")
    if not second:
        if first.endswith("IU"):
            return Amount("solid", _iu(first), unit="IU")
        return Amount("solid", _mg(first))
    if first.endswith("%"):
        total = F(second[:-1])
        return Amount("cream", total * 1000 * F(first[:-1]) / 100, volume=total)
    if first.endswith("ml"):
        if second.endswith("IU"):
            return Amount("liquid", _iu(second), volume=F(first[:-2]), unit="IU")
        return Amount("liquid", _mg(second), volume=F(first[:-2]))
    return Amount("cream", _mg(second), volume=F(first[:-1]))


def _iu(text):
    text = text[:-2]
    return F(text[:-1]) * 10000 if text.endswith("万") else F(text)


def _mg(text):
    m = re.match(r"^([\d.]+)(mg|g|μg)$", text)
    return F(m.group(1)) * {"mg": 1, "g": 1000, "μg": F(1, 1000)}[m.group(2)]
