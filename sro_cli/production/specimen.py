"""A small document of everything that frames must cope with: faults of a city's own show before a build."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import UTC, datetime

from sro_cli import tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.document.number import number
from sro_cli.files import Files
from sro_cli.production import products
from sro_cli.readers import prose
from sro_cli.source import Source
from sro_cli.store.fingerprint import fingerprint
from sro_cli.theme import FOLDER, Theme
from sro_cli.tree import Part, Tree
from sro_cli.writers.docx.reference import OWN

_CHAPTER = """\
# Überschrift

Ein Absatz mit *Betonung*, **Wichtigem**, `Code` und einem [Verweis](https://musterstadt.example).[^1]

[^1]: Der Text einer Fußnote.

[^2]: Noch einer, zu einer Überschrift.

## Zwei[^2]

### Drei

#### Vier

##### Fünf

###### Sechs

Es folgt eine Liste:

- Ein Punkt
- Noch einer

1. Ein Schritt
2. Noch einer

Begriff
: Was er heißt.

> Ein Zitat.

---

```
Code
```

![Eine Linie](linie.svg "Eine Abbildung"){#abb}

| Eins | Zwei |
|---|---:|
| a | 1 |
| b | 2 |

: Eine Tabelle {#tab}

| Eins | Zwei |
|---|---|
| a | b |

: Eine breite Tabelle {#breit .quer}
"""

_BOXES = "\n".join(f"> [!{kind}]\n> Ein Kasten.\n" for kind in ("HINWEIS", "WICHTIG", "OFFEN", "INTERN"))

_LINE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 4h9" stroke="#000000"/></svg>'

_META = tree.Meta(
    title="Konzept",
    subtitle="Untertitel",
    version="0.1.0",
    fassung="Entwurf",
    date="1. Januar 2026",
    publisher="Musterstadt",
    description="Ein Konzept.",
    keywords=("Konzept",),
    moment=datetime(2026, 1, 1, tzinfo=UTC),
    commit="0123456",
    draft=True,
    name="konzept",
)


def specimen() -> Tree:
    """The document, numbered and resolved."""
    blocks = prose.read(Source("content/kapitel/muster.md", f"{_CHAPTER}\n{_BOXES}")).blocks
    annex = (
        tree.Heading(1, (tree.Text("Anlage"),), "anlage-muster"),
        tree.Paragraph(
            (tree.Reference((tree.Text("Anlage A"),), "anlage-muster", "kapitel", automatic=True),)
        ),
    )
    title = (
        tree.Paragraph((tree.Text(_META.title),), "title"),
        tree.Paragraph((tree.Text(_META.subtitle),), "subtitle"),
        tree.Paragraph((tree.Text(_META.publisher),), "line"),
    )
    parts, _labels = number(
        (
            Part("titelblatt", "titelblatt", title),
            Part("muster", "kapitel", blocks),
            Part("anlage-muster", "anlage", annex),
        )
    )
    media = {image.path: _LINE for part in parts for image in tree.images(part.blocks)}
    return Tree(_META, parts, media)


def findings(theme: Theme, files: Files, store: MutableMapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """What is wrong with the frames of pages, of the PDF and of Word: E140, E141.

    A frame may still fail with what only a real document has.

    Args:
        theme: the look.
        files: with its templates.
        store: keeps which of them are sound.
    """
    sound = fingerprint(files, (FOLDER,), "specimen")
    if sound in store:
        return ()
    formats = ("html", "pdf", "docx") if OWN in theme.frames else ("html", "pdf")
    _made, found = products(specimen(), theme, formats, store, lambda _words: None)
    faults = tuple(each for each in found if each.path.startswith(FOLDER))
    if not faults:
        store[sound] = b""
    return faults
