"""From the words of a mail to its text and its HTML (T-69, T-71, T-72)."""

import re
from html import unescape

import pytest
from lxml import html

from foundation import wordings
from foundation.mail_kinds import (
    MailKind,
    Placeholder,
    Shape,
    UnknownMail,
    kind,
    kinds,
    link,
    yes_no,
)
from foundation.wording_markup import Unreadable, parse, parse_line
from foundation.wording_paper import Told, as_value
from foundation.wordings import (
    MAIL,
    Wording,
    cases,
    examples,
    html_of,
    problems,
    subject_line,
    text_of,
)
from tests.support.reading import reading

WHAT = MailKind(
    "try",
    "A try",
    "Nobody",
    (
        Placeholder("name", "Who", "{{ name }}", "Łucja"),
        Placeholder("due date", "When", "{{ due }}", "1 May"),
        Placeholder("letter", "All of it", "{{ letter }}", "One.\n\nTwo.", shape=Shape.LONG),
        Placeholder("times", "When", "{{ times }}", "10am\n2pm", shape=Shape.LIST),
        Placeholder("our address", "Ours", "{{ a }}", "us@x.example", shape=Shape.EMAIL),
        *yes_no("again", "first", "Again", "First", "again"),
        link("A page", "{{ url }}", "https://x.example/p/"),
    ),
)


MESSAGES = MailKind(
    "day",
    "One a day",
    "Nobody",
    (
        Placeholder("messages", "All", "{{ m }}", as_value([]), shape=Shape.MESSAGES, needed=True),
        *yes_no("again", "first", "Again", "First", "again"),
    ),
)


@pytest.mark.parametrize(
    "body",
    [
        "# News\n\nHere: ((messages))",
        "# News\n\n((messages))\nThat is all.",
        "# News\n\n* ((messages))",
        "# News\n\n^ ((messages))",
        "# ((messages))",
        "# News\n\n((again??((messages))))((first??((messages))))",
    ],
)
def test_messages_of_the_day_stand_alone_in_their_paragraph(body):
    said = [each.sentence for each in problems(MESSAGES, Wording("News", body))]
    assert "Put ((messages)) into a paragraph of its own, with nothing else in it." in said


def test_messages_of_the_day_stand_in_the_text_and_not_in_the_subject():
    assert problems(MESSAGES, Wording("News", "# News\n\n((messages))")) == []
    (problem,) = problems(MESSAGES, Wording("((messages))", "# News\n\n((messages))"))
    assert problem.sentence == "((messages)) does not fit into a subject. Use it below."
    (problem,) = problems(MESSAGES, Wording("News", "# News\n\nNothing."))
    assert problem.sentence.startswith("Put ((messages)) in, for everybody")


def test_messages_of_the_day_become_headings_words_and_links():
    told = [
        Told("<b>One</b>", "It & that.", "Read it", "https://x.example/1/"),
        Told(said="2 more."),
    ]
    values = {"messages": as_value(told)}
    wording = Wording("News", "# News\n\n((messages))")
    assert text_of(MESSAGES, wording, values) == (
        "News\n\n<b>One</b>\n\nIt & that.\n\nRead it: https://x.example/1/\n\n2 more."
    )
    assert html_of(MESSAGES, wording, values, MAIL) == (
        "<h1>News</h1>\n<h2>&lt;b&gt;One&lt;/b&gt;</h2>\n<p>It &amp; that.</p>\n"
        '<p><a href="https://x.example/1/">Read it</a>.</p>\n<p>2 more.</p>'
    )
    with pytest.raises(ValueError, match="must begin with http"):
        text_of(MESSAGES, wording, {"messages": as_value([Told("x", "y", "z", "javascript:1")])})


def text(body, **values):
    return text_of(
        WHAT, Wording("s", body), examples(WHAT) | {"again": "", "first": "yes"} | values
    )


def page(body, **values):
    said = examples(WHAT) | {"again": "", "first": "yes"} | values
    return html_of(WHAT, Wording("s", body), said, MAIL)


