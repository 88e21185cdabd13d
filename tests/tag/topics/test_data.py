"""The vocabulary of topics and the files of evidence: nothing unknown, twice or unreachable."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files

import pytest

from tasks.language.morphology import lemmas
from tasks.language.text import has_cyrillic, straighten_apostrophes
from tasks.transform.tag.topics.concepts import concepts
from tasks.transform.tag.topics.entries import addresses, misread_forms, names, read_entries
from tasks.transform.tag.topics.settings import settings
from tasks.transform.tag.topics.vocabulary import sections, vocabulary
from tasks.transform.tag.words import cut, is_acronym, keys

DATA = files("tasks.transform.tag").joinpath("data")
FILES = sorted(DATA.joinpath("topics", "words").iterdir(), key=lambda file: file.name)
# The seventeen of IPTC, as it writes them.
TOPS = {
    "01000000": "arts, culture, entertainment and media",
    "02000000": "crime, law and justice",
    "03000000": "disaster, accident and emergency incident",
    "04000000": "economy, business and finance",
    "05000000": "education",
    "06000000": "environment",
    "07000000": "health",
    "08000000": "human interest",
    "09000000": "labour",
    "10000000": "lifestyle and leisure",
    "11000000": "politics and government",
    "12000000": "religion",
    "13000000": "science and technology",
    "14000000": "society",
    "15000000": "sport",
    "16000000": "conflict, war and peace",
    "17000000": "weather",
}


def every_entry():
    tables = [vocabulary().entries, sections().entries]
    tables += [entries for table in (names(), addresses()) for entries in table.values()]
    return [entry for table in tables for entry in table]


def is_reachable(word):
    """Whether some form of a word is read as the word itself."""
    return not has_cyrillic(word) or is_acronym(word) or word.lower() in lemmas(word.lower())


def test_all_top_level_topics_are_there_with_their_official_labels():
    tops = {code: concept.label_en for code, concept in concepts().items() if concept.is_top}
    assert tops == TOPS


def test_every_parent_is_a_concept_and_stands_before_its_children():
    rows = list(csv.DictReader(
        DATA.joinpath("iptc.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"
    ))  # fmt: skip
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes))
    for number, row in enumerate(rows):
        assert re.fullmatch(r"\d{8}", row["code"])
        assert row["parent"] in codes[:number] if row["parent"] else row["code"] in TOPS
        assert concepts()[row["code"]].path[-1] in TOPS


def test_labels_are_english_and_ukrainian_and_not_shared_by_siblings():
    siblings = Counter()
    for concept in concepts().values():
        assert concept.label_en
        assert not has_cyrillic(concept.label_en)
        assert has_cyrillic(concept.label_uk)
        siblings[concept.label_uk, concept.path[1:]] += 1
    assert max(siblings.values()) == 1


def test_every_code_in_the_evidence_is_a_concept():
    assert {entry.code for entry in every_entry()} <= concepts().keys()


def test_every_top_level_topic_has_evidence_in_one_file_of_its_own():
    tops = [{concepts()[entry.code].top for entry in read_entries(file)} for file in FILES]
    assert all(len(found) == 1 for found in tops)
    assert sorted(code for found in tops for code in found) == sorted(TOPS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_evidence_counts_twice_for_a_topic(file):
    """The same word twice, in two cases, or two phrases that the same words would match."""
    entries = list(read_entries(file))
    texts = Counter(entry.text.lower() for entry in entries)
    assert [text for text, count in texts.items() if count > 1] == []
    phrases = [
        (entry.text, [keys(word.text) for word in words])
        for entry in entries
        if len(words := cut(entry.text).items) > 1
    ]
    same = [
        (one, other)
        for number, (one, ours) in enumerate(phrases)
        for other, theirs in phrases[:number]
        if len(ours) == len(theirs)
        and not any(a.isdisjoint(b) for a, b in zip(ours, theirs, strict=True))
    ]
    assert same == []


def test_every_word_is_a_dictionary_form_so_that_its_forms_lead_to_it():
    words = [entry.text for entry in vocabulary().entries if len(cut(entry.text).items) == 1]
    assert [word for word in words if not is_reachable(word)] == []


def test_every_piece_of_evidence_is_found_in_itself():
    for table in (vocabulary(), sections()):
        for entry in table.entries:
            found = [phrase for _, phrase in table.find(cut(entry.text))]
            texts = {item.text for phrase in found for item in phrase.entries}
            assert entry.text in texts, entry.text


def test_every_condition_is_of_evidence_in_its_file_and_can_be_met():
    import tomllib

    for file in FILES:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        texts = {entry.text for entry in read_entries(file)}
        for name in ("needs", "excludes"):
            for text, words in tables.get(name, {}).items():
                assert straighten_apostrophes(text) in texts, (file.name, text)
                assert words, (file.name, text)
                assert [word for word in words if not is_reachable(word)] == [], (file.name, text)
                assert all(is_acronym(word) or word.islower() for word in words), text


def test_weights_are_positive_and_shares_are_of_topics():
    assert all(entry.weight > 0 for entry in every_entry())
    assert settings().shares.keys() <= TOPS.keys()
    assert all(0 < share < 1 for share in settings().shares.values())
    assert settings().narrower_floor <= settings().topic_floor


def test_a_misread_form_is_one_of_the_evidence_and_leaves_it_others():
    words = {entry.text for entry in vocabulary().entries}
    for form, texts in misread_forms().items():
        assert texts <= words
        assert texts.isdisjoint({form})
