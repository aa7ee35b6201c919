import shutil
from pathlib import Path

import pytest

from analysis.places import inputs_folder
from analysis.run.kept import Receipt, Request, Shelf
from analysis.run.kept import receipt as receipts


@pytest.fixture
def folder(tmp_path):
    for name in ("felles", "ringeriksregionen"):
        shutil.copytree(inputs_folder() / name, tmp_path / "inputs" / name)
    return tmp_path / "inputs" / "ringeriksregionen"


def test_all_that_reports_follow_from_is_part_of_the_request(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(receipts, "notebooks_folder", lambda: tmp_path / "notebooks")

    def key(*given, **more):
        return Request(folder, *(given or ("forventet", tmp_path)), **more).key

    told = [key()]

    def changed(path):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(path.read_bytes() + b"x" if path.exists() else b"")
        told.append(key())

    changed(folder / "budsjett.csv")
    changed(folder / "ny.csv")
    changed(folder / "tekst" / "bakgrunn.md")
    changed(folder.parent / "felles" / "forutsetninger.toml")
    changed(tmp_path / "notebooks" / "fellesrapport.ipynb")
    for name, value in (("code_version", "0"), ("versions", {"numpy": "0"})):
        with monkeypatch.context() as patch:
            patch.setattr(receipts, name, lambda value=value: value)
            told.append(key())
    told += [
        key("ugunstig", tmp_path),
        key("forventet", tmp_path / "annet"),
        key(municipalities=["3310"]),
        key(leaving=["3310"]),
        key(earlier="{}"),
    ]
    assert len(set(told)) == len(told)
    last = key()
    for unread in (".budsjett.csv.swp", "~$budsjett.xlsx", "verkstedlogg.csv", ".skjult/a.csv"):
        changed(folder / unread)
        assert told.pop() == last


def test_a_receipt_knows_which_files_are_as_they_were(tmp_path):
    names = ["a.pdf", "tables/b.csv", "c.html"]
    (tmp_path / "tables").mkdir()
    for name in names:
        (tmp_path / name).write_text(name)
    receipt = Receipt.of(tmp_path, names, "")
    assert receipt.as_written() == set(names)
    (tmp_path / "a.pdf").write_text("noe annet")
    (tmp_path / "c.html").unlink()
    assert receipt.as_written() == {"tables/b.csv"}


def test_the_receipt_is_found_by_the_same_request(folder, tmp_path):
    shelf = Shelf(tmp_path / "kept")
    receipt = Receipt.of(Path("ut"), ["a"], "Inndata har 1 mangel")
    assert Request(folder, "forventet", tmp_path).receipt(shelf) is None
    Request(folder, "forventet", tmp_path).keep(receipt, shelf)
    assert Request(folder, "forventet", tmp_path).receipt(shelf) == receipt
    assert Request(folder, "gunstig", tmp_path).receipt(shelf) is None


def test_inputs_that_change_while_reports_are_written_give_no_receipt(folder, tmp_path):
    shelf, request = Shelf(tmp_path / "kept"), Request(folder, "forventet", tmp_path)
    assert request.key
    (folder / "budsjett.csv").write_text("noe annet")
    request.keep(Receipt.of(tmp_path, [], ""), shelf)
    assert request.receipt(shelf) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"folder": 1}', b"\xff"])
def test_a_receipt_that_cannot_be_read_is_none(folder, tmp_path, content):
    shelf, request = Shelf(tmp_path / "kept"), Request(folder, "forventet", tmp_path)
    shelf.put(request.key, content)
    assert request.receipt(shelf) is None
