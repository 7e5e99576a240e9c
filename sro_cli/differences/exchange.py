"""Changes for programs: JSON, and for merge requests: Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sro_cli.comparison.machine import FORMAT
from sro_cli.comparison.shifts import renumbered
from sro_cli.comparison.values import Change, FieldChanged, Place
from sro_cli.comparison.words import Run
from sro_cli.differences.compared import (
    Compared,
    discretion,
    doubts,
    is_internal,
    lots,
    place,
    summary,
    unexplained,
)
from sro_cli.differences.wording import WEIGHTS, Told, called, is_of_closed_list, section, told, value
from sro_cli.source import Span


def as_json(compared: Compared) -> str:
    """All changes, one object each; positions from 1, texts whole."""
    whole = {
        "version": FORMAT,
        "old": compared.old,
        "new": compared.new,
        "faulty": list(compared.faulty),
        "changes": [{**_json(change), "reason": compared.reason(change)} for change in compared.changes],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def as_markdown(compared: Compared) -> str:
    """A summary, then chapter by chapter and entry by entry what changed, folded."""
    lines = [f"## {_safe(compared.old)} → {_safe(compared.new)}", "", f"{summary(compared)}", ""]
    for words in filter(None, (*doubts(compared), discretion(compared))):
        lines += [_safe(words), ""]
    for where, changes in lots(compared.changes):
        lines += [f"<details><summary>{_safe(called(where))}: {len(changes)}</summary>", ""]
        shared = compared.shared(changes)
        if shared:
            lines += [f"Grund: {_safe(shared)}", ""]
        for change in changes:
            lines += _item(change)
            if not shared and (reason := compared.reason(change)):
                lines.append(f"  <br>Grund: {_safe(reason)}")
        lines += ["", "</details>", ""]
    for words in filter(None, (renumbered(compared.changes), *unexplained(compared))):
        lines += [_safe(words), ""]
    return "\n".join(lines)


def _json(change: Change) -> dict[str, Any]:
    said = told(change)
    old, new = said.old, said.new
    if isinstance(change, FieldChanged) and is_of_closed_list(change):
        old, new = value(change.before), value(change.after)  # as the sources have them
    return {
        "kind": type(change).__name__,
        "weight": change.weight.value,
        "message": said.what,
        "old": _place(change.old),
        "new": _place(change.new),
        "before": old or "".join(run.text for run in said.runs if run.mark != "inserted"),
        "after": new or "".join(run.text for run in said.runs if run.mark != "deleted"),
        "internal": is_internal(change),
        "words": [{"mark": run.mark, "text": run.text} for run in said.runs],
    }


def _place(found: Place | None) -> dict[str, Any] | None:
    if found is None:
        return None
    about = {name: getattr(found, name) for name in ("target", "name", "section", "title", "number")}
    return {**about, **_position(found.span)}


def _position(span: Span | None) -> dict[str, Any]:
    if span is None:
        return {"path": None, "line": None, "column": None}
    line, column = span.source.line_column(span.start)
    return {"path": span.source.path, "line": line, "column": column}


def _item(change: Change) -> Iterator[str]:
    said, where = told(change), place(change)
    inside = f", {section(where)}" if where.target.startswith("kapitel:") and section(where) else ""
    span = f" · `{where.span}`" if where.span else ""
    internal = ", intern" if is_internal(change) else ""
    yield f"- **{_safe(said.what)}**{_safe(inside)} ({WEIGHTS[change.weight]}{internal}){span}"
    if words := _words(said):
        yield f"  <br>{words}"


def _words(said: Told) -> str:
    if said.runs:
        return _marked(said.runs)
    old = f"<del>{_safe(said.old)}</del>" if said.old else ""
    new = _safe(said.new) if said.mark == ">" else f"<ins>{_safe(said.new)}</ins>" if said.new else ""
    return " ".join(part for part in (old, new) if part)


def _marked(runs: Sequence[Run]) -> str:
    marks = {"deleted": "del", "inserted": "ins"}
    texts = ((marks.get(run.mark), _safe(run.text)) for run in runs if run.text)
    return "".join(f"<{mark}>{text}</{mark}>" if mark else text for mark, text in texts)


def _safe(text: str) -> str:
    """A text in which nothing is Markdown or HTML, on one line."""
    flat = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
    return "".join(f"\\{letter}" if letter in "\\`*_[]#|~@!" else letter for letter in flat)
