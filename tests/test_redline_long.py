"""A long redline in LibreOffice: a file of its own, as tests run a file a core."""

from __future__ import annotations

import pytest

from tests.benchmarks import tracked


@pytest.mark.tool("soffice")
def test_libreoffice_resolves_400_changes_in_300_pages_to_the_very_lines_of_both_versions() -> None:
    found = tracked.measured()

    assert found.changes >= 400
    assert len(found.new) > 5000
    assert found.rejected == found.old
    assert found.accepted == found.new
