"""Trees as short text, so that a table of cases can be read: ``h2#lage: Lage``, ``p: Das em(gilt).``"""

from __future__ import annotations

from collections.abc import Iterable

from sro_cli import tree


def blocks(found: Iterable[tree.Block]) -> str:
    """Blocks, joined by ``; ``."""
    return "; ".join(_block(block) for block in found)


def inlines(found: Iterable[tree.Inline]) -> str:
    """Inlines, one after the other."""
    return "".join(_inline(inline) for inline in found)


def _block(block: tree.Block) -> str:  # noqa: C901 - one case a kind
    match block:
        case tree.Heading(level, content, ident, numbered):
            return f"h{level}{_ident(ident)}{'' if numbered else '-'}: {inlines(content)}"
        case tree.Paragraph(content):
            return f"p: {inlines(content)}"
        case tree.BulletList(items, tight):
            return f"ul{'' if tight else '+'}[{' / '.join(blocks(item) for item in items)}]"
        case tree.OrderedList(items, start, tight):
            return f"ol{start}{'' if tight else '+'}[{' / '.join(blocks(item) for item in items)}]"
        case tree.Quote(inner):
            return f"quote[{blocks(inner)}]"
        case tree.Alert(kind, inner, title):
            return f"{kind} {title}[{blocks(inner)}]"
        case tree.CodeBlock(text, language):
            return f"code {language}[{text}]"
        case tree.DefinitionList(items):
            return f"dl[{' / '.join(_definition(item) for item in items)}]"
        case tree.Table(head=head, rows=rows, caption=caption, ident=ident, wide=wide):
            body = " / ".join(" | ".join(inlines(cell.content) for cell in row) for row in (head, *rows))
            above = f"{inlines(caption)}: " if caption else ""
            return f"table{_ident(ident)}{' quer' if wide else ''}[{above}{body}]"
        case tree.Figure(image, caption, ident):
            return f"figure{_ident(ident)}[{_inline(image)}: {inlines(caption)}]"
        case tree.Rule():
            return "rule"
        case tree.Directive(name, argument, ident, title):
            return f"{{{name}}} {argument}{_ident(ident)}[{title}]"


def _definition(item: tree.Definition) -> str:
    return f"{inlines(item.term)} = {' + '.join(blocks(meaning) for meaning in item.meanings)}"


def _inline(inline: tree.Inline) -> str:  # noqa: C901 - as above
    match inline:
        case tree.Text(text):
            return text
        case tree.Emphasis(content):
            return f"em({inlines(content)})"
        case tree.Strong(content):
            return f"strong({inlines(content)})"
        case tree.Marked(content, mark):
            return f"{mark}({inlines(content)})"
        case tree.Code(text):
            return f"code({text})"
        case tree.Break():
            return "⏎"
        case tree.Link(content, url):
            return f"link({inlines(content)} → {url})"
        case tree.Mention(content=content):
            return f"mention({inlines(content)} → {inline.target})"
        case tree.Reference(content, anchor):
            return f"reference({inlines(content)} → {anchor})"
        case tree.Anchor(ident):
            return f"anchor({ident})"
        case tree.Note(inner):
            return f"note({blocks(inner)})"
        case tree.Image(path, alt, decorative):
            return f"image({path}, {'–' if decorative else alt})"


def _ident(ident: str) -> str:
    return f"#{ident}" if ident else ""
