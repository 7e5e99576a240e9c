"""The rules on language, beyond the examples of their pages."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_cli import pipeline, tree
from sro_cli.checks import covered, lesetext
from sro_cli.checks.aligned import aligned
from sro_cli.checks.formen import forms
from sro_cli.diagnostics import Diagnostic
from sro_cli.files import Memory
from sro_cli.readers import content
from tests.projects import minimal

HEAD = "---\nid: auftrag\nstatus: entwurf\n---\n\n# Auftrag\n\n"
CHAPTER = "content/kapitel/auftrag.md"
SETTINGS = minimal({}).read("content/konzept.yml").decode()
GLOSSARY = """begriffe:
  - id: sbz
    begriff: Stadtteil- und Begegnungszentrum
    abkuerzung: SBZ
    mehrzahl: Stadtteil- und Begegnungszentren
    falsch: [Stadtteilzentrum, Stadtteilzentren, Zentrum im Stadtteil, mobile Arbeit]
  - id: stadt
    begriff: Hanse- und Universitätsstadt Musterstadt
    frueher: [{name: Hansestadt Musterstadt, bis: 2017-12-31}]
    siehe: [sbz, stadt]
"""


def project(text: str, **files: str) -> Memory:
    return minimal({CHAPTER: f"{HEAD}{text}\n", **files})


def findings(text: str, **files: str) -> list[Diagnostic]:
    """What the rules on language find in the text of a chapter."""
    found = pipeline.load(project(text, **files), store={}).findings
    return [finding for finding in found if finding.kind.code.startswith("T")]


def spots(text: str, code: str, **files: str) -> list[str]:
    """What the findings of a kind underline."""
    found = findings(text, **files)
    assert {finding.kind.code for finding in found} <= {code}
    return [finding.span.text for finding in found if finding.span]


def mended(text: str, **files: str) -> str:
    """The text with all fixes, the last one first."""
    fixes = {finding.fix for finding in findings(text, **files) if finding.fix}
    whole = f"{HEAD}{text}"
    for fix in sorted(fixes, key=lambda fix: -fix.span.start):
        whole = whole[: fix.span.start] + fix.replacement + whole[fix.span.end :]
    return whole.removeprefix(HEAD)


def with_rule(rule: str) -> dict[str, str]:
    return {"content/konzept.yml": f"{SETTINGS}schreibweise: {rule}\n"}


def with_glossary() -> dict[str, str]:
    return {"content/glossar.yml": GLOSSARY}


class TestForms:
    @pytest.mark.parametrize(
        ("written", "right"),
        [
            ("Bürger:innen", "Bürger*innen"),
            ("Bürger/innen", "Bürger*innen"),
            ("Bürger/-innen", "Bürger*innen"),
            ("Bürger_innen", "Bürger*innen"),
            ("Bürger·innen", "Bürger*innen"),
            ("Bürger(innen)", "Bürger*innen"),
            ("BürgerInnen", "Bürger*innen"),
            ("SchülerIn", "Schüler*in"),
            ("Lehrer/in", "Lehrer*in"),
            ("Lehrer(in)", "Lehrer*in"),
            ("Kolleg(inn)en", "Kolleg*innen"),
            ("Ärzt:innen", "Ärzt*innen"),
            ("Bürger:innenbeteiligung", "Bürger*innenbeteiligung"),
            ("Jugendamts-Mitarbeiter:innen", "Jugendamts-Mitarbeiter*innen"),
            ("jede:r", "jede*r"),
            ("keine/r", "keine*r"),
            ("ein:e", "ein*e"),
            ("Beschäftigte(r)", "Beschäftigte*r"),
            ("der/die", "der*die"),
            ("Sie/er", "Sie*er"),
            ("Sie/Er", "Sie*Er"),
            ("ihre/seine", "ihre*seine"),
            ("sein(e)", "sein*e"),
            ("einer:m", "einer*m"),
            ("jeder:m", "jeder*m"),
            ("Bürger*inen", "Bürger*innen"),
            ("Bürger* innen", "Bürger*innen"),
            ("Bürger *innen", "Bürger*innen"),
            ("Bürger*Innen", "Bürger*innen"),
            ("Bürger:Innenrat", "Bürger*innenrat"),
            ("Sinti:zze", "Sinti*zze"),
            ("Rom:nja", "Rom*nja"),
        ],
    )
    def test_every_other_form_is_found_and_mended(self, written: str, right: str) -> None:
        assert spots(f"Es kommt {written} mit.", "T801") == [written]
        assert mended(f"Es kommt {written} mit.") == f"Es kommt {right} mit."

    @pytest.mark.parametrize(
        "text",
        [
            "Sinti*zze und Rom*nja, jede*r mit einer*m Kind: Innen ist es warm, Kinder * innen spielen.",
            "Bürger*innen und/oder Träger kommen um 10:30 Uhr.",
            "Das Verhältnis ist 3:1, die Firma heißt GmbH & Co.",
            "Es dauert eine Stunde(n) oder mehrere Woche/n.",
            "Siehe Ausgabe:intern und Ergebnis:in Groß und Klein.",
            "InterIn, LinkedIn, PlugIn und BürgerInfo sind Namen.",
            "Die Seite https://stadt.example/Bürger:innen und `Bürger:innen` bleiben.",
            "Das Kind(er) und die Schule/in der Stadt.",
            "Der/die/das sind Artikel.",
        ],
    )
    def test_what_only_looks_like_one_is_left_alone(self, text: str) -> None:
        assert [finding for finding in findings(text) if finding.kind.code == "T801"] == []

    def test_an_inner_capital_makes_a_name(self) -> None:
        assert findings("LinkedIn, InterIn, PlugIn und die BürgerInfo sind Namen.") == []

    @pytest.mark.parametrize(
        ("rule", "right", "wrong"),
        [
            ("stern", ["Bürger*innen", "jede*r"], ["Bürger:innen", "jede/r"]),
            ("doppelpunkt", ["Bürger:innen", "jede:r"], ["Bürger*innen", "jede/r"]),
            (
                "amtlich",
                ["Bürger/-innen", "Bürger(innen)", "jede/r"],
                ["Bürger*innen", "Bürger/innen", "jede:r"],
            ),
            ("aus", ["Bürger*innen", "Bürger:innen", "BürgerInnen", "jede/r"], []),
        ],
    )
    def test_the_settings_decide(self, rule: str, right: list[str], wrong: list[str]) -> None:
        assert spots(f"Es kommen {' und '.join((*right, *wrong))} mit.", "T801", **with_rule(rule)) == wrong

    def test_official_forms_are_two_words_that_only_people_can_write(self) -> None:
        (finding,) = findings("Die Bürger*innen kommen.", **with_rule("amtlich"))

        assert "„Bürgerinnen und Bürger“" in finding.help
        assert finding.fix is None

    def test_a_form_across_marks_is_found_and_not_mended(self) -> None:
        (finding,) = findings("Die **Bürger**:innen kommen.")

        assert finding.span
        assert finding.span.text == "Bürger**:innen"
        assert finding.fix is None

    def test_titles_of_papers_stay_as_they_are(self) -> None:
        files = {
            "content/beschluesse.yml": "beschluesse:\n  - id: 2024/BV/0123\n    datum: 2024-03-05\n"
            "    titel: Leitfaden Bürger:innenbeteiligung\n    gegenstand: Ein Leitfaden.\n"
            "    beleg: {art: unbelegt}\n"
        }
        text = "Siehe [Leitfaden {}](beschluss:2024/BV/0123)."

        assert findings(text.format("Bürger:innenbeteiligung"), **files) == []
        assert spots(text.format("für Bürger:innen"), "T801", **files) == ["Bürger:innen"]

    def test_what_is_in_italics_may_be_a_title_and_is_not_mended_unseen(self) -> None:
        (finding,) = findings("Es gilt der *Leitfaden für Bürger:innen*.")

        assert finding.fix
        assert not finding.fix.safe

    @given(st.text(st.sampled_from("aeInr*:_·/-() Bürgein"), max_size=40))
    def test_forms_lie_one_behind_the_other_in_the_text(self, text: str) -> None:
        found = list(forms(text))

        assert all(form.start < form.end <= len(text) for form in found)
        assert all(one.end <= two.start for one, two in pairwise(found))
        assert all(text.startswith(form.stem, form.start) for form in found)


class TestTerms:
    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("Das Stadtteilzentrum []({})", "Das Stadtteil- und Begegnungszentrum []({})"),
            ("Die Stadtteilzentren []({})", "Die Stadtteil- und Begegnungszentren []({})"),
            ("Des Stadtteilzentrums []({})", "Des Stadtteil- und Begegnungszentrums []({})"),
        ],
    )
    def test_a_wrong_form_is_replaced_in_its_number_and_case(self, text: str, right: str) -> None:
        text, right = text.format("begriff:sbz"), right.format("begriff:sbz")

        assert mended(text, **with_glossary()) == right

    @pytest.mark.parametrize(
        "written", ["Zentrum im Stadtteil", "Mobile Arbeit", "mobile Arbeit", "Stadtteilzentrumsleitung"]
    )
    def test_wrong_forms_of_several_words_and_in_compounds_are_found(self, written: str) -> None:
        assert spots(f"[](begriff:sbz) {written} gibt es.", "T802", **with_glossary()) == [written]

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("Das Amt für Jugend und Soziales hilft.", []),
            ("Das Amt für Jugend hilft, das Amt für Jugend und Familie auch.", ["T805", "T802"]),
            (
                "Kindertagesstättenplatz, Kindertagesstättenplätze, Kindertagesstättenplatzvergabe.",
                [],
            ),
            ("Eine Kindertagesstätte mit Kindertagesstättenleitung.", ["T802", "T802"]),
            ("Der Begegnungsort ist ein Treffpunkt.", []),
            ("Zwei Sozial-Räume, ein Modell-Sozial-Raum, drei Stadtteil-Zentren.", ["T802", "T802", "T802"]),
        ],
    )
    def test_the_longest_name_in_the_glossary_counts(self, text: str, codes: list[str]) -> None:
        glossary = """begriffe:
  - id: amt
    begriff: Amt für Jugend und Soziales
    frueher: [{name: Amt für Jugend, bis: 2017-12-31}]
    falsch: [Amt für Jugend und Familie, Sozial-Raum, Stadtteil-Zentrum]
    siehe: [amt, platz, kita, ort]
  - {id: platz, begriff: Kindertagesstättenplatz}
  - {id: kita, begriff: Kita, falsch: [Kindertagesstätte, Begegnungsort]}
  - {id: ort, begriff: Treffpunkt, auch: [Begegnungsort]}
