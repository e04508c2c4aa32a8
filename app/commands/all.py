"""The commands without a window: each file adds its own to the grammar and imports what it needs when it runs."""

from app.commands import agent, calls, companies, customers, files, months, people, reports, self_test

COMMANDS = (
    companies.add_demo,
    customers.add_lookup,
    calls.add_call,
    companies.add_init,
    companies.add_upgrade,
    files.add_import,
    files.add_export,
    reports.add_report,
    months.add_close_month,
    months.add_reopen_month,
    months.add_freeze_tiers,
    agent.add_agent,
    companies.add_backup,
    companies.add_restore,
    companies.add_check,
    people.add_password,
    self_test.add_self_test,
)
