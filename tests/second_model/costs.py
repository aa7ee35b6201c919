"""What an alternative costs each municipality in each year, in 1000 kroner (sections 1 to 7)."""

from dataclasses import dataclass
from math import log2

from second_model.assumptions import at_least
from second_model.reading import Company, Municipality, Study, System
from second_model.scope import Scope, running_costs, scope_of, share_run_by_others

COMPONENTS = (
    "innkjøp",
    "drift",
    "utstyr",
    "ressurser",
    "stillinger",
    "vakt",
    "organisasjon",
    "felleskostnader",
    "volum",
    "tjenestepris",
    "bestillerfunksjon",
    "styring",
    "etablering",
    "omstilling",
    "gjenværende",
    "lønnsfordeling",
    "fordeling",
)
ONE_TIME = ("etablering", "omstilling", "gjenværende")


@dataclass
class Costs:
    """Component → year, for one municipality; with what the two accounts add."""

    by_component: dict[str, list[float]]
    margin: list[float]
    residual: float

    def total(self, year: int) -> float:
        return sum(years[year] for years in self.by_component.values())

    def one_time(self) -> float:
        return sum(sum(self.by_component[name]) for name in ONE_TIME)


class Reckoning:
    """One alternative with one host or company, in one scenario."""

    def __init__(
        self,
        study: Study,
        values: dict[str, float | None],
        alternative: dict,
        host: str | None = None,
        company: Company | None = None,
    ):
        self.study = study
        self.values = values
        self.alternative = alternative
        self.measures = alternative.get("tiltak", {})
        self.host = host
        self.company = company
        self.years = range(study.last_year + 1)
        self.members = [
            one
            for one in study.municipalities.values()
            if (one.code, alternative["id"]) not in study.refused
        ]
        self.all_users = sum(one.users for one in self.members)
        self.scope: Scope = scope_of(
            self.members,
            self.value("konvergerbar_andel"),
            alternative.get("konvergens", False),
            host,
        )
        self.running = {
            one.code: running_costs(one, self.value("applikasjonsandel_drift"))
            for one in self.members
        }
        self.phase = [self.phase_in(year) for year in self.years]
        self.step = [
            now - before for before, now in zip([0.0, *self.phase], self.phase, strict=False)
        ]

    # Assumptions, growth and phasing in

    def value(self, name: str) -> float:
        """An assumption; an unknown effect counts 0."""
        return self.values[name] or 0.0

    def measure(self, lever: str, part: str) -> float:
        """The value of the assumption a lever names, 0 where the alternative lacks it."""
        name = self.measures.get(lever, {}).get(part)
        return self.value(name) if name else 0.0

    def sized(self, lever: str, part: str, users: float) -> float:
        """An amount per thousand users, never below its `minst`."""
        name = self.measures.get(lever, {}).get(part)
        if not name:
            return 0.0
        return max(at_least(self.study, name), self.value(name) * users / 1000)

    def phase_in(self, year: int) -> float:
        steps = self.alternative.get("innfasing", [0.0])
        at = year - self.value("forsinkelse")
        if at < 0:
            return 0.0
        if at >= len(steps) - 1:
            return steps[-1]
        before = int(at)
        return steps[before] + (at - before) * (steps[before + 1] - steps[before])

    def profile(self, year: int) -> float:
        parts = self.alternative.get("engangsprofil", [])
        return parts[year] if year < len(parts) else 0.0

    def price_growth(self, group: str, year: int) -> float:
        return (1 + self.value(f"realpris_{ascii_name(group)}")) ** year

    def budget(self, one: Municipality, group: str, year: int) -> float:
        volume = (1 + self.value(f"volumvekst_{ascii_name(group)}")) ** year
        return one.budget[group] * self.price_growth(group, year) * volume

    def still_local(self, year: int) -> float:
        return (1 - self.value("avgang_lokal_drift")) ** year

    # What the levers work on

    def moves_itself(self, one: Municipality) -> bool:
        return one.code != self.host

    def bought_together(self, one: Municipality, group: str, year: int) -> float:
        """The cost in this group that is bought with others."""
        budget = one.budget[group]
        if "innkjop" not in self.measures or group not in ("lisens", "drift") or not budget:
            return 0.0
        cost = 0.0
        for system in one.systems:
            paid_from = "drift" if system.hosting == "ekstern" else "lisens"
            if paid_from == group and self.is_free(system, year):
                cost += self.scope.weight[system] * system.cost
        return min(1.0, cost / budget) * self.budget(one, group, year)

    def is_free(self, system: System, year: int) -> bool:
        ends = self.values["ukjent_avtaleslutt"] if system.ends is None else system.ends
        return ends is not None and year >= 1 and year > ends

    def run_together_today(self, one: Municipality) -> float:
        """What the systems moved to a common platform cost to run today."""
        whole_platform = self.alternative.get("plattformbytte", False)
        return sum(
            cost * (1.0 if whole_platform else self.scope.weight[system])
            for system, cost in self.running[one.code].items()
        )

    def run_together(self, one: Municipality, year: int) -> float:
        today = one.budget["drift"]
        if "drift" not in self.measures or not today:
            return 0.0
        share = self.run_together_today(one) / today
        return share * self.budget(one, "drift", year) * self.still_local(year)

    def common_wages(self, one: Municipality, year: int) -> float:
        posts = sum(one.posts.values())
        common = sum(one.posts[name] for name in self.alternative.get("funksjoner", []))
        return self.budget(one, "lønn", year) * common / posts if posts else 0.0

    def common_consultants(self, one: Municipality, year: int) -> float:
        if "ressurser" not in self.measures:
            return 0.0
        return self.budget(one, "konsulent", year) * self.value("konsulentandel")

    # Factors

    def scale(self, lever: str, one: Municipality) -> float:
        return (1 - self.measure(lever, "per_dobling")) ** log2(self.all_users / one.users)

    def wage_level(self, one: Municipality) -> float:
        if self.host is None:
            return 1.0
        host = self.study.municipalities[self.host]
        if not (host.wage_level_known and one.wage_level_known):
            return 1.0
        return wage_per_post(host) / wage_per_post(one)

    def wages_after(self, one: Municipality, year: int) -> float:
        """Wages in a common organisation, at full effect."""
        if "organisasjon" not in self.measures:
            return 0.0
        return self.common_wages(one, year) * self.scale("organisasjon", one) * self.wage_level(one)

    # What nobody owns

    def new_posts(self, year: int) -> float:
        posts = self.sized("ressurser", "stillinger", self.all_users)
        return posts * self.value("lonn_per_arsverk") * self.price_growth("lønn", year)

    def new_duty(self, year: int) -> float:
        return self.sized("ressurser", "vakt", self.all_users) * self.price_growth("lønn", year)

    def surcharge(self, year: int) -> float:
        wages = sum(self.wages_after(one, year) for one in self.members)
        return self.measure("organisasjon", "vertspaaslag") * wages

    def volume(self, year: int) -> float:
        driven = sum(
            self.after_the_levers(one, group, year)
            for one in self.members
            for group in self.alternative.get("felles_kasse", [])
        )
        new = self.new_posts(year) + self.new_duty(year) + self.surcharge(year)
        return self.measure("volum", "vekst") * (driven + new)

    def after_the_levers(self, one: Municipality, group: str, year: int) -> float:
        """What the cooperation runs for one municipality, at full effect."""
        if group == "lønn":
            return self.wages_after(one, year)
        if group == "lisens":
            price = 1 - self.measure("innkjop", "pris")
            return self.bought_together(one, "lisens", year) * price
        if group == "drift":
            return self.run_together(one, year) * self.scale("drift", one)
        if group == "konsulent":
            price = 1 - self.measure("ressurser", "konsulent")
            return self.common_consultants(one, year) * price
        raise ValueError(group)

    # Keys

    def key(self, name: str) -> dict[str, float]:
        sizes = {
            "lik": lambda one: 1.0,
            "innbyggere": lambda one: one.inhabitants,
            "brukere": lambda one: one.users,
            "ansatte": lambda one: one.all_posts,
        }
        shares = dict.fromkeys([one.code for one in self.members], 0.0)
        for size, part in self.study.settings.get(name, {"brukere": 1.0}).items():
            whole = sum(sizes[size](one) for one in self.members)
            for one in self.members:
                if part:
                    shares[one.code] += part * sizes[size](one) / whole
        return shares

    # The components, in the order the levers work

    def costs(self) -> dict[str, Costs]:
        share, wage_share = self.key("fordeling"), self.key("lonnsfordeling")
        result = {}
        for one in self.members:
            n, nu = share[one.code], wage_share[one.code]
            by_year = [self.year(one, year, n, nu) for year in self.years]
            capital = self.sized("etablering", "kapital", self.all_users)
            result[one.code] = Costs(
                {name: [by_year[t][name] for t in self.years] for name in COMPONENTS},
                [self.margin(one, year) for year in self.years],
                n * self.measure("etablering", "restverdi") * capital,
            )
        return result

    def year(self, one: Municipality, year: int, n: float, nu: float) -> dict[str, float]:
        phase = self.phase[year]
        running = 1.0 if year >= 1 else 0.0
        capital = self.sized("etablering", "kapital", self.all_users)
        project = self.sized("omstilling", "prosjekt", self.all_users)
        entry = self.company.entry if self.company else 0.0
        duty_today = self.measure("ressurser", "vakt_i_dag") if one.on_call else 0.0
        return {
            "innkjøp": -phase
            * self.measure("innkjop", "pris")
            * (
                self.bought_together(one, "lisens", year) + self.bought_together(one, "drift", year)
            ),
            "drift": phase * (self.scale("drift", one) - 1) * self.run_together(one, year),
            "utstyr": -phase * self.measure("utstyr", "andel") * self.budget(one, "utstyr", year),
            "ressurser": -phase
            * self.measure("ressurser", "konsulent")
            * self.common_consultants(one, year),
            "stillinger": phase * n * self.new_posts(year),
            "vakt": phase
            * (n * self.new_duty(year) - duty_today * self.price_growth("lønn", year)),
            "organisasjon": phase * self.organisation(one, year, nu),
            "felleskostnader": -phase
            * self.measure("felleskostnader", "andel")
            * self.common_wages(one, year)
            * self.moves_itself(one),
            "volum": phase * n * self.volume(year),
            "tjenestepris": phase * self.service(one, year),
            "bestillerfunksjon": phase
            * self.sized("bestillerfunksjon", "arsverk", one.users)
            * self.value("lonn_per_arsverk")
            * self.price_growth("lønn", year)
            * self.moves_itself(one),
            "styring": running
            * (
                n * self.sized("styring", "fast", self.all_users)
                + self.measure("styring", "per_deltaker")
            ),
            "etablering": self.profile(year) * (n * capital + entry),
            "omstilling": self.profile(year)
            * (n * project + self.measure("omstilling", "per_kommune"))
            + self.moving(one, year),
            "gjenværende": self.remaining(one, year) * self.moves_itself(one),
            "lønnsfordeling": phase * self.evened_out(one, year, ["lønn"], nu),
            "fordeling": phase * self.evened_out(one, year, ["lisens", "drift", "konsulent"], n),
        }

    def organisation(self, one: Municipality, year: int, nu: float) -> float:
        if "organisasjon" not in self.measures:
            return 0.0
        change = self.wages_after(one, year) - self.common_wages(one, year)
        return change + nu * self.surcharge(year)

    def service(self, one: Municipality, year: int) -> float:
        if "tjenestepris" not in self.measures:
            return 0.0
        replaced = self.own_running(one, year, self.still_local(year))
        return self.price(one, year) - replaced - self.common_wages(one, year)

    def own_running(self, one: Municipality, year: int, still_local: float) -> float:
        if not one.budget["drift"]:
            return 0.0
        local = sum(self.running[one.code].values()) / one.budget["drift"]
        kept = 1 - local * (1 - still_local) - share_run_by_others(one)
        return self.budget(one, "drift", year) * max(0.0, kept)

    def price(self, one: Municipality, year: int) -> float:
        if not self.company:
            return 0.0
        wages = self.common_wages(one, year)
        now = self.own_running(one, year, self.still_local(year)) + wages
        had_nothing_left = self.own_running(one, year, 1.0) + wages
        follows = self.measure("tjenestepris", "folger_drift")
        gone = 1 - now / had_nothing_left if had_nothing_left else 0.0
        growth = self.price_growth("drift", year) * (1 - follows * gone)
        return self.company.price * one.users / 1000 * growth

    def margin(self, one: Municipality, year: int) -> float:
        part = self.measure("tjenestepris", "margin")
        return self.phase[year] * part * self.price(one, year)

    def moving(self, one: Municipality, year: int) -> float:
        """What it costs to move systems and train users, the year it happens."""
        if "omstilling" not in self.measures or not self.moves_itself(one):
            return 0.0
        convertible = self.value("konvergerbar_andel")
        whole_platform = self.alternative.get("plattformbytte", False)
        local = [one_system for one_system in one.systems if one_system.hosting == "lokal"]
        moved = [s for s in local if whole_platform or s.name in self.scope.common]
        replaced = [s for s in self.scope.replaced if s.owner == one.code]
        counted = [s for s in replaced if s not in moved]
        stepwise = self.step[year] * self.still_local(year)
        systems = stepwise * len(moved) + convertible * self.change(
            year, lambda t: sum(self.is_free(s, t) for s in counted)
        )
        trained = self.step[year] * one.users * whole_platform + convertible * self.change(
            year, lambda t: sum(s.users for s in replaced if self.is_free(s, t))
        )
        doubled = stepwise * self.run_together_today(one) + convertible * self.change(
            year, lambda t: sum(s.cost for s in replaced if self.is_free(s, t))
        )
        return (
            systems * self.measure("omstilling", "per_applikasjon")
            + trained * self.measure("omstilling", "per_bruker") / 1000
            + doubled * self.measure("omstilling", "dobbel_drift") / 12
        )

    def change(self, year: int, amount) -> float:
        """Δ(φ_t · amount)."""
        before = self.phase[year - 1] * amount(year - 1) if year else 0.0
        return self.phase[year] * amount(year) - before

    def remaining(self, one: Municipality, year: int) -> float:
        years = self.measure("gjenvaerende", "aar")
        stays = sum(self.step[s] * min(1.0, max(0.0, years - (year - s))) for s in range(year + 1))
        return self.measure("gjenvaerende", "andel") * self.common_wages(one, year) * stays

    def evened_out(self, one: Municipality, year: int, groups: list[str], share: float) -> float:
        """What the key asks of the municipality, less what it brings."""
        direct = self.study.settings.get("direkte_kostnader", [])
        pooled = [
            g for g in self.alternative.get("felles_kasse", []) if g in groups and g not in direct
        ]
        brought = {
            m.code: sum(self.after_the_levers(m, g, year) for g in pooled) for m in self.members
        }
        return share * sum(brought.values()) - brought[one.code]


def wage_per_post(one: Municipality) -> float:
    return one.budget["lønn"] / sum(one.posts.values())


def ascii_name(group: str) -> str:
    return group.replace("ø", "o")
