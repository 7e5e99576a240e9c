"""Pictures made from data: what they show, in words and as a table, and their drawing by Typst.

The drawing itself is a template, ``templates/diagramme/<name>.typ``; it reads ``/daten.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sro_cli.document.cells import Cells
from sro_cli.document.diagrams import bars, net, timeline
from sro_cli.document.diagrams.drawing import draw
from sro_cli.document.diagrams.picture import Diagram, Picture
from sro_cli.document.frame import Material
from sro_cli.document.relations import Relations
from sro_cli.tree import Directive

__all__ = ["DIAGRAMS", "Diagram", "Picture", "draw"]

DIAGRAMS: Mapping[str, Callable[[Directive, Material, Relations, Cells], Diagram]] = {
    "kennzahlen": bars.diagram,
    "netz": net.diagram,
    "zeitstrahl": timeline.diagram,
}
"""What each diagram shows, by the argument of ``{diagramm}``."""
