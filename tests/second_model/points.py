"""Vulnerability, systems and points (metode.md, sections 8 and 12)."""

from second_model.costs import Reckoning
from second_model.reading import FUNCTIONS, Municipality, Study

COUNTED = tuple(name for name in FUNCTIONS if name != "ledelse")


def vulnerability(reckoning: Reckoning, one: Municipality) -> float:
    """Working days a year when all in a function are away at once, on average."""
    absence, days = reckoning.value("fravaer"), reckoning.value("arbeidsdager")
    return sum(
        days * absence ** persons_to_ask(reckoning, one, function) for function in COUNTED
    ) / len(COUNTED)


def persons_to_ask(reckoning: Reckoning, one: Municipality, function: str) -> float:
    alternative = reckoning.alternative
    pooled = alternative.get("funksjoner", [])
    if one not in reckoning.members:
        return one.persons[function]
    if function in pooled and reckoning.company:
        return reckoning.company.persons[function]
    persons = one.persons[function]
    if function in pooled:
        posts = reckoning.sized("ressurser", "stillinger", reckoning.all_users)
        persons = sum(m.persons[function] for m in reckoning.members) + posts / len(pooled)
    return persons + (function in alternative.get("vaktfunksjoner", []))


def harmonisation(reckoning: Reckoning, today: Reckoning, one: Municipality) -> float:
    """The part of the cost of systems that lies in systems the participants share."""
    return max(shared_part(today, one), shared_part(reckoning, one))


def shared_part(reckoning: Reckoning, one: Municipality) -> float:
    cost = sum(system.cost for system in one.systems)
    if not cost or one not in reckoning.members:
        return 0.0
    weight = reckoning.scope.weight
    return sum(weight[system] * system.cost for system in one.systems) / cost


def judged(study: Study, alternative: str, criterion: str, code: str) -> float | None:
    """The municipality's own judgement before the common one."""
    if alternative == "0" or (code, alternative) in study.refused:
        return 0.0
    common = study.judgements.get((alternative, criterion, ""))
    return study.judgements.get((alternative, criterion, code), common)


def on_the_scale(criterion: dict, value: float) -> float:
    """From 0 at the worst anchor to 1 at the best; in kroner the line goes on."""
    return (value - criterion["verst"]) / (criterion["best"] - criterion["verst"])


def weights_of(study: Study, code: str) -> dict[str, float]:
    return study.weights.get(code) or study.weights.get("") or equal_weights(study)


def equal_weights(study: Study) -> dict[str, float]:
    groups = [criterion["gruppe"] for criterion in study.criteria]
    return {c["id"]: 1 / groups.count(c["gruppe"]) for c in study.criteria}


def points(
    study: Study, code: str, low: dict[str, float | None], high: dict[str, float | None]
) -> tuple[float, float]:
    """The weighted sum; each criterion at the worse and then at the better of the two fillings."""
    weights = weights_of(study, code)
    total = sum(weights.values())
    worst = best = 0.0
    for criterion in study.criteria:
        weight = weights.get(criterion["id"], 0.0) / total if total else 0.0
        ends = [one[criterion["id"]] for one in (low, high)]
        scaled = [0.0, 1.0] if None in ends else sorted(on_the_scale(criterion, x) for x in ends)
        worst += weight * scaled[0]
        best += weight * scaled[1]
    return 100 * worst, 100 * best
