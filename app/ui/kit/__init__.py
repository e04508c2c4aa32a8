"""Parts of screens that know no word of the trade: tables, forms, filters, panels."""
