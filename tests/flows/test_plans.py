"""Commission plans at the command line: in, again, out, and what is refused."""

from tests.domain.test_plan_file import DOCUMENTED

PEOPLE = "code,name,team\nS1,Ana,North\nS2,Luis,north\n"
TEAM = '\n[[plan]]\ncode = "team"\nvalid_from = 2026-01-01\nrate = 5\nteams = ["NORTH"]\n'


def test_plans_come_in_and_go_out(desk):
    desk.done("import", "salespeople", desk.file("people.csv", PEOPLE))
    desk.done("import", "products", desk.file("products.csv", "code,name,category\nP-7,Saw,Tools\n"))
    path = desk.file("plans.toml", DOCUMENTED + TEAM)
    trial = desk.done("import", "plans", path, "--dry-run", "--json").json
    assert (trial["created"], trial["refused"], trial["run"]) == (2, [], None)
    assert "Created: 2, updated: 0, already there: 0, refused: 0." in desk.done("import", "plans", path).out
    out = desk.home / "out.toml"
    assert "2 plans written" in desk.done("export", "plans", out).out
    assert 'teams = [ "North" ]' in out.read_text(encoding="utf-8")
    assert "already there: 2" in desk.done("import", "plans", out).out
    assert desk.done("export", "salespeople", desk.home / "s.csv")
    assert "S1,Ana,,,North" in (desk.home / "s.csv").read_text(encoding="utf-8-sig")


def test_what_is_refused_is_said_with_its_place(desk):
    wrong = desk("import", "plans", desk.file("plans.toml", DOCUMENTED.replace("A = 12", "A = 120")))
    assert wrong.code == 1
    assert "Plan 1 ‘standard’, rates" in wrong.err
    assert "did you mean 12 %" in wrong.err
    mixed = desk("import", "plans", desk.file("mixed.toml", DOCUMENTED + TEAM.replace('teams = ["NORTH"]', "")))
    assert (mixed.code, "There is no product with this code" in mixed.err) == (0, True)
    assert desk("import", "plans", desk.file("a.toml", b"\xff")).code == 1
    assert desk("import", "plans", desk.home / "none.toml").code == 1
    assert desk("import", "plans", desk.file("b.toml", TEAM), "--sheet", "x").code == 2
    assert desk("export", "plans", desk.home / "x.toml", "--format", "csv").code == 2
