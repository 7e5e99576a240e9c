"""What all tests share: programs of the system that not every machine has, and hypothesis' manners."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import sync_playwright

PACKAGES = {
    "chromium": "chromium",
    "git": "git",
    "make": "make",
    "patch": "patch",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-writer",
}
"""The programs that tests may need, and the Debian packages that bring them."""

# No test depends on how fast a machine is: neither an example (the first call of pandoc is slow) nor
# the making of examples. In CI the same cases at every run.
hypothesis.settings.register_profile(
    "sro",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
hypothesis.settings.load_profile("sro")


def demand(program: str) -> None:
    """Skips the running test if a program is missing; under ``SRO_TEST_ALL=1`` fails it.

    Raises:
        KeyError: the program is none of `PACKAGES`.
    """
    package = PACKAGES[program]
    if shutil.which(program):
        return
    message = f"{program} is missing (Debian package {package})"
    if os.environ.get("SRO_TEST_ALL") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Honours ``@pytest.mark.tool("soffice", …)``."""
    for mark in item.iter_markers("tool"):
        for program in mark.args:
            demand(program)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium without a window, driven by playwright."""
    demand("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield chromium
        chromium.close()
