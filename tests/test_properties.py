"""Laws of reading: every span quotes the text it stands for, and nothing that is written is a traceback."""

from __future__ import annotations

import dataclasses
import html
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sro_cli import pipeline, report, tree
from sro_cli.files import Memory, Overlay, bundled
from sro_cli.readers import fields, prose
from sro_cli.readers.fields import Field
from sro_cli.readers.stamped import Offsets
from sro_cli.source import Source, Span

PAGES = Path(__file__).parent.parent / "sro_cli" / "pages"

# --- documents of all constructs -------------------------------------------------------

words = st.sampled_from(
    [
        "Stadt",
        "Träger*innen",
        "Ä",
        "ö",
        "Größe",
        "z. B.",
        "„so“",
        "a\\*b",
        "\\[x\\]",
        "1.",
        "50 %",
        "§ 8",
        "𝔄",
    ]
)
text = st.lists(words, min_size=1, max_size=5).map(" ".join)
idents = st.sampled_from(["lage", "a-1", "Z1"])


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An inline around others."""
    return st.one_of(
        inner.map(lambda t: f"*{t}*"),
        inner.map(lambda t: f"**{t}**"),
        inner.map(lambda t: f"[{t}](ziel:Z1)"),
        inner.map(lambda t: f"[{t}](<https://example.org/a b>)"),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
    )


single = st.one_of(
    text,
    st.just("`ein *Stern*`"),
    st.just("`` a`b ``"),
    st.just("[](ziel:Z1)"),
    st.just("[](<beschluss:2021/BV/2536 (SN)>)"),
    st.just("<https://example.org>"),
    st.just("![Bild](bilder/a.svg)"),
    st.just("&amp; &uuml;"),
)
inlines = st.recursive(single, wrapped, max_leaves=4)
lines = st.lists(inlines, min_size=1, max_size=3).map("  \n".join)
cells = inlines.map(lambda t: t.replace("|", "\\|"))


def indented(block: str, first: str, rest: str) -> str:
    """A block with a mark before its first line and another before the others."""
    head, *tail = block.split("\n")
    return "\n".join([first + head, *(rest + line if line else line for line in tail)])


def table(rows: list[list[str]]) -> str:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|---|---:|", *body])


leaf = st.one_of(
    lines,
    st.tuples(st.integers(1, 6), inlines, idents).map(lambda t: f"{'#' * t[0]} {t[1]} {{#{t[2]}}}"),
    inlines.map(lambda t: f"## {t} ##"),
    text.map(lambda t: f"{t}\n----"),
    text.map(lambda t: f"```text\n{t}\n```"),
    st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=3).map(table),
    st.lists(st.lists(cells, min_size=2, max_size=2), min_size=2, max_size=2)
    .map(table)
    .flatmap(lambda t: text.map(lambda c: f"{t}\n\n: {c} {{#t}}")),
    text.map(lambda t: f'![Bild](bilder/a.svg "{t}"){{#lage}}'),
    st.tuples(text, inlines).map(lambda t: f"{t[0]}\n: {t[1]}"),
    inlines.map(lambda t: f"Text[^1]\n\n[^1]: {t}"),
)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A block around others."""
    several = st.lists(inner, min_size=1, max_size=2).map("\n\n".join)
    return st.one_of(
        several.map(lambda b: indented(b, "> ", "> ").replace("\n\n", "\n>\n")),
        several.map(lambda b: indented(f"[!HINWEIS]\n{b}", "> ", "> ").replace("\n\n", "\n>\n")),
        several.map(lambda b: indented(b, "- ", "  ")),
        several.map(lambda b: indented(b, "12. ", "    ")),
        several.map(lambda b: indented(b, "-\t", "\t")),
    )


documents = st.lists(st.recursive(leaf, nested, max_leaves=4), min_size=1, max_size=4).map("\n\n".join)


def composed(written: str) -> str:
    return unicodedata.normalize("NFC", written)


def decomposed(written: str) -> str:
    return unicodedata.normalize("NFD", written)


dressed = st.tuples(
    documents, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([composed, decomposed])
).map(lambda t: t[2](t[0]).replace("\n", t[1]))


