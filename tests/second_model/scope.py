"""What an alternative works on, read from the list of systems (metode.md, section 3)."""

from collections import Counter
from dataclasses import dataclass

from second_model.reading import Municipality, System


@dataclass
class Scope:
    common: set[str]
    """The systems at least two participants have."""
    weight: dict[System, float]
    """How much of a system is bought together."""
    replaced: list[System]
    """The systems that give way to the one their type gathers around."""


def scope_of(
    participants: list[Municipality], convertible: float, converges: bool, host: str | None
) -> Scope:
    systems = [one for municipality in participants for one in municipality.systems]
    holders = Counter(name for _, name in {(one.owner, one.name) for one in systems})
    common = {name for name, count in holders.items() if count > 1}
    targets = gathering_points(systems, holders, host) if converges else {}
    if host is None:
        replaced = replaced_by_the_most_common(systems, common, targets)
    else:
        replaced = replaced_by_the_hosts(systems, targets, host)
    emptied = {one.kind for one in replaced}
    weight = {}
    for one in systems:
        is_target = targets.get(one.kind) == one.name and host in (None, one.owner)
        gathered = one in replaced or (is_target and one.kind in emptied)
        weight[one] = 1.0 if one.name in common else convertible if gathered else 0.0
    return Scope(common, weight, replaced)


def gathering_points(
    systems: list[System], holders: Counter[str], host: str | None
) -> dict[str | None, str]:
    """The system each type gathers around: one of the host's, else the one most have."""
    price: Counter[str] = Counter()
    for one in systems:
        price[one.name] += one.cost
    points: dict[str | None, str] = {}
    for one in systems:
        if one.kind not in (None, "annet") and host in (None, one.owner):
            best = points.setdefault(one.kind, one.name)
            if (holders[one.name], price[one.name]) > (holders[best], price[best]):
                points[one.kind] = one.name
    return points


def replaced_by_the_hosts(
    systems: list[System], targets: dict[str | None, str], host: str
) -> list[System]:
    at_the_host = {one.name for one in systems if one.owner == host}
    return [
        one
        for one in systems
        if one.owner != host and one.kind in targets and one.name not in at_the_host
    ]


def replaced_by_the_most_common(
    systems: list[System], common: set[str], targets: dict[str | None, str]
) -> list[System]:
    return [
        one
        for one in systems
        if one.kind in targets
        and one.name not in common
        and one.name != targets[one.kind]
        and any(other.kind == one.kind and other.owner != one.owner for other in systems)
    ]


def running_costs(municipality: Municipality, share_of_budget: float) -> dict[System, float]:
    """What each system the municipality runs itself costs to run."""
    budget = municipality.budget["drift"]
    local = [one for one in municipality.systems if one.hosting == "lokal"]
    untold = [one for one in local if one.running_cost is None]
    costs = {one: one.running_cost for one in local if one.running_cost is not None}
    left = max(0.0, share_of_budget * budget - sum(costs.values()))
    users = sum(one.users for one in untold)
    for one in untold:
        costs[one] = left * one.users / users if users else 0.0
    total = sum(costs.values())
    limit = budget * (1 - share_run_by_others(municipality))
    return {one: cost * min(1.0, limit / total) for one, cost in costs.items()} if total else costs


def share_run_by_others(municipality: Municipality) -> float:
    """The part of the running budget that pays for systems others already run."""
    cost = sum(one.cost for one in municipality.systems if one.hosting == "ekstern")
    return min(1.0, cost / municipality.budget["drift"]) if municipality.budget["drift"] else 0.0
