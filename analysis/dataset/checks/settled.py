"""Whether those the settings name are there: the host, the company, and who has left."""

from __future__ import annotations

from analysis.dataset.checks.inputs import Inputs
from analysis.dataset.definitions.settings import FILE
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE
from analysis.places import did_you_mean


def check_settled(inputs: Inputs, log: ProblemLog) -> None:
    """Tell a host, a company or one who has left that is not there, or may not be it.

    Parameters
    ----------
    inputs : Inputs
        What was read, with the rows of those who have left.
    log : ProblemLog
        Where trouble is told.
    """
    if inputs.settings is None:
        return
    if inputs.names:
        _check_withdrawn(inputs, inputs.settings.uten, log)
        _check_host(inputs, inputs.settings.vert, inputs.settings.uten, log)
    _check_company(inputs, inputs.settings.selskap, log)


def _check_withdrawn(inputs: Inputs, gone: tuple[str, ...], log: ProblemLog) -> None:
    place = inputs.setting("uten")
    for code in dict.fromkeys(gone):
        if code not in inputs.names:
            log.error(*place, _unknown(inputs, code))
    if set(gone).issuperset(inputs.names):
        log.error(
            *place,
            "Alle kommunene er tatt ut, og da er det ingen å lage rapporter for. La minst én "
            "kommune stå utenfor listen",
        )


def _check_host(inputs: Inputs, host: str | None, gone: tuple[str, ...], log: ProblemLog) -> None:
    if not host:
        return
    if host not in inputs.names:
        log.error(*inputs.setting("vert"), _unknown(inputs, host))
    elif host in gone:
        log.error(
            *inputs.setting("vert"),
            f"{inputs.names[host]} er tatt ut med uten og kan ikke være vert. Slett linjen vert, "
            "eller skriv en kommune som er med",
        )
    hosted = {a.id for a in inputs.shared.alternatives if a.vert} if inputs.shared else set()
    for code, alternative, allowed, line in inputs.rows(
        "mandat", "kommunenummer", "alternativ", "tillatt", LINE
    ):
        if code == host and alternative in hosted and allowed == "nei":
            log.error(
                inputs.file("mandat"),
                line,
                "tillatt",
                f"{inputs.names.get(code, code)} er bestemt som vert i {FILE} og kan ikke være "
                f"utenfor alternativ {alternative}. Skriv ja, eller slett linjen vert i {FILE}",
            )


def _unknown(inputs: Inputs, code: str) -> str:
    known = ", ".join(f"{other} {name}" for other, name in inputs.names.items())
    named = [other for other, name in inputs.names.items() if name and name in code]
    if len(named) == 1:
        return f"«{code}» er ikke et kommunenummer. Skriv {named[0]}"
    return (
        f"«{code}» er ikke kommunenummeret til noen av kommunene i utredningen. Skriv et av "
        f"dem: {known}"
    )


def _check_company(inputs: Inputs, company: str | None, log: ProblemLog) -> None:
    offered = [name for (name,) in inputs.rows("selskaper", "selskap")]
    if company and company not in offered:
        log.error(
            *inputs.setting("selskap"),
            f"«{company}» står ikke i selskaper.csv"
            f"{did_you_mean(company, offered) or '. Skriv navnet slik det står der'}",
        )
