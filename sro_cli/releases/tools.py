"""What products are made with: the parts of `sro` and of the machine that may decide about bytes."""

from __future__ import annotations

import hashlib
import platform
import re
from importlib import metadata
from pathlib import Path

from sro_cli import __version__
from sro_cli.engines import pandoc, typeset


def tools() -> dict[str, str]:
    """The versions of `sro`, engines, Python, platform and the packages that `sro` asks for."""
    names = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in _requirements()}
    return {
        "sro": __version__,
        "sro-quelltext": _code(),
        "pandoc": pandoc.version(),
        "typst": typeset.version(),
        "python": platform.python_version(),
        "plattform": f"{platform.system()} {platform.machine()}",
        **{f"paket {name}": metadata.version(name) for name in sorted(names)},
    }


def fonts() -> dict[str, str]:
    """The digests of the files of the text font; the one for code is a part of Typst."""
    names = ("aufrecht", "kursiv", "lizenz")
    return {
        f"{typeset.FAMILY} {name}": hashlib.sha256(content).hexdigest()
        for name, content in zip(names, typeset.font_files(), strict=True)
    }


def _requirements() -> list[str]:
    try:
        found = metadata.requires("sro") or []
    except metadata.PackageNotFoundError:
        return []
    return [requirement for requirement in found if "extra ==" not in requirement]


def _code() -> str:
    """The digest of our own code: of a version in the making there are many."""
    digest = hashlib.sha256()
    root = Path(__file__).parent.parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
