import os
import stat
import time

import pytest

from analysis.run.kept import shelf as shelves
from analysis.run.kept.shelf import Shelf

posix = pytest.mark.skipif(os.name == "nt", reason="rights of files are another thing on Windows")


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "nytt" / "kept")


def files(shelf):
    return list(shelf.folder.iterdir())


def test_what_is_put_is_found_by_its_key_alone(shelf):
    assert shelf.get("en") is None
    shelf.put("en", b"1")
    shelf.put("to", b"2")
    shelf.put("en", b"3")
    assert (shelf.get("en"), shelf.get("to"), shelf.get("tre")) == (b"3", b"2", None)
    assert len(files(shelf)) == 2


@posix
def test_nobody_else_can_read_or_write_it(shelf):
    before = os.umask(0)
    try:
        shelf.put("en", b"1")
    finally:
        os.umask(before)
    for path in (shelf.folder, *files(shelf)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b + b"x", lambda b: b"", bytes.upper]
)
def test_what_is_damaged_is_not_there(shelf, damage):
    shelf.put("en", b"innhold")
    (path,) = files(shelf)
    path.write_bytes(damage(path.read_bytes()))
    assert shelf.get("en") is None


@posix
def test_what_a_put_that_was_killed_left_is_swept_by_a_later_one(shelf):
    shelf.put("en", b"1")
    if (child := os.fork()) == 0:
        shelves.Path.replace = lambda *_: os._exit(9)
        shelf.put("to", b"2")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    (left,) = (path for path in files(shelf) if path.is_dir())
    shelf.put("tre", b"3")
    assert left in files(shelf)  # another may be about to put it
    long_ago = time.time() - 2 * 3600
    os.utime(left, (long_ago, long_ago))
    shelf.put("fire", b"4")
    assert left not in files(shelf) and len(files(shelf)) == 3
    assert (shelf.get("en"), shelf.get("to"), shelf.get("fire")) == (b"1", None, b"4")


def test_what_stood_under_another_key_is_not_there(shelf):
    shelf.put("en", b"1")
    (one,) = files(shelf)
    content = one.read_bytes()
    shelf.put("to", b"2")
    for path in files(shelf):
        path.write_bytes(content)
    assert (shelf.get("en"), shelf.get("to")) == (b"1", None)


@posix
@pytest.mark.parametrize("open_up", ["folder", "file"])
def test_what_others_may_have_written_is_not_there(shelf, open_up):
    shelf.put("en", b"1")
    (path,) = files(shelf)
    (path if open_up == "file" else shelf.folder).chmod(0o777)
    assert shelf.get("en") is None


@posix
def test_a_link_is_not_followed(shelf, tmp_path):
    shelf.put("en", b"1")
    (path,) = files(shelf)
    path.rename(tmp_path / "annet")
    path.symlink_to(tmp_path / "annet")
    assert shelf.get("en") is None
    Shelf(tmp_path / "ekte").put("en", b"1")
    (tmp_path / "lenke").symlink_to(tmp_path / "ekte")
    assert Shelf(tmp_path / "lenke").get("en") is None


def test_it_is_bounded_in_size_and_age(shelf, monkeypatch):
    monkeypatch.setattr(shelves, "MOST_BYTES", 1000)
    for number in range(9):
        shelf.put(f"{number}", bytes(300))
        os.utime(
            max(files(shelf), key=lambda p: p.stat().st_mtime_ns), (0, time.time() - 60 + number)
        )
        assert sum(path.stat().st_size for path in files(shelf)) <= 1000
    assert [number for number in range(9) if shelf.get(f"{number}")] == [6, 7, 8]
    for path in files(shelf):
        os.utime(path, (0, time.time() - (shelves.MOST_DAYS + 1) * 86400))
    shelf.put("ny", b"")
    assert len(files(shelf)) == 1


def test_a_place_where_nothing_can_be_kept_stops_nobody(tmp_path):
    (tmp_path / "fil").touch()
    shelf = Shelf(tmp_path / "fil" / "kept")
    shelf.put("en", b"1")
    assert shelf.get("en") is None
