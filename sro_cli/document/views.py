"""Views: templates filled with data and read as Markdown → blocks of the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

from sro_cli import readable, tree
from sro_cli.diagnostics import Diagnostic
from sro_cli.document import diagrams, selection, words
from sro_cli.document.cells import Cells, demands, figure, head
from sro_cli.document.frame import Material
from sro_cli.document.nachweis import Nachweis, nachweis, of_kind
from sro_cli.document.relations import Relations
from sro_cli.document.templates import Templates
from sro_cli.document.traces import fault, frame_fault, markdown_fault, typst_fault, typst_warning
from sro_cli.document.words import Ready
from sro_cli.engines.typeset import TypesetError
from sro_cli.model import Eintrag, Wert
from sro_cli.readers import prose
from sro_cli.references import anchor_of, noun
from sro_cli.theme import FOLDER, FrameError
from sro_cli.tree import Block, Directive


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a view became.

    Attributes:
        blocks: to take its place.
        findings: E124 at the directive, E140 in a template.
        media: pictures that were drawn for it, by path.
    """

    blocks: tuple[Block, ...]
    findings: tuple[Diagnostic, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)


class Views:
    """The views of one document."""

    def __init__(self, material: Material, store: MutableMapping[str, bytes] | None = None) -> None:
        """Nothing is rendered yet.

        Args:
            material: what they show, and the theme with the templates.
            store: keeps drawn pictures by the digest of what made them.
        """
        self._konzept = material.konzept
        self._material = material
        self._store: MutableMapping[str, bytes] = {} if store is None else store
        settings = material.konzept.einstellungen
        self._cells = Cells(material.index, settings.anlagen if settings else ())
        self._relations = Relations(material.konzept, material.index)
        self._names = {target: entry.bezeichnung for target, entry in material.index.entries.items()}
        self._rendering = Templates(material.theme, self._filters(), self._globals())

    def expand(self, directive: Directive) -> Rendered:
        """What takes the place of a directive in a chapter: table or figure with its title and ident."""
        if missing := selection.argument_fault(directive, self._material.theme.frames):
            return Rendered((), (missing,))
        match directive.name:
            case "uebersicht":
                return self._overview(directive)
            case "nachweis":
                return self._matrix(directive)
            case "diagramm":
                return self._diagram(directive)
            case _:
                return self._listed(directive, "steckbriefe", {})

    def annex(self, name: str) -> Rendered:
        """An annex, beginning with its level-1 heading; E140 if its template makes none."""
        view = self.render(template := f"anlagen/{name}.md.j2")
        first = view.blocks[0] if view.blocks else None
        if view.findings or (isinstance(first, tree.Heading) and first.level == 1):
            return view
        message = "Die Anlage beginnt nicht mit ihrer Überschrift (# …)"
        return replace(view, findings=(fault(self._material.theme, FOLDER + template, 0, message),))

    def title_page(self) -> Rendered:
        """The paragraphs of the title page: title, subtitle if there is one, lines; E140 without any."""
        view = self.render(template := "titelblatt.md.j2")
        if view.findings or any(isinstance(block, tree.Paragraph) for block in view.blocks):
            return view
        message = "Die Vorlage erzeugt keinen Titel"
        return replace(view, findings=(fault(self._material.theme, FOLDER + template, 0, message),))

    def front(self) -> Rendered:
        """What stands before the contents: versions and responsibilities."""
        return self.render("vorspann.md.j2")

    def render(self, template: str, **context: object) -> Rendered:
        """The blocks of a template, none if it is faulty.

        Args:
            template: its path below ``templates/``.
            context: what it may name beside the concept.
        """
        made = self._rendering.render(template, context)
        if isinstance(made, Diagnostic):
            return Rendered((), (made,))
        read = prose.read(made)
        findings = (
            markdown_fault(finding.span, finding.message, finding.help) if finding.span else finding
            for finding in read.findings
        )
        return Rendered(read.blocks, tuple(findings))

    # --- directives

    def _overview(self, directive: Directive) -> Rendered:
        kind = selection.KINDS.get(directive.argument)
        known = tuple(kind.model_fields) if kind else directive.columns
        entries = selection.entries(self._konzept, directive.argument)
        context = {
            "eintraege": selection.select(directive, entries, self._names),
            "spalten": tuple(name for name in directive.columns if name in known),
        }
        return self._listed(directive, "uebersichten", context)

    def _listed(self, directive: Directive, folder: str, context: Mapping[str, object]) -> Rendered:
        """The view whose template is named after the directive's argument."""
        template = f"{folder}/{directive.argument}.md.j2"
        view = self.render(template, art=directive.argument, **context)
        return self._finished(view, directive, template)

    def _matrix(self, directive: Directive) -> Rendered:
        rows, columns = directive.argument.split()
        context = {
            "nachweis": self._nachweis(
                rows, columns, selection.select(directive, of_kind(self._konzept, rows), self._names)
            ),
            "zeilen": noun(rows),
            "spalten": noun(columns, 2),
            "quer": directive.wide,
        }
        view = self.render("nachweis.md.j2", **context)
        return self._finished(view, directive, "nachweis.md.j2")

    def _diagram(self, directive: Directive) -> Rendered:
        """The pictures one after the other, the first with the ident of the directive, and their table."""
        name, theme = directive.argument, self._material.theme
        diagram = diagrams.DIAGRAMS[name](directive, self._material, self._relations, self._cells)
        findings = tuple(selection.option_faults(directive))
        frame = f"{FOLDER}diagramme/{name}.typ"
        shown: dict[str, tuple[tree.Figure, bytes]] = {}
        for number, picture in enumerate(diagram.pictures, 1):
            try:
                path, drawing, heard = diagrams.draw(name, picture.data, theme, self._store)
            except FrameError as error:
                return Rendered((), (*findings, frame_fault(theme, error)))
            except TypesetError as error:
                message = "Das Diagramm lässt sich nicht zeichnen"
                refused = (typst_fault(theme, each, frame, message) for each in error.complaints)
                return Rendered((), (*findings, *refused))
            findings += tuple(typst_warning(theme, each, frame) for each in heard)
            which = f" (Teil {number} von {len(diagram.pictures)})" if len(diagram.pictures) > 1 else ""
            caption = (tree.Text(f"{directive.title}{which}"),) if directive.title else ()
            ident = directive.ident if number == 1 else ""
            image = tree.Image(path, picture.words)
            shown[path] = tree.Figure(image, caption, ident, span=directive.span), drawing
        table = self.render(f"diagramme/{name}.md.j2", **diagram.table)
        return Rendered(
            (*(figure for figure, _ in shown.values()), *table.blocks),
            (*findings, *table.findings),
            {path: drawing for path, (_, drawing) in shown.items()},
        )

    def _finished(self, view: Rendered, directive: Directive, template: str) -> Rendered:
        """The view, its first table with the title and the ident of the directive."""
        found = (*selection.option_faults(directive), *view.findings)
        for position, block in enumerate(view.blocks):
            if isinstance(block, tree.Table):
                titled = replace(
                    block,
                    caption=(tree.Text(directive.title),) if directive.title else block.caption,
                    ident=directive.ident or block.ident,
                    wide=directive.wide or block.wide,
                    span=directive.span,
                )
                blocks = (*view.blocks[:position], titled, *view.blocks[position + 1 :])
                return replace(view, blocks=blocks, findings=found)
        if directive.ident and not found:
            message = "Die Vorlage erzeugt keine Tabelle, auf die verwiesen werden könnte"
            found = (fault(self._material.theme, FOLDER + template, 0, message),)
        return replace(view, findings=found)

    # --- what templates may name

    def _filters(self) -> dict[str, Any]:
        own = ("adresse", "anker", "prosa", "reihe", "stelle", "verweis", "zelle")
        return {
            **{name: getattr(words, name) for name in own},
            **{name: getattr(readable, name) for name in ("datum", "wort", "zahl")},
            "beleg": self._cells.beleg,
            "feld": self._cells.cell,
            "kennung": lambda target: Ready(anchor_of(target)),
            "kopf": head,
            "kopfzeile": self._cells.head,
            "kurz": self._cells.mention,
            "name": self._cells.name,
            "verlangt": demands,
            "wert": figure,
            "zeile": self._cells.row,
        }

    def _globals(self) -> dict[str, Any]:
        return {
            "konzept": self._konzept,
            "einstellungen": self._konzept.einstellungen,
            "ausgabe": self._material.edition,
            "offene_punkte": self._material.open_points,
            "beziehungen": self._relations,
            "nachweis_von": self._nachweis,
            "sortiert": self._sorted,
        }

    def _sorted(self, entries: Iterable[Wert], name: str) -> tuple[Wert, ...]:
        return tuple(sorted(entries, key=lambda entry: selection.sort_key(entry, name, self._names)))

    def _nachweis(self, rows: str, columns: str, entries: tuple[Eintrag, ...] | None = None) -> Nachweis:
        return nachweis(self._relations, self._cells, rows, columns, entries)
