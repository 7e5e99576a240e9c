"""The rules of the family D, beyond their pages: what they find, and what they leave alone."""

from __future__ import annotations

import pytest

from sro_cli import pipeline
from sro_cli.diagnostics import Diagnostic
from sro_cli.files import Folder, Memory, Overlay, bundled
from tests.projects import HERE

CHAPTER = "content/kapitel/auftrag.md"
HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag\n\n"


def found(text: str = "Text.", **files: str) -> list[Diagnostic]:
    """The findings D of the minimal project with another first chapter."""
    base = Folder(HERE / "minimal")
    sources = {path: base.read(path) for path in base.paths()} | {CHAPTER: (HEAD + text).encode()}
    sources |= {f"content/{name}.yml": content.encode() for name, content in files.items()}
    findings = pipeline.load(Overlay(Memory(sources), bundled())).findings
    return [finding for finding in findings if finding.kind.code[0] == "D"]


def quoted(text: str = "Text.", **files: str) -> list[str]:
    """What the findings underline."""
    return [finding.span.text if finding.span else "" for finding in found(text, **files)]


def feedback(**fields: str) -> str:
    """A file with one Rueckmeldung."""
    written = "\n".join(f"    {name}: {value}" for name, value in fields.items())
    return f"rueckmeldungen:\n  - id: R1\n    art: frage\n{written}\n"


class TestBareNames:
    @staticmethod
    def named(**fields: str) -> list[str]:
        written = {"name": "Rat", "gruppe": "gremium"} | fields
        entry = ", ".join(f"{name}: '{value}'" for name, value in written.items())
        return quoted(akteure=f"akteure:\n  - {{id: rat, {entry}}}\n")

    def test_an_akteur_is_no_person(self) -> None:
        assert self.named(name="Sabine Müller") == ["Sabine Müller"]
        assert self.named(name="Anna-Lena Maria Schmidt") == ["Anna-Lena Maria Schmidt"]

    def test_nor_is_whom_to_ask_for(self) -> None:
        assert self.named(kontakt="Sabine Müller, Zimmer 3") == ["Sabine Müller"]

    @pytest.mark.parametrize(
        "name", ["Robert Bosch Stiftung", "Jugendamt Nord", "Anna", "Paula Treff", "Martin Luther Gemeinde"]
    )
    def test_bodies_may_be_named_after_people(self, name: str) -> None:
        assert self.named(name=name) == []
        assert self.named(name="Max Samuel", gruppe="einrichtung") == []


class TestAddresses:
    @pytest.mark.parametrize(
        "local",
        [
            "anna.mueller",
            "Anna.Müller",
            "a.mueller",
            "juergen_klein",
            "anna-lena.schmidt",
            "frau.koch",
            "Mueller.Anna",
            "jörg.vogt",
        ],
    )
    def test_an_address_with_a_name_is_of_a_person(self, local: str) -> None:
        assert quoted(f"Fragen an {local}@stadt.example.") == [f"{local}@stadt.example"]

    @pytest.mark.parametrize(
        "local",
        [
            *("amt52", "info", "poststelle", "jugendhilfeplanung", "soziale.dienste", "jugend.soziales"),
            *("gross.klein", "b.amt", "e.v", "sbz.toitenwinkel", "anna", "mueller", "kita.anna", "team-anna"),
            *("e.v.hafen", "st.anna", "sankt.anna"),
        ],
    )
    def test_an_address_of_an_office_is_not(self, local: str) -> None:
        assert quoted(f"Fragen an {local}@stadt.example.") == []

    def test_fields_links_and_settings_are_looked_at(self) -> None:
        settings = (
            "titel: A\nkurzname: a\nherausgeber: A\nbeschreibung: A\nkapitel: [auftrag, ziele]\n"
            "anlagen: [ziele, beschluesse]\nkontakt: anna.mueller@stadt.example\n"
        )
        bodies = "akteure:\n  - {id: a, name: Amt, gruppe: amt, kontakt: eva.koch@stadt.example}\n"
        link = "[Schreiben Sie](mailto:p.schmidt@stadt.example), `uwe.klein@stadt.example`"
        assert sorted(quoted(link, konzept=settings, akteure=bodies)) == [
            "anna.mueller@stadt.example",
            "eva.koch@stadt.example",
            "p.schmidt@stadt.example",
            "uwe.klein@stadt.example",
        ]

    def test_what_is_internal_may_name_a_person(self) -> None:
        box = "> [!INTERN]\n> - Vertretung: anna.mueller@stadt.example, Tel. 0381 381-2500"
        remark = feedback(text="Eine Frage.", intern="{von: anna.mueller@stadt.example, tel: 0381 381-2500}")
        assert quoted(box, beteiligung=remark) == []

    def test_an_author_can_allow_it(self) -> None:
        comment = "<!-- sro: erlaube D901, weil Frau Müller zugestimmt hat -->\n"
        assert quoted(f"{comment}Fragen an anna.mueller@stadt.example.") == []


