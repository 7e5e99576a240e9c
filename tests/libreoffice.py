"""LibreOffice without a window as a second opinion on tracked changes: accepts or rejects all of them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

ACCEPT, REJECT = ".uno:AcceptAllTrackedChanges", ".uno:RejectAllTrackedChanges"

_MACRO = """
Sub Main
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim plain(1) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "FilterName" : plain(0).Value = "Text (encoded)"
  plain(1).Name = "FilterOptions" : plain(1).Value = "UTF8,LF"
  Dim file, row, words, document, changes, number
  Dim dispatcher : dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  file = FreeFile
  Open "{jobs}" For Input As #file
  While Not Eof(file)
    Line Input #file, row
    words = Split(row, " ")
    document = StarDesktop.loadComponentFromURL(words(0), "_blank", 0, hidden())
    If words(2) <> "-" Then
      dispatcher.executeDispatch(document.CurrentController.Frame, words(2), "", 0, Array())
    End If
    document.getTextFields().refresh()
    document.storeToURL(words(1), plain())
    document.close(True)
  Wend
  Close #file
  StarDesktop.terminate()
End Sub
"""
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_LIBRARY = "http://openoffice.org/2000/library"
_SCRIPTS = {
    "script.xlc": f'{_XML}<library:libraries xmlns:library="{_LIBRARY}" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<library:library library:name="Standard" library:link="false"/></library:libraries>',
    "Standard/script.xlb": f'{_XML}<library:library xmlns:library="{_LIBRARY}" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/>'
    "</library:library>",
}


def texts(folder: Path, jobs: list[tuple[bytes, str]]) -> list[list[str]]:
    """The lines that LibreOffice reads in Word documents, without empty ones.

    Args:
        folder: for its files.
        jobs: documents, each with `ACCEPT`, `REJECT` or, as it is, the empty string.
    """
    listed = []
    unique = list(dict.fromkeys(jobs))
    for number, (document, command) in enumerate(unique):
        source, target = folder / f"{number}.docx", folder / f"{number}.txt"
        source.write_bytes(document)
        listed.append(f"{source.as_uri()} {target.as_uri()} {command or '-'}")
    (folder / "jobs").write_text("\n".join(listed))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    start = ["soffice", profile, "--headless", "--norestore"]
    # The first start fills the profile, and would write its own macros over ours.
    subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    basic = folder / "profile" / "user" / "basic"
    for name, content in _SCRIPTS.items():
        (basic / name).write_text(content)
    module = escape(_MACRO.format(jobs=folder / "jobs"))
    (basic / "Standard" / "Module1.xba").write_text(
        f'{_XML}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"'
        f' script:language="StarBasic">{module}</script:module>'
    )
    subprocess.run([*start, "macro:///Standard.Module1.Main"], check=True, capture_output=True, timeout=600)
    read = {
        job: (folder / f"{number}.txt").read_text("utf-8-sig").splitlines()
        for number, job in enumerate(unique)
    }
    return [[line for line in read[job] if line.strip(" \t\u200b")] for job in jobs]
