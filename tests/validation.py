"""The products under validators of others; each gives what it finds, nothing if all is well.

`sro_cli.conformity` knows those that judge a file as it is. Here are those that only tests need.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
from axe_playwright_python.sync_playwright import Axe

from sro_cli.conformity import docx, pdf
from sro_cli.conformity.pdf import Profile

HEAD = 60
"""The upper end of a page in pt, in which nothing but a running head stands."""

_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pdf_faults(product: bytes, profile: Profile) -> list[str]:
    """What page-validation finds in a PDF, „rule: message“."""
    return [f"{fault.rule}: {fault.reported}" for fault in pdf.faults(product, (profile,))]


def docx_faults(product: bytes) -> list[str]:
    """What openxml-audit finds in a DOCX."""
    return [fault.reported for fault in docx.faults(product)]


def spoken_faults(product: bytes, folder: Path) -> list[str]:
    """What outloud calls an error in a PDF, „rule: message“; its warnings are for people to judge.

    It takes a running head of two lines for prose that nobody hears, unless it recurs on three pages.
    """
    path = folder / "product.pdf"
    path.write_bytes(product)
    program = Path(sys.executable).with_name("outloud")
    command = [str(program), "--json", "-", "--fail-on", "never", str(path)]
    (result,) = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["results"]
    assert not result["error"]
    with pypdfium2.PdfDocument(product) as pdf:
        heads = [page.get_height() - HEAD for page in pdf]
    errors = (finding for finding in result["findings"] if finding["severity"] == "error")
    return [f"{error['rule']}: {error['message']}" for error in errors if not _is_head(error, heads)]


def _is_head(error: dict[str, Any], heads: list[float]) -> bool:
    return error["rule"] == "TAG-002" and all(box["y0"] > heads[box["page"] - 1] for box in error["boxes"])


def html_faults(window: Any, path: Path, judged: set[str] | None = None) -> dict[str, list[str]]:
    """What axe-core finds on a page: rule → elements.

    Contrast takes axe most of its time, and depends on nothing but how an element and those around
    it look. So each look is judged once, wherever it comes first.

    Args:
        window: a page of the browser.
        path: the file to look at.
        judged: the looks whose contrast is known to be enough; those of the page are added.
    """
    window.goto(path.as_uri())
    window.evaluate(_AXE)
    violations, looks = window.evaluate(_RUN, [_OPTIONS, sorted(judged or ())])
    if judged is not None and not violations:
        judged.update(looks)
    return {rule["id"]: [node["html"] for node in rule["nodes"]] for rule in violations}


_AXE = Axe().axe_script

# No preload: axe would fetch the style sheet, which the policy forbids.
_OPTIONS = {"runOnly": _STANDARDS, "preload": False, "resultTypes": ["violations"]}

_RUN = """
async ([options, judged]) => {
  const known = new Set(judged), found = new Map(), looks = new Map();
  const SEEN = ["color", "fill", "backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode",
                "position", "fontSize", "fontWeight", "textShadow"];
  const look = (element) => {
    if (!element) return "";
    if (!looks.has(element)) {
      const style = getComputedStyle(element), around = look(element.parentElement);
      const own = "/" + SEEN.map((name) => style[name]).join();
      looks.set(element, around.endsWith(own) ? around : around + own);
    }
    return looks.get(element);
  };
  const says = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.matches("input, select, textarea") && ![...element.childNodes].some(says)) continue;
    if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    if (!known.has(look(element)) && !found.has(look(element))) found.set(look(element), element);
  }
  const contrast = {...options, runOnly: ["color-contrast"]};
  const rest = {...options, rules: {"color-contrast": {enabled: false}}};
  const runs = [await axe.run(document, rest)];
  if (found.size) runs.push(await axe.run({include: [...found.values()]}, contrast));
  return [runs.flatMap((run) => run.violations), [...found.keys()]];
}
"""
