"""The same thing has the same identifier, whatever form its name has."""

from __future__ import annotations

import pytest

from tasks.models import MentionKind
from tasks.transform.tag.document import Candidate, Rank
from tasks.transform.tag.linking import entity_id, link
from tasks.transform.tag.plain import tag_text


def body(name_uk, name_en, *, country=None, method="rule", at=0):
    return Candidate(
        0, at, at + len(name_uk), MentionKind.ORGANIZATION, name_uk, name_en, method, Rank.RULE,
        country,
    )  # fmt: skip


def linked(*candidates):
    return [(item.name_en, entity) for item, entity in link(candidates)]


@pytest.mark.parametrize(
    ("kind", "name_en", "expected"),
    [
        (MentionKind.PERSON, "Volodymyr Zelenskyy", "person/volodymyr-zelenskyy"),
        (MentionKind.PLACE, "Côte d'Ivoire", "place/cote-divoire"),
        (MentionKind.ORGANIZATION, "Pfizer Inc.", "organization/pfizer"),
        (MentionKind.ORGANIZATION, "Ryanair Holdings plc", "organization/ryanair"),
        (MentionKind.ORGANIZATION, "Amnesty International", "organization/amnesty-international"),
        (MentionKind.PLACE, "European Union", "organization/european-union"),
        (MentionKind.ORGANIZATION, "European Union", "organization/european-union"),
    ],
)
def test_identifiers(kind, name_en, expected):
    assert entity_id(kind, name_en) == expected


def test_a_body_is_named_in_short_after_it_was_named_in_full():
    ministry = body("МЗС Британії", "British Foreign Office", country="GB")
    short = body("МЗС", "Foreign Ministry", method="gazetteer")

    assert linked(ministry, short) == [
        ("British Foreign Office", "organization/british-foreign-office"),
        ("British Foreign Office", "organization/british-foreign-office"),
    ]
    assert linked(short, ministry)[0] == ("Foreign Ministry", "organization/foreign-ministry")


def test_the_court_of_one_country_is_not_that_of_another():
    ours = body("Верховний Суд", "Supreme Court", country="UA")
    theirs = body("Верховний Суд США", "US Supreme Court", country="US")

    assert linked(theirs, ours)[1] == ("Supreme Court", "organization/supreme-court")


@pytest.mark.parametrize(
    ("short", "full", "slug"),
    [
        ("СБУ", "Служба безпеки України", "security-service-of-ukraine"),
        ("ГУР", "Головне управління розвідки Міноборони", "main-intelligence-directorate"),
        ("Генштаб", "Генеральний штаб ЗСУ", "general-staff-of-the-armed-forces-of-ukraine"),
        ("НБУ", "Національний банк", "national-bank-of-ukraine"),
        ("DW", "Deutsche Welle", "deutsche-welle"),
    ],
)
def test_a_body_that_goes_by_several_names_is_one(short, full, slug):
    found = tag_text(f"Заголовок\nПро це каже {short}. Про це каже {full}.").mentions

    assert [item.surface_uk for item in found] == [short, full]
    assert {item.entity_id for item in found} == {f"organization/{slug}"}
    assert found[0].name_uk == short


def test_the_general_staff_of_another_country_is_not_ours():
    theirs = body("Генштаб", "General Staff", country="PL")

    assert linked(theirs) == [("General Staff", "organization/general-staff")]


def test_a_known_name_is_not_lengthened_by_what_happened_to_follow_it_once():
    council = body("Рада Європи підтримки миру", "Council of Europe of peace support")
    known = body("Рада Європи", "Council of Europe", method="gazetteer")

    assert linked(council, known)[1] == ("Council of Europe", "organization/council-of-europe")


def test_of_two_of_one_surname_the_famous_one_is_meant_by_it_alone():
    text = "Джо Байден виступив у сенаті. Хантер Байден чекав. Потім Байден поїхав."
    mentions = tag_text(f"Новина\n{text}").mentions
    assert [item.name_en for item in mentions] == ["Joe Biden", "Hunter Biden", "Joe Biden"]


def test_of_two_unknown_ones_of_one_surname_neither_is_meant():
    text = "Ганна Ткачук виступила. Ірина Ткачук чекала. Потім Ткачук поїхала."
    assert tag_text(f"Новина\n{text}").mentions[-1].name_en == "Tkachuk"
