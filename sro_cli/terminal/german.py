"""The command line in German: what typer itself would say to a user, said in our words.

typer brings its words as literals, so there is no catalogue to translate. Instead the help is
laid out here, from what the commands declare, and every fault of a call becomes a sentence here.
`tests/test_cli.py` holds all sentences of the installed typer against those known here.
"""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer
from typer._click import Command, Context, HelpFormatter
from typer._click.exceptions import ClickException, MissingParameter, NoSuchOption, UsageError
from typer._coercion import RuntimeParam
from typer.core import TyperCommand, TyperGroup

REASONS = {
    errno.EACCES: "die Zugriffsrechte fehlen",
    errno.EEXIST: "dort liegt schon etwas",
    errno.EISDIR: "dort liegt ein Ordner",
    errno.ENOENT: "das gibt es nicht",
    errno.ENOSPC: "der Datenträger ist voll",
    errno.ENOTDIR: "ein Teil des Weges ist kein Ordner",
    errno.ENAMETOOLONG: "der Name ist zu lang",
    errno.EPERM: "das ist nicht erlaubt",
    errno.EROFS: "der Datenträger lässt sich nicht beschreiben",
}
"""Why the system refused, by its number; it says so in the language of its own."""

ABORTED = 130
"""Exit code after Ctrl-C: 128 and the number of the signal, as shells give it."""


def sentence(fault: ClickException) -> str:
    """What is wrong with a call, one sentence without a full stop."""
    context = fault.ctx if isinstance(fault, UsageError) else None
    if isinstance(fault, NoSuchOption):
        return _no_such_option(fault.option_name, context)
    if isinstance(fault, MissingParameter) and fault.param:
        return f"Es fehlt die Angabe {fault.param.metavar}"
    for pattern, words in _SENTENCES:
        if match := pattern.fullmatch(fault.message):
            return words(match[match.lastindex or 0], context)
    return fault.message


def meant(word: str, known: Sequence[str]) -> str:
    """„ – meinten Sie …?“ with the nearest of the known words; empty if none is near.

    >>> meant("validat", ["build", "validate"]), meant("x", ["build"])
    (' – meinten Sie „validate“?', '')
    """
    from sro_cli.diagnostics.suggestions import nearest  # noqa: PLC0415 - only a fault needs it

    close = nearest(word, known)
    return f" – meinten Sie {' oder '.join(f'„{other}“' for other in close)}?" if close else ""


def _no_such_option(name: str, context: Context | None) -> str:
    if context and context.parent and name in _options(context.parent):
        call = f"{context.parent.command_path} {name} … {context.info_name}"
        return f"Die Option „{name}“ steht vor dem Befehl: {call}"
    known = _options(context) if context else []
    return f"Die Option „{printable(name)}“ gibt es nicht{meant(name, known)}"


def _no_such_command(name: str, context: Context | None) -> str:
    known = list(context.command.commands) if context and isinstance(context.command, TyperGroup) else []
    return f"Den Befehl „{printable(name)}“ gibt es nicht{meant(name, known)}"


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[[str, Context | None], str]], ...] = (
    (re.compile(r"No such command '(.*)'\.", re.DOTALL), _no_such_command),
    (re.compile(r'No such command "(.*)"\.', re.DOTALL), _no_such_command),
    (re.compile(r"Missing command\."), lambda _, __: "Es fehlt der Befehl"),
    (
        re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL),
        lambda words, _: f"„{printable(words)}“ ist eine Angabe zu viel",
    ),
    (
        re.compile(r"Option '(.*)' requires an argument\."),
        lambda name, _: f"Nach der Option „{name}“ fehlt die Angabe",
    ),
    (
        re.compile(r"Option '(.*)' does not take a value\."),
        lambda name, _: f"Zur Option „{name}“ gehört keine Angabe",
    ),
)
"""What typer says of a call, and what we make of it."""


class Befehl(TyperCommand):
    """A command whose help is German."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        _take_as_given(*self.params)

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Writes how the command is called."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Writes what can be given, and the options."""
        _write_parameters(self, ctx, formatter)

    def get_help_option(self, ctx: Context) -> Any:
        """The option ``--help``."""
        return _help_option(super().get_help_option(ctx))


class Befehle(TyperGroup):
    """All commands: their help is German, and so is what is wrong with a call."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        _take_as_given(*self.params)

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Writes how the program is called."""
        _write_usage(self, ctx, formatter, "BEFEHL …")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Writes the options and the commands."""
        _write_parameters(self, ctx, formatter)
        with formatter.section("Befehle"):
            rows = [
                (name, command.get_short_help_str(200).rstrip(".")) for name, command in self.commands.items()
            ]
            formatter.write_dl(rows)

    def get_help_option(self, ctx: Context) -> Any:
        """The option ``--help``."""
        return _help_option(super().get_help_option(ctx))

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:  # type: ignore[override]  # what typer passes on as it is
        """Runs a command and ends the program with its exit code; without arguments shows the help."""
        given = list(sys.argv[1:] if args is None else args)
        extra["standalone_mode"] = False
        try:
            code = super().main(given or ["--help"], prog_name, **extra)
        except ClickException as fault:
            context = fault.ctx if isinstance(fault, UsageError) else None
            typer.echo(f"sro: {sentence(fault)}", err=True)
            typer.echo(f"Hilfe: {context.command_path if context else 'sro'} --help", err=True)
            sys.exit(fault.exit_code)
        except typer.Abort:
            code = ABORTED
        if code == ABORTED:
            typer.echo("\nAbgebrochen.", err=True)
        sys.exit(code or 0)


class _AsGiven(RuntimeParam):
    """Takes the words of a call as they are."""

    def _coerce_value(self, value: Any, param: Any, ctx: Context) -> Any:  # noqa: ARG002 - typer's signature
        return value


def _take_as_given(*params: Any) -> None:
    """Spares plain texts and flags the way through pydantic, whose import takes longer than all the rest."""
    for param in params:
        described = param.type_descriptor
        # typer's own slot, which typer fills when the value is first asked for.
        param._runtime_param = _AsGiven(described.parameter_info, described.annotation)  # noqa: SLF001


def _write_usage(command: Command, context: Context, formatter: HelpFormatter, *more: str) -> None:
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    pieces = [str(param.metavar) if param.required else f"[{param.metavar}]" for param in arguments]
    formatter.write_usage(context.command_path, " ".join(["[OPTIONEN]", *pieces, *more]), "Aufruf: ")


def _write_parameters(command: Command, context: Context, formatter: HelpFormatter) -> None:
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.get_params(context):
        text = str(getattr(param, "help", "") or "")
        if param.param_type_name == "argument":
            arguments.append((str(param.metavar), text))
        else:
            value = f" {param.metavar}" if param.metavar else ""
            options.append((", ".join(_names(param)) + value, text))
    for heading, rows in (("Angaben", arguments), ("Optionen", options)):
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = "zeigt diese Hilfe"
        _take_as_given(option)
    return option


def _options(context: Context) -> list[str]:
    return [name for param in context.command.get_params(context) for name in _names(param)]


def _names(param: Any) -> list[str]:
    """The names of an option, short ones first; none for an argument."""
    if param.param_type_name == "argument":
        return []
    return sorted([*param.opts, *param.secondary_opts], key=lambda name: name.startswith("--"))


def printable(words: str) -> str:
    """Words from the command line as they can be shown: no control characters, no halves of bytes."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)
