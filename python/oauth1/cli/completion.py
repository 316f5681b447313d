"""`oauth1 completion`: what makes a shell complete these commands."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from importlib import import_module

from oauth1 import Provider
from oauth1.cli.exits import Exit
from oauth1.cli.parser import COMMANDS, Parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from oauth1.cli.console import Console

_EXAMPLES = """\
  eval "$(oauth1 completion bash)"                                   # in ~/.bashrc
  eval "$(oauth1 completion zsh)"                                    # in ~/.zshrc, after compinit
  oauth1 completion fish > ~/.config/fish/completions/oauth1.fish"""
_SHELLS = ("bash", "zsh", "fish")
_PROFILES = "profiles --names 2>/dev/null"


def parser() -> Parser:
    """Return the parser of its options."""
    own = Parser(
        "completion",
        "Print what makes a shell complete commands, options, providers and profiles.",
        _EXAMPLES,
        usage="oauth1 completion {bash,zsh,fish}",
    )
    own.add_argument("shell", metavar="SHELL", choices=_SHELLS, help="bash, zsh or fish")
    return own


def run(options: Namespace, console: Console) -> int:
    """Print the script, and return the exit code."""
    script = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell]
    console.write(script(_described()))
    return Exit.OK


@dataclass(frozen=True)
class _Argument:
    """An option, or what stands without one."""

    names: tuple[str, ...]
    help: str
    metavar: str
    takes_value: bool
    words: tuple[str, ...]

    @property
    def is_file(self) -> bool:
        return "FILE" in self.metavar

    @property
    def is_profile(self) -> bool:
        return self.metavar == "PROFILE"


@dataclass(frozen=True)
class _Command:
    name: str
    help: str
    options: tuple[_Argument, ...]
    positionals: tuple[_Argument, ...]

    @property
    def words(self) -> list[str]:
        return [name for option in self.options for name in option.names]


def _described() -> list[_Command]:
    commands = []
    for name, help_ in COMMANDS.items():
        if name == "sandbox":
            from oauth1.sandbox.cli import sandbox_parser  # noqa: PLC0415 - for this alone

            own: argparse.ArgumentParser = sandbox_parser("oauth1 sandbox")
            own.add_argument("command", nargs="?", choices=("consent", "profiles"))
        else:
            own = import_module(f"oauth1.cli.{name}").parser()
        arguments = [_argument(each) for each in own._actions if each.help != argparse.SUPPRESS]
        commands.append(
            _Command(
                name,
                help_,
                tuple(each for each in arguments if each.names),
                tuple(each for each in arguments if not each.names),
            )
        )
    return commands


def _argument(action: argparse.Action) -> _Argument:
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    words: Iterable[object] = action.choices or ()
    if metavar == "PROVIDER":
        words = Provider.names()
    return _Argument(
        tuple(action.option_strings),
        (action.help or "").replace("%(default)s", str(action.default)),
        metavar,
        action.nargs != 0,
        tuple(map(str, words)),
    )


# --- bash ---------------------------------------------------------------------


def _bash(commands: list[_Command]) -> str:
    names = [*COMMANDS, "help"]
    lines = [
        "# bash completion of oauth1",
        "_oauth1() {",
        "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=",
        "    COMPREPLY=()",
        '    if [ "$COMP_CWORD" -eq 1 ]; then',
        f"        words='{' '.join(names)} --help --version'",
        "    else",
        "        case $current in",
        "            @*)",
        "                local IFS=$'\\n'",
        '                COMPREPLY=($(compgen -P @ -f -- "${current#@}"))',
        "                return ;;",
        "        esac",
        '        case "${COMP_WORDS[1]} $previous" in',
    ]
    for command in commands:
        for option in command.options:
            if option.takes_value:
                patterns = "|".join(f"'{command.name} {name}'" for name in option.names)
                lines.append(f"            {patterns}) {_bash_words(option)} ;;")
    lines += [
        "            *)",
        "                case $current in",
        "                    -*)",
        "                        case ${COMP_WORDS[1]} in",
    ]
    for command in commands:
        lines.append(
            f"                            {command.name}) words='{' '.join(command.words)}' ;;"
        )
    lines += [
        "                        esac ;;",
        "                    *)",
        "                        case ${COMP_WORDS[1]} in",
        f"                            help) words='{' '.join(COMMANDS)}' ;;",
    ]
    for command in commands:
        if command.positionals:
            told = "; ".join(
                _bash_words(each) for each in command.positionals if each.words or each.is_profile
            )
            lines.append(f"                            {command.name}) {told or ':'} ;;")
    lines += [
        "                        esac ;;",
        "                esac ;;",
        "        esac",
        "    fi",
        '    COMPREPLY=($(compgen -W "$words" -- "$current"))',
        "}",
        "complete -o bashdefault -o default -F _oauth1 oauth1",
        "",
    ]
    return "\n".join(lines)


def _bash_words(argument: _Argument) -> str:
    if argument.is_profile:
        return f'words="$words $("${{COMP_WORDS[0]}}" {_PROFILES})"'
    if argument.words:
        return f'words="$words {" ".join(argument.words)}"'
    return ":" if argument.is_file else "compopt +o bashdefault +o default 2>/dev/null; return"


# --- zsh ----------------------------------------------------------------------


def _zsh(commands: list[_Command]) -> str:
    lines = [
        "#compdef oauth1",
        "# zsh completion of oauth1",
        "_oauth1_profiles() {",
        f'    local -a profiles=(${{(f)"$(oauth1 {_PROFILES})"}})',
        "    compadd -a profiles",
        "}",
        "_oauth1() {",
        "    local -a commands=(",
    ]
    lines += [f"        {_quoted(f'{name}:{help_}')}" for name, help_ in COMMANDS.items()]
    lines += [
        "        'help:tell about a command'",
        "    )",
        "    if (( CURRENT == 2 )); then",
        "        _describe command commands",
        "        return",
        "    fi",
        "    shift words; (( CURRENT-- ))",
        "    case $words[1] in",
        "        help) _describe command commands ;;",
    ]
    for command in commands:
        lines.append(f"        {command.name})")
        lines.append("            _arguments -s \\")
        arguments = [*command.options, *command.positionals]
        last = len(arguments) - 1
        for place, argument in enumerate(arguments):
            for spec in _zsh_specs(argument, command):
                lines.append(f"                {_quoted(spec)} \\")
            if place == last:
                lines[-1] = lines[-1].removesuffix(" \\")
        lines.append("            ;;")
    lines += [
        "    esac",
        "}",
        'if [[ $funcstack[1] == _oauth1 ]]; then _oauth1 "$@"; else compdef _oauth1 oauth1; fi',
        "",
    ]
    return "\n".join(lines)


def _zsh_specs(argument: _Argument, command: _Command) -> list[str]:
    value = f":{argument.metavar.replace(':', ' ')}:{_zsh_action(argument)}"
    if not argument.names:
        place = "*" if argument is command.positionals[-1] else ""
        return [f"{place}{value}"]
    told = argument.help.replace("[", "(").replace("]", ")").replace(":", "\\:")
    # each may be given again, as -H
    return [f"*{name}[{told}]{value if argument.takes_value else ''}" for name in argument.names]


def _zsh_action(argument: _Argument) -> str:
    if argument.is_profile:
        return "_oauth1_profiles"
    if argument.words:
        return f"({' '.join(argument.words)})"
    if argument.is_file:
        return "_files"
    return "_urls" if argument.metavar == "URL" else " "


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# --- fish ---------------------------------------------------------------------


def _fish(commands: list[_Command]) -> str:
    lines = ["# fish completion of oauth1", "complete -c oauth1 -f"]
    for name, help_ in (*COMMANDS.items(), ("help", "tell about a command")):
        lines.append(
            f"complete -c oauth1 -n __fish_use_subcommand -a {name} -d {_fish_quoted(help_)}"
        )
    lines.append(
        "complete -c oauth1 -n '__fish_seen_subcommand_from help' "
        f"-a {_fish_quoted(' '.join(COMMANDS))}"
    )
    for command in commands:
        for argument in (*command.options, *command.positionals):
            told = _fish_argument(argument)
            if told:
                lines.append(
                    f"complete -c oauth1 -n '__fish_seen_subcommand_from {command.name}' {told}"
                )
    return "\n".join([*lines, ""])


def _fish_argument(argument: _Argument) -> str:
    parts = [
        f"{'-l' if name.startswith('--') else '-s'} {name.lstrip('-')}" for name in argument.names
    ]
    if argument.is_profile:
        values = f"-a '(oauth1 {_PROFILES})'"
    elif argument.words:
        values = f"-a {_fish_quoted(' '.join(argument.words))}"
    else:
        values = "-F" if argument.is_file else ""
    if argument.names and argument.takes_value:
        parts.append("-r" if values == "-F" else "-x")
    if values:
        parts.append(values)
    if not parts:
        return ""
    return " ".join([*parts, f"-d {_fish_quoted(argument.help)}"])


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
