"""What becomes of forms and answers when something stops midway, or leads astray."""

import errno
import os
import re
import resource
import signal
from functools import partial
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.dataset import changing
from analysis.dataset.changing import folder_lock
from tests.commands.by_command import files, ikt, sent


def cut_short(analysis, *names):
    """Leave what an import that was killed leaves: some files new, others not."""
    kept = Path("inputs/x/tidligere/2026-01-01-000000")
    kept.mkdir(parents=True)
    (kept / "budsjett.csv").write_bytes(files()["budsjett.csv"])
    (kept / ".uferdig").write_text("\n".join(["budsjett.csv", *names]))
    analysis.write("budsjett.csv", "halv")


def test_an_import_that_was_cut_short_is_put_back_first(analysis, capsys):
    sent("1101")
    before = files()
    cut_short(analysis)
    for command in (["sjekk"], ["rapport"], ["importer", "--prøv", "inputs/x/skjema"]):
        name, *more = command
        seen = files()
        assert main([name, "inputs/x", *more]) == 1
        told = capsys.readouterr().err
        assert "En lagring ble avbrutt, og budsjett.csv kan være en blanding av før og" in told
        assert files() == seen
    assert main(["importer", "inputs/x", "inputs/x/skjema"]) == 0  # as it says
    assert files() == before
    assert "Satt tilbake slik det var før den: budsjett.csv. Det som sto der nå, ligger i " in (
        capsys.readouterr().out
    )
    (aside,) = Path("inputs/x/tidligere").glob("*-avbrutt")
    assert (aside / "budsjett.csv").read_text() == "halv"
    assert analysis.own_problems() == ()


@pytest.mark.parametrize("command", [["skjema"], ["kommunedata", "--år", "2022", "--lagret"]])
def test_the_other_commands_that_write_mend_too(analysis, capsys, command):
    before = files()
    cut_short(analysis)
    main([command[0], "inputs/x", *command[1:]])
    assert files() == before
    assert "Forrige lagring ble avbrutt." in capsys.readouterr().out


@pytest.mark.parametrize("command", [["importer", "inputs/x/skjema"], ["skjema"]])
@pytest.mark.parametrize("dry", [[], ["--prøv"]])
def test_a_list_of_files_cannot_lead_out_of_the_analysis(analysis, capsys, command, dry):
    sent("1101")
    cut_short(analysis, "../../Makefile")
    Path("Makefile").write_text("all:")
    if command[0] == "importer":
        command = [*command, *dry]
    before = files()
    assert main([command[0], "inputs/x", *command[1:]]) == 1
    assert "nevner «../../Makefile» som ikke er en fil i en utredning" in capsys.readouterr().err
    assert Path("Makefile").read_text() == "all:" and files() == before


def test_forms_are_not_written_by_a_link_that_leads_out(analysis, capsys):
    Path("utenfor").mkdir()
    Path("inputs/x/skjema").symlink_to(Path("utenfor").absolute())
    assert main(["skjema", "inputs/x"]) == 1
    told = capsys.readouterr().err
    assert "inputs/x/skjema: Dette er, eller ligger bak, en lenke ut av utredningen" in told
    assert list(Path("utenfor").iterdir()) == []
    assert main(["skjema", "inputs/x", "--ut", "utenfor"]) == 0  # the user's own choice


def test_a_form_is_written_whole_or_not_at_all(analysis):
    if (child := os.fork()) == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        try:
            ikt("skjema", "inputs/x", "--kommune", "1101")
        except OSError as trouble:
            os._exit(trouble.errno or 1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == errno.EFBIG
    assert list(Path("inputs/x/skjema").iterdir()) == []
    assert ikt("skjema", "inputs/x", "--kommune", "1101") == 0


def test_nothing_is_taken_in_while_somebody_else_writes(analysis, capsys, monkeypatch):
    sent("1101")
    before = files()
    monkeypatch.setattr(changing, "folder_lock", partial(folder_lock, wait=0))
    with folder_lock(analysis.folder, "Hole"):
        code = main(["importer", "inputs/x", "inputs/x/skjema"])
    assert code == 1
    assert re.match(r"Hole \(fra kl\. .* skriver i inputs/x nå\.", capsys.readouterr().err)
    assert files() == before
