"""Import and export."""

import argparse
import json
from pathlib import Path
from typing import Any

from app.commands import plans
from app.commands.context import Context
from app.commands.grammar import BadArgument, Commands, add_command
from app.domain.refusal import N_, Conflict, Refusal
from app.i18n import Say

KINDS = "salespeople customers products orders payments complaints plans"
MOST_SHOWN = 20


def add_import(commands: Commands, say: Say) -> None:
    """``mostrador import``."""
    command = add_command(
        commands, say, "import", N_("take a CSV, workbook or address cards in, or undo an import"), _import
    )
    command.add_argument("kind", nargs="?", metavar="KIND", help=KINDS)
    command.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say.text(N_("the file to read")))
    command.add_argument(
        "--map", type=Path, default=None, metavar="FILE", help=say.text(N_("a map file for other columns"))
    )
    command.add_argument("--sheet", default=None, metavar="NAME", help=say.text(N_("which sheet of a workbook")))
    command.add_argument("--dry-run", action="store_true", help=say.text(N_("do everything, keep nothing")))
    command.add_argument("--all-or-nothing", action="store_true", help=say.text(N_("refuse the file with a wrong row")))
    command.add_argument(
        "--policy", default="fill", choices=("fill", "overwrite", "skip"),
        help=say.text(N_("what happens to records that are there: fill empty fields, overwrite, or skip them")),
    )  # fmt: skip
    command.add_argument(
        "--refused", type=Path, default=None, metavar="FILE", help=say.text(N_("where refused rows are written"))
    )
    command.add_argument("--undo", type=int, metavar="RUN", default=None, help=say.text(N_("take an import back")))
    command.add_argument("--json", action="store_true", help=say.text(N_("for programs")))


def _import(arguments: argparse.Namespace, context: Context) -> int:
    if arguments.undo is not None:
        if arguments.kind:
            raise BadArgument(N_("--undo takes the number of an import and no file."))
        return _undo(arguments, context)
    if not (arguments.kind and arguments.file):
        raise BadArgument(N_("Say what to import and from which file: mostrador import customers FILE."))
    if arguments.kind == plans.KIND:
        return plans.take_in(arguments, context)
    from app.domain.importing import kind_named
    from app.integrations.import_files import ImportFile
    from app.queries import company

    kind_named(arguments.kind)
    if arguments.refused is not None and arguments.refused.resolve() == arguments.file.resolve():
        raise BadArgument(N_("Refused rows cannot be written over the file they come from."))
    context.spared(arguments, arguments.refused)
    with context.company(arguments) as store:
        places = company.settings(store).currency_places
        source = ImportFile(arguments.file, arguments.kind, arguments.map, places, arguments.sheet)
        return _take_in(arguments, context, store, source)


def _take_in(arguments: argparse.Namespace, context: Context, store: Any, source: Any) -> int:
    from app.domain.ids import new_uid
    from app.services import imports

    rows = list(source.rows())
    request, digest = new_uid(), source.digest()
    try:
        answer = store.repeat(
            lambda: imports.run(
                store, arguments.kind, rows, file_name=arguments.file.name, request=request, file_hash=digest,
                policy=arguments.policy, dry_run=arguments.dry_run, all_or_nothing=arguments.all_or_nothing,
                find_by=source.find_by,
            )
        )  # fmt: skip
    except imports.NothingImported as nothing:
        _warn(context, [_why(context, refusal) for refusal in nothing.refused])
        raise
    refused = [(refusal, _why(context, refusal)) for refusal in answer.refused]
    target, trouble = _written(arguments, source, refused)
    _report(arguments, context, answer, refused, target, source)
    if trouble is not None:
        raise trouble
    return 1 if refused and len(refused) == answer.rows else 0


def _written(arguments: argparse.Namespace, source: Any, refused: list[Any]) -> tuple[Path | None, Refusal | None]:
    """The file of the refused rows; when it cannot be written the import has happened all the same."""
    if not refused or arguments.dry_run:
        return None, None
    target = arguments.refused or _free(arguments.file.with_name(arguments.file.stem + ".refused.csv"))
    try:
        source.write_refused(target, refused)
    except Refusal as trouble:
        return None, Conflict(
            trouble.message, hint=N_("The other rows are in; write the refused ones elsewhere with --refused FILE."),
            **trouble.values,
        )  # fmt: skip
    return target, None


