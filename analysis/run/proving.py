"""Tries a change from a notebook: the same view, of figures worked out anew and written nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any

from analysis.places import did_you_mean
from analysis.run.run import Run

if TYPE_CHECKING:
    from analysis.report import View

# How a notebook writes what is tried, for those who write it otherwise.
_WRITTEN = {
    "vekter": 'vekter={"lokal_styring": 20}',
    "vurderinger": 'vurderinger={("2", "tjenestekvalitet"): 3}',
    "nøkkel": 'nøkkel="innbyggere" eller nøkkel={"lik": 0.3, "innbyggere": 0.7}',
    "uten": 'uten=["kommunens navn"]',
    "vert": 'vert="kommunens navn"',
    "selskap": 'selskap="selskapets navn"',
    "mandat": 'mandat={("kommunens navn", "2"): "nei"}',
    "forutsetninger": 'forutsetninger={"innkjop_pris": 0.05}',
}
_ROUNDING = 1e-9
_MOST_CHOICES = 20

Names = Mapping[str, Sequence[str]]


def prove(
    view: View,
    *,
    vekter: Mapping[str, float] | None = None,
    vurderinger: Mapping[tuple[str, str], float] | None = None,
    nøkkel: str | Mapping[str, float] | None = None,
    uten: str | Iterable[str] | None = (),
    vert: str | None = None,
    selskap: str | None = None,
    mandat: Mapping[tuple[str, str], str] | None = None,
    forutsetninger: Mapping[str, float] | None = None,
    **annet: object,
) -> View:
    """Try a change without deciding it.

    Municipalities, alternatives, criteria and assumptions are named by their number or id, or as
    in the reports. What takes long is worked out when a table or a figure asks for it.

    Parameters
    ----------
    view : View
        Whose figures. A change may be tried on top of another.
    vekter : mapping of str to float, optional
        Per cent of the whole set that applies here; the other criteria share the rest in the
        proportions they have. For a municipality its own set, for all together the common one.
    vurderinger : mapping of tuple to float, optional
        −4…4 by alternative and criterion: the municipality's own, or the common one.
    nøkkel : str or mapping of str to float, optional
        What common costs follow, or shares that sum to 1: lik, innbyggere, brukere, ansatte.
    uten : str or iterable of str, optional
        Those who do not take part in anything.
    vert, selskap : str, optional
        Who is settled as host and as company; "" for nobody.
    mandat : mapping of tuple to str, optional
        ja, nei or avklares by municipality and alternative.
    forutsetninger : mapping of str to float, optional
        The expected value; an end of the interval that it passes follows.

    Returns
    -------
    View
        Of the same municipality and scenario. Its sources say what is tried.

    Raises
    ------
    CannotTry
        With every reason, a line each.
    """
    from analysis.dataset import CannotTry, Trial, tried
    from analysis.decision import evaluate
    from analysis.report import View
    from analysis.report.findings import trying

    if not isinstance(view, View):
        raise CannotTry(["Det første prove trenger, er en view: prove(view, …)."])
    wish = _Wish(view)
    wish.refuse_unknown(annet)
    trial = Trial(
        weights=wish.weights(vekter or {}),
        judgements=wish.judgements(vurderinger or {}),
        key=wish.key(nøkkel),
        leaving=wish.leaving(() if uten is None else uten),
        host=wish.host(vert),
        company=wish.company(selskap),
        mandate=wish.mandate(mandat or {}),
        assumptions=wish.assumptions(forutsetninger or {}),
    )
    if wish.reasons:
        raise CannotTry(wish.reasons)
    if not trial:
        return view
    dataset = tried(view.dataset, trial)
    figures = Run(dataset, evaluate(dataset), view.figures.scenario)
    now = "; ".join(trying.told(view.dataset, trial, wish.weighed))
    told = "; deretter ".join(filter(None, (view.tried, now)))
    return replace(view, figures=figures, tried=told)


class _Wish:
    """What somebody asks for, read into the parts of a trial."""

    def __init__(self, view: View) -> None:
        shared = view.dataset.shared
        self.view = view
        self.reasons: list[str] = []
        self.weighed: list[str] = []
        self.codes: Names = {code: [name] for code, name in view.names.items()}
        self.alternatives: Names = {str(a.id): [a.kortnavn, a.navn] for a in shared.alternatives}
        self.criteria: Names = {c.id: [c.navn] for c in shared.criteria}
        self.known: Names = {name: [a.navn] for name, a in shared.assumptions.items()}

    def refuse_unknown(self, given: Mapping[str, object]) -> None:
        """Tell of arguments there are not."""
        for name in given:
            hint = did_you_mean(name, _WRITTEN) or f". Det den kan prøve, er {', '.join(_WRITTEN)}."
            self.reasons.append(f"prove kjenner ikke «{name}»{hint}")

    def weights(self, given: Mapping[str, float]) -> dict[str, dict[str, float]]:
        """The whole set that applies here with these in it."""
        from analysis.report.findings.trying import number

        asked = self._numbers(given, "vekter", "kriteriet", self.criteria, "Vekten på")
        for name in [name for name, weight in asked.items() if weight < 0]:
            self.reasons.append(f"Vekten på {self._called(name)} må være 0 eller mer.")
        if not asked or self.reasons:
            return {}
        found = self.view.evaluation
        now = dict(zip(found.criteria, found.scores.weights[self.view.r].tolist(), strict=True))
        total, others = sum(asked.values()), {k: w for k, w in now.items() if k not in asked}
        left, shares = 100.0 - total, sum(others.values())
        if left < -_ROUNDING:
            self.reasons.append(
                f"Vektene blir til sammen {number(total)} prosent. De kan ikke bli mer enn 100."
            )
        elif left > _ROUNDING and not shares > 0:
            self.reasons.append(
                f"Vektene blir til sammen {number(total)} prosent, og ingen andre kriterier har "
                "vekt som resten kan fordeles etter. Oppgi vekter som til sammen blir 100."
            )
        else:
            self.weighed = list(asked)
            each = max(left, 0.0) / shares if shares > 0 else 0.0
            return {self.view.code: {k: asked.get(k, each * w) for k, w in now.items()}}
        return {}

    def judgements(
        self, given: Mapping[tuple[str, str], float]
    ) -> dict[tuple[str, str, str], float]:
        """Judgements in the row that applies here."""
        found = {}
        for pair, value in self._pairs(given, "vurderinger"):
            places = self.alternatives, self.criteria
            names = self._places(pair, ("alternativet", "kriteriet"), places)
            if names is None or not self._is_number(value, "En vurdering"):
                continue
            if names[0] == "0":
                self.reasons.append(
                    "Alternativ 0 er å fortsette som i dag. De andre vurderes mot det."
                )
                continue
            found[self.view.code, *names] = float(value)
        return found

    def key(self, given: str | Mapping[str, float] | None) -> dict[str, float] | None:
        """What common costs follow."""
        from analysis.report.findings.wording import DIVIDES

        parts: Names = {part: [rule.removeprefix("etter ")] for part, rule in DIVIDES.items()}
        if given is None:
            return None
        if isinstance(given, str):
            given = {given: 1.0}
        return self._numbers(given, "nøkkel", "nøkkelen", parts, "Andelen")

    def leaving(self, given: str | Iterable[str]) -> tuple[str, ...]:
        """Those who do not take part."""
        if isinstance(given, (str, int)):
            given = [str(given)]
        if not isinstance(given, Iterable):
            self._unread("uten")
            return ()
        found = dict.fromkeys(filter(None, [self._municipality(name) for name in given]))
        if self.view.code and self.view.code in found:
            self.reasons.append(
                f"Tabellene gjelder {self.view.name}, som derfor ikke kan tas ut. Bruk "
                'view.of_municipality("") for å se de andre samlet.'
            )
        return tuple(found)

    def host(self, given: str | None) -> str | None:
        """Who is settled as host."""
        return self._municipality(given) if given else given

    def company(self, given: str | None) -> str | None:
        """Which company is settled."""
        if not given:
            return given
        companies: Names = {str(name): [] for name in self.view.dataset.companies["selskap"]}
        return self._named(given, "selskapet", companies)

    def mandate(self, given: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
        """What mandates say."""
        found = {}
        for pair, answer in self._pairs(given, "mandat"):
            places = self.codes, self.alternatives
            names = self._places(pair, ("kommunen", "alternativet"), places)
            if names is not None:
                found[names] = str(answer)
        return found

    def assumptions(self, given: Mapping[str, float]) -> dict[str, float]:
        """Expected values."""
        what = "forutsetningen", self.known, "Forutsetningen"
        return self._numbers(given, "forutsetninger", *what)

    def _called(self, criterion: str) -> str:
        from analysis.report.language.words import lower_first

        return lower_first(self.criteria[criterion][0])

    def _municipality(self, given: str) -> str | None:
        return self._named(given, "kommunen", self.codes)

    def _named(self, given: object, what: str, known: Names) -> str | None:
        """The id of what is named by it or by a name; None where there is no such."""
        text = str(given).strip()
        for one, names in known.items():
            if text.casefold() in {one.casefold(), *(name.casefold() for name in names)}:
                return one
        every = [each for one, names in known.items() for each in (one, *names)]
        # A number is not like another because most of its digits are the same.
        hint = "" if text.isdecimal() else did_you_mean(text, every)
        self.reasons.append(f"Finner ikke {what} «{text}»{hint or _choices(known)}")
        return None

    def _numbers(
        self, given: Mapping[str, float], argument: str, what: str, known: Names, number: str
    ) -> dict[str, float]:
        """Numbers by the id of what they belong to."""
        found: dict[str, float] = {}
        for name, value in self._items(given, argument):
            one = self._named(name, what, known)
            if one is None or not self._is_number(value, f"{number} {name}"):
                continue
            if one in found:
                self.reasons.append(f"{number} {name} er oppgitt to ganger.")
            found[one] = float(value)
        return found

    def _is_number(self, value: object, what: str) -> bool:
        right = isinstance(value, (int, float)) and isfinite(value)
        if not right:
            self.reasons.append(f"{what} må være et tall, ikke «{value}».")
        return right

    def _items(self, given: object, argument: str) -> list[tuple[Any, Any]]:
        if isinstance(given, Mapping):
            return list(given.items())
        self._unread(argument)
        return []

    def _unread(self, argument: str) -> None:
        self.reasons.append(f"{argument} kan ikke leses. Skriv det slik: {_WRITTEN[argument]}")

    def _pairs(self, given: object, argument: str) -> list[tuple[tuple[str, str], Any]]:
        items = self._items(given, argument)
        right = [one for one in items if isinstance(one[0], tuple) and len(one[0]) == 2]
        return right if len(right) == len(items) else self._pairs(None, argument)

    def _places(
        self, pair: tuple[str, str], what: tuple[str, str], known: tuple[Names, Names]
    ) -> tuple[str, str] | None:
        first, second = (self._named(*each) for each in zip(pair, what, known, strict=True))
        return None if first is None or second is None else (first, second)


def _choices(known: Names) -> str:
    """What there is to choose from, where that is not too much."""
    if not known:
        return ". Utredningen har ingen."
    if len(known) > _MOST_CHOICES:
        return ". Navnene står i forutsetninger.toml."
    called = [
        " ".join([one, *names[:1]]) if one[:1].isdigit() else (*names, one)[0]
        for one, names in known.items()
    ]
    return f". De er: {', '.join(called)}."
