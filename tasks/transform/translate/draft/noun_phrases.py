"""Write a noun phrase in English: article, modifiers, head, complements."""

from __future__ import annotations

from tasks.transform.translate.draft import english
from tasks.transform.translate.draft.chunks import NounPhrase
from tasks.transform.translate.draft.prepositions import government
from tasks.transform.translate.draft.reading import NUMERAL, RELATIVES, Pos, Reading, Unit

_OBJECT_PRONOUNS = {
    "I": "me", "we": "us", "he": "him", "she": "her", "they": "them", "who": "whom",
}  # fmt: skip
_DETERMINERS = frozenset({Pos.DET})
_NO_ARTICLE_AFTER = frozenset({
    "this", "that", "these", "those", "his", "her", "its", "their", "our", "your", "my", "own",
    "each", "every", "any", "some", "no", "all", "both", "such", "which", "what", "whose",
    "the whole", "several", "another", "many", "few", "a certain", "today's", "one",
})  # fmt: skip
_PLURAL_DETERMINERS = {"this": "these", "that": "those", "another": "other", "every": "all",
    "each": "all"}  # fmt: skip


def write(phrase: NounPhrase) -> list[str]:
    """Give the words of a phrase, its preposition first."""
    pieces = [phrase.relation] if phrase.relation else []
    if phrase.head is None:
        return pieces + _bare_modifiers(phrase)
    if phrase.head.chosen.pos is Pos.PRON:
        return [*pieces, *_modifiers(phrase), _pronoun(phrase)]
    _possess(phrase)
    words = [*_modifiers(phrase), *_head(phrase)]
    if phrase.is_quoted_name:
        words = [word[:1].upper() + word[1:] for word in words]
    if words[0] == "such" and len(words) > 1 and _is_countable_singular(phrase):
        words[0] = "such " + english.indefinite_article(words[1])
    article = choose_article(phrase, words)
    if article == "a":
        article = english.indefinite_article(words[0])
    pieces += [article, *words] if article else words
    for complement in phrase.complements:
        pieces += [_link(phrase), *write(complement)]
    return pieces + _late_names(phrase)


def _is_countable_singular(phrase: NounPhrase) -> bool:
    return not (phrase.is_plural or phrase.reading.has("mass"))


# Names that English puts before the noun rather than behind `of`.
_ATTRIBUTIVE = {"United States": "U.S.", "EU": "EU", "NATO": "NATO", "UN": "UN", "UK": "UK"}
# Titles that take a capital before a name.
_TITLES = frozenset(
    {
        "president",
        "vice president",
        "prime minister",
        "minister",
        "chancellor",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "general",
        "colonel",
        "senator",
        "governor",
        "mayor",
        "secretary of state",
        "defense minister",
        "foreign minister",
        "Ukrainian president",
        "captain",
        "U.S. president",
        "Russian president",
        "patriarch",
        "metropolitan",
        "judge",
        "professor",
        "lieutenant general",
        "major general",
        "major",
        "lieutenant",
        "sergeant",
        "ambassador",
    }
)


def _link(phrase: NounPhrase) -> str:
    """`пошук шляхів` → search for: the lexicon says where it is not of."""
    return government(phrase.reading.notes.get("gov", "")).get(("", "gent"), "of")


def _possess(phrase: NounPhrase) -> None:
    """Let a person own what is named: `адміністрація Трампа` → Trump's administration."""
    if len(phrase.complements) != 1 or phrase.names or phrase.possessor or _has_determiner(phrase):
        return
    owner = phrase.complements[0]
    if owner.reading.en in _ATTRIBUTIVE and not owner.modifiers and not owner.complements:
        phrase.possessor = _ATTRIBUTIVE[owner.reading.en]
        phrase.complements = []
        return
    is_owner = owner.reading.pos is Pos.NAME and owner.reading.has("pers")
    # Russia's invasion of Ukraine: where `of` is wanted for what follows.
    is_owner = is_owner or (
        owner.reading.pos is Pos.NAME and phrase.reading.notes.get("gov", "").endswith(":of")
    )
    if is_owner and not owner.complements and not owner.modifiers:
        words = write(owner)
        phrase.possessor = " ".join(words) + ("'" if words[-1].endswith("s") else "'s")
        phrase.complements = []


def _bare_modifiers(phrase: NounPhrase) -> list[str]:
    words = _modifiers(phrase)
    if len(words) > 1 and words[0] == "such":
        # `вода така чиста` → so clean.
        return ["so", *words[1:]]
    return words


def _pronoun(phrase: NounPhrase) -> str:
    text = phrase.reading.en
    if phrase.is_subject or (phrase.case == "nomn" and not phrase.relation):
        return text
    return _OBJECT_PRONOUNS.get(text, text)


def _modifiers(phrase: NounPhrase) -> list[str]:
    words = []
    if phrase.possessor:
        words.append(phrase.possessor)
    words += [_modifier(unit, phrase) for unit in phrase.modifiers]
    return [word for word in words if word]


def _modifier(unit: Unit, phrase: NounPhrase) -> str:
    reading = unit.chosen
    text = reading.en
    if text.endswith("%") and phrase.head is not None:
        return text + " of"
    if reading.lemma in _ALL and not phrase.is_plural and _is_countable_singular(phrase):
        return "the whole" if phrase.head is not None else text
    is_every = text == "every" and any(m.chosen.pos in NUMERAL for m in phrase.modifiers)
    if phrase.is_plural and reading.pos is Pos.DET and not is_every and _is_plain(reading):
        return _PLURAL_DETERMINERS.get(text, text)
    return text