"""
        found = findings(text, **{"content/glossar.yml": glossary})

        assert [finding.kind.code for finding in found] == codes

    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("Zwei Sozial-Räume.", "Zwei Sozialräume."),
            ("In Sozial-Räumen.", "In Sozialräumen."),
            ("Der Modell-Sozial-Raum.", "Der Modell-Sozialraum."),
        ],
    )
    def test_wrong_forms_are_mended_in_the_plural_and_behind_hyphens(self, text: str, right: str) -> None:
        glossary = (
            "begriffe:\n  - {id: sr, begriff: Sozialraum, mehrzahl: Sozialräume,"
            " falsch: [Sozial-Raum], siehe: [sr]}\n"
        )

        assert mended(text, **{"content/glossar.yml": glossary}) == right

    def test_one_across_a_line_end_is_found(self) -> None:
        text = "> [!HINWEIS]\n> []({}) Das Zentrum im\n> Stadtteil hilft.".format("begriff:sbz")

        assert spots(text, "T802", **with_glossary()) == ["Zentrum im\n> Stadtteil"]

    @pytest.mark.parametrize(
        "text",
        [
            "Im [](begriff:sbz) hilft das SBZ.",
            "Stadtteil- und Begegnungszentren (SBZ) helfen; das SBZ auch.",
            "Das SBZ (Stadtteil- und Begegnungszentrum) hilft, das SBZ auch.",
            "Das [SBZ](begriff:sbz) hilft.",
            "Auf dem Schild steht „SBZ“, im Code `SBZ`.",
        ],
    )
    def test_an_introduced_abbreviation_is_right(self, text: str) -> None:
        assert findings(text, **with_glossary()) == []

    def test_one_finding_a_chapter_is_enough(self) -> None:
        text = "Das SBZ hilft. Das SBZ hilft. [](begriff:sbz)"

        assert spots(text, "T803", **with_glossary()) == ["SBZ"]
        assert mended(text, **with_glossary()) == "Das [](begriff:sbz) hilft. Das SBZ hilft. [](begriff:sbz)"

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Die Hansestadt Musterstadt handelt.", ["Hansestadt Musterstadt"]),
            ("Die Hansestadt Musterstadt handelt. Das war 2009.", ["Hansestadt Musterstadt"]),
            ("Die Hansestadt Musterstadt handelte 2009. Das war z. B. gut.", []),
            ("Am 3. Mai 2009 handelte die Hansestadt Musterstadt.", []),
            ("Seit 2019 handelt die Hansestadt Musterstadt.", ["Hansestadt Musterstadt"]),
            ("Es gilt das „Leitbild der Hansestadt Musterstadt“.", []),
            ("Die Hanse- und Universitätsstadt Musterstadt handelt.", []),
        ],
    )
    def test_an_earlier_name_belongs_to_its_time(self, text: str, found: list[str]) -> None:
        assert spots(text, "T805", **with_glossary()) == found

    def test_an_entry_of_that_time_may_use_it(self) -> None:
        decisions = """beschluesse:
  - id: 2024/BV/0123
    datum: {}
    gegenstand: Ziele der Hansestadt Musterstadt.
    beleg: {{art: unbelegt}}
