"""The caller card as text and JSON."""

import argparse
import json

from app.commands.context import Context
from app.commands.grammar import Commands, add_command
from app.domain.refusal import N_
from app.i18n import Say


def add_lookup(commands: Commands, say: Say) -> None:
    """``mostrador lookup``."""
    summary = N_("who is it? by phone number, name, order or code")
    command = add_command(commands, say, "lookup", summary, _lookup)
    command.add_argument("text", metavar="TEXT", help=say.text(N_("a number in any spelling, or words of a name")))
    command.add_argument("--json", action="store_true", help=say.text(N_("for programs")))


def _lookup(arguments: argparse.Namespace, context: Context) -> int:
    from app.domain.parsing import clean_text, shown
    from app.queries import caller, lookup

    with context.company(arguments) as store:
        text = clean_text(arguments.text)
        match = lookup.find(store, text)
        cards = [caller.card(store, customer_id) for customer_id in match.ids]
        if arguments.json:
            context.write(json.dumps(caller.as_json(match, cards), ensure_ascii=False, indent=2))
            return 0
        if match.kind == "none":
            context.tell(N_("Nobody was found for ‘{text}’."), text=shown(text))
        if match.kind == "several":
            context.write(
                context.say.plural("{count} customer was found:", "{count} customers were found:", len(cards))
            )
        for card in cards:
            context.write(caller.as_text(card, context.say))
    return 0
