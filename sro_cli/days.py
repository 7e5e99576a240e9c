"""Days as people write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

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
    text = unicodedata.normalize("NFC", written)
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    month = found["monat"].lower().rstrip("./")
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    try:
        day = date(int(found["jahr"]), number, int(found["tag"] or 1)).isoformat()
    except ValueError:
        return ""
    return day if found["tag"] else day[:7]
