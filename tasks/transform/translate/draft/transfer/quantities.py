"""Numbers and what stands by them: `12 тисяч`, `55 млн доларів`, `ще двоє`, `19 з яких`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from tasks.transform.translate.draft.chunks import Node, NounPhrase, Verb, Word
from tasks.transform.translate.draft.compiled import base_form
from tasks.transform.translate.draft.numbers import ordinal_suffix
from tasks.transform.translate.draft.reading import NUMERAL, Pos, Reading, Unit, word_set
from tasks.transform.translate.draft.transfer.clauses import is_counted, is_mark, is_relative

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES: dict[str, int] = {
    **{word: n for n, word in enumerate(_SMALL.split(), start=1)},
    **{word: 10 * n for n, word in enumerate(_TENS.split(), start=2)},
}
_HUNDRED = "hundred"
_LARGE = frozenset({"million", "billion", "trillion"})
_AMERICAN = frozenset({"сша", "сполучені штати", "сполучені штати америки"})


def quantify(nodes: Sequence[Node]) -> list[Node]:
    """Write the numbers of a sentence as English news does."""
    done: list[Node] = []
    for node in nodes:
        if isinstance(node, NounPhrase):
            _count(node)
            done += _money(node)
        else:
            done.append(node)
    return _predicates(_of_which(_another(done)))


def _value(reading: Reading) -> Decimal | None:
    """The number that a reading says; None for ranges, times, fractions of words."""
    if reading.pos is Pos.DIGITS and not reading.has("date") and not reading.has("decade"):
        try:
            return Decimal(reading.en.replace(",", ""))
        except InvalidOperation:
            return None
    if reading.pos is not Pos.NUM:
        return None
    if reading.en.endswith(_HUNDRED):
        times = reading.en.removesuffix(_HUNDRED).strip()
        return Decimal(100 * _VALUES.get(times, 1))
    return Decimal(_VALUES[reading.en]) if reading.en in _VALUES else None


def _figure(value: Decimal) -> str:
    text = f"{value.normalize():,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(unit: Unit, text: str) -> Unit:
    old = unit.chosen
    reading = Reading(Pos.DIGITS, old.lemma, text, old.case, old.number)
    return Unit(unit.tokens, unit.readings, reading)


def _count(phrase: NounPhrase) -> None:
    """Join the words of one number: twenty three → 23, 12 thousand → 12,000."""
    for complement in phrase.complements:
        _count(complement)
    _number_unit(phrase)
    kept: list[Unit] = []
    at = 0
    while at < len(phrase.modifiers):
        length, text = _number_at(phrase.modifiers, at)
        unit = phrase.modifiers[at]
        kept.append(_digits(unit, text) if length else unit)
        at += max(1, length)
    head = phrase.head
    if head and head.chosen.en == "thousand" and kept and not (phrase.names or phrase.complements):
        value = _value(kept[-1].chosen)
        if value is not None:
            kept[-1] = _digits(kept[-1], _figure(1000 * value))
            phrase.head = None
    phrase.modifiers = kept


def _number_unit(phrase: NounPhrase) -> None:
    """`55 окрема бригада` → the 55th: a singular behind such a number counts nothing."""
    if not phrase.modifiers or phrase.head is None or phrase.number != "sing":
        return
    first, reading = phrase.modifiers[0], phrase.head.chosen
    figure = first.chosen.en
    is_count = figure.endswith("1") and not figure.endswith("11")
    if first.chosen.pos is not Pos.DIGITS or not figure.isdigit() or is_count:
        return
    is_separate = any(unit.chosen.lemma == "окремий" for unit in phrase.modifiers)
    is_gent = reading.case in {"gent", ""} and not is_separate
    if is_gent or reading.pos is not Pos.NOUN or reading.has("unit") or reading.has("time"):
        return
    if reading.has("mass") or reading.has("sg") or reading.lemma in _LARGE_NOUNS:
        return
    text = figure + ordinal_suffix(figure)
    ordinal = Reading(Pos.ADJ, text, text, notes={"superl": ""})
    phrase.modifiers[0] = Unit(first.tokens, [ordinal], ordinal)


_LARGE_NOUNS = frozenset({"тисяча", "мільйон", "мільярд", "трильйон", "особа", "відсоток"})


def _number_at(units: Sequence[Unit], start: int) -> tuple[int, str]:
    """How many units from here are one number, and its digits; nothing to do: 0."""
    total, group = Decimal(0), Decimal(0)
    words = 0
    at = start
    for at in range(start, len(units) + 1):
        reading = units[at].chosen if at < len(units) else None
        if reading is None:
            break
        value = _value(reading)
        if reading.en == "thousand" and at > start:
            total, group = total + 1000 * group, Decimal(0)
        elif value is not None and (at == start or _adds(units[at - 1].chosen, value, reading)):
            group += value
        else:
            break
        words += 1
    single = units[start].chosen
    is_large = words == 1 and at < len(units) and units[at].chosen.en in _LARGE
    is_hundred = words == 1 and single.pos is Pos.NUM and single.en.endswith(_HUNDRED)
    if words < 2 and not is_hundred and not (is_large and single.pos is Pos.NUM):
        return 0, ""
    return words, _figure(total + group)


def _adds(before: Reading, value: Decimal, reading: Reading) -> bool:
    """`двадцять три` is one number, `один три` and `2 3` are not."""
    if before.en == "thousand":
        return value < 1000 and reading.pos is Pos.NUM
    last = _value(before)
    if last is None or before.pos is not Pos.NUM or reading.pos is not Pos.NUM:
        return False
    return (last >= 100 > value) or (20 <= last < 100 and value < 10)


def _money(phrase: NounPhrase) -> list[Node]:
    """`55 мільйонів доларів США` → $55 million."""
    for complement in phrase.complements:
        if complement.reading.lemma == "долар":
            _money(complement)
    if phrase.head is None or phrase.head.chosen.lemma != "долар":
        return [phrase]
    of_what = [c for c in phrase.complements if c.reading.lemma.lower() not in _AMERICAN]
    names = [name for name in phrase.names if name.chosen.lemma.lower() not in _AMERICAN]
    amount, rest = _amount(phrase.modifiers)
    if not amount or names or (of_what and phrase.is_complement):
        return [phrase]
    unit = Unit([], [], Reading(Pos.DIGITS, "долар", amount, phrase.case, "sing"))
    phrase.modifiers = [*rest, unit]
    phrase.head, phrase.names, phrase.complements = None, [], []
    phrase.number = "sing"
    for complement in of_what:
        complement.is_complement = False
        complement.relation = "in"
    return [phrase, *of_what]


def _amount(modifiers: Sequence[Unit]) -> tuple[str, list[Unit]]:
    """The dollars of a row of modifiers, and the words before them."""
    if not modifiers:
        return "", []
    last = modifiers[-1].chosen
    large = last.en if last.en in _LARGE else ""
    if len(modifiers) > 2 and any(m.chosen.en in _LARGE for m in modifiers[:-1]):
        return "", []
    if not large:
        value = _value(last)
        return (_dollars(last) if value and value >= 1 else ""), list(modifiers[:-1])
    if len(modifiers) == 1:
        return f"$1 {large}", []
    dollars = _dollars(modifiers[-2].chosen)
    return (f"{dollars} {large}" if dollars else ""), list(modifiers[:-2])


def _dollars(reading: Reading) -> str:
    value = _value(reading)
    if value is None:
        return ""
    return "$" + (reading.en if reading.pos is Pos.DIGITS else _figure(value))


def _adjective(text: str) -> Unit:
    reading = Reading(Pos.ADJ, text, text)
    return Unit([], [reading], reading)


def _another(nodes: Sequence[Node]) -> list[Node]:
    """`ще п'ятеро людей` → another five people; `ще двоє` → two more."""
    done: list[Node] = []
    for at, node in enumerate(nodes):
        before = done[-1] if done else None
        after = nodes[at + 1] if at + 1 < len(nodes) else None
        is_still = isinstance(before, Word) and before.reading.lemma == "ще"
        is_ago = after is not None and after.reading.lemma in {"тому", "назад"}
        if is_still and isinstance(node, NounPhrase) and _adds_to(node) and not is_ago:
            done.pop()
        done.append(node)
    return done


def _adds_to(phrase: NounPhrase) -> bool:
    """Say that a number comes on top of another; tell whether the phrase has one."""
    first = phrase.modifiers[0].chosen if phrase.modifiers else None
    if first is None or first.has("date") or ":" in first.en:
        return False
    if phrase.head is None and phrase.preposition is not None:
        return False
    if first.lemma in {"кілька", "декілька", "багато"}:
        phrase.modifiers.insert(1, _adjective("more"))
    elif first.pos not in NUMERAL:
        return False
    elif first.en == "one":
        phrase.modifiers[0] = _adjective("another")
    elif phrase.head is None or phrase.reading.pos is Pos.PRON:
        phrase.modifiers.append(_adjective("more"))
    else:
        phrase.modifiers.insert(0, _adjective("another"))
    return True


def _predicates(nodes: Sequence[Node]) -> list[Node]:
    """`двоє поранені` → two are wounded: after a number a nominative is what is said."""
    done: list[Node] = []
    has_verb = False
    for node in nodes:
        if is_mark(node, ",", ".", ";"):
            has_verb = False
        has_verb = has_verb or isinstance(node, Verb)
        predicate = None if has_verb or not isinstance(node, NounPhrase) else _said(node, done)
        if predicate is None:
            done.append(node)
            continue
        done += [_are(_counted_before(done)), predicate]
    return done


def _are(subject: NounPhrase | None) -> Verb:
    reading = Reading(Pos.VERB, "бути", "be", "", "plur", "", "3per", "pres")
    verb = Verb(Unit([], [reading], reading))
    if subject is not None:
        subject.is_subject, subject.case = True, "nomn"
        verb.subject = subject
    return verb


def _said(phrase: NounPhrase, done: list[Node]) -> NounPhrase | None:
    head = phrase.head
    if head is None or head.chosen.case != "nomn" or phrase.preposition or phrase.complements:
        return None
    adjective = next((r for r in head.readings if r.pos is Pos.ADJ and r.case == "nomn"), None)
    if adjective is None or head.chosen.number != "plur" or head.chosen.pos is Pos.ADJ:
        return None
    said = NounPhrase(
        "nomn", "plur", [Unit(head.tokens, head.readings, adjective)], is_predicate=True
    )
    if not phrase.modifiers:
        subject = _counted_before(done)
        return said if subject is not None and subject.preposition is None else None
    if phrase.modifiers[0].chosen.en == "another" and len(phrase.modifiers) > 1:
        # What `_another` took for the noun is the predicate.
        phrase.modifiers = [*phrase.modifiers[1:], _adjective("more")]
    numeral = next((m for m in phrase.modifiers if m.chosen.pos in NUMERAL), None)
    if numeral is None or numeral.chosen.lemma not in _COLLECTIVE:
        return None
    done.append(NounPhrase("nomn", "plur", phrase.modifiers))
    return said


_COLLECTIVE = word_set("двоє троє четверо п'ятеро шестеро семеро восьмеро дев'ятеро десятеро")


def _counted_before(done: Sequence[Node]) -> NounPhrase | None:
    """The number, with or without `of them`, that ends a row of nodes."""
    ends = [node for node in done[-2:] if not node.reading.en.startswith("of ")]
    last = ends[-1] if ends else None
    return last if isinstance(last, NounPhrase) and is_counted(last) else None


def _of_which(nodes: Sequence[Node]) -> list[Node]:
    """`19 з яких` → 19 of which; `з них двоє` → two of them."""
    done: list[Node] = []
    antecedent: NounPhrase | None = None
    for at, node in enumerate(nodes):
        before = done[-1] if done else None
        if _is_from(node) and isinstance(before, NounPhrase) and _is_bare_number(before):
            before.number = "sing" if before.reading.en in {"1", "one"} else "plur"
            done.append(_partitive(node, antecedent))
            continue
        if isinstance(node, NounPhrase) and before is not None and _is_from(before):
            if _is_among(before) and not _has_verb(nodes, at):
                done[-1] = _word("including")
            elif _is_bare_number(node):
                node.number = "sing" if node.reading.en in {"1", "one"} else "plur"
                done[-1:] = [node, _partitive(before, antecedent)]
                continue
        if isinstance(node, NounPhrase) and node.head is not None:
            antecedent = node
        done.append(node)
    return done


def _is_from(node: Node | None) -> bool:
    if not isinstance(node, NounPhrase) or node.preposition is None or node.case != "gent":
        return False
    if base_form(node.preposition.lower) not in {"з", "серед"}:
        return False
    return is_relative(node) or (node.head is not None and node.reading.lemma in {"вони", "ми"})


def _is_bare_number(phrase: NounPhrase) -> bool:
    kinds = {unit.chosen.pos for unit in phrase.modifiers}
    return phrase.head is None and phrase.preposition is None and kinds <= {Pos.NUM, Pos.DIGITS}


def _is_among(node: Node) -> bool:
    """Tell whether a phrase begins with `серед`."""
    preposition = node.preposition if isinstance(node, NounPhrase) else None
    return preposition is not None and preposition.lower == "серед"


def _has_verb(nodes: Sequence[Node], at: int) -> bool:
    """Tell whether a predicate comes before the next mark."""
    for node in nodes[at:]:
        if is_mark(node, ",", ".", ";", "–", "—"):
            return is_mark(node, "–", "—")
        if isinstance(node, Verb) or node.reading.pos is Pos.PREDICATIVE:
            return True
    return False


def _partitive(node: Node, antecedent: NounPhrase | None) -> Word:
    if isinstance(node, NounPhrase) and is_relative(node):
        text = "whom" if antecedent is not None and antecedent.reading.has("pers") else "which"
    else:
        text = "us" if node.reading.lemma == "ми" else "them"
    return _word(f"of {text}")


def _word(text: str) -> Word:
    reading = Reading(Pos.ADV, text, text)
    return Word(Unit([], [reading], reading), text)
