"""Every empty cell at its low or its high end (metode.md, section 11)."""

from copy import deepcopy
from math import ceil

from second_model.reading import FUNCTIONS, GROUPS, Municipality, Study


def filled(study: Study, high: bool) -> Study:
    """A copy without empty cells, except those the assumptions of section 3 answer."""
    known = study.municipalities
    copy = deepcopy(study)
    fill_sizes(copy, known, high)
    for code, municipality in copy.municipalities.items():
        others = [one for other, one in known.items() if other != code]
        people = municipality.inhabitants
        municipality.wage_level_known = known[code].tells_its_wage_level()
        for kind, names in (("budget", GROUPS), ("posts", FUNCTIONS)):
            cells = getattr(municipality, kind)
            for name in names:
                if cells[name] is None:
                    cells[name] = highest(others, kind, name) * people if high else 0.0
        for function in FUNCTIONS:
            if municipality.persons[function] is None:
                persons = ceil(municipality.posts[function])
                municipality.persons[function] = max(2, persons) if high else persons
        fill_systems(municipality, known[code], high)
    return copy


def fill_sizes(copy: Study, known: dict[str, Municipality], high: bool) -> None:
    end = max if high else min
    for municipality in copy.municipalities.values():
        if municipality.inhabitants is None:
            municipality.inhabitants = end(
                one.inhabitants for one in known.values() if one.inhabitants is not None
            )
        for size in ("users", "all_posts"):
            if getattr(municipality, size) is None:
                ratios = [
                    getattr(one, size) / one.inhabitants
                    for one in known.values()
                    if getattr(one, size) is not None and one.inhabitants is not None
                ]
                setattr(municipality, size, end(ratios) * municipality.inhabitants)


def highest(others: list[Municipality], kind: str, name: str) -> float:
    """The highest per inhabitant the others have, in the other groups where nobody knows this."""

    def ratios(wanted: str) -> list[float]:
        return [
            getattr(one, kind)[wanted] / one.inhabitants
            for one in others
            if getattr(one, kind)[wanted] is not None and one.inhabitants is not None
        ]

    return max(ratios(name) or [r for group in getattr(others[0], kind) for r in ratios(group)])


def fill_systems(municipality: Municipality, known: Municipality, high: bool) -> None:
    costs = [one.cost for one in known.systems if one.cost is not None]
    users = [one.users for one in known.systems if one.users is not None]
    for system in municipality.systems:
        if system.cost is None:
            dearest = max(costs) if costs else municipality.budget["lisens"]
            system.cost = dearest if high else 0.0
        if system.users is None:
            most = max(users) if users else municipality.users
            system.users = most if high else 0.0
