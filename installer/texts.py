"""The catalogue of texts: collected from the program, kept in step with the translations.

``python -m installer.texts`` renews app/locale/mostrador.pot and brings the translations in step with it; what is new
stands there untranslated, what is gone is dropped. ``python -m installer.texts compile`` writes the binary catalogues
that an installed program reads. Files carry no dates and no line numbers: the same program gives the same files.

Collected are ``N_("…")``, ``say.text("…")``, ``say.plural("…", "…", …)`` and what a refusal is raised with.
"""

import ast
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "app"
FOLDER = PROGRAM / "locale"
TEMPLATE = FOLDER / "mostrador.pot"
LANGUAGES = {"es": "nplurals=2; plural=(n != 1);", "zh": "nplurals=1; plural=0;"}
REFUSALS = {"Refusal", "Mistake", "Conflict", "NotAllowed", "NotFound", "Unavailable", "NeedsConsent"}

_WIDTH = 110


class NotPlainTextError(Exception):
    """A marked text that no catalogue can hold: it is put together while the program runs."""


@dataclass(frozen=True, slots=True)
class Text:
    """A marked text; ``many`` is its plural, where it has one."""

    one: str
    many: str
    file: str


def translation(language: str) -> Path:
    """Where the translation into a language lies."""
    return FOLDER / language / "LC_MESSAGES" / "mostrador.po"


def collected(program: Path = PROGRAM) -> Iterator[Text]:
    """Every marked text of the program, by file. Raises ``NotPlainTextError`` where a mark holds no plain text."""
    for path in sorted(program.rglob("*.py")):
        file = path.relative_to(program.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                try:
                    yield from _texts(node, file)
                except NotPlainTextError as error:
                    raise NotPlainTextError(f"{file}:{node.lineno}: {error}") from None


def _texts(call: ast.Call, file: str) -> Iterator[Text]:
    name, owner = _called(call.func)
    if name == "N_":
        yield Text(_literal(call.args[0]), "", file)
    elif name == "plural" and owner.endswith("say"):
        yield Text(_literal(call.args[0]), _literal(call.args[1]), file)
    elif (name == "text" and owner.endswith("say")) or name in REFUSALS:
        hints = [word.value for word in call.keywords if word.arg == "hint"]
        for argument in (*call.args[:1], *(hints if name in REFUSALS else ())):
            # a variable was marked where it was given its text
            if isinstance(argument, ast.JoinedStr) or (isinstance(argument, ast.Constant) and argument.value):
                yield Text(_literal(argument), "", file)


def _called(function: ast.expr) -> tuple[str, str]:
    if isinstance(function, ast.Name):
        return function.id, ""
    if isinstance(function, ast.Attribute):
        owner = function.value
        return function.attr, owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    return "", ""


def _literal(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotPlainTextError(f"{ast.unparse(node)} is not a text that can be translated")


def catalogue() -> Catalog:
    """All texts of the program, without translation, in the order of the alphabet."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for text in sorted(collected(), key=lambda text: (text.one, text.many, text.file)):
        found.add((text.one, text.many) if text.many else text.one, locations=[(text.file, 0)])
    return found


def template() -> str:
    """The content of the template file."""
    return _written(catalogue(), "")


def updated(language: str) -> str:
    """The content of a translation's file, in step with the program."""
    return _written(_in_step(language), language)


def _in_step(language: str) -> Catalog:
    catalog = read(language)
    catalog.update(catalogue(), no_fuzzy_matching=True)
    return catalog


def read(language: str) -> Catalog:
    """A translation as it lies in the tree; empty where there is none yet."""
    path = translation(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    return read_po(io.BytesIO(path.read_bytes()), locale=language, charset="utf-8")


def _written(catalog: Catalog, language: str) -> str:
    lines = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if language:
        lines = [f"Language: {language}", *lines, f"Plural-Forms: {LANGUAGES[language]}"]
    header = 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines)
    buffer = io.BytesIO()
    write_po(
        buffer, catalog, width=_WIDTH, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False
    )  # fmt: skip
    return header + "\n" + buffer.getvalue().decode("utf-8").strip() + "\n"


def compile_catalogues() -> None:
    """Write the binary catalogues beside the translations."""
    for language in LANGUAGES:
        with translation(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def untranslated(language: str) -> list[str]:
    """Texts of the program that a language lacks, or whose translation is marked as uncertain."""
    return [
        str(message.id)
        for message in _in_step(language)
        if message.id and (message.fuzzy or not all(_forms(message.string)))
    ]


def _forms(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [string or ""] if isinstance(string, str) or string is None else list(string)


def main(arguments: list[str]) -> int:
    """Renew the catalogues, or compile them; the exit code is 1 while something is not translated."""
    if arguments == ["compile"]:
        compile_catalogues()
        return 0
    if arguments:
        sys.stderr.write("usage: python -m installer.texts [compile]\n")
        return 2
    TEMPLATE.write_text(template(), encoding="utf-8", newline="\n")
    missing = 0
    for language in LANGUAGES:
        path = translation(language)
        content = updated(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
        lacking = untranslated(language)
        missing += len(lacking)
        sys.stdout.write(f"{language}: {len(lacking)} untranslated\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
