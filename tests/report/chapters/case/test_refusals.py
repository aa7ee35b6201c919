from dataclasses import replace

from analysis.report.chapters.case import refusals
from analysis.report.language.numbers import about_kroner
from tests.report.texts import headings


def test_what_a_no_costs_is_the_difference_it_makes_in_the_group(view):
    one = view("3310")
    outlook = one.cooperation("2")
    ours, *others = refusals.sentences(one)
    group = outlook.group
    without = group & ~(1 << one.codes.index("3310"))
    rest = [code for code in outlook.members() if code != "3310"]
    lost = sum(
        sum(outlook.gain(group, code)) / 2 - sum(outlook.gain(without, code)) / 2 for code in rest
    )
    assert about_kroner(abs(lost)) in ours and ours.startswith("**Hole:** Kommunen fortsetter")
    assert [told.split(":")[0] for told in others] == ["**Ringerike", "**Lier"]
    for code, told in zip(("3305", "3312"), others, strict=True):
        left = group & ~(1 << one.codes.index(code))
        more = sum(outlook.gain(group, "3310")) / 2 - sum(outlook.gain(left, "3310")) / 2
        assert about_kroner(abs(more)) in told and ("mer" in told) == (more > 0)


def test_nothing_is_said_by_one_that_takes_no_part(view):
    one = view("3310")
    found = one.recommendation
    alone = replace(
        found,
        standings=tuple(replace(s, takes_part=s.code != "3310") for s in found.standings),
    )
    figures = replace(one.figures)
    figures.__dict__["recommendation"] = alone
    assert not headings(refusals.section(replace(one, figures=figures)))
