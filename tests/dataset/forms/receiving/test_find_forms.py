"""Every file in a folder is read, or named with why not."""

from __future__ import annotations

import shutil
from pathlib import Path

from dataset.analysis_folder import Analysis
from dataset.forms.filling import edit, form, registered, reviewed, told

from analysis.dataset.forms.receiving.find_forms import find_forms, other_format
from analysis.dataset.forms.receiving.import_plan import plan_import


def test_each_file_of_a_folder_is_read_or_named(tmp_path: Path) -> None:
    folder, outside = tmp_path / "svar", tmp_path / "utenfor"
    for place in (folder / "runde 2", folder / "lier.numbers", outside):
        place.mkdir(parents=True)
    files = ["Hole.XLSX", "modum.xlsm", "lunner.ods", "LUNNER.xlsx", "notat.pdf", "a.csv", "rot"]
    ignored = ["~$Hole.XLSX", ".~lock.Hole.XLSX#"]
    for name in [*files, *ignored, ".DS_Store", "._Hole.xlsx", "runde 2/hole.xlsx"]:
        (folder / name).touch()
    (outside / "hemmelig.xlsx").touch()
    (folder / "lenke.xlsx").symlink_to(outside / "hemmelig.xlsx")
    (folder / "mappe").symlink_to(outside)
    paths, told = find_forms([str(folder)])
    assert [path.name for path in paths] == [
        "Hole.XLSX", "LUNNER.xlsx", "lier.numbers", "modum.xlsm"
    ]  # fmt: skip
    assert [problem.message for problem in told] == [
        "Leses ikke, for det samme skjemaet ligger her som .xlsx: «lunner.ods»",
        "Mapper i mappen leses ikke: «runde 2». Ligger det svar der, oppgir du mappen også",
        "Leses ikke, for det er ikke skjemaer (.xlsx) eller kartlagte lister: «a.csv», «notat.pdf» "
        "og «rot»",
        "Lenker ut av mappen følges ikke: «lenke.xlsx» og «mappe». Kopier filene hit",
        "Filer med punktum først i navnet leses ikke: «.DS_Store» og «._Hole.xlsx». Maskinen "
        "lager slike selv",
    ]
    listed = " ".join(problem.message for problem in told) + " ".join(path.name for path in paths)
    assert [
        p.name for p in folder.iterdir() if p.name not in listed and p.name not in ignored
    ] == []


def test_another_format_is_refused_by_name_until_it_is_saved_again(analysis: Analysis) -> None:
    path = edit(form(analysis), reviewed)
    folder = path.parent
    other = folder / "eigersund.XLSM"
    path.rename(other)
    paths, beside = find_forms([str(folder)])
    plan = plan_import(registered(analysis), paths, beside=beside)
    assert told(plan, "feil") == [
        "eigersund.XLSM: Skjemaet er lagret som en Excel-arbeidsbok med makroer (.xlsm) og leses "
        "ikke. Lagre det på nytt som vanlig Excel-arbeidsbok (.xlsx), og ta denne filen ut av "
        "mappen"
    ]
    assert plan.unread == ("eigersund.XLSM",)
    shutil.copy(other, path)  # the first half of the advice is enough
    paths, beside = find_forms([str(folder)])
    plan = plan_import(registered(analysis), paths, beside=beside)
    assert not plan.wrong and plan.answered == {"1101"}
    assert "ligger her som .xlsx: «eigersund.XLSM»" in told(plan, "advarsel")[0]


def test_only_spreadsheets_are_another_format() -> None:
    assert other_format(Path("a.xls")) and other_format(Path("a.Numbers"))
    assert not other_format(Path("a.xlsx")) and not other_format(Path("a.pdf"))
