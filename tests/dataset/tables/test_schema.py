"""Every input table can be filled in, read and told of by what it says of itself."""

import pytest

from analysis.dataset.tables import EXPERIENCE, PRICE_INDEX, TABLES

ALL = (*TABLES, EXPERIENCE, PRICE_INDEX)
every_table = pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)


def test_no_two_tables_share_a_file():
    assert len({table.name for table in ALL}) == len(ALL)


@every_table
def test_a_key_is_never_missing_and_names_are_found_again(table):
    """An empty key is either a feil or has a meaning of its own, such as «alle»."""
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    for column in table.columns:
        assert table[column.name] is column
        assert not column.key or column.if_empty in ("feil", "lov"), column.name
        assert not (column.key and column.optional), column.name


@every_table
def test_every_column_tells_what_it_means_and_what_to_write(table):
    for column in table.columns:
        assert column.help and not column.help.endswith("."), column.name
        assert column.advice and not column.advice.endswith("."), column.name
        assert column.example or column.if_empty == "lov", column.name


@every_table
def test_an_example_is_among_the_categories_and_a_category_is_lower_case(table):
    for column in table.columns:
        if column.kind == "kategori":
            assert {column.example, column.default} - {""} <= set(column.categories), column.name
        else:
            assert not column.categories, column.name
