"""What is on the table: changes, undo, and what cannot be done."""

from __future__ import annotations

import pytest
from decision.drawn_regions import CODES, three
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import Trial
from analysis.workshop.session import Refused, Session, in_per_cent


def weights(session: Session, first: float = 50.0) -> dict[str, float]:
    names = [c.id for c in session.dataset.shared.criteria]
    return {name: first if name == names[0] else 10.0 for name in names}


@pytest.fixture
def session() -> Session:
    return Session(three())


def change(session: Session, now: float = 0.0, **message: object) -> None:
    session.change(message, now)


def test_each_change_is_in_the_trial_and_can_be_undone(session: Session) -> None:
    change(session, hva="vekter", kommune="", verdier=weights(session))
    change(session, hva="vurdering", kommune=CODES[0], alternativ="2", kriterium="ansatte", verdi=3,
           begrunnelse="Vi mister fagmiljøet")  # fmt: skip
    change(session, hva="nøkkel", verdier={"lik": 1, "innbyggere": 3})
    change(session, hva="mandat", kommune=CODES[1], alternativ="3", verdi="nei")
    change(session, hva="forutsetning", id="innkjop_pris", verdi=0.05)
    change(session, hva="vert", verdi=CODES[2])
    change(session, hva="uten", kommune=CODES[0], verdi=True)
    trial = session.trial
    assert sum(trial.weights[""].values()) == pytest.approx(100.0)
    assert trial.judgements == {(CODES[0], "2", "ansatte"): 3.0}
    assert session.reasons[(CODES[0], "2", "ansatte")] == "Vi mister fagmiljøet"
    assert trial.key == {"lik": 0.25, "innbyggere": 0.75}
    assert trial.mandate == {(CODES[1], "3"): "nei"} and trial.host == CODES[2]
    assert trial.assumptions == {"innkjop_pris": 0.05} and trial.leaving == (CODES[0],)
    while session.can_undo:
        change(session, hva="angre")
    assert not session.trial


def test_a_slider_that_moves_is_one_step(session: Session) -> None:
    for tenth in range(10):
        change(
            session, tenth / 10, hva="vekter", kommune="", verdier=weights(session, 10.0 * tenth)
        )
    change(session, 9.0, hva="vekter", kommune="", verdier=weights(session, 5.0))
    change(session, 9.1, hva="angre")
    assert (
        session.trial.weights[""]["netto_naaverdi"]
        == in_per_cent(weights(session, 90.0))["netto_naaverdi"]
    )
    change(session, 9.2, hva="angre")
    assert session.trial == Trial() and not session.can_undo


def test_back_to_the_inputs_can_be_undone_too(session: Session) -> None:
    change(session, hva="nøkkel", verdier={"lik": 1})
    change(session, hva="tilbake")
    assert not session.trial
    change(session, hva="angre")
    assert session.trial.key == {"lik": 1.0}


def test_named_trials_are_kept_and_opened(session: Session) -> None:
    change(session, hva="nøkkel", verdier={"lik": 1})
    change(session, hva="navngi", navn="  Likt   for alle ")
    change(session, hva="tilbake")
    change(session, hva="åpne", navn="Likt for alle")
    assert session.trial.key == {"lik": 1.0}
    change(session, hva="glem", navn="Likt for alle")
    with pytest.raises(Refused, match="ikke lenger noe forsøk"):
        change(session, hva="åpne", navn="Likt for alle")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"hva": "rot"}, "Siden ba om noe som ikke finnes"),
        ({"hva": "vekter"}, "ikke kan leses"),
        ({"hva": "vekter", "kommune": "", "verdier": {"ansatte": "mye"}}, "ikke kan leses"),
        ({"hva": "vekter", "kommune": "", "verdier": {"ansatte": 0}}, "Minst ett tall"),
        ({"hva": "vekter", "kommune": "", "verdier": {"ansatte": float("nan")}}, "Minst ett tall"),
        ({"hva": "vekter", "kommune": "9", "verdier": {"ansatte": 1}}, "Finner ikke kommunenummer"),
        ({"hva": "vurdering", "kommune": "", "alternativ": "2", "kriterium": "ansatte",
          "verdi": 5}, "fra −4 til"),
        ({"hva": "nøkkel", "verdier": {"hoder": 1}}, "Finner ikke nøkkelen"),
        ({"hva": "mandat", "kommune": CODES[0], "alternativ": "0", "verdi": "nei"}, "Alternativ 0"),
        ({"hva": "forutsetning", "id": "innkjop_pris", "verdi": 9}, "må være fra"),
        ({"hva": "angre"}, "ingenting å angre"),
        ({"hva": "navngi", "navn": "  "}, "Gi forsøket et navn"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_and_changes_nothing(
    session: Session, message: dict[str, object], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        session.change(message, 0.0)
    assert not session.trial and session.number == 0 and not session.can_undo


def test_a_reason_belongs_to_its_judgement_also_after_undo(session: Session) -> None:
    place = {"kommune": CODES[0], "alternativ": "2", "kriterium": "ansatte"}
    change(session, 0.0, hva="vurdering", **place, verdi=2, begrunnelse="Først")
    change(session, 9.0, hva="vurdering", **place, verdi=-3, begrunnelse="Så")
    change(session, 9.1, hva="navngi", navn="Etterpå")
    change(session, 9.2, hva="angre")
    assert session.reasons == {tuple(place.values()): "Først"}
    change(session, 9.3, hva="åpne", navn="Etterpå")
    assert session.reasons == {tuple(place.values()): "Så"}
    change(session, 9.4, hva="vurdering", **place, verdi=None, begrunnelse="Glemt")
    assert not session.reasons and not session.trial.judgements


def test_one_may_go_back_to_what_is_common(session: Session) -> None:
    place = {"kommune": CODES[0], "alternativ": "2", "kriterium": "ansatte"}
    change(session, 0.0, hva="vekter", kommune=CODES[0], verdier={})
    change(session, 1.0, hva="vurdering", **place, verdi=None, fjern=True, begrunnelse="Glemt")
    assert session.trial.weights == {CODES[0]: {}} and not session.reasons
    assert session.trial.judgements == {tuple(place.values()): None}
    with pytest.raises(Refused, match="Minst én vekt må være større enn 0"):
        change(session, 2.0, hva="vekter", kommune="", verdier={})
    with pytest.raises(Refused, match="felles vurdering kan ikke tas bort"):
        change(session, 3.0, hva="vurdering", **place | {"kommune": ""}, verdi=None, fjern=True)
    assert CODES[0] in session.trial.weights and len(session.trial.judgements) == 1


def test_halves_of_letters_are_refused(session: Session) -> None:
    with pytest.raises(Refused, match="kan ikke lagres|tegn som ikke"):
        change(session, hva="navngi", navn="\ud83d")
    assert not session.named


def test_all_cannot_leave(session: Session) -> None:
    for code in CODES[:2]:
        change(session, hva="uten", kommune=code, verdi=True)
    with pytest.raises(Refused, match="Alle kommunene er tatt ut"):
        change(session, hva="uten", kommune=CODES[2], verdi=True)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12).filter(lambda points: sum(points) > 0))
def test_per_cent_sum_to_a_hundred_and_lie_next_to_the_exact(points: list[float]) -> None:
    told = in_per_cent({str(n): value for n, value in enumerate(points)})
    assert round(sum(told.values()), 6) == 100.0
    for n, value in enumerate(points):
        assert abs(told[str(n)] - 100.0 * value / sum(points)) < 0.1 + 1e-6
        assert round(told[str(n)], 1) == told[str(n)]
