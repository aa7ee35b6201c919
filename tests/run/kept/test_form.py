import io
import json
import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from analysis.decision.crosscheck import RowCheck
from analysis.decision.keys import Key, Method
from analysis.run.kept.form import Unfit, from_bytes, to_bytes
from analysis.run.run import WORKED_OUT

KEPT = ("robustness", "participation", "crosscheck", "reckonings")

keys = st.builds(
    Key, st.text(), st.dictionaries(st.text(), st.floats()), method=st.sampled_from(Method)
)
numbers = arrays.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.bool_]),
    arrays.array_shapes(min_dims=0, min_side=0),
)
plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
values = st.recursive(
    plain | keys | numbers | st.sampled_from(Method),
    lambda inner: (
        st.lists(inner).map(tuple)
        | st.lists(inner)
        | st.dictionaries(st.text() | st.tuples(st.text(), st.integers()), inner)
    ),
)


def same(one, other):
    """Whether two values are the same down to type, dtype and order in memory."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        alike = one.dtype == other.dtype and one.flags.c_contiguous == other.flags.c_contiguous
        return alike and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if hasattr(one, "__dataclass_fields__"):
        return same(vars(one), vars(other))
    return one == other or (isinstance(one, float) and math.isnan(one) and math.isnan(other))


@given(values)
def test_what_is_written_is_read_as_it_was(value):
    assert same(from_bytes(to_bytes(value)), value)


def test_the_order_of_numbers_in_memory_is_kept():
    turned = np.arange(6.0).reshape(2, 3).T
    assert same(from_bytes(to_bytes(turned)), turned)


@pytest.mark.parametrize("name", KEPT)
def test_what_a_run_works_out_is_read_as_it_was(name, computed):
    assert name in WORKED_OUT
    value = getattr(computed("forventet"), name)
    assert same(from_bytes(to_bytes(value)), value)


class Bomb:
    def __reduce__(self):
        return print, ("smell",)


@pytest.mark.parametrize("value", [Bomb(), print, np.array([Bomb()]), {1: Bomb()}, io.BytesIO()])
def test_what_could_run_has_no_form(value):
    with pytest.raises(Unfit):
        to_bytes(value)


def written(tree):
    file = io.BytesIO()
    text = json.dumps(tree).encode()
    np.savez(file, tree=np.frombuffer(text, np.uint8), numbers=np.zeros(0, np.uint8))
    return file.getvalue()


def made(address, **fields):
    return written({"class": address, "fields": fields})


def with_pickle():
    file = io.BytesIO()
    np.savez(file, tree=np.array([Bomb()]), numbers=np.array([Bomb()]))
    return file.getvalue()


FOREIGN = {
    "pickle": pickle.dumps(Bomb()),
    "pickle in an array": with_pickle(),
    "nothing": b"",
    "another kind of class": made("subprocess:Popen", args="true"),
    "a function": made("analysis.decision.scoring:weighted_sum"),
    "imported there from elsewhere": made("analysis.decision.keys:StrEnum"),
    "fields it does not have": made("analysis.decision.crosscheck:RowCheck", x=1),
    "more numbers than there are": written({"array": ["<f8", [9], "C", False]}),
    "objects": written({"array": ["|O", [1], "C", False]}),
    "no such member": written({"enum": "analysis.decision.keys:Method", "name": "mro"}),
    "no such part": written({"call": "print"}),
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_bytes_of_others_are_refused(content, capsys):
    with pytest.raises(Unfit):
        from_bytes(content)
    assert capsys.readouterr().out == ""


def test_no_code_of_a_class_runs_when_it_is_read(computed, monkeypatch):
    content = to_bytes(computed("forventet").crosscheck)
    monkeypatch.setattr(RowCheck, "__init__", lambda *_: pytest.fail("called"))
    monkeypatch.setattr(RowCheck, "__post_init__", lambda *_: pytest.fail("called"), raising=False)
    assert from_bytes(content).rows


@given(st.data())
def test_damage_is_refused_or_changes_nothing(data):
    value = (Key("lik", {"lik": 1.0}), np.arange(9.0))
    content = bytearray(to_bytes(value))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    try:
        found = from_bytes(bytes(content))
    except Unfit:
        return
    assert same(found, value)
