"""What other dialects of Markdown read as markup, and ours would print as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sro_cli.diagnostics import Kind, faults

# Lengths are bounded, so that a line of ten thousand opening braces is read as fast as any other.
_MARKUP = re.compile(
    r"(?P<jinja>\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|\{#[^}]{0,200}#\})"
    r"|(?P<streichung>~~\S.{0,400}?~~)"
    r"|(?P<formel>\$\$.{1,400}?\$\$|(?<![\w$])\$(?=[^\s$])[^$]*[^\s$]\$(?!\w))"
    r"|(?P<roh>\{=\w+\})"
    r"|(?P<merkmal>\{[#.][^{}]*\})"
    r"|(?P<kasten>\[!\w+\])"
    r"|(?P<verweis>\[[^\]\[]{0,200}\](?:\(|[ ]\((?=[a-z]+:)))"
    r"|(?P<emoji>(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:]))"
)
SIGNS = r"{~$\[:"
"""All of it begins with one of these, which are quick to look for, and hardly a text has one."""

_SIGN = re.compile(f"[{SIGNS}]")
_REMEDIES = {
    "jinja": (
        "Vorlagenbefehle gehören nicht in den Text",
        "nehmen Sie die Anweisung {uebersicht}, um Daten in den Text zu setzen",
    ),
    "streichung": (
        "Durchgestrichener Text ist nicht vorgesehen",
        "löschen Sie ihn; frühere Stände bewahrt die Versionsverwaltung",
    ),
    "formel": (
        "Formeln sind nicht vorgesehen",
        "schreiben Sie die Rechnung in Worten oder \\$ für das Zeichen selbst",
    ),
    "roh": (
        "Befehle für ein einzelnes Format sind nicht vorgesehen",
        "löschen Sie die Klammer; sie gälte nur in einem der Dokumente",
    ),
    "merkmal": ("Merkmale gehören nur an Überschriften, Bilder und Tabellentitel", "löschen Sie die Klammer"),
    "kasten": (
        "Hier beginnt kein Kasten",
        "schreiben Sie „> [!NAME]“ in eine eigene Zeile und „> “ vor jede folgende",
    ),
    "verweis": (
        "Dieser Verweis ist nicht vollständig",
        "schreiben Sie ihn ohne Leerzeichen: [](ziel:Z1); eine Kennung mit Leerzeichen steht in < und >",
    ),
    "emoji": ("Emoji-Kürzel sind nicht vorgesehen", "schreiben Sie das Wort aus"),
}


def markup(text: str) -> Iterator[tuple[re.Match[str], Kind, str, str]]:
    """What is foreign in a text, E120 or E123: where, its kind, what is wrong and what to do.

    >>> [match[0] for match, *_ in markup("~~alt~~ und {{ neu }}")]
    ['~~alt~~', '{{ neu }}']
    """
    if not _SIGN.search(text):
        return
    for match in _MARKUP.finditer(text):
        kind = faults.KASTEN_UNBEKANNT if match.lastgroup == "kasten" else faults.AUSZEICHNUNG_UNBEKANNT
        yield match, kind, *_REMEDIES[match.lastgroup or ""]