@pytest.mark.parametrize(
    ("body", "plain", "rich"),
    [
        ("# Hello ((name))", "Hello Łucja", "<h1>Hello Łucja</h1>"),
        ("## Then", "Then", "<h2>Then</h2>"),
        ("One\ntwo\n\nthree", "One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>"),
        ("* one\n* two", "- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("* ((times))", "- 10am\n- 2pm", "<ul><li>10am</li><li>2pm</li></ul>"),
        ("((times))", "- 10am\n- 2pm", "<ul><li>10am</li><li>2pm</li></ul>"),
        ("At ((times)).", "At 10am, 2pm.", "<p>At 10am, 2pm.</p>"),
        ("^ Why", "Why", '<div class="quote"><p>Why</p></div>'),
        ("((letter))", "One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("^ ((letter))", "One.\n\nTwo.", '<div class="quote"><p>One.</p>\n<p>Two.</p></div>'),
        (
            "[See it]((link))",
            "See it: https://x.example/p/",
            '<p><a class="button" href="https://x.example/p/">See it</a></p>',
        ),
        (
            "[See ((name))]((link))",
            "See Łucja: https://x.example/p/",
            '<p><a class="button" href="https://x.example/p/">See Łucja</a></p>',
        ),
        (
            "You can [see it]((link)), or not.",
            "You can see it (https://x.example/p/), or not.",
            '<p>You can <a href="https://x.example/p/">see it</a>, or not.</p>',
        ),
        (
            "You can [see it]((link)).",
            "You can see it: https://x.example/p/",
            '<p>You can <a href="https://x.example/p/">see it</a>.</p>',
        ),
        (
            "Ask ((our address)).",
            "Ask us@x.example.",
            '<p>Ask <a href="mailto:us@x.example">us@x.example</a>.</p>',
        ),
        ("By (((due date))).", "By (1 May).", "<p>By (1 May).</p>"),
        ("(( Due  DATE ))", "1 May", "<p>1 May</p>"),
        ("((again??Again))((first??New)) it is", "New it is", "<p>New it is</p>"),
        ("So ((again??once more )) it is", "So it is", "<p>So it is</p>"),
        ("((first??new (((name)))))!", "new (Łucja)!", "<p>new (Łucja)!</p>"),
        ("One\n\n((again??left out))\n\nTwo", "One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("* ((again??left out))\n* in", "- in", "<ul><li>in</li></ul>"),
        (
            "((first??[See it]((link))))",
            "See it: https://x.example/p/",
            '<p><a class="button" href="https://x.example/p/">See it</a></p>',
        ),
        ("1 * 2 # 3 [x] (y) ^", "1 * 2 # 3 [x] (y) ^", "<p>1 * 2 # 3 [x] (y) ^</p>"),
        ("#hash", "#hash", "<p>#hash</p>"),
    ],
)
def test_markup_becomes_text_and_html(body, plain, rich):
    assert text(body) == plain
    assert page(body) == rich


@pytest.mark.parametrize(
    "line",
    [
        "((name",
        "((name)",
        "((name?words))",
        "((again??words",
        "((again??((name))",
        "[x](https://evil.example)",
        "((again??((again??((again??((again??x))))))))",
        "((again??" * 5000,
    ],
)
def test_what_cannot_be_read_is_said(line):
    with pytest.raises(Unreadable):
        parse_line(line)


def test_much_is_read_in_little_time():
    """T-71: brackets without end take no minutes."""
    for line in ("((name))" * 1200, "[" * 10_000, "(" * 10_000, ")" * 10_000, "[a" * 5000):
        parse(line)


@pytest.mark.parametrize(
    "value",
    [
        "((due date))",
        "((again??x))",
        "[x]((link))",
        "# Heading",
        "* item",
        "{{ name }}",
        "{% include 'base.html' %}",
        "{0.__class__}",
        "%(name)s",
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
    ],
)
def test_a_value_is_only_ever_text(value):
    """T-69, T-71: it is searched neither for placeholders nor for markup."""
    body = "# ((name))\n\n((name))\n\n* ((name))\n\n[((name))]((link))\n\n((first??((name))))"
    assert text(body, name=value).count(value) == 5
    rich = page(body, name=value)
    tree = html.fromstring(f"<main>{rich}</main>")
    assert [each.tag for each in tree.iter()] == [
        *("main", "h1", "p", "ul", "li", "p", "a", "p"),
    ]
    assert tree.text_content().count(value) == 5


def test_link_of_anything_but_the_web_is_never_written():
    with pytest.raises(ValueError, match="must begin with http"):
        page("[x]((link))", link="javascript:alert(1)")


def test_value_of_one_line_stays_one():
    """T-72: a title with a line break makes no paragraph of its own."""
    assert text("((name)).", name="a\n\nFrom: evil") == "a  From: evil."


def test_every_shipped_wording_can_be_sent():
    assert [each for code in kinds() for each in problems(kind(code), wordings.ours(code))] == []


@pytest.mark.parametrize("code", kinds())
def test_text_and_html_say_the_same(code):
    what, wording = kind(code), wordings.ours(code)
    for case in cases(what):
        values = examples(what) | case
        rich = html_of(what, wording, values, MAIL)
        tree = html.fromstring(f"<main>{rich}</main>")
        plain = text_of(what, wording, values)
        for address in tree.xpath("//a/@href"):
            assert address.removeprefix("mailto:") in plain
        plain = re.sub(r":? ?\(?https://example\.org/\S*\)?", "", plain)
        assert words_of(" ".join(tree.itertext())) == words_of(plain)


@pytest.mark.parametrize("code", kinds())
def test_screen_readers_get_one_heading_real_lists_and_links_that_say_where(code):
    what, wording = kind(code), wordings.ours(code)
    for case in cases(what):
        tree = html.fromstring(
            f"<main>{html_of(what, wording, examples(what) | case, MAIL)}</main>"
        )
        assert tree[0].tag == "h1"
        assert len(tree.xpath("//h1")) == 1
        assert not tree.xpath(
            "//table | //img | //p[not(normalize-space())] | //li[not(normalize-space())]"
        )
        spoken = [each.text_content().strip().lower() for each in tree.xpath("//a")]
        assert not {"here", "click here", "link", "this link", "more", ""} & set(spoken)
        assert subject_line(what, wording.subject, examples(what) | case)


@pytest.mark.parametrize("code", kinds())
def test_mails_are_easy_to_read(code):
    what, wording = kind(code), wordings.ours(code)
    for case in cases(what):
        said = reading(f"<main>{html_of(what, wording, examples(what) | case, MAIL)}</main>")
        assert said.grade <= 8


@pytest.mark.parametrize("code", kinds())
def test_every_link_is_used(code):
    wording = wordings.ours(code)
    asked = [each for each in kind(code).placeholders if each.shape == Shape.LINK]
    assert all(f"(({each.name}))" in wording.body for each in asked)


@pytest.mark.django_db
def test_mail_is_a_whole_page_in_english():
    mail = wordings.written("champion_invited", {"url": "https://x.example/"})
    tree = html.fromstring(mail.html)
    assert tree.get("lang") == "en-GB"
    assert tree.findtext(".//title") == mail.subject
    assert mail.html.count("<main>") == 1
    assert "You get this e-mail because you take part" in mail.text
    assert "You get this e-mail because you take part" in mail.html


@pytest.mark.django_db
def test_unknown_kind_is_no_mail():
    with pytest.raises(UnknownMail):
        wordings.written("nonsense", {})


@pytest.mark.django_db
@pytest.mark.parametrize("code", [code for code, each in kinds().items() if not each.editable])
def test_what_guards_accounts_is_kept_for_no_preview(code):
    context = {"code": "ABCD-1234", "sign_in_url": "https://x.example/"}
    context |= {"reset_url": "https://x.example/r/", "password_reset_url": "https://x.example/p/"}
    context |= {"security_url": "https://x.example/s/", "what": "Your password was changed"}
    assert wordings.written(code, context).values == {}


def test_no_kind_that_guards_somebody_waits():
    urgent = (
        "account_",
        "concern",
        "privacy_",
        "consent_",
        "meeting_",
        "invitation",
        "decision_letter",
    )
    waiting = {code for code, each in kinds().items() if each.can_wait}
    assert {code for code in waiting if code.startswith(urgent)} == set()
    assert all(kind(code).in_inbox for code in waiting)


def words_of(said):
    return re.findall(r"\w+", unescape(said))
