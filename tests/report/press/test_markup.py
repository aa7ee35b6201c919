"""Text from people stays text."""

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.press import Cover, Heading, Text, UserText
from analysis.report.press.markup import Prose, escape, one_line, typst_string
from tests.report.press.made import as_html, as_typst, typeset
from tests.report.reading import tag_names, words

HOSTILE = (
    '<script>alert(1)</script> #import "x" $x^2$ {{x}} *a* _b_ @ref \\ `c` // d /* e */ '
    "= f ~g~ [h](http://i.no) ![j](http://k.no/l.png) &amp; https://m.no - + 1. 2) > | ^n^ <b>"
)


def test_escaped_text_is_shown_as_it_is_on_paper() -> None:
    assert HOSTILE in words(typeset([Cover("T").payload(), Text(escape(HOSTILE)).payload()]))


def test_escaped_text_is_shown_as_it_is_on_screen() -> None:
    (made,) = as_html([Prose(escape(HOSTILE))])
    assert "<script" not in made
    assert "<b>" not in made
    assert "<a" not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt; #import" in made


@pytest.mark.parametrize(
    "text", ["# a", "1. a", "- a", "    a", "a\n\n# b", "> a", "***", "| a |\n|-|", "[^1]: a"]
)
def test_escaped_text_never_starts_a_block(text: str) -> None:
    (made,) = as_html([Prose(escape(text))])
    assert made.startswith("<p>")
    assert made.count("<") == 2


@examples(1)
@given(st.lists(st.text(st.sampled_from("ab \\\"'`*_#$<>[]{}()@~^&|=+-/.!:1\n"), max_size=25),
                min_size=8, max_size=8))  # fmt: skip
def test_any_escaped_text_comes_through_pandoc_and_typst(texts: list[str]) -> None:
    marked = ["x" + text + "x" for text in texts]
    payloads = [Cover("T").payload(), *(Text(escape(text)).payload() for text in marked)]
    shown = words(typeset(payloads)).replace(" ", "")
    for text in marked:
        # Typst sets three points as one sign, and a hyphen before a figure as a minus.
        wanted = one_line(text).replace(" ", "").replace("...", "…").replace("-1", "−1")
        assert wanted in shown.replace("...", "…").replace("-1", "−1")


@given(st.text())
def test_one_line_has_no_control_characters(text: str) -> None:
    assert not any(ord(character) < 32 for character in one_line(text))


def test_a_typst_string_cannot_be_left() -> None:
    assert typst_string('a"\\\n#b\x00') == '"a\\"\\\\\\n#b "'


def test_an_unclosed_fence_ends_with_its_text() -> None:
    first, second = as_html([Prose("```\nåpen"), Prose("**neste**")])
    assert "neste" not in first
    assert second == "<p><strong>neste</strong></p>"


def test_equal_footnotes_of_two_texts_do_not_meet() -> None:
    texts = [Prose("A[^1]\n\n[^1]: en"), Prose("B[^1]\n\n[^1]: to")]
    first, second = as_typst(texts)
    assert first == "A#footnote[en]"
    assert second == "B#footnote[to]"


def test_a_text_cannot_imitate_the_marks_between_texts() -> None:
    mark = "a" * 64 + " 0 own -"
    first, second = as_typst([Prose(mark + "\n\n//" + "a" * 64), Prose("to")])
    assert "aaaa" in first
    assert second == "to"


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("<div>*a*</div>", "<p>&lt;div&gt;*a*&lt;/div&gt;</p>"),
        ("a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>"),
        ("$x^2$ \\(y\\)", "<p>$x^2$ (y)</p>"),
        ("![logo](http://x.no/l.png)", "<p>[bilde utelatt: logo]</p>"),
        ("![](l.png)", "<p>[bilde utelatt]</p>"),
        ("[a](javascript:alert(1))", "<p>a</p>"),
        ("[a](file:///etc/passwd)", "<p>a</p>"),
        ("[a](#kap)", "<p>a</p>"),
        ("`x`{=html}", "<p><code>x</code>{=html}</p>"),
        ('[x]{typst:text:fill="red"}', "<p>[x]{typst:text:fill=&quot;red&quot;}</p>"),
        ("---\ntitle: x\n---", "<hr>\n<h2>title: x</h2>"),
    ],
)
def test_user_text_runs_and_fetches_nothing(markdown: str, shown: str) -> None:
    (made,) = as_html([Prose(markdown, trusted=False)])
    assert made.replace('"', "&quot;") == shown.replace('"', "&quot;")


