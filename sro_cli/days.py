"""Days as people write them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import MINYEAR, date

_MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_MONTH = rf"(?P<monat>[0-9]{{1,2}}[./]|{'|'.join(_MONTHS)})"

# 10.03.2026, 10. März 2026, März 2026 and 3/2026 as in letters, and 2026-3-10 without the zero, 2026/03/10.
_FORMS = (
    re.compile(rf"(?:(?P<tag>[0-9]{{1,2}})\. ?)?{_MONTH} ?(?P<jahr>[0-9]{{4}})", re.IGNORECASE),
    re.compile(r"(?P<jahr>[0-9]{4})-(?P<monat>[0-9]{1,2})(?:-(?P<tag>[0-9]{1,2}))?"),
    re.compile(r"(?P<jahr>[0-9]{4})/(?P<monat>[0-9]{1,2})/(?P<tag>[0-9]{1,2})"),
)


def iso(written: str) -> str | None:
    """A day or a month that is written in another form, as year-month-day or year-month.

    Returns:
        Empty if there is no such day; None if nothing of the kind is written.

    >>> iso("9. Januar 2024"), iso("9.1.2024"), iso("März 2024"), iso("31.06.2024"), iso("Ende 2024")
    ('2024-01-09', '2024-01-09', '2024-03', '', None)
    >>> iso("2024/1/9"), iso("2024/BV/0123")
    ('2024-01-09', None)
    """
    if (parts := _parts(written)) is None:
        return None
    year, month, tag = parts
    try:
        day = date(year, month, 1 if tag is None else tag).isoformat()
    except ValueError:
        return ""
    return day if tag is not None else day[:7]


def impossibility(written: str) -> str:
    """Why there is no such day or month, a piece of a sentence; empty if nothing is wrong.

    >>> impossibility("2026-02-31"), impossibility("31.06.2026")
    ('der Februar 2026 hat 28 Tage', 'der Juni 2026 hat 30 Tage')
    >>> impossibility("2026-13-01"), impossibility("2026-00-01"), impossibility("2026-01-00")
    ('einen 13. Monat gibt es nicht', 'einen 0. Monat gibt es nicht', 'einen 0. Tag gibt es nicht')
    >>> impossibility("2026-02-28"), impossibility("Ende 2024")
    ('', '')
    """
    if iso(written) != "" or (parts := _parts(written)) is None:
        return ""
    year, month, tag = parts
    if not 1 <= month <= len(_MONTHS):
        return f"einen {month}. Monat gibt es nicht"
    if year < MINYEAR:
        return f"ein Jahr {year} gibt es nicht"
    if not tag:
        return f"einen {tag}. Tag gibt es nicht"
    return f"der {_MONTHS[month - 1].capitalize()} {year} hat {monthrange(year, month)[1]} Tage"


def _parts(written: str) -> tuple[int, int, int | None] | None:
    """Year, month and day as written, even if no calendar has them; None for something else."""
    text = unicodedata.normalize("NFC", written)
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    month = found["monat"].lower().rstrip("./")
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    return int(found["jahr"]), number, int(found["tag"]) if found["tag"] else None
