"""Import and export."""

import argparse
import json
from pathlib import Path
from typing import Any

from app.commands.context import Context
from app.domain.refusal import N_, Mistake
from app.i18n import Say

Commands = Any  # argparse does not name the type of its sub-commands


def add_import(commands: Commands, say: Say) -> None:
    """``mostrador import``."""
    command = commands.add_parser("import", help=say.text(N_("take a CSV or workbook in, or undo an import")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("kind", nargs="?", help="salespeople customers products orders payments complaints")
    command.add_argument("file", nargs="?", type=Path)
    command.add_argument("--map", type=Path, default=None, help=say.text(N_("a map file for other columns")))
    command.add_argument("--sheet", default=None, help=say.text(N_("which sheet of a workbook")))
    command.add_argument("--dry-run", action="store_true", help=say.text(N_("do everything, keep nothing")))
    command.add_argument("--all-or-nothing", action="store_true", help=say.text(N_("refuse the file with a wrong row")))
    command.add_argument("--policy", default="fill", help="fill | overwrite | skip")
    command.add_argument("--refused", type=Path, default=None, help=say.text(N_("where refused rows are written")))
    command.add_argument("--undo", type=int, metavar="RUN", default=None, help=say.text(N_("take an import back")))
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=_import)


def _import(arguments: argparse.Namespace, context: Context) -> int:
    if arguments.undo is not None:
        return _undo(arguments, context)
    if not (arguments.kind and arguments.file):
        raise Mistake(N_("Say what to import and from which file: mostrador import customers FILE."))
    from app.domain.ids import new_uid
    from app.integrations.import_files import ImportFile
    from app.queries import company
    from app.services import imports

    with context.company(arguments) as store:
        places = company.settings(store).currency_places
        source = ImportFile(arguments.file, arguments.kind, arguments.map, places, arguments.sheet)
        rows = list(source.rows())
        request = new_uid()
        answer = store.repeat(
            lambda: imports.run(
                store, arguments.kind, rows, file_name=arguments.file.name, request=request,
                file_hash=source.digest(), policy=arguments.policy, dry_run=arguments.dry_run,
                all_or_nothing=arguments.all_or_nothing,
            )
        )  # fmt: skip
        refused = [(refusal, _why(context, refusal)) for refusal in answer.refused]
        target = None
        if refused and not arguments.dry_run:
            target = arguments.refused or arguments.file.with_name(arguments.file.stem + ".refused.csv")
            source.write_refused(target, refused)
        _report(arguments, context, answer, refused, target, source.notices)
    return 0


def _why(context: Context, refusal: Any) -> str:
    where = context.say.text(
        N_("Row {row}, {column} ‘{value}’:"), row=refusal.row, column=refusal.column or "–", value=refusal.value
    )
    return f"{where} {context.say.refusal(refusal)}"


def _report(
    arguments: argparse.Namespace, context: Context, answer: Any, refused: list[Any], target: Path | None,
    notices: list[Any],
) -> None:  # fmt: skip
    if arguments.json:
        context.write(
            json.dumps(
                {
                    "run": None if answer.dry_run else answer.run_id, "dry_run": answer.dry_run, "rows": answer.rows,
                    "created": answer.created, "updated": answer.updated, "skipped": answer.skipped,
                    "refused": [
                        {"row": r.row, "column": r.column, "value": r.value, "reason": why} for r, why in refused
                    ],
                    "refused_file": str(target) if target else None,
                },
                ensure_ascii=False, indent=2,
            )
        )  # fmt: skip
        return
    for notice in notices:
        context.warn(context.say.text(notice.message, **notice.values))
    for _, why in refused[:20]:
        context.warn(why)
    if len(refused) > 20:
        context.warn(context.say.text(N_("… and {count} more rows."), count=len(refused) - 20))
    if answer.dry_run:
        context.tell(N_("This was a trial; nothing was changed."))
    context.tell(
        N_("{rows} rows read: {created} created, {updated} updated, {skipped} already there, {refused} refused."),
        rows=answer.rows, created=answer.created, updated=answer.updated, skipped=answer.skipped, refused=len(refused),
    )  # fmt: skip
    if target is not None:
        context.tell(N_("Refused rows are in {path}; correct them there and import that file."), path=target)
    if not answer.dry_run:
        context.tell(N_("To take this import back: mostrador import --undo {run}"), run=answer.run_id)


def _undo(arguments: argparse.Namespace, context: Context) -> int:
    from app.services import imports

    with context.company(arguments) as store:
        undone = imports.undo(store, arguments.undo)
    context.tell(
        N_("Import {run} undone: {removed} removed, {restored} restored, {kept} kept because they were used since."),
        run=undone.run_id, removed=undone.removed, restored=undone.restored, kept=undone.kept,
    )  # fmt: skip
    return 0


def add_export(commands: Commands, say: Say) -> None:
    """``mostrador export``."""
    command = commands.add_parser("export", help=say.text(N_("write a list as CSV, workbook or JSON")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("kind", help="salespeople customers products orders payments complaints")
    command.add_argument("file", type=Path)
    command.add_argument("--format", default="", choices=("", "csv", "xlsx", "json"))
    command.set_defaults(run=_export)


def _export(arguments: argparse.Namespace, context: Context) -> int:
    from app.commands.tables import format_of
    from app.domain.importing import kind_named
    from app.integrations.sheets import write_rows
    from app.queries import exports

    kind = kind_named(arguments.kind)
    columns = [column.name for column in kind.columns]
    with context.company(arguments) as store:
        rows = exports.rows(store, kind.name)
        count = write_rows(arguments.file, columns, rows, format_of(arguments.format, arguments.file))
    context.tell(N_("{count} rows written to {path}."), count=count, path=arguments.file)
    return 0
