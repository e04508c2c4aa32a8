"""The caller card as text and JSON."""

import argparse
import json
from typing import Any

from app.commands.context import Context
from app.domain.refusal import N_
from app.i18n import LANGUAGES, Say


def add_lookup(commands: Any, say: Say) -> None:
    """``mostrador lookup``."""
    command = commands.add_parser("lookup", help=say.text(N_("who is it? by phone number, name, order or code")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("text")
    command.add_argument("--json", action="store_true")
    command.add_argument("--language", default="", choices=("", *LANGUAGES))
    command.set_defaults(run=_lookup)


def _lookup(arguments: argparse.Namespace, context: Context) -> int:
    from app.queries import caller, lookup

    with context.company(arguments) as store:
        match = lookup.find(store, arguments.text)
        cards = [caller.card(store, customer_id) for customer_id in match.ids]
        if arguments.json:
            context.write(json.dumps(caller.as_json(match, cards), ensure_ascii=False, indent=2))
            return 0
        if match.kind == "none":
            context.tell(N_("Nobody was found for ‘{text}’."), text=arguments.text)
        if match.kind == "several":
            context.write(
                context.say.plural("{count} customer was found:", "{count} customers were found:", len(cards))
            )
        for card in cards:
            context.write(caller.as_text(card, context.say))
    return 0