def nodes(value: object) -> Iterator[tree.Node]:
    """Every node of a tree, whatever it lies in."""
    if isinstance(value, tree.Node):
        yield value
        for field in dataclasses.fields(value):
            yield from nodes(getattr(value, field.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from nodes(inner)


def without_prefixes(words: str) -> str:
    """Words without the mark of a quote: of a continued paragraph nobody can tell which ``>`` is text."""
    return re.sub(r"[>\s]+", " ", words).strip()


def joined(quoted: str) -> str:
    """Quoted lines as one, without the prefixes of lines, composed."""
    return composed(re.sub(r"[ \t]*(?:\r\n|\r|\n)[ \t>]*", " ", quoted))


def plain(quoted: str) -> str:
    """What a reader sees of quoted Markdown text: no prefixes of lines, no escapes, no entities, composed."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", html.unescape(joined(quoted)))


def assert_quotes(node: tree.Node, span: Span) -> None:
    """A node's span holds what the node says."""
    match node:
        case tree.Text(words):
            assert without_prefixes(plain(span.text)) == without_prefixes(words)
        case tree.Code(words):
            assert without_prefixes(joined(span.text).strip("` ")) == without_prefixes(words.strip("` "))
        case tree.Mention() | tree.Link():
            target = node.target if isinstance(node, tree.Mention) else node.url
            assert plain(span.text) == plain(target)
        case tree.Image(path):
            assert span.text.startswith("![")
            assert path.removeprefix("content/") in span.text
        case tree.Emphasis() | tree.Strong():
            marks = 1 if isinstance(node, tree.Emphasis) else 2
            assert span.text[:marks] in {"*" * marks, "_" * marks}
            assert span.text[-marks:] == span.text[:marks]
        case tree.Note():
            assert span.text == "[^1]"
        case tree.Heading() | tree.Paragraph() | tree.Cell():
            assert_surrounds(node, span)
        case tree.Break():
            assert re.fullmatch(r" *\\?(\r\n|\r|\n)[ \t>]*", span.text)
        case _:
            assert span.text.strip()


PLAIN = (
    "a",
    "Ä",
    "B\u0308",
    ".",
    " ",
    "\t",
    "\n",
    "a*b",
    "ä*\nn",
    "ä*\nA",
    "a*n\u0308",
    "[](ziel:Z1)",
    "[](quelle:a/b)",
)


def assert_surrounds(node: tree.Heading | tree.Paragraph | tree.Cell, span: Span) -> None:
    """A block's span begins and ends with its text."""
    inner = [inline.span for inline in node.content if inline.span and not isinstance(inline, tree.Note)]
    assert all(span.start <= place.start and place.end <= span.end for place in inner)
    assert span.text == span.text.strip()
    if node.content and isinstance(node.content[0], tree.Text):
        assert span.start == inner[0].start


class TestMarkdown:
    @given(dressed)
    @settings(max_examples=200)
    @example("- a\n\n  > b\u0308 *c*\n  > d")
    @example("| a | a |\n|---|---|\n| a | a \\| a |")
    @example("> | > |\n> |---|")
    def test_every_span_quotes_its_text(self, written: str) -> None:
        source = Source("content/kapitel/a.md", written)

        for node in nodes(prose.read(source).blocks):
            span = node.span
            if span is not None:
                assert span.source is source
                assert 0 <= span.start <= span.end <= len(written)
                assert_quotes(node, span)

    @given(dressed)
    def test_line_and_column_lead_back_to_the_offset(self, written: str) -> None:
        source = Source("a.md", written)

        for node in nodes(prose.read(source).blocks):
            if node.span:
                line, column = source.line_column(node.span.start)
                assert source.line_starts[line - 1] + column - 1 == node.span.start
                assert source.line(line - 1)[column - 1 :].startswith(re.split(r"[\r\n]", node.span.text)[0])

    @given(dressed)
    def test_line_ends_and_composition_change_nothing(self, written: str) -> None:
        simple = composed(re.sub(r"\r\n|\r", "\n", written))

        assert prose.read(Source("a.md", written)).blocks == prose.read(Source("a.md", simple)).blocks

    @given(st.lists(st.sampled_from(PLAIN), min_size=1).map("".join))
    @settings(max_examples=300)
    def test_a_text_without_other_marks_is_read_as_one_with_them(self, written: str) -> None:
        def read(text: str) -> list[tuple[tree.Inline, Span | None]]:
            source = Source("content/a.yml", text)
            content, _findings = prose.read_inline(source, text, Offsets((0,), (0,)))
            return [(inline, inline.span) for inline in content]

        *found, _code = read(f"{written}`x`")

        assert [(inline, span and span[1:]) for inline, span in read(written)] == [
            (inline, span and span[1:]) for inline, span in found
        ]


# --- YAML ------------------------------------------------------------------------------

keys = st.sampled_from(["id", "titel", "größe", "stand"])
scalars = st.one_of(
    text.map(lambda t: f'"{t}"'.replace("\\", "\\\\")),
    text.map(lambda t: f"'{t}'"),
    st.sampled_from(["Stadt", "NO", "012", "2026-13-01", "Träger*innen", "50 %", "Größe der Stadt"]),
)


def mapping(pairs: dict[str, str]) -> str:
    return "\n".join(f"{key}: {value}" for key, value in pairs.items())


flat = st.dictionaries(keys, scalars, min_size=1).map(mapping)
yaml = st.recursive(
    flat,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda e: "\n".join(indented(x, "- ", "  ") for x in e)),
        st.tuples(keys, inner).map(lambda t: f"{t[0]}:\n{indented(t[1], '  ', '  ')}"),
    ),
    max_leaves=5,
)