class TestTelephones:
    @pytest.mark.parametrize(
        "number",
        [
            *(
                "Tel. 0381 381-2500",
                "Telefon: 381-2500",
                "0381/3812500",
                "0381 - 381 25 00",
                "(0381) 381 25 01",
            ),
            *("+49 381 3812500", "+49 (0)381 381-2500", "0049 381 3812500", "0170-1234567", "0381 3812500"),
            *("03813812530", "0381 / 381 - 2500", "Tel.: 381 / 2530"),
        ],
    )
    def test_a_number_of_somebody_is_found(self, number: str) -> None:
        assert quoted(f"Auskunft: {number}.") == [number]

    @pytest.mark.parametrize(
        "text",
        [
            *("0381 381-0", "115", "0800 123456", "0180 5123456", "0594/06-BV", "2021/BV/2536", "0134/08-BV"),
            *(
                "12.877 Menschen",
                "1.234,50 Euro",
                "01.02.2024",
                "2008-09-30",
                "18055 Rostock",
                "01067 Dresden",
            ),
            *(
                "ISBN 978-3-16-148410-0",
                "0,5 bis 0,75",
                "0 – 6 Jahre",
                "§ 79 Abs. 3",
                "2020 – 2024",
                "0001-2345-6",
            ),
            *(
                "https://stadt.example/0381-3812500",
                "[Plan](https://stadt.example/0381/3812500)",
                "DE02 1203 0000",
            ),
            *("0702/2020-BV", "0702/2020", "die Nummer 0045/1999"),
            *("13003000", "PLZ 01067-01099", "Az. 0381-2/24", "Tel. 115", "001 bis 002"),
            *("Aktenzeichen 0381/2024-17", "Az.: 0381/2024-17", "DIN 0123-4567", "ISBN 0306-406152"),
            *("Tel.: 0381 / 381 - 0", "0381 / 381 - 0", "03241001", "032410001001"),
        ],
    )
    def test_other_figures_are_not(self, text: str) -> None:
        assert quoted(f"Im Text {text} steht es.") == []


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "Frau Müller",
            "Herr Dr. Schmidt",
            "Herrn Klein-Vogt",
            "Frau Prof. Dr. Koch",
            "Dr. med. Meier",
            "Hr. Vogt",
            "Herr Bürgermeister Meyer",
            "Frau Doktor Lange",
            "Frau Senatorin Schulze",
            "Frau Anna Schulze",
        ],
    )
    def test_a_name_in_a_feedback_is_found(self, name: str) -> None:
        assert quoted(beteiligung=feedback(text=f"Laut {name} ist es zu laut.")) == [name]

    @pytest.mark.parametrize(
        "words",
        [
            *("Frau Oberbürgermeisterin", "Herr Senator", "Frau und Mann", "Frauen", "Herr M.", "Dr.-Arbeit"),
            *("Frau Mustermann", "die Jugendfrau Anna", "Herr Vorsitzender", "Frau Amtsleiterin"),
            *("Frau Amtsleiterin Jugendamt", "Frau Anna Mustermann", "Herr Doktor"),
        ],
    )
    def test_an_office_is_not(self, words: str) -> None:
        assert quoted(beteiligung=feedback(text=f"Laut {words} ist es zu laut.")) == []

    def test_names_in_chapters_are_the_concern_of_their_authors(self) -> None:
        assert quoted("Der Preis ist nach Frau Müller benannt.") == []


REMARK = "Die Familie zieht deshalb im Sommer weg"


class TestRemarks:
    @pytest.mark.parametrize(
        "text",
        [f"{REMARK}.", f"Es heißt: *{REMARK}*!", "Die Familie\nzieht deshalb\nim Sommer weg.", f"> {REMARK}"],
    )
    def test_a_remark_that_is_repeated_is_found_in_a_chapter(self, text: str) -> None:
        (finding,) = found(text, beteiligung=feedback(text="Zu laut.", intern=f"{{grund: {REMARK}}}"))

        assert finding.kind.code == "D904"
        assert finding.related[0].span.text == REMARK

    @pytest.mark.parametrize(
        ("remark", "text"),
        [
            ("zu laut dort", "Es ist zu laut dort."),
            ("Das Konzept folgt dem", "Das Konzept folgt dem Ziel."),
            (REMARK, f"> [!INTERN]\n> {REMARK}"),
            (REMARK, "Die Familie zieht deshalb im Winter weg."),
            ("Alle Kinder haben Platz zum Spielen", "Text."),
        ],
        ids=["short", "four words", "internal", "other", "name of an entry"],
    )
    def test_what_is_short_or_internal_or_a_name_is_not(self, remark: str, text: str) -> None:
        wanted = ["D904"] if remark == "Das Konzept folgt dem" else []
        findings = found(text, beteiligung=feedback(text="Zu laut.", intern=f"{{grund: {remark}}}"))
        assert [finding.kind.code for finding in findings][:1] == wanted

    def test_very_many_remarks_take_no_time_to_speak_of(self) -> None:
        many = "rueckmeldungen:\n" + "".join(
            f"  - {{id: R{n}, art: frage, text: F, intern: {{a: Familie Nummer {n} zieht im Sommer weg}}}}\n"
            for n in range(500)
        )
        assert (
            quoted("Familie Nummer 77 zieht im Sommer weg. " * 3, beteiligung=many)
            == ["Familie Nummer 77 zieht im Sommer weg"] * 3
        )


class TestMentions:
    BOX = "> [!INTERN]\n> ## Vermerk {#vermerk}\n>\n> Text, siehe [](abschnitt:vermerk)."

    def test_a_mention_of_what_is_internal_is_found_with_both_places(self) -> None:
        (finding,) = found(f"Siehe [](abschnitt:vermerk).\n\n{self.BOX}")

        assert finding.kind.code == "D906"
        assert finding.span
        assert finding.span.text == "abschnitt:vermerk"
        assert "Vermerk" in finding.related[0].span.text

    def test_in_the_box_everything_may_be_named(self) -> None:
        assert found(f"Siehe [](kapitel:ziele).\n\n{self.BOX}") == []