"""

        def codes(day: str) -> list[str]:
            files = {**with_glossary(), "content/beschluesse.yml": decisions.format(day)}
            return [finding.kind.code for finding in findings("Text.", **files)]

        assert codes("2016-03-05") == []
        assert codes("2018-03-05") == ["T805"]


class TestSigns:
    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("Es gilt für für alle.", "Es gilt für alle."),
            ("Wer kommt , hilft .", "Wer kommt, hilft."),
            ("Das ist schön.Es geht.Im Mai.Wo?", "Das ist schön. Es geht. Im Mai. Wo?"),
            ("Die Kinder-und Jugendhilfe.", "Die Kinder- und Jugendhilfe."),
            ("Es geht weiter ,so ist es.", "Es geht weiter,so ist es."),
            ("Das ist das das Haus.", "Das ist das Haus."),
            ("Hier tagt der Rat der der Stadt.", "Hier tagt der Rat der Stadt."),
            ("Zuerst ( morgens ) wird gefragt.", "Zuerst (morgens) wird gefragt."),
            ("Die Kinder - und Jugendhilfe.", "Die Kinder- und Jugendhilfe."),
            ("Die Kinder -und Jugendhilfe.", "Die Kinder-und Jugendhilfe."),
            (
                "Die Amts - und Dienstwege, die Amts- und Dienstwege.",
                "Die Amts- und Dienstwege, die Amts- und Dienstwege.",
            ),
            ("Wer kommt,hilft.Danach ist Ruhe.", "Wer kommt, hilft. Danach ist Ruhe."),
            ("Das ist **wichtig** , sagt [](ziel:Z1) .", "Das ist **wichtig**, sagt [](ziel:Z1)."),
        ],
    )
    def test_slips_are_mended(self, text: str, right: str) -> None:
        assert mended(text) == right

    @pytest.mark.parametrize(
        "text",
        [
            "Alle, die die Schule besuchen, und weil sie sie kennt.",
            "Die Stadt, in der der Rat tagt und die die Schule baut. Die die Schule besuchenden Kinder.",
            "Damit ist das das Ziel. Ist das das Ziel? Wichtig ist, dass das das Ziel ist.",
            "Sie gehen nach und nach nach Hause und denken an an der Küste lebende Menschen.",
            "Das sind die Häuser der der Stadt gehörenden Gesellschaft.",
            "Im Maßstab 1 : 100 – und mehr …",
            "Es geht um Kinder - und Jugendliche kommen auch. Es geht um Räume - und Zeiten.",
            "Es kostet 1,5 Euro, z.B. am 3.5.2026 um 10.30 Uhr.",
            "Kinder-  und Jugendhilfe  mit zwei Leerzeichen.",
            "Siehe (§ 79 Abs. 3) und [Ziel](ziel:Z1), ja!",
            "Er rief: Ja! Nein? Doch …",
            "| a | b |\n|---|---|\n| das | das |",
        ],
    )
    def test_what_is_right_is_left_alone(self, text: str) -> None:
        assert findings(text) == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Das „Haus bleibt und „gut“ ist es.", ["„"]),
            ("Das „Haus\n\nbleibt“ hier.", ["„", "“"]),
            ('Das "Haus bleibt.', ['"']),
            ("Das »Haus bleibt.", ["»"]),
            ('Der Plan „Kinder ‚und‘ Jugend“, „das "neue" Haus“ und „alt".', []),
            ("Der Plan „Kinder ‚und Jugend“ steht.", ["‚"]),
            ("Ein Rohr mit 5\" und 's ist 'ne Probe, Hans' Haus.", []),
            ('Ein Rohr mit 5", eines mit 6".', []),
            ('Zukunfts"werkstatt" und ‚das‘, »so« und «so».', []),
        ],
    )
    def test_every_quotation_mark_has_a_second_one(self, text: str, found: list[str]) -> None:
        assert spots(text, "T812") == found

    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("Das „Haus” bleibt.", "Das „Haus“ bleibt."),
            ("Das “Haus” bleibt, “so“ auch.", "Das „Haus“ bleibt, „so“ auch."),
            ("Das ,,Haus'' bleibt, ,,so“ auch.", "Das „Haus“ bleibt, „so“ auch."),
            ("Der Plan „Kinder „und“ Jugend“.", "Der Plan „Kinder ‚und‘ Jugend“."),
            ("Das ‘Haus’ bleibt, ‚so’ auch.", "Das ‚Haus‘ bleibt, ‚so‘ auch."),
        ],
    )
    def test_marks_of_others_become_german_ones(self, text: str, right: str) -> None:
        assert mended(text) == right

    @pytest.mark.parametrize("opened", ["„", '"', "»", '5" und ', "'s ist ", "'ne ", "‚"])
    def test_what_is_not_closed_hides_nothing(self, opened: str) -> None:
        found = findings(f"Das ist {opened}gut, und und so.\n\nEnde.")

        assert "T806" in {finding.kind.code for finding in found}

    def test_words_doubled_across_lines_are_found_and_not_mended(self) -> None:
        (finding,) = findings("Der Ausschuss berät und\nund beschließt.")

        assert finding.span
        assert finding.span.text == "und\nund"
        assert finding.fix is None

    def test_a_long_sentence_is_one_without_a_stop(self) -> None:
        words = " ".join(["Haus"] + ["und Hof"] * 19)

        assert findings(f"{words}. {words}. Am 3. Mai 2026. {words}.") == []
        assert spots(f"{words}; {words}.", "T811") == [f"{words}; {words}."]
        assert spots(f"{words} z. B. {words}.", "T811") == [f"{words} z. B. {words}."]


class TestDays:
    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("Am 31. Februar 2024 und am 30. Februar war nichts.", ["31. Februar 2024", "30. Februar"]),
            ("Vom 31.06.2024 bis zum 31.9.2024.", ["31.06.2024", "31.9.2024"]),
            ("Am 29. Februar 2023 und am 29.2.1900.", ["29. Februar 2023", "29.2.1900"]),
            ("Am 29. Februar, am 29. Februar 2024 und am 31.12.2024.", []),
            ("Er sagte: „Am 31. Februar 2024.“ Die Nummer 1.31.02.2024 und 31.02.20 gilt.", []),
            ("Um 31.04 Uhr, im Abschnitt 31.6, mit 30.02.5 und 031.02.2024.", []),
        ],
    )
    def test_a_day_is_in_the_calendar(self, text: str, days: list[str]) -> None:
        assert spots(text, "T813") == days


class TestWords:
    @pytest.mark.parametrize(
        "text",
        [
            "Bürger*innen, Nachbar\\*innen und jede*r beraten die Jugendhilfeplanung.",
            "Kinder- und Jugendhilfe, Vorhabens- und Zeitplan, Straßenbau und -pflege.",
            "Ein Online-Dialog der 12-Jährigen, die 90er, CO2, 3D und OParl.",
            "Musterstadts Bürger, der Musterstädter und die Musterstadt.",
            "Das gilt ggf. auch für Abs. 3, Ziff. 4 bzw. Nr. 5 usw.",
            "Geht's? So gibt’s das! Jugend\u00adhilfe.",
            "Der Ort Łódź in Polen.",
            "Siehe 2024/BV/0123, www.musterstadt.example und a.b@musterstadt.example.",
            "„Ale feler“ und ‚meer‘ und »noch welhe«.",
            "> Wörtlich zitirt.",
            "Das `kot` und\n\n    kot\n\nEnde.",
        ],
    )
    def test_what_is_right_or_not_the_authors_own_is_left_alone(self, text: str) -> None:
        assert findings(text) == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Die Komission tagt.", ["Komission"]),
            ("Die **Komi**ssion tagt.", ["Komi**ssion"]),
            ("Die Verkehrs-Komission tagt.", ["Komission"]),
            ("Die Biurger*innen.", ["Biurger*innen"]),
            ("[Die Komission](ziel:Z1) tagt.[^1]\n\n[^1]: Die Sitzunk.", ["Komission", "Sitzunk"]),
            ("| Sitzunk |\n|---|\n| Komission |\n\n: Ergebniss {#t}", ["Sitzunk", "Komission", "Ergebniss"]),
            ("Sitzunk\n: Komission", ["Sitzunk", "Komission"]),
            ("- Sitzunk\n- > [!HINWEIS]\n  > Komission", ["Sitzunk", "Komission"]),
        ],
    )
    def test_unknown_words_are_found_wherever_authors_write(self, text: str, found: list[str]) -> None:
        assert spots(text, "T809") == found

    def test_each_word_is_reported_once_in_a_file(self) -> None:
        (finding,) = findings("Die Komission, eine Komission und der Komission.")

        assert finding.notes == ("auch an 2 weiteren Stellen in dieser Datei",)

    @pytest.mark.parametrize(("code", "word"), [("T809", "Komission"), ("T804", "ASD"), ("T803", "SBZ")])
    def test_what_is_allowed_in_one_block_is_found_in_the_next(self, code: str, word: str) -> None:
        allowed = f"<!-- sro: erlaube {code}, weil es so heißt -->\n\n{word} hier.\n\n"
        text = f"{allowed}Hier {word} und {word}.\n\n[](begriff:sbz)"
        files = with_glossary()

        (finding,) = findings(text, **files)
        assert finding.span
        assert finding.span.start == len(HEAD) + text.index(f"Hier {word}") + 5
        assert finding.notes == ("auch an einer weiteren Stelle in dieser Datei",)
        assert findings(f"{allowed}[](begriff:sbz)", **files) == []

    @pytest.mark.parametrize("own", ["Xylantinnenrat", "Xylant*innenrat", "Xylant:innenrat", "Xylant"])
    def test_a_short_form_is_quoted_and_listed_as_written(self, own: str) -> None:
        text = "Der Xylant*innenrat tagt."
        (finding,) = findings(text)

        assert "„Xylant*innenrat“" in finding.message
        assert findings(text, **{"content/woerter.txt": f"{own}\n"}) == []

    def test_a_short_form_may_have_been_meant(self) -> None:
        assert mended("Die Bürrger*innen.") == "Die Bürger*innen."

    def test_what_other_rules_refuse_is_neither_suggested_nor_found_twice(self) -> None:
        text = "[]({}) Die Stadtteilzentrem und das Xentrum im Stadtteil.".format("begriff:sbz")

        assert all("„Stadtteilzentren“" not in finding.help for finding in findings(text, **with_glossary()))
        glossary = GLOSSARY.replace("mobile Arbeit", "Xylantenhaus")
        text = "[]({}) Das Xylantenhaus.".format("begriff:sbz")
        assert spots(text, "T802", **{"content/glossar.yml": glossary}) == ["Xylantenhaus"]

    def test_a_line_with_two_words_is_told_so(self) -> None:
        (finding,) = findings("Text.", **{"content/woerter.txt": "Börgerhus Schmarl\n"})

        assert finding.help == "schreiben Sie jedes Wort in eine eigene Zeile"

    def test_decomposed_letters_and_escapes_keep_their_places(self) -> None:
        text = unicodedata.normalize("NFD", "Die Fälle \\& Übungnen &amp; Verhältnise.")

        assert spots(text, "T809") == [
            unicodedata.normalize("NFD", word) for word in ("Übungnen", "Verhältnise")
        ]

    def test_names_of_entries_and_own_words_are_known_with_their_endings(self) -> None:
        files = {
            "content/woerter.txt": "# Namen\nBörgerhus\nvorhabig\n",
            "content/akteure.yml": "akteure:\n  - {id: xy, name: Zwurblhof e. V., gruppe: traeger}\n",
            "content/ziele.yml": minimal({}).read("content/ziele.yml").decode(),
        }
        text = (
            "Des Börgerhuses vorhabiger Zwurblhof, die Zwurblhofer und der Börgerhus-Saal von [](akteur:xy)."
        )

        assert findings(text, **files) == []

    def test_what_may_have_been_meant_comes_from_the_text_as_well(self) -> None:
        (finding,) = findings("Die Jugendhilfeplanung und die Jugendhilfeplaung.")

        assert finding.help.startswith("meinten Sie „Jugendhilfeplanung“?")
        assert finding.fix
        assert not finding.fix.safe

    @pytest.mark.parametrize("text", ["Das Verkehrs-Komission-Amt.", "Der Plaz."])
    def test_for_short_words_and_parts_nothing_is_suggested(self, text: str) -> None:
        (finding,) = findings(text)

        assert finding.help.startswith("ist es richtig,")
        assert finding.fix is None

    def test_the_everyday_words_of_the_field_are_known(self) -> None:
        text = (
            "Streetwork, Peergroups, Care-Leaver und Co-Working gehören ins lebensweltorientierte"
            " Hilfeplanverfahren nach SGB im EG, OG und UG."
        )

        assert findings(text) == []

    def test_todo_is_an_open_point(self) -> None:
        (finding,) = findings("TODO ergänzen.")

        assert finding.help == "schreiben Sie, was fehlt, als offenen Punkt: > [!OFFEN]"

    def test_fields_of_entries_are_read_and_what_others_said_is_not(self) -> None:
        goals = """zielwerke:
  - {id: ziele-2030, titel: Zihle der Musterstadt}
