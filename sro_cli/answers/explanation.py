"""What `sro explain` prints: the kinds of findings, and the page of one, laid out for a terminal.

Pages are Markdown of few forms: headings, paragraphs, lists, and fenced blocks whose info says
what they are (`tests.test_pages` lists what it can say). The reader of chapters would throw
that info away, so the little that is needed is read here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from sro_cli import catalogue
from sro_cli.columns import Paper, wrapped
from sro_cli.diagnostics import Kind, Severity
from sro_cli.diagnostics.suggestions import nearest
from sro_cli.files import Files
from sro_cli.readers import fields, sources
from sro_cli.report import COLOURS
from sro_cli.writers.sentences import sentences

SETTINGS = "content/konzept.yml"

BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
"""A fenced block of a page."""

_BOLD, _DIM, _CODE = "1", "2", "94"
_CODE_SPAN = re.compile(r"`([^`]+)`")
_ITEM = re.compile(r"^([-*]|\d+\.) (.*\n?(?:^ .*\n?)*)", re.MULTILINE)
_IN = "  "


def settings(info: str) -> dict[str, str]:
    """What the info of a block says.

    >>> settings("yaml datei=content/ziele.yml")
    {'yaml': '', 'datei': 'content/ziele.yml'}
    """
    return {key: value for key, _, value in (word.partition("=") for word in info.split())}


class UnknownKind(ValueError):  # noqa: N818 - it is what a user wrote
    """No kind of finding is called so; the message is German and names the nearest."""


def explained(word: str, files: Files, paper: Paper) -> str:
    """What there is to say about a word: the page of a kind, or the list of several.

    Args:
        word: the code or the name of a kind; the letter of a family; empty for all kinds.
        files: the concept at hand, or a folder without one.
        paper: what is printed on.

    Raises:
        UnknownKind: no kind is called so.
    """
    kinds = tuple(catalogue.KINDS.values())
    family = [kind for kind in kinds if kind.code[0] == word.upper()]
    if family or not word:
        return overview(family or kinds, paper)
    wanted = word.casefold()
    for kind in kinds:
        if wanted in {kind.code.casefold(), kind.name}:
            return page(kind, paper, weight(kind, files))
    close = nearest(wanted, [kind.name for kind in kinds], 1) or nearest(word.upper(), catalogue.KINDS)
    remedy = f" – meinten Sie {' oder '.join(f'„{other}“' for other in close)}?" if close else ""
    raise UnknownKind(f"Den Befund „{word}“ gibt es nicht{remedy}")


def demand(kind: Kind) -> str:
    """The first sentence of the page of a kind, Markdown on one line."""
    paragraph = catalogue.page(kind.code).split("\n\n")[1]
    return sentences(paragraph.replace("\n", " "))[0]


def overview(kinds: Collection[Kind], paper: Paper) -> str:
    """Kinds by family, two lines or more each: code, name and severity; what is demanded."""
    shelves = []
    for family, title in catalogue.FAMILIES.items():
        if members := [_entry(kind, paper) for kind in kinds if kind.code[0] == family]:
            shelves.append("\n".join([paper.paint(f"{family}  {title}", _BOLD), "", *members]))
    return "\n\n".join(shelves) + "\n"


def _entry(kind: Kind, paper: Paper) -> str:
    return f"  {_head(kind, paper)}\n{_text(demand(kind), paper, _IN * 4)}"


def _head(kind: Kind, paper: Paper) -> str:
    severity = paper.paint(kind.severity.name.capitalize(), COLOURS[kind.severity])
    return f"{paper.paint(kind.code, _BOLD)}  {paper.paint(kind.name, _BOLD)}  ({severity})"


# --- a page ----------------------------------------------------------------------------


def page(kind: Kind, paper: Paper, weight: str = "") -> str:
    """The page of a kind.

    Args:
        kind: of findings.
        paper: what is printed on.
        weight: what the concept at hand says about it, a sentence; may be empty.
    """
    text = catalogue.page(kind.code).partition("\n")[2]
    parts = [_head(kind, paper), *([_text(weight, paper, _IN)] if weight else [])]
    end = 0
    for block in BLOCK.finditer(text):
        parts += [*_prose(text[end : block.start()], paper), _block(block, kind, paper)]
        end = block.end()
    parts += _prose(text[end:], paper)
    return "\n\n".join(parts) + "\n"


def _prose(text: str, paper: Paper) -> Iterator[str]:
    for paragraph in filter(None, map(str.strip, text.split("\n\n"))):
        if paragraph.startswith("## "):
            yield paper.paint(paragraph.removeprefix("## "), _BOLD)
        elif _ITEM.match(paragraph):
            yield "\n".join(
                _text(" ".join(words.split()), paper, f"{_IN}{mark} ", f"{_IN}{' ' * len(mark)} ")
                for mark, words in _ITEM.findall(paragraph)
            )
        else:
            yield _text(paragraph.replace("\n", " "), paper, _IN)


def _text(words: str, paper: Paper, first: str, later: str = "") -> str:
    """A paragraph of Markdown, broken; what stands before its first line, and before all later ones."""
    later = later or first
    lines = wrapped(words, paper.width - len(later))
    shown = "\n".join(f"{later if number else first}{line}" for number, line in enumerate(lines))
    # Without colours the marks of Markdown stay: who copies a word must see where it ends.
    return _CODE_SPAN.sub(lambda code: paper.paint(code[1], _CODE), shown) if paper.colour else shown


def _block(block: re.Match[str], kind: Kind, paper: Paper) -> str:
    keys, body = settings(block["info"]), block["body"]
    if "befund" in keys:
        option = " --pruefen" if "pruefen" in keys.get("bauen", "") else ""
        heading = f"sro build{option} meldet:" if "bauen" in keys else "sro validate meldet:"
        lines = [_reported(line, kind, paper) for line in body.splitlines()]
    else:
        heading = title(keys, empty=not body)
        lines = [f"    {line}".rstrip() for line in body.splitlines()]
    return "\n".join([*([f"  {paper.paint(heading, _DIM)}"] if heading else []), *lines])


def _reported(line: str, kind: Kind, paper: Paper) -> str:
    """A line of what is found: the finding itself, or the text that it underlines."""
    if line.startswith("  "):
        subject = line[2:]
        # In quotes a lone comma is to be seen, and the blank before it.
        quoted = subject if any(mark in subject for mark in "„“") else f"„{subject}“"
        return paper.paint(f"      betrifft: {quoted}", COLOURS[kind.severity])
    return _text(line, Paper(paper.width), _IN * 2, _IN * 3)


def title(keys: Mapping[str, str], *, empty: bool) -> str:
    """What a block is, in words; empty for one that only shows how something is written."""
    match keys:
        case {"datei": path, "kodierung": encoding}:
            return f"{path}, gespeichert als {encoding.capitalize()}:"
        case {"datei": path, "groesse": size}:
            return f"{path}, {int(size) // 1_000_000} Megabyte groß"
        case {"datei": path}:
            return f"{path} ist leer" if empty else f"{path}:"
        case {"ordner": path}:
            return f"{path} ist ein Ordner"
        case {"verknuepfung": path}:
            return f"{path} ist eine Verknüpfung mit"
        case {"ohne": path}:
            return f"{path} gibt es nicht"
        case _:
            return ""


# --- what a concept says about it ---------------------------------------------------------


def weight(kind: Kind, files: Files) -> str:
    """A sentence on the severity that a concept gives to a kind, and why; empty if it gives none."""
    source, _findings = sources.read(files, SETTINGS)
    outer, _findings = fields.read(source) if source else (None, ())
    if outer is None or kind.fixed:
        return ""
    said = [outer.find(("schweregrade", kind.code, name))[1] for name in ("stufe", "weil")]
    severity, reason = (field.value if field and isinstance(field.value, str) else "" for field in said)
    if severity.upper() not in Severity.__members__:
        return ""
    return f"In diesem Konzept zählt der Befund als {severity.capitalize()}. Begründung: {reason}"
