"""Statements that a desk sends before its first list; made by ``python3 dev.py kept``, not by hand."""

from collections.abc import Mapping

from app.store.kept import Kept

FORM = "0011"
TEXTS: Mapping[str, Kept] = {
    "form": Kept(
        "SELECT version_num \nFROM alembic_version",
        (),
        ("",),
    ),
    "company": Kept(
        "SELECT company.name, company.country, company.currency, company.currency_places, company.language, "
        "company.time_zone, company.demo \nFROM company",
        (),
        ("", "", "", "", "", "", "truth"),
    ),
    "who can sign in": Kept(
        "SELECT staff.login, staff.name \nFROM staff JOIN staff_secret ON staff_secret.staff_id = staff.id \n"
        "WHERE staff.active IS 1 AND staff.access != ? AND staff.login IS NOT NULL AND "
        "staff_secret.password_hash > ? ORDER BY staff.name, staff.id",
        (("", "none"), ("", "")),
        ("", ""),
    ),
    "administrators": Kept(
        "SELECT staff.id, staff.login, staff.name, staff.language \nFROM staff \nWHERE staff.active IS 1 AND "
        "staff.access = ? AND staff.login IS NOT NULL ORDER BY staff.id",
        (("", "admin"),),
        ("", "", "", ""),
    ),
    "arranged": Kept(
        "SELECT personal_setting.name, personal_setting.value \nFROM personal_setting \nWHERE "
        "personal_setting.login = ?",
        (("login", ""),),
        ("", ""),
    ),
    "customers by name": Kept(
        "SELECT customer.search_name AS key_0, customer.id AS id \nFROM customer \nWHERE "
        "customer.merged_into_id IS NULL AND customer.active IS 1 ORDER BY customer.search_name, customer.id"
        "\n LIMIT 101 OFFSET 0",
        (),
        ("", ""),
    ),
    "customers by -name": Kept(
        "SELECT customer.search_name AS key_0, customer.id AS id \nFROM customer \nWHERE "
        "customer.merged_into_id IS NULL AND customer.active IS 1 ORDER BY customer.search_name DESC, "
        "customer.id DESC\n LIMIT 101 OFFSET 0",
        (),
        ("", ""),
    ),
    "customers by code": Kept(
        "SELECT customer.code AS key_0, customer.id AS id \nFROM customer \nWHERE customer.merged_into_id IS "
        "NULL AND customer.active IS 1 ORDER BY customer.code, customer.id\n LIMIT 101 OFFSET 0",
        (),
        ("", ""),
    ),
    "customers by -code": Kept(
        "SELECT customer.code AS key_0, customer.id AS id \nFROM customer \nWHERE customer.merged_into_id IS "
        "NULL AND customer.active IS 1 ORDER BY customer.code DESC, customer.id DESC\n LIMIT 101 OFFSET 0",
        (),
        ("", ""),
    ),
    "customers by new": Kept(
        "SELECT customer.id AS key_0, customer.id AS id \nFROM customer \nWHERE customer.merged_into_id IS NULL"
        " AND customer.active IS 1 ORDER BY customer.id, customer.id\n LIMIT 101 OFFSET 0",
        (),
        ("", ""),
    ),
    "customers by -new": Kept(
        "SELECT customer.id AS key_0, customer.id AS id \nFROM customer \nWHERE customer.merged_into_id IS NULL"
        " AND customer.active IS 1 ORDER BY customer.id DESC, customer.id DESC\n LIMIT 101 OFFSET 0",
        (),
        ("", ""),
    ),
    "customer lines": Kept(
        "SELECT customer.id, customer.code, customer.name, customer.organisation, coalesce((SELECT "
        "address.city \nFROM address \nWHERE address.customer_id = customer.id AND address.kind = 'main' ORDER "
        "BY address.id\n LIMIT 1 OFFSET 0), '') AS coalesce_1, coalesce((SELECT coalesce(contact_point.e164, "
        "contact_point.value) AS coalesce_3 \nFROM contact_point \nWHERE contact_point.customer_id = "
        "customer.id AND (contact_point.kind = 'phone' OR contact_point.kind = 'mobile') ORDER BY "
        "contact_point.position, contact_point.id\n LIMIT 1 OFFSET 0), '') AS coalesce_2, coalesce((SELECT "
        "customer_tier.tier \nFROM customer_tier \nWHERE customer_tier.customer_id = customer.id AND "
        "customer_tier.year = (SELECT max(tier_year.year) AS max_1 \nFROM tier_year \nWHERE tier_year.year <= "
        "?)), '') AS coalesce_4, coalesce((SELECT sum(balance.amount) AS sum_1 \nFROM balance \nWHERE "
        "balance.customer_id = customer.id), 0) AS coalesce_5, (SELECT count(*) AS count_1 \nFROM sales_order"
        " \nWHERE sales_order.customer_id = customer.id AND sales_order.delivered_on IS NULL AND "
        "(coalesce(sales_order.status, '') = 'confirmed' OR coalesce(sales_order.status, '') = 'in_progress' "
        "OR coalesce(sales_order.status, '') = 'invoiced') AND sales_order.void IS 0 AND "
        "(sales_order.imported IS 0 OR coalesce(sales_order.status, '') != 'invoiced')) AS anon_1, (SELECT "
        "max(interaction.at) AS max_2 \nFROM interaction \nWHERE interaction.customer_id = customer.id) AS "
        "anon_2, coalesce((SELECT sum(account_entry.amount - coalesce((SELECT sum(allocation.amount) AS sum_3"
        ' \nFROM allocation \nWHERE allocation.debit_id = account_entry.id AND allocation."on" <= ?), 0)) AS '
        "sum_2 \nFROM account_entry \nWHERE account_entry.customer_id = customer.id AND account_entry.due_on >="
        ' ? AND account_entry."on" <= ? AND account_entry.amount > 0), 0) + coalesce((SELECT '
        'sum(account_entry.amount - CASE WHEN (account_entry."on" > ?) THEN 0 ELSE coalesce((SELECT '
        "sum(allocation.amount) AS sum_5 \nFROM allocation \nWHERE allocation.debit_id = account_entry.id AND "
        'allocation."on" <= ?), 0) END) AS sum_4 \nFROM account_entry \nWHERE account_entry.customer_id = '
        'customer.id AND account_entry."on" >= ? AND (account_entry."on" > ? OR account_entry.due_on IS NULL '
        "AND account_entry.amount > 0)), 0) AS anon_3, (SELECT count(*) AS count_2 \nFROM sales_order \nWHERE "
        "sales_order.customer_id = customer.id AND sales_order.delivered_on IS NULL AND "
        "(coalesce(sales_order.status, '') = 'confirmed' OR coalesce(sales_order.status, '') = 'in_progress' "
        "OR coalesce(sales_order.status, '') = 'invoiced') AND sales_order.void IS 0 AND "
        "(sales_order.imported IS 0 OR coalesce(sales_order.status, '') != 'invoiced') AND "
        "sales_order.promised_on < ?) AS anon_4, (SELECT count(*) AS count_3 \nFROM complaint \nWHERE "
        "complaint.customer_id = customer.id AND coalesce(complaint.status, '') != 'closed' AND "
        "complaint.void IS 0) AS anon_5, customer.birth_date, (SELECT min(interaction.follow_up_on) AS min_1"
        " \nFROM interaction \nWHERE interaction.customer_id = customer.id AND interaction.follow_up_on IS NOT "
        "NULL AND interaction.done IS 0) AS anon_6, coalesce((SELECT sum(customer_month.revenue) - "
        "sum(customer_month.cost) AS anon_7 \nFROM customer_month \nWHERE customer_month.customer_id = "
        "customer.id AND customer_month.month >= ? AND -customer_month.month >= -?), 0) AS coalesce_6, "
        "coalesce((SELECT staff.name \nFROM staff \nWHERE staff.id = customer.salesperson_id), '') AS "
        "coalesce_7, customer.tags, customer.payment_days, customer.active, customer.version \nFROM customer \n"
        "WHERE customer.id IN (SELECT value \nFROM json_each(?))",
        (
            ("year", ""),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("first", "month"),
            ("last", ""),
            ("ids", ""),
        ),
        (
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "amount",
            "",
            "moment",
            "amount",
            "",
            "",
            "day",
            "day",
            "amount",
            "",
            "",
            "",
            "truth",
            "",
        ),
    ),
    "customer lines merged": Kept(
        "SELECT customer.id, customer.code, customer.name, customer.organisation, coalesce((SELECT "
        "address.city \nFROM address \nWHERE address.customer_id = customer.id AND address.kind = 'main' ORDER "
        "BY address.id\n LIMIT 1 OFFSET 0), '') AS coalesce_1, coalesce((SELECT coalesce(contact_point.e164, "
        "contact_point.value) AS coalesce_3 \nFROM contact_point \nWHERE contact_point.customer_id = "
        "customer.id AND (contact_point.kind = 'phone' OR contact_point.kind = 'mobile') ORDER BY "
        "contact_point.position, contact_point.id\n LIMIT 1 OFFSET 0), '') AS coalesce_2, "
        "coalesce(coalesce((SELECT customer_tier.tier \nFROM customer_tier \nWHERE customer_tier.customer_id = "
        "customer.id AND customer_tier.year = (SELECT max(tier_year.year) AS max_1 \nFROM tier_year \nWHERE "
        "tier_year.year <= ?)), (SELECT min(customer_tier.tier) AS min_1 \nFROM customer_tier JOIN customer AS"
        " customer_1 ON customer_1.id = customer_tier.customer_id \nWHERE customer_1.merged_into_id = "
        "customer.id AND customer_tier.year = (SELECT max(tier_year.year) AS max_1 \nFROM tier_year \nWHERE "
        "tier_year.year <= ?))), '') AS coalesce_4, coalesce((SELECT sum(balance.amount) AS sum_1 \nFROM "
        "balance \nWHERE balance.customer_id IN (SELECT customer_2.id \nFROM customer AS customer_2 \nWHERE "
        "customer_2.id = customer.id OR customer_2.merged_into_id = customer.id)), 0) AS coalesce_5, (SELECT "
        "count(*) AS count_1 \nFROM sales_order \nWHERE sales_order.customer_id IN (SELECT customer_3.id \nFROM "
        "customer AS customer_3 \nWHERE customer_3.id = customer.id OR customer_3.merged_into_id = "
        "customer.id) AND sales_order.delivered_on IS NULL AND (coalesce(sales_order.status, '') = "
        "'confirmed' OR coalesce(sales_order.status, '') = 'in_progress' OR coalesce(sales_order.status, '') "
        "= 'invoiced') AND sales_order.void IS 0 AND (sales_order.imported IS 0 OR "
        "coalesce(sales_order.status, '') != 'invoiced')) AS anon_1, (SELECT max(interaction.at) AS max_2 \n"
        "FROM interaction \nWHERE interaction.customer_id IN (SELECT customer_4.id \nFROM customer AS "
        "customer_4 \nWHERE customer_4.id = customer.id OR customer_4.merged_into_id = customer.id)) AS "
        "anon_2, coalesce((SELECT sum(account_entry.amount - coalesce((SELECT sum(allocation.amount) AS sum_3"
        ' \nFROM allocation \nWHERE allocation.debit_id = account_entry.id AND allocation."on" <= ?), 0)) AS '
        "sum_2 \nFROM account_entry \nWHERE account_entry.customer_id IN (SELECT customer_5.id \nFROM customer "
        "AS customer_5 \nWHERE customer_5.id = customer.id OR customer_5.merged_into_id = customer.id) AND "
        'account_entry.due_on >= ? AND account_entry."on" <= ? AND account_entry.amount > 0), 0) + '
        'coalesce((SELECT sum(account_entry.amount - CASE WHEN (account_entry."on" > ?) THEN 0 ELSE '
        "coalesce((SELECT sum(allocation.amount) AS sum_5 \nFROM allocation \nWHERE allocation.debit_id = "
        'account_entry.id AND allocation."on" <= ?), 0) END) AS sum_4 \nFROM account_entry \nWHERE '
        "account_entry.customer_id IN (SELECT customer_6.id \nFROM customer AS customer_6 \nWHERE customer_6.id"
        ' = customer.id OR customer_6.merged_into_id = customer.id) AND account_entry."on" >= ? AND '
        '(account_entry."on" > ? OR account_entry.due_on IS NULL AND account_entry.amount > 0)), 0) AS '
        "anon_3, (SELECT count(*) AS count_2 \nFROM sales_order \nWHERE sales_order.customer_id IN (SELECT "
        "customer_7.id \nFROM customer AS customer_7 \nWHERE customer_7.id = customer.id OR "
        "customer_7.merged_into_id = customer.id) AND sales_order.delivered_on IS NULL AND "
        "(coalesce(sales_order.status, '') = 'confirmed' OR coalesce(sales_order.status, '') = 'in_progress' "
        "OR coalesce(sales_order.status, '') = 'invoiced') AND sales_order.void IS 0 AND "
        "(sales_order.imported IS 0 OR coalesce(sales_order.status, '') != 'invoiced') AND "
        "sales_order.promised_on < ?) AS anon_4, (SELECT count(*) AS count_3 \nFROM complaint \nWHERE "
        "complaint.customer_id IN (SELECT customer_8.id \nFROM customer AS customer_8 \nWHERE customer_8.id = "
        "customer.id OR customer_8.merged_into_id = customer.id) AND coalesce(complaint.status, '') != "
        "'closed' AND complaint.void IS 0) AS anon_5, customer.birth_date, (SELECT "
        "min(interaction.follow_up_on) AS min_2 \nFROM interaction \nWHERE interaction.customer_id IN (SELECT "
        "customer_9.id \nFROM customer AS customer_9 \nWHERE customer_9.id = customer.id OR "
        "customer_9.merged_into_id = customer.id) AND interaction.follow_up_on IS NOT NULL AND "
        "interaction.done IS 0) AS anon_6, coalesce((SELECT sum(customer_month.revenue) - "
        "sum(customer_month.cost) AS anon_7 \nFROM customer_month \nWHERE customer_month.customer_id IN (SELECT"
        " customer_10.id \nFROM customer AS customer_10 \nWHERE customer_10.id = customer.id OR "
        "customer_10.merged_into_id = customer.id) AND customer_month.month >= ? AND -customer_month.month >="
        " -?), 0) AS coalesce_6, coalesce((SELECT staff.name \nFROM staff \nWHERE staff.id = "
        "customer.salesperson_id), '') AS coalesce_7, customer.tags, customer.payment_days, customer.active, "
        "customer.version \nFROM customer \nWHERE customer.id IN (SELECT value \nFROM json_each(?)) AND (EXISTS "
        "(SELECT * \nFROM customer AS customer_11 \nWHERE customer_11.merged_into_id = customer.id))",
        (
            ("year", ""),
            ("year", ""),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("today", "day"),
            ("first", "month"),
            ("last", ""),
            ("ids", ""),
        ),
        (
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "amount",
            "",
            "moment",
            "amount",
            "",
            "",
            "day",
            "day",
            "amount",
            "",
            "",
            "",
            "truth",
            "",
        ),
    ),
    "customer tiers": Kept(
        "SELECT coalesce(customer_1.merged_into_id, customer_1.id) AS coalesce_1, tier_override.tier \nFROM "
        "tier_override JOIN customer AS customer_1 ON customer_1.id = tier_override.customer_id \nWHERE "
        "coalesce(customer_1.merged_into_id, customer_1.id) IN (SELECT value \nFROM json_each(?)) AND "
        "tier_override.until >= ? ORDER BY tier_override.id",
        (("ids", ""), ("today", "day")),
        ("", ""),
    ),
    "any merged": Kept(
        "SELECT 1 FROM customer WHERE merged_into_id IN (SELECT value FROM json_each(?)) LIMIT 1",
        (("ids", ""),),
        (),
    ),
}