ziele:
  - id: Z1
    zielwerk: ziele-2030
    titel: Platz
    wortlaut: Alle haben Plaz.
    erlaeuterung: >-
      Alle haben
      Blatz.
    beleg: {art: unbelegt, hinweis: 'Es ist ''wirklich'' Brlatz.'}
"""
        feedback = """rueckmeldungen:
  - {id: R0001, art: anmerkung, text: Mer Plaz, vorschlag: fiel Plaz, begruendung: Bllatz.}
"""
        files = {"content/ziele.yml": goals, "content/beteiligung.yml": feedback}

        assert sorted(spots("[](ziel:Z1)", "T809", **files)) == ["Blatz", "Bllatz", "Brlatz"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Den Antrag stellt der ASD, der ASD.", ["ASD"]),
            ("Der Allgemeine Soziale Dienst (ASD) prüft. Der ASD prüft.", []),
            ("ACHTUNG, EU, PDF, Teil VIII und IV, 2024/BV/0123, A und B.", []),
            ("Die ASD-Leitung prüft.", ["ASD"]),
        ],
    )
    def test_abbreviations_are_explained_or_known(self, text: str, found: list[str]) -> None:
        assert spots(text, "T804") == found

    def test_nobody_asks_for_words_without_a_place_to_keep_them(self) -> None:
        assert pipeline.load(project("Die Komission und Bürger:innen.")).findings == ()


LETTERS = "aäB„“”\"'‚‘’»«`*_: \n.,!(c)d-/\\&;1"


def read(text: str) -> lesetext.Lesetext:
    found = content.load(project(text))
    return lesetext.read(found.konzept, found.texts)


class TestLaws:
    @given(st.text(st.sampled_from(LETTERS), max_size=60))
    def test_covering_keeps_every_other_character_in_its_place(self, said: str) -> None:
        for text in (covered.without_quotations(said), covered.without_addresses(said)):
            assert len(text) == len(said)
            assert all(shown in {covered.COVER, letter} for shown, letter in zip(text, said, strict=True))

    @given(
        st.text(st.sampled_from("abc ,.!?'’()-:*/\n"), max_size=40), st.sampled_from(["„“", '""', "»«", "“”"])
    )
    def test_nothing_is_found_in_a_quotation_whatever_it_says(self, quoted: str, marks: str) -> None:
        said = f"Er sagt {marks[0]}{quoted.replace(covered.END, ' ')}{marks[1]} zu uns."
        text = covered.without_quotations(said)

        assert set(text[8 : -len(" zu uns.")]) == {covered.COVER}
        assert text.endswith(" zu uns.")

    @given(
        st.lists(
            st.sampled_from(["Bürger:innen", "und und", "feler ,", "a,b ", "der/die", "ABC"]), max_size=6
        )
    )
    def test_no_rule_finds_anything_in_quotations_and_code(self, words: list[str]) -> None:
        wrong = " ".join(words)

        assert (
            findings(f"Es steht „{wrong}“ da.\n\n> {wrong}\n\n```text\n{wrong}\n```\n\nUnd `{wrong or 'a'}`.")
            == []
        )

    @given(
        st.lists(
            st.sampled_from(
                [
                    "Haus",
                    "Fu\u0308ße",
                    "**fett**",
                    "*schräg*",
                    "\\*",
                    "&amp;",
                    "`code`",
                    "[x](ziel:Z1)",
                    "\n",
                    "Bü",
                ]
            ),
            min_size=1,
            max_size=12,
        )
    )
    def test_every_character_of_the_text_quotes_its_source(self, pieces: list[str]) -> None:
        text = read(f"A {' '.join(pieces).strip()} Z")

        for start, words, span in text.parts:
            for at, letter in enumerate(words, start):
                place = text.span(at, at + 1)
                assert place
                assert span.start <= place.start <= place.end <= span.end
                written = unicodedata.normalize("NFC", place.text)
                assert letter in {written, "&", " "}

    @given(st.text(st.sampled_from("aäöB \n\\&;>"), max_size=30))
    def test_places_ascend(self, written: str) -> None:
        words = " ".join(written.split())
        starts, ends = aligned(words, written)

        assert len(starts) == len(ends) == len(words)
        assert starts == sorted(starts)
        assert all(start <= end <= len(written) for start, end in zip(starts, ends, strict=True))

    @pytest.mark.parametrize(
        "piece",
        [
            "wort ",
            "wortwortwort",
            "Wort-",
            "Wort:innen",
            "a.b",
            "a/b ",
            "„",
            "'x ",
            "und und ",
            " ,",
            "x@",
            "ABC-",
            "(",
            "1.",
            "*x",
        ],
    )
    def test_a_long_text_of_one_piece_is_read_whole(self, piece: str) -> None:
        """Who goes back at every piece does not come to an end here."""
        found = content.load(minimal({}))
        span = found.konzept.kapitel[0].blocks[0].span
        words = tree.Text(piece * 31_000, span=span)

        text = lesetext.read(found.konzept, {("ziel:Z1", "erlaeuterung"): (words,)})

        assert len(text.text) > 30_000 * len(piece.strip())
        assert text.tokens is not None
        assert text.sentences
        assert list(forms(text.text)) is not None
