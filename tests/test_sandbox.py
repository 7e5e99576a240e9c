"""Templates reach what they are given, and end."""

from __future__ import annotations

from typing import Any

import pytest

from sro_cli.engines import sandbox
from sro_cli.engines.sandbox import Sandbox
from sro_cli.files import Folder
from sro_cli.readers import gestaltung
from sro_cli.theme import FrameError, Theme
from sro_cli.writers.html.pages import Templates
from tests.projects import HERE

ROOT = HERE.parents[1]
ESCAPES = [
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    "{{ self.__init__.__globals__ }}",
    '{{ "".__class__.__mro__ }}',
    "{{ liste.append(1) }}",
    '{{ "{0.__class__}".format(1) }}',
    '{{ "x" * 10 ** 9 }}',
    "{{ lipsum(1000) }}",
]
DEEP = "{% for a in liste %}" * 8 + "{% endfor %}" * 8
ENDLESS = {
    "loops": DEEP,
    "macros": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "loops that call themselves": "{% for a in liste recursive %}{{ loop(liste) }}{% endfor %}",
    "joined texts": "{% set a = 'xxxxxxxx' %}" + "{% set a = a ~ a %}" * 40,
    "joined lists": "{% set a = liste %}" + "{% set a = a + a %}" * 40,
    "kept output": "{% set a %}xxxxxxxx{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
    "filters": "{% for a in liste %}{% for b in liste %}{% for c in liste %}{% for d in liste %}"
    "{{ liste | list | length }}" + "{% endfor %}" * 4,
}


def fill(text: str, **values: Any) -> str:
    room = Sandbox({"a.j2": text}.get, {}, {}, ("length", "list"))
    return room.fill("a.j2", {"liste": list(range(200)), **values})


def page(text: str) -> bytes:
    look, _ = gestaltung.load(Folder(ROOT))
    assert look
    own = Theme(look.gestaltung, {**look.frames, "html/a.html.j2": text.encode()})
    return Templates(own, liste=[1, 2]).page("a.html.j2")


@pytest.mark.parametrize("text", ESCAPES)
def test_a_template_reaches_nothing_it_was_not_given(text: str) -> None:
    with pytest.raises(FrameError):
        fill(text)


@pytest.mark.parametrize("text", ESCAPES)
def test_a_template_of_a_page_reaches_no_more(text: str) -> None:
    with pytest.raises(FrameError):
        page(text)


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_a_template_that_does_too_much_is_stopped(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST", 200_000)

    with pytest.raises(FrameError, match=r"findet kein Ende|ruft sich ohne Ende") as caught:
        fill(text)

    assert caught.value.path == "a.j2"


def test_a_template_is_stopped_as_often_as_it_is_filled_and_never_for_what_another_did() -> None:
    room = Sandbox({"a.j2": "{% for a in liste %}{{ loop.length }}{% endfor %}"}.get, {}, {}, ())

    assert {room.fill("a.j2", {"liste": range(3)}) for _ in range(3)} == {"333"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n{% for a in liste %}", 2, "Die Vorlage ist nicht richtig geschrieben"),
        ("\n\n{{ nichts }}", 3, "„nichts“ ist in dieser Vorlage nicht bekannt"),
        ("{{ 1 / 0 }}", 1, "Die Vorlage bricht ab"),
        ('{% include "b.j2" %}', 1, "Die Vorlage „b.j2“ fehlt im Ordner templates"),
    ],
)
def test_a_fault_has_its_line_and_is_said_in_german(text: str, line: int, words: str) -> None:
    with pytest.raises(FrameError) as caught:
        fill(text)

    assert (str(caught.value), caught.value.line) == (words, line)