def _free(path: Path) -> Path:
    """A name that is not taken: somebody may be correcting the rows of the import before."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _why(context: Context, refusal: Any) -> str:
    where = context.say.text(
        N_("Row {row}, {column} ‘{value}’:"), row=refusal.row, column=refusal.column or "–", value=refusal.value
    )
    return f"{where} {context.say.refusal(refusal)}"


def _warn(context: Context, reasons: list[str]) -> None:
    for reason in reasons[:MOST_SHOWN]:
        context.warn(reason)
    if len(reasons) > MOST_SHOWN:
        context.warn(context.say.text(N_("… and {count} more rows."), count=len(reasons) - MOST_SHOWN))


def _report(
    arguments: argparse.Namespace, context: Context, answer: Any, refused: list[Any], target: Path | None, source: Any
) -> None:
    if arguments.json:
        context.write(json.dumps(_as_json(context, answer, refused, target, source), ensure_ascii=False, indent=2))
        return
    for notice in source.notices[:MOST_SHOWN]:
        context.warn(context.say.text(notice.message, **notice.values))
    if source.noticed > MOST_SHOWN:
        context.warn(context.say.text(N_("… and {count} more notices."), count=source.noticed - MOST_SHOWN))
    _warn(context, [why for _, why in refused])
    if answer.dry_run:
        context.tell(N_("This was a trial; nothing was changed."))
    context.tell(
        N_("Rows read: {rows}. Created: {created}, updated: {updated}, already there: {skipped}, refused: {refused}."),
        rows=answer.rows, created=answer.created, updated=answer.updated, skipped=answer.skipped, refused=len(refused),
    )  # fmt: skip
    if target is not None:
        context.tell(N_("Refused rows are in {path}; correct them there and import that file."), path=target)
    if not answer.dry_run and (answer.created or answer.updated):
        context.tell(N_("To take this import back: mostrador import --undo {run}"), run=answer.run_id)


def _as_json(context: Context, answer: Any, refused: list[Any], target: Path | None, source: Any) -> dict[str, Any]:
    return {
        "run": None if answer.dry_run else answer.run_id, "dry_run": answer.dry_run, "rows": answer.rows,
        "created": answer.created, "updated": answer.updated, "skipped": answer.skipped,
        "refused": [{"row": r.row, "column": r.column, "value": r.value, "reason": why} for r, why in refused],
        "refused_file": str(target) if target else None,
        "notices": [context.say.text(notice.message, **notice.values) for notice in source.notices],
        "notice_count": source.noticed,
    }  # fmt: skip


def _undo(arguments: argparse.Namespace, context: Context) -> int:
    from app.services import imports

    with context.company(arguments) as store:
        undone = imports.undo(store, arguments.undo)
    if arguments.json:
        names = ("run_id", "removed", "restored", "kept")
        found = {name.removesuffix("_id"): getattr(undone, name) for name in names}
        context.write(json.dumps(found, indent=2))
        return 0
    context.tell(
        N_("Import {run} is undone. Removed: {removed}, restored: {restored}."),
        run=undone.run_id, removed=undone.removed, restored=undone.restored,
    )  # fmt: skip
    if undone.kept:
        context.tell(N_("Kept, because they were used or changed since: {kept}."), kept=undone.kept)
    return 0


def add_export(commands: Commands, say: Say) -> None:
    """``mostrador export``."""
    command = add_command(commands, say, "export", N_("write a list as CSV, workbook or JSON"), _export)
    command.add_argument("kind", metavar="KIND", help=KINDS)
    command.add_argument("file", type=Path, metavar="FILE", help=say.text(N_("the file to write")))
    command.add_argument(
        "--format", default="", choices=("csv", "xlsx", "json"),
        help=say.text(N_("another format than the file's name says")),
    )  # fmt: skip


def _export(arguments: argparse.Namespace, context: Context) -> int:
    if arguments.kind == plans.KIND:
        return plans.write_out(arguments, context)
    from app.commands.tables import format_of
    from app.domain.importing import kind_named
    from app.queries import exports

    kind = kind_named(arguments.kind)
    chosen = format_of(arguments.format, arguments.file)
    if chosen == "pdf":
        raise BadArgument(N_("‘{name}’ is written as csv, xlsx or json."), name=arguments.kind)
    context.spared(arguments, arguments.file)
    columns = [column.name for column in kind.columns]
    with context.company(arguments) as store:
        context.write_rows(arguments.file, columns, exports.rows(store, kind.name), chosen, kind.name)
    return 0