def leaves(field: Field) -> Iterator[Field]:
    return (inner for _path, inner in field.walk() if isinstance(inner.value, str))


class TestYaml:
    @given(st.tuples(yaml, st.sampled_from(["\n", "\r\n", "\r"])).map(lambda t: t[0].replace("\n", t[1])))
    @settings(max_examples=200)
    def test_every_scalar_quotes_its_value(self, written: str) -> None:
        outer, findings = fields.read(Source("content/a.yml", written))

        assert findings == ()
        assert outer
        for field in leaves(outer):
            quoted = field.span.text
            if quoted.startswith('"'):
                quoted = quoted[1:-1].replace("\\\\", "\\")
            assert quoted.strip("'") == field.value

    @given(text, st.sampled_from(['"{}"', "'{}'", "{}", "|\n  {}", ">-\n  {}"]))
    def test_every_word_of_a_text_has_its_place(self, value: str, style: str) -> None:
        source = Source("a.yml", f"a: {style.format(value)}\nb: Stadt\n")
        outer, _findings = fields.read(source)
        if not outer or "\\" in value:
            return
        _span, field = outer.find(("a",))
        if field and isinstance(field.value, str):
            place = fields.text_places(field.span, field.value)
            for word in re.finditer(r"\S+", field.value):
                assert source.text.startswith(word[0], place(word.start()))


# --- nothing ends in an exception ------------------------------------------------------

MARKS = "*_`[](){}<>!#|-:>~^&;\\\"'/=$%@ \t\n\r0aäÄ\u0308ß.,"
scribble = st.text(alphabet=st.one_of(st.sampled_from(MARKS), st.characters(codec="utf-8")), max_size=120)
EXAMPLES = [
    block
    for page in sorted(PAGES.glob("*.md"))
    for block in re.findall(
        r"^```\w* datei=.*?\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """An example of a page with a few stretches replaced, doubled or lost."""
    found: str = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(found)))
        end = draw(st.integers(start, min(len(found), start + 12)))
        piece = draw(st.one_of(scribble, st.just(found[start:end] * 2), st.just("")))
        found = found[:start] + piece + found[end:]
    return found


def assert_sound(findings: tuple[object, ...], length: int) -> None:
    """Findings that can be shown."""
    for finding in findings:
        span = getattr(finding, "span", None)
        if span:
            assert 0 <= span.start <= span.end <= length
    report.text(findings)  # type: ignore[arg-type]  # of any kind of source


class TestNoInputEndsInAnException:
    @given(st.one_of(scribble, mutated()))
    @settings(max_examples=250)
    def test_prose(self, written: str) -> None:
        found = prose.read(Source("content/kapitel/a.md", written))

        assert_sound(found.findings, len(written))
        for node in nodes(found.blocks):
            if node.span:
                assert 0 <= node.span.start <= node.span.end <= len(written)

    @given(st.one_of(scribble, mutated()))
    @settings(max_examples=250)
    def test_fields(self, written: str) -> None:
        found, findings = fields.read(Source("content/a.yml", written))

        assert_sound(findings, len(written))
        for _path, field in found.walk() if found else ():
            assert 0 <= field.span.start <= field.span.end <= len(written)

    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    "content/konzept.yml",
                    "content/ziele.yml",
                    "content/beschluesse.yml",
                    "content/akteure.yml",
                    "content/kapitel/auftrag.md",
                    "content/kapitel/ziele.md",
                ]
            ),
            st.one_of(mutated().map(str.encode), st.binary(max_size=60)),
        )
    )
    @settings(max_examples=100)
    def test_a_folder(self, files: dict[str, bytes]) -> None:
        loaded = pipeline.load(Overlay(Memory(files), bundled()))

        assert report.text(loaded.findings)
        assert report.short(loaded.findings)
