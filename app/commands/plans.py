"""Commission plans in and out: TOML, because a plan is no table."""

import argparse
import json
from pathlib import Path
from typing import Any

from app.commands.context import Context
from app.commands.grammar import BadArgument
from app.domain.refusal import N_, Mistake, Unavailable

KIND = "plans"
LARGEST = 5_000_000
"""Bytes of a file of plans."""


def take_in(arguments: argparse.Namespace, context: Context) -> int:
    """``mostrador import plans FILE.toml``."""
    from app.domain.ids import new_uid
    from app.domain.plan_file import read_plans
    from app.queries import company
    from app.services import import_plans

    for option, value in (("--map", arguments.map), ("--sheet", arguments.sheet), ("--refused", arguments.refused)):
        if value is not None:
            raise BadArgument(N_("{option} is for tables; plans are read from TOML as it stands."), option=option)
    text, request = _text(arguments.file), new_uid()
    with context.company(arguments) as store:
        file = read_plans(text, arguments.file.name, company.settings(store).currency_places)
        try:
            answer = store.repeat(
                lambda: import_plans.run(
                    store, file, request=request, policy=arguments.policy, dry_run=arguments.dry_run,
                    all_or_nothing=arguments.all_or_nothing,
                )
            )  # fmt: skip
        except import_plans.NothingImported as nothing:
            for refusal in nothing.refused:
                context.warn(_why(context, refusal))
            raise
    _report(arguments, context, answer)
    return 1 if answer.refused and len(answer.refused) == answer.rows else 0


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Mistake(N_("‘{file}’ is too large for a file of commission plans."), file=path.name)
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unavailable(
            N_("‘{file}’ cannot be read: {reason}."), file=path.name, reason=error.strerror or ""
        ) from error
    except UnicodeDecodeError as error:
        raise Mistake(N_("‘{file}’ is not a text in UTF-8. TOML files are."), file=path.name) from error


def _why(context: Context, refusal: Any) -> str:
    message = N_("Plan {number} ‘{code}’, {key} ‘{value}’:") if refusal.key else N_("Plan {number} ‘{code}’:")
    where = context.say.text(message, number=refusal.number, code=refusal.code, key=refusal.key, value=refusal.value)
    return f"{where} {context.say.refusal(refusal)}"


def _report(arguments: argparse.Namespace, context: Context, answer: Any) -> None:
    refused = [(one, _why(context, one)) for one in answer.refused]
    if arguments.json:
        found = {
            "run": None, "dry_run": answer.dry_run, "rows": answer.rows, "created": answer.created,
            "updated": answer.updated, "skipped": answer.skipped,
            "refused": [
                {"row": one.number, "column": one.key, "value": one.value, "reason": why} for one, why in refused
            ],
            "refused_file": None, "notices": [],
        }  # fmt: skip
        context.write(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for _, why in refused:
        context.warn(why)
    if answer.dry_run:
        context.tell(N_("This was a trial; nothing was changed."))
    context.tell(
        N_("Plans read: {rows}. Created: {created}, updated: {updated}, already there: {skipped}, refused: {refused}."),
        rows=answer.rows, created=answer.created, updated=answer.updated, skipped=answer.skipped, refused=len(refused),
    )  # fmt: skip


def write_out(arguments: argparse.Namespace, context: Context) -> int:
    """``mostrador export plans FILE.toml``."""
    from app.domain.plan_file import written_plans
    from app.integrations.sheets import write_text
    from app.queries.plan_export import plan_file

    if arguments.format:
        raise BadArgument(N_("Plans are written as TOML; leave --format out."))
    context.spared(arguments, arguments.file)
    with context.company(arguments) as store:
        file = plan_file(store)
    try:
        write_text(arguments.file, written_plans(file))
    except OSError as error:
        raise Unavailable(
            N_("‘{file}’ cannot be written: {reason}."), file=arguments.file.name, reason=error.strerror or ""
        ) from error
    context.write(
        context.say.plural("{count} plan written to {path}.", "{count} plans written to {path}.",
                           len({one.code for one in file.plans}), path=arguments.file)
    )  # fmt: skip
    return 0
