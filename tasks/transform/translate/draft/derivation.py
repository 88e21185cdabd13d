"""English for words that the lexicon lacks, from the words that they are made of.

`зроблений` from `зробити`, `обговорення` from `обговорити`, `телешоу` from `шоу`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tasks.language.lexicon import Entry
from tasks.transform.translate.draft import dictionary, english

# What a stem consonant before -ений was before -ити (пошкоджений, звільнений, втрачений).
_SOFTENED = (
    ("вл", "в"), ("бл", "б"), ("пл", "п"), ("мл", "м"), ("фл", "ф"), ("щ", "ст"), ("щ", "ск"),
    ("джд", "зд"), ("ждж", "здд"), ("дж", "д"), ("ж", "з"), ("ж", "г"), ("ч", "т"), ("ч", "к"),
    ("ш", "с"), ("ш", "х"), ("", ""),
)  # fmt: skip

_PREFIXES = {
    "анти": "anti-", "авіа": "air ", "авто": "auto ", "аеро": "aero", "біо": "bio", "відео":
    "video ", "віце": "vice ", "гео": "geo", "гідро": "hydro", "до": "pre-", "екс": "former ",
    "еко": "eco-", "електро": "electric ", "енерго": "energy ", "євро": "Euro-", "кібер": "cyber",
    "кіно": "film ", "контр": "counter-", "макро": "macro", "мега": "mega", "медіа": "media ",
    "мета": "meta", "мікро": "micro", "міні": "mini-", "мото": "motor ", "моно": "mono", "мульти":
    "multi-", "над": "super", "нано": "nano", "нарко": "drug ", "нафто": "oil ", "не": "non-",
    "нейро": "neuro", "онлайн": "online ", "пів": "half ", "політ": "political ", "прес": "press ",
    "псевдо": "pseudo-", "психо": "psycho", "радіо": "radio ", "ре": "re", "само": "self-", "спец":
    "special ", "супер": "super", "теле": "TV ", "термо": "thermal ", "ультра": "ultra", "фото":
    "photo ", "архі": "arch", "арт": "art ", "пост": "post-", "проти": "anti-", "між": "inter",
    "транс": "trans", "квазі": "quasi-", "інтернет": "internet ", "топ": "top ", "бізнес":
    "business ", "веб": "web ", "поза": "extra-", "пере": "re-", "під": "sub",
}  # fmt: skip

# Borrowed endings that English writes in its own way: глобалізація, лінгвістичний.
_BORROWED = (
    ("ізація", "ization"), ("ація", "ation"), ("уція", "ution"), ("иція", "ition"), ("кція",
    "ction"), ("пція", "ption"), ("логія", "logy"), ("логічний", "logical"), ("графія", "graphy"),
    ("графічний", "graphic"), ("істичний", "istic"), ("ичний", "ic"), ("ічний", "ic"), ("альний",
    "al"), ("арний", "ar"), ("озний", "ous"), ("ивний", "ive"), ("ізм", "ism"), ("изм", "ism"),
    ("ист", "ist"), ("іст", "ist"), ("метрія", "metry"), ("патія", "pathy"), ("терапія",
    "therapy"), ("метр", "meter"), ("тор", "tor"), ("ент", "ent"), ("ант", "ant"), ("ура", "ure"),
    ("ія", "y"),
)  # fmt: skip
_LETTERS = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "j",
    "з": "s", "и": "i", "і": "i", "ї": "i", "й": "y", "к": "c", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "u", "я": "a", "'": "",
})  # fmt: skip


@lru_cache(maxsize=20_000)
def derive(lemma: str, pos: str) -> Entry | None:
    """Make an entry for a lemma of a part of speech (UD), None where nothing fits."""
    makers = {"NOUN": _noun, "ADJ": _adjective, "VERB": _verb, "ADV": _adverb}
    if pos not in makers:
        return None
    made = makers[pos](lemma) or _prefixed(lemma, pos) or _compound(lemma, pos)
    if made is None and pos in {"NOUN", "ADJ"}:
        made = _borrowed(lemma, pos)
    return made


def _entry(lemma: str, pos: str, text: str, notes: Mapping[str, str] | None = None) -> Entry:
    return Entry(lemma, pos, text, notes or {})


def verb_of(stem_form: str) -> Entry | None:
    """Find the verb of a form like `зроблен`, `прочитан`, `закрит` or `вимкнут`."""
    for candidate in _verb_candidates(stem_form):
        for lemma in (candidate, candidate + "ся"):
            if found := dictionary.word(lemma, "VERB"):
                return found
    return None


def _verb_candidates(stem_form: str) -> Iterator[str]:
    if stem_form.endswith("т"):
        yield stem_form + "и"
    if stem_form.endswith(("ан", "ян")):
        yield stem_form[:-1] + "ти"
        if stem_form.endswith("ован"):
            yield stem_form[:-4] + "увати"
        if stem_form.endswith("йован"):
            yield stem_form[:-5] + "ювати"
    if stem_form.endswith("ен"):
        stem = stem_form[:-2]
        for soft, hard in _SOFTENED:
            if stem.endswith(soft):
                base = stem[: len(stem) - len(soft)] + hard
                yield from (base + "ити", base + "ти", base + "іти")
        yield stem + "нути"
        yield stem + "ути"


def _adjective(lemma: str) -> Entry | None:
    if lemma.endswith(("ний", "тий")) and (verb := verb_of(lemma[:-2])):
        return _entry(lemma, "ADJ", english.participle(verb.en), {"part": ""})
    for ending in ("ючий", "чий"):
        if lemma.endswith(ending) and (verb := converb_verb(lemma[:-2] + "и")):
            return _entry(lemma, "ADJ", english.gerund(verb.en), {"actpart": ""})
    if lemma.startswith("най") and (base := comparative_base(lemma[3:])):
        return _entry(lemma, "ADJ", english.superlative(base.en), {"superl": ""})
    if base := comparative_base(lemma):
        return _entry(lemma, "ADJ", english.comparative(base.en), {"comp": ""})
    return _relational(lemma)


_COMPARATIVES = {
    "більший": "великий", "менший": "малий", "кращий": "добрий", "гірший": "поганий", "ліпший":
    "добрий", "вищий": "високий", "нижчий": "низький", "довший": "довгий", "коротший": "короткий",
    "ближчий": "близький", "дальший": "далекий", "дорожчий": "дорогий", "важчий": "важкий",
    "легший": "легкий", "ширший": "широкий", "вужчий": "вузький", "глибший": "глибокий", "швидший":
    "швидкий", "тонший": "тонкий", "товщий": "товстий", "молодший": "молодий", "старший": "старий",
    "солодший": "солодкий", "м'якший": "м'який", "тяжчий": "тяжкий", "рідший": "рідкий",
    "частіший": "частий",
}  # fmt: skip


def comparative_base(lemma: str) -> Entry | None:
    """Find the adjective that a comparative belongs to: `сильніший` → `сильний`."""
    if lemma in _COMPARATIVES:
        return dictionary.word(_COMPARATIVES[lemma], "ADJ")
    for ending in ("іший", "ший"):
        if lemma.endswith(ending) and (
            found := dictionary.word(lemma.removesuffix(ending) + "ий", "ADJ")
        ):
            return found
    return None


_ADJECTIVE_OF_PLACE = re.compile(r"(?:івськ|ськ|зьк|цьк)ий$")


def _relational(lemma: str) -> Entry | None:
    """`стенфордський` → Stanford, `банківський` → bank, `учнівський` → pupil."""
    cut = _ADJECTIVE_OF_PLACE.search(lemma)
    if cut is None:
        return None
    stem = lemma[: cut.start()]
    stems = (stem, stem + lemma[cut.start()]) if cut.group().startswith(("з", "ц")) else (stem,)
    for base in stems:
        for ending in ("", "а", "я", "ія", "о", "и", "і", "е", "ець"):
            if named := dictionary.names(base + ending):
                return _entry(lemma, "ADJ", named[0].en, {"attr": ""})
            if found := dictionary.word(base + ending, "PROPN", "NOUN"):
                return _entry(lemma, "ADJ", found.en, {"attr": ""})
    return None


def _noun(lemma: str) -> Entry | None:
    if lemma.endswith(("ння", "ття")):
        stem = lemma[:-2]
        if lemma.endswith("іння"):
            stem = lemma[:-4] + "ен"
        if verb := verb_of(stem):
            return _entry(lemma, "NOUN", english.gerund(verb.en), {"mass": ""})
    if lemma.endswith("ість"):
        stem = re.sub("н$", "н", lemma[:-4])
        if base := dictionary.word(stem + "ий", "ADJ") or dictionary.word(stem + "ій", "ADJ"):
            return _entry(lemma, "NOUN", _quality(base.en), {"mass": ""})
    for ending, masculine in (("ка", ""), ("иця", "ик"), ("ниця", "ник"), ("киня", "ець"), ("иня",
    "")):  # fmt: skip
        if lemma.endswith(ending):
            base = dictionary.word(lemma.removesuffix(ending) + masculine, "NOUN")
            if base and base.has("pers"):
                return _entry(lemma, "NOUN", base.en, {"pers": ""})
    return None


def _quality(adjective: str) -> str:
    for ending, noun in (("able", "ability"), ("ible", "ibility"), ("al", "ality"), ("ive",
    "iveness"), ("ic", "icity"), ("ent", "ence"), ("ant", "ance"), ("ar", "arity"), ("y",
    "iness")):  # fmt: skip
        if adjective.endswith(ending):
            return adjective.removesuffix(ending) + noun
    return adjective + "ness"


def _verb(lemma: str) -> Entry | None:
    stem = lemma.removesuffix("ся")
    reflexive = lemma.endswith("ся")
    for candidate in _aspect_partners(stem):
        for form in (candidate + "ся", candidate) if reflexive else (candidate,):
            if found := dictionary.word(form, "VERB"):
                if reflexive and form == candidate and "copula" not in found.notes:
                    return _entry(lemma, "VERB", "be " + english.participle(found.en))
                return found
    return None


def _aspect_partners(stem: str) -> Iterator[str]:
    yield stem
    for ending, other in (
        ("овувати", "увати"), ("ювати", "ити"), ("ювати", "яти"), ("увати", "ати"), ("увати",
        "ити"), ("увати", "нути"), ("ати", "ити"), ("яти", "ити"), ("ати", "нути"), ("ати",
        "увати"), ("ити", "ати"), ("ити", "яти"), ("ити", "ювати"), ("нути", "ати"), ("ішати",
        "іти"),
    ):  # fmt: skip
        if stem.endswith(ending):
            base = stem.removesuffix(ending)
            yield base + other
            for soft, hard in _SOFTENED:
                if soft and base.endswith(soft):
                    yield base.removesuffix(soft) + hard + other
    for prefix in ("по", "за", "з", "с", "про", "на", "ви", "при", "від", "об", "роз"):
        if stem.startswith(prefix) and len(stem) > len(prefix) + 4:
            yield stem[len(prefix) :]


def converb_verb(form: str) -> Entry | None:
    """Find the verb of a converb: `читаючи` → `читати`, `прочитавши` → `прочитати`."""
    plain = form.removesuffix("сь").removesuffix("ся")
    reflexive = "ся" if plain != form else ""
    for ending in ("вши", "ши", "ючи", "учи", "ячи", "ачи"):
        if plain.endswith(ending):
            stem = plain.removesuffix(ending)
            for suffix in ("ти", "вати", "ати", "ити", "іти", "яти", "нути", "сти"):
                if found := dictionary.word(stem + suffix + reflexive, "VERB"):
                    return found
            if stem.endswith(("у", "ю")) and (
                found := dictionary.word(stem + "вати" + reflexive, "VERB")
            ):
                return found
            for soft, hard in _SOFTENED:
                if soft and stem.endswith(soft):
                    base = stem.removesuffix(soft) + hard
                    if found := dictionary.word(base + "ити" + reflexive, "VERB"):
                        return found
    return None


def _adverb(lemma: str) -> Entry | None:
    if lemma.endswith(("ючи", "ачи", "ячи", "учи", "вши", "ши")) and (verb := converb_verb(lemma)):
        return _entry(lemma, "ADV", english.gerund(verb.en))
    if lemma.startswith("по-") and lemma.endswith("ськи"):
        base = dictionary.word(lemma[3:] + "й", "ADJ")
        return _entry(lemma, "ADV", f"in {base.en}") if base else None
    if lemma.endswith("іше"):
        base = comparative_base(lemma[:-1] + "ий")
        return _entry(lemma, "ADV", english.comparative(adverb_of(base.en))) if base else None
    for ending in ("о", "е"):
        if lemma.endswith(ending):
            for adjective in ("ий", "ій"):
                if base := dictionary.word(lemma[:-1] + adjective, "ADJ") or _adjective(
                    lemma[:-1] + "ий"
                ):
                    return _entry(lemma, "ADV", adverb_of(base.en))
    return None


def adverb_of(adjective: str) -> str:
    """Form the adverb of an English adjective: `happy` → `happily`."""
    if adjective in {"fast", "hard", "early", "late", "daily", "weekly", "monthly", "far", "long"}:
        return adjective
    if adjective == "good":
        return "well"
    if adjective.endswith("ic"):
        return adjective + "ally"
    if adjective.endswith("le") and len(adjective) > 4:
        return adjective[:-1] + "y"
    if adjective.endswith("y"):
        return adjective[:-1] + "ily"
    return adjective if adjective.endswith("ly") else adjective + "ly"


def _prefixed(lemma: str, pos: str) -> Entry | None:
    for prefix, meaning in _PREFIXES.items():
        if not lemma.startswith(prefix):
            continue
        rest = lemma[len(prefix) :].lstrip("'-")
        if len(rest) > 3 and (base := dictionary.word(rest, pos)):
            return _entry(lemma, pos, meaning + base.en, base.notes)
    return None


def _compound(lemma: str, pos: str) -> Entry | None:
    """`економіко-правовий`, `країна-агресор`: both parts by themselves."""
    first, hyphen, second = lemma.partition("-")
    if not hyphen:
        return None
    head = dictionary.word(second, pos, "NOUN", "ADJ")
    if head is None:
        return None
    modifier = dictionary.word(first, pos, "NOUN", "ADJ", "NUM") or (
        dictionary.word(first[:-1] + "ий", "ADJ") if first.endswith(("о", "е")) else None
    )
    if modifier is None:
        return None
    joint = " " if pos == "NOUN" else "-"
    if pos == "NOUN" and not (head.has("pers") or modifier.has("attr")):
        return _entry(lemma, pos, f"{head.en} {modifier.en}", modifier.notes)
    return _entry(lemma, pos, f"{modifier.en}{joint}{head.en}", head.notes)


def _borrowed(lemma: str, pos: str) -> Entry | None:
    """`діагностичний` → diagnostic: endings that are spelt alike in all languages."""
    for ending, spelt in _BORROWED:
        if lemma.endswith(ending) and len(lemma) > len(ending) + 3:
            if (pos == "ADJ") != lemma.endswith("ий"):
                continue
            notes = {"mass": ""} if ending.endswith(("ія", "ізм")) else {}
            return _entry(lemma, pos, lemma[: -len(ending)].translate(_LETTERS) + spelt, notes)
    return None
