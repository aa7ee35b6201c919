"""One analysis on the table and everybody around it: what each is told, and what is written."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psutil
from tornado.log import app_log

from analysis.dataset import CannotTry, Dataset, InputProblems, Trial
from analysis.dataset.changing import FolderBusy
from analysis.decision.draws import MEMORY
from analysis.decision.live import READY, Live
from analysis.report.findings import trying
from analysis.report.language import numbers
from analysis.workshop.described import described
from analysis.workshop.edits import Edit
from analysis.workshop.saving import CannotSave, Conflicts, Saved, save
from analysis.workshop.session import Refused, Session
from analysis.workshop.telling import Teller

# Seconds an answer may take and still be told together with what it answers, so that a page is
# drawn once. All see the same state within half a second.
_TOGETHER = 0.2
_PROCESS = psutil.Process()


@dataclass(eq=False)
class Seat:
    """One open page.

    Attributes
    ----------
    send : callable
        Sends one message to the page.
    code : str
        Whose weights its draft is.
    weights : dict or None
        Weights that nobody else sees yet.
    seen : sequence of Edit
        The conflicts it was last told of.
    told : dict
        The state it was last told.
    """

    send: Callable[[dict[str, Any]], None]
    code: str = ""
    weights: dict[str, float] | None = None
    seen: Sequence[Edit] = ()
    told: dict[str, Any] = field(default_factory=dict)

    def tell(self, state: dict[str, Any], *, anew: bool = False) -> None:
        """Send the number of a state, and what else of it is not told yet; all if ``anew``."""
        before, self.told = {} if anew else self.told, state
        untold = object()
        news = {name: value for name, value in state.items() if before.get(name, untold) != value}
        self.send({"nummer": state["nummer"], **news})

    def trial(self, session: Session) -> Trial:
        """What this page looks at: what is on the table, with its own draft."""
        if self.weights is None:
            return session.trial
        return session.with_draft(self.code, self.weights)

    def draft(self, session: Session, message: Mapping[str, Any]) -> None:
        """Set weights that nobody else sees yet; None gives them up."""
        given = message.get("verdier")
        if given is None:
            self.weights = None
            return
        own = Session(session.dataset, session.trial)
        own.change({"hva": "vekter", **{k: message.get(k) for k in ("kommune", "verdier")}}, 0.0)
        self.code = str(message.get("kommune"))
        self.weights = dict(own.trial.weights[self.code])

    def show(self, workshop: Workshop, message: Mapping[str, Any]) -> None:
        """Put the draft on the table."""
        if self.weights is None:
            raise Refused("Det er ingen kladd å vise.")
        now = asyncio.get_running_loop().time()
        workshop.session.change(
            {"hva": "vekter", "kommune": self.code, "verdier": self.weights}, now
        )
        self.weights = None


class Workshop:
    """One analysis on the table, and everybody who looks at it.

    All of it but the reckoning runs in the event loop; what is asked while a reckoning goes on is
    answered next, and only the last of it.

    Parameters
    ----------
    dataset : Dataset
    """

    def __init__(self, dataset: Dataset) -> None:
        self.session = Session(dataset)
        self.described = described(dataset)
        self.seats: set[Seat] = set()
        self.answers: dict[str, dict[str, Any]] = {}
        self.saving = False
        self._failed: set[str] = set()
        self._live, self._teller = Live(dataset), Teller()
        self._thread = ThreadPoolExecutor(1, "verksted")
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._soon: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to answer; called in the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._answer())
        self._changed.set()

    async def stop(self) -> None:
        """End, when what is being reckoned is done."""
        if self._task is not None:
            self._task.cancel()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def change(self, seat: Seat, message: Mapping[str, Any]) -> None:
        """Do what a seat asks for, and tell everybody.

        Raises
        ------
        Refused
            Where it cannot be done.
        """
        what = message.get("hva")
        if what == "kladd":
            seat.draft(self.session, message)
        elif what == "vis":
            seat.show(self, message)
        else:
            self.session.change(message, asyncio.get_running_loop().time())
        self._changed.set()
        if all(repr(trial) in self.answers for trial in self.wanted()):
            self.tell()
        elif self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(_TOGETHER, self.tell)

    def take_into_use(self, seat: Seat, message: Mapping[str, Any]) -> None:
        """Write what is on the table now into the files, and begin anew with what stands there.

        A conflict is told to the seat with both values; to write over it, it is sent again.

        Raises
        ------
        Refused
            Where there is nothing to write, or something is being written.
        """
        session = self.session
        if self.saving:
            raise Refused("Det lagres allerede. Vent litt.")
        if not session.trial:
            raise Refused("Det er ingenting å ta i bruk.")
        self.saving = True
        write = partial(
            save,
            session.dataset.folder,
            session.dataset,
            session.trial,
            who=str(message.get("hvem") or ""),
            why=str(message.get("hvorfor") or ""),
            when=dt.datetime.now().astimezone(),
            reasons=dict(session.reasons),
            accept=seat.seen if message.get("godta") else (),
        )
        self.tell()
        self._saving = asyncio.ensure_future(self._written(seat, session.trial, write))

    async def _written(self, seat: Seat, trial: Trial, write: Callable[[], Saved]) -> None:
        try:
            saved = await asyncio.get_running_loop().run_in_executor(None, write)
        except Conflicts as found:
            seat.seen = found.conflicts
            seat.send({"konflikter": [_conflict(edit) for edit in found.conflicts]})
        except (CannotSave, CannotTry) as refused:
            seat.send({"feil": " ".join(refused.reasons)})
        except (InputProblems, FolderBusy) as trouble:
            seat.send({"feil": str(trouble)})
        except Exception:
            app_log.exception("lagring")
            seat.send({"feil": "Det ble ikke lagret. Detaljene står der verkstedet ble startet."})
        else:
            self._begin_anew(saved.dataset, keep=self.session.trial != trial)
            kept = f" Det som sto der, ligger i {saved.kept.as_posix()}." if saved.kept else ""
            self._everybody({"melding": f"Tatt i bruk: {len(saved.edits)} felt er skrevet.{kept}"})
        finally:
            self.saving = False
            self._changed.set()
            self.tell()

    def _begin_anew(self, dataset: Dataset, *, keep: bool) -> None:
        """Go on with other inputs; what was changed while it was saved, stays on the table.

        Nobody who has left for good is part of what is tried any more.
        """
        before, codes = self.session, set(dataset.municipalities.index)
        self.session = Session(
            dataset,
            trial=before.trial.among(codes) if keep else Trial(),
            reasons=before.reasons if keep else {},
            named={
                name: named._replace(trial=named.trial.among(codes))
                for name, named in before.named.items()
            },
            number=before.number + 1,
        )
        self._live, self._teller = Live(dataset), Teller()
        self.answers, self._failed = {}, set()
        self.described = described(dataset)
        for seat in self.seats:
            if seat.code not in {"", *codes}:
                seat.weights = None
        self._everybody({"grunnlag": self.described})

    def _everybody(self, message: dict[str, Any]) -> None:
        for seat in list(self.seats):
            seat.send(message)

    def wanted(self) -> list[Trial]:
        """What anybody looks at now, what is on the table first and what has a name last."""
        shown = [self.session.trial, *(seat.trial(self.session) for seat in self.seats)]
        seen = {
            repr(trial): trial
            for trial in (*shown, *(named.trial for named in self.session.named.values()))
        }
        return list(seen.values())

    def tell(self) -> None:
        """Send everybody the state as it is."""
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        for seat in list(self.seats):
            seat.tell(self.state(seat))

    def state(self, seat: Seat) -> dict[str, Any]:
        """What one seat is told."""
        session, trial = self.session, seat.trial(self.session)
        return {
            "nummer": session.number,
            "forsøk": _as_json(trial, session.reasons),
            "kladd": seat.code if seat.weights is not None else None,
            "endringer": trying.told(session.dataset, session.trial),
            "kan_angre": session.can_undo,
            "navngitte": [
                {"navn": name, "svar": self.answers.get(repr(named.trial))}
                for name, named in session.named.items()
            ],
            "seere": len(self.seats),
            "minne": _memory(),
            "lagrer": self.saving,
            "svar": self.answers.get(repr(trial)),
        }

    async def _answer(self) -> None:
        """Answer whatever is wanted, first roughly and then with more draws, until stopped."""
        loop = asyncio.get_running_loop()
        while True:
            await self._changed.wait()
            self._changed.clear()
            for trial in self.wanted():
                place = repr(trial)
                done = place in self.answers and self.answers[place]["ferdig"]
                if not done and place not in self._failed:
                    await self._ask(loop, trial)
                if self._changed.is_set():
                    break

    async def _ask(self, loop: asyncio.AbstractEventLoop, trial: Trial) -> None:
        more, live, teller = True, self._live, self._teller
        while more and not self._changed.is_set():
            try:
                answer = await loop.run_in_executor(
                    self._thread, lambda: teller.told(live.ask(trial))
                )
            except CannotTry:
                return
            except Exception:
                # One trial that fails must not end the answers to all the others.
                app_log.exception("beregning")
                self._failed.add(repr(trial))
                self._everybody({"feil": "Dette kan ikke regnes ut. Angre, eller prøv noe annet."})
                return
            if live is not self._live:
                return  # other inputs have come since it was asked
            kept = {repr(each) for each in (*self.wanted(), Trial())}
            self.answers = {p: a for p, a in self.answers.items() if p in kept}
            self.answers[repr(trial)] = answer
            self.tell()
            more = not answer["ferdig"] and await loop.run_in_executor(
                self._thread, live.refine, trial
            )


def _memory() -> str:
    """How much this process holds, and the most it keeps of what is reckoned; in whole tens."""
    used, most = _PROCESS.memory_info().rss, READY * MEMORY
    return (
        f"Verkstedet bruker {_megabytes(used)} minne på maskinen det kjører på. Beregningene det "
        f"husker, tar høyst {_megabytes(most)} av det. De eldste glemmes først."
    )


def _megabytes(size: int) -> str:
    return f"{numbers.whole(round(size / 1e7) * 10)} MB"


def _conflict(edit: Edit) -> dict[str, str]:
    place = f"{edit.file}, linje {edit.line}" if edit.line else edit.file
    return {"sted": place, "felt": edit.name, "vist": edit.shown, "nå": edit.now,
            "vil": edit.wanted}  # fmt: skip


def _as_json(trial: Trial, reasons: Mapping[tuple[str, str, str], str]) -> dict[str, Any]:
    return {
        "vekter": trial.weights,
        "vurderinger": [
            {
                "kommune": code,
                "alternativ": alternative,
                "kriterium": criterion,
                "verdi": value,
                "fjernet": value is None,
                "begrunnelse": reasons.get((code, alternative, criterion), ""),
            }
            for (code, alternative, criterion), value in trial.judgements.items()
        ],
        "nøkkel": trial.key,
        "mandat": {";".join(place): answer for place, answer in trial.mandate.items()},
        "uten": trial.leaving,
        "vert": trial.host,
        "selskap": trial.company,
        "forutsetninger": trial.assumptions,
    }
