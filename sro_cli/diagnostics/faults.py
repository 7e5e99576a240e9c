"""The kinds of findings that reading can produce: the family E, and what only a reader can see of K and V."""

from __future__ import annotations

from sro_cli.diagnostics import Kind, Severity

NICHT_LESBAR = Kind("E101", "datei-nicht-lesbar", Severity.FEHLER)
KEIN_UTF8 = Kind("E102", "kein-utf8", Severity.FEHLER)
ZU_GROSS = Kind("E103", "datei-zu-gross", Severity.FEHLER)
ORDNER_STATT_DATEI = Kind("E104", "ordner-statt-datei", Severity.FEHLER)
DATEI_FEHLT = Kind("E105", "datei-fehlt", Severity.FEHLER)
DATEI_UNBEACHTET = Kind("E106", "datei-unbeachtet", Severity.WARNUNG)
STEUERZEICHEN = Kind("E107", "steuerzeichen", Severity.FEHLER)
TEXT_ABGESCHNITTEN = Kind("E108", "text-abgeschnitten", Severity.WARNUNG)

YAML_SCHREIBWEISE = Kind("E110", "yaml-schreibweise", Severity.FEHLER)
SCHLUESSEL_DOPPELT = Kind("E111", "schluessel-doppelt", Severity.FEHLER)
FELD_UNBEKANNT = Kind("E112", "feld-unbekannt", Severity.FEHLER)
FELD_FEHLT = Kind("E113", "feld-fehlt", Severity.FEHLER)
WERT_UNPASSEND = Kind("E114", "wert-unpassend", Severity.FEHLER)
DATUM_UNMOEGLICH = Kind("E115", "datum-unmoeglich", Severity.FEHLER)
YAML_NICHT_VORGESEHEN = Kind("E116", "yaml-nicht-vorgesehen", Severity.FEHLER)

AUSZEICHNUNG_UNBEKANNT = Kind("E120", "auszeichnung-unbekannt", Severity.FEHLER)
HTML_IM_TEXT = Kind("E121", "html-im-text", Severity.FEHLER)
KOPF_FEHLT = Kind("E122", "kopf-fehlt", Severity.FEHLER)
KASTEN_UNBEKANNT = Kind("E123", "kasten-unbekannt", Severity.FEHLER)
ANWEISUNG_UNBEKANNT = Kind("E124", "anweisung-unbekannt", Severity.FEHLER)
MERKMAL_UNBEKANNT = Kind("E125", "merkmal-unbekannt", Severity.FEHLER)
ZELLE_ZU_VIEL = Kind("E126", "zelle-zu-viel", Severity.FEHLER)
HERVORHEBUNG_OFFEN = Kind("E127", "hervorhebung-offen", Severity.WARNUNG)
BLOCK_OFFEN = Kind("E128", "block-offen", Severity.FEHLER)
TABELLENTITEL_VERIRRT = Kind("E129", "tabellentitel-verirrt", Severity.WARNUNG)

BILD_FEHLT = Kind("E130", "bild-fehlt", Severity.FEHLER)
BILD_AUSSERHALB = Kind("E131", "bild-ausserhalb", Severity.FEHLER)
BILD_FORMAT = Kind("E132", "bild-format-unbekannt", Severity.FEHLER)
BILD_BESCHAEDIGT = Kind("E133", "bild-beschaedigt", Severity.FEHLER)
BILD_FREMDBEZUG = Kind("E134", "bild-fremdbezug", Severity.FEHLER)
BILD_VERRAET = Kind("D907", "bild-verraet-personen", Severity.WARNUNG)

VORLAGE_FEHLERHAFT = Kind("E140", "vorlage-fehlerhaft", Severity.FEHLER)
VORLAGE_BEDENKLICH = Kind("E141", "vorlage-bedenklich", Severity.WARNUNG)

STATUS_UNBEKANNT = Kind("K107", "status-unbekannt", Severity.FEHLER)

VERWEISART_UNBEKANNT = Kind("V203", "verweisart-unbekannt", Severity.FEHLER)
FUSSNOTE_OHNE_TEXT = Kind("V209", "fussnote-ohne-text", Severity.FEHLER)
TEXT_OHNE_FUSSNOTE = Kind("V210", "text-ohne-fussnote", Severity.WARNUNG)

HIDING = frozenset(
    kind.code
    for kind in list(globals().values())
    if isinstance(kind, Kind) and kind.severity is Severity.FEHLER
)
"""The codes after which not everything is read, so that no rule can say what is missing."""