def test_raw_typst_is_shown_as_text() -> None:
    (made,) = as_typst([Prose("``` {=typst}\n#panic()\n```\n\n`#panic()`{=typst}")])
    pdf = typeset([Cover("T").payload(), Text("```{=typst}\n#panic()\n```").payload()])
    assert "#panic()" in words(pdf)
    assert "{=typst}" in made


def test_a_link_keeps_its_address() -> None:
    (made,) = as_html([Prose("[SSB](https://www.ssb.no/a?b=1)")])
    assert made == '<p><a href="https://www.ssb.no/a?b=1">SSB</a></p>'


def test_our_own_text_links_to_a_heading_but_a_users_does_not() -> None:
    texts = [
        Prose("# Kap", heading_id="kap"),
        Prose("[a](#kap)"),
        Prose("[a](#kap)", trusted=False),
        Prose("[a](#ukjent)"),
    ]
    heading, own, user, unknown = as_typst(texts)
    assert heading == "= Kap\n<kap>"
    assert own == "#link(<kap>)[a]"
    assert user == unknown == "a"


def test_headings_are_shifted_and_never_skip_a_level() -> None:
    texts = [Prose("## først"), Prose("# bruker\n\n### dyp", shift=2), Prose("# ny")]
    first, user, last = as_typst(texts)
    assert first == "= først"
    assert user.split("\n") == ["== bruker", "=== dyp"]
    assert last == "= ny"


def test_a_heading_id_is_plain() -> None:
    with pytest.raises(ValueError, match="id"):
        Prose("", heading_id="a b")


STARTS = [
    "= x",
    "== x",
    "=x",
    "=" * 50,
    "+ pluss",
    "/ x: y",
    "- a",
    "-",
    "1. en",
    "12.",
    "+",
    "-?x",
]


PLACES = ["- {}", "1. {}", "> {}", "| a |\n|---|\n| {} |", "x\\\n{}", "x\n{}", "{}", "## {}",
          "x[^1]\n\n[^1]: {}", "**{}**", "> - {}"]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_signs_that_open_a_block_in_typst_are_text(place: str) -> None:
    parts = [Cover("T").payload(), Heading("K").payload()]
    parts += [UserText(place.format(escape(start))).payload() for start in STARTS]
    pdf = typeset(parts)
    shown = words(pdf)
    for start in STARTS:
        assert start in shown, start
    names = tag_names(pdf)
    in_lists = place in ("- {}", "1. {}", "> - {}")
    assert names.count("LI") == (len(STARTS) if in_lists else 0)
    headings = sum(names.count(f"H{level}") for level in range(1, 7))
    assert headings == (1 + len(STARTS) if place == "## {}" else 1)


@pytest.mark.parametrize("heading", ["## ", "##", "## \u200b", "## &nbsp;", "## \ufe0f"])
def test_a_heading_without_words_is_left_out(heading: str) -> None:
    text = f"{heading}\n\nTeksten."
    assert "<h" not in as_html([Prose(text)])[0]
    assert "Teksten." in words(typeset([Cover("T").payload(), UserText(text).payload()]))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" " * (2 * level) + "- punkt" for level in range(300)),
        "- " * 300 + "punkt",
        ">" * 3000 + " punkt",
        "> - " * 40 + "**" * 40 + "punkt" + "**" * 40,
        "*" * 5000,
        "*" * 5000 + "punkt" + "*" * 5000,
        "## \U0001f600\n\npunkt",
    ],
)
def test_deep_nesting_does_not_stop_a_report(text: str) -> None:
    text += "\n\nslutt"
    shown = words(typeset([Cover("T").payload(), UserText(text).payload()]))
    assert shown.count("punkt") == text.count("punkt")
    assert "slutt" in shown


@pytest.mark.parametrize(
    "text", ["A[^1]\n\n[^1]: B[^1]", "A[^1]\n\n[^1]: B[^2]\n[^2]: C\n\n    D[^1]\n\nEtter[^2]"]
)
def test_a_footnote_in_itself_ends(text: str) -> None:
    (made,) = as_typst([Prose(text)])
    assert made.startswith("A#footnote[")
    assert "\\[^" in made