_ALL = frozenset({"весь", "увесь", "ввесь"})


def _is_plain(determiner: Reading) -> bool:
    return determiner.lemma not in RELATIVES


def _head(phrase: NounPhrase) -> list[str]:
    words = [_head_word(phrase)]
    if not (phrase.complements and _is_titled(phrase)):
        words += [name.chosen.en for name in phrase.names]
        if _is_titled(phrase) and words[0] in _TITLES:
            words[0] = words[0].title().replace(" Of ", " of ")
    return words


def _is_titled(phrase: NounPhrase) -> bool:
    return phrase.reading.pos is Pos.NOUN and bool(phrase.names) and phrase.reading.has("pers")


def _late_names(phrase: NounPhrase) -> list[str]:
    if phrase.complements and _is_titled(phrase):
        return [name.chosen.en for name in phrase.names]
    return []


def _head_word(phrase: NounPhrase) -> str:
    reading = phrase.reading
    if reading.pos is not Pos.NOUN or reading.has("mass") or reading.has("pl"):
        return reading.en
    if reading.has("sg") or not _is_plural_form(phrase):
        return reading.en
    return english.plural(reading.en)


def _is_plural_form(phrase: NounPhrase) -> bool:
    numeral = next((m for m in phrase.modifiers if m.chosen.pos in NUMERAL), None)
    if numeral is not None and numeral.chosen.pos is Pos.DIGITS:
        return numeral.chosen.en != "1" and not numeral.chosen.has("date")
    return phrase.number == "plur" or (numeral is not None and numeral.chosen.en != "one")


def choose_article(phrase: NounPhrase, words: list[str]) -> str:
    """Choose `the`, `a` or nothing by the rules of `docs/draft-engine.md`."""
    reading = phrase.reading
    if (
        phrase.is_quoted_name
        or phrase.relation == "per"
        or (phrase.modifiers and _has_determiner(phrase))
    ):
        return ""
    if phrase.possessor and phrase.possessor not in _ATTRIBUTIVE.values():
        return ""
    if reading.pos in {Pos.NAME, Pos.FOREIGN}:
        return "the" if reading.has("the") else ""
    if phrase.names and (reading.has("pers") or words[-1][:1].isupper()):
        return "" if reading.has("pers") and not phrase.complements else "the"
    if reading.has("title") or (reading.has("time") and reading.en[:1].isupper()):
        return ""
    if phrase.is_role and reading.en in _TITLES and not phrase.complements:
        # He became president: an office is one of its kind.
        return ""
    if reading.has("the") or _is_unique(phrase):
        return "the"
    return _article_of_common_noun(phrase)


# Singulars that English uses without article unless they are told which.
_UNCOUNTED = frozenset({"death", "life", "pain", "shock", "success", "school", "prison", "power",
    "breakfast", "lunch", "dinner", "order", "independence", "membership", "cooperation",
    "reconstruction", "society", "nature", "democracy", "victory", "defeat", "control", "trade",
    "access", "pressure", "responsibility", "trust", "occupation", "mobilization", "evacuation",
    "surgery", "treatment", "education", "custody", "stress", "sport", "art", "science",
    "retirement", "marriage", "childhood", "adulthood", "sleep", "depression", "cancer",
    "technology", "tourism", "television", "production", "consumption", "inflation",
    "development"})  # fmt: skip
# Part of the rain, half of the money.
_SHARES = frozenset({"частина", "половина", "більшість"})
_INDEFINITE = frozenset({"серія", "низка", "ряд", "пара", "купа"})


def _article_of_common_noun(phrase: NounPhrase) -> str:
    reading = phrase.reading
    if reading.has("time") or reading.has("unit"):
        return "" if reading.has("mass") or phrase.is_plural or phrase.modifiers else "a"
    if phrase.is_plural:
        return ""
    if reading.has("mass"):
        is_known = phrase.complements and (phrase.is_subject or phrase.preposition)
        return "the" if is_known else ""
    if reading.en in _UNCOUNTED and not (phrase.complements or phrase.is_subject):
        return ""
    if reading.lemma in _INDEFINITE:
        return "a"
    if reading.lemma in _SHARES and phrase.complements and not phrase.modifiers:
        return ""
    is_unmentioned = phrase.is_role or phrase.is_new or _is_means(phrase)
    if phrase.is_predicate or (is_unmentioned and not phrase.complements):
        return "a"
    if phrase.complements or phrase.is_subject or phrase.preposition or phrase.is_complement:
        return "the"
    return "a" if phrase.modifiers else "the"


def _is_means(phrase: NounPhrase) -> bool:
    """`з ножем` → with a knife, but with the ambassador."""
    return phrase.relation == "with" and not phrase.reading.has("pers")


def _has_determiner(phrase: NounPhrase) -> bool:
    for unit in phrase.modifiers:
        reading = unit.chosen
        if reading.pos is Pos.NUM:
            return True
        if reading.pos is Pos.DIGITS:
            return True
        if reading.en in _NO_ARTICLE_AFTER or reading.lemma in _ALL or reading.has("poss"):
            return True
    return False


_UNIQUE = frozenset({"first", "second", "third", "last", "only", "same", "next", "main", "entire",
    "whole", "latest", "current", "former", "previous"})  # fmt: skip


def _is_unique(phrase: NounPhrase) -> bool:
    return any(
        unit.chosen.en in _UNIQUE or unit.chosen.has("superl") or unit.chosen.en.startswith("most ")
        for unit in phrase.modifiers
    )
