from analysis.report.language import words


def test_counts_agree_with_the_noun():
    assert words.counted(1, "avtale", "avtaler") == "én avtale"
    assert words.counted(1, "system", "systemer", "n") == "ett system"
    assert words.counted(0, "avtale", "avtaler") == "ingen avtaler"
    assert words.counted(12, "avtale", "avtaler") == "tolv avtaler"
    assert words.counted(1300, "avtale", "avtaler") == "1\u00a0300 avtaler"


def test_lists_end_with_og():
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"]) == "a og b"
    assert words.listed(["a", "b", "c"]) == "a, b og c"
