"""T-57, T-58, T-62 and T-63: names that want to be somewhere else, or something else."""

from functools import partial

from tests.hostile.corpus import jpegs
from tests.hostile.corpus.hostile import item

NAMES = {
    "T-57-climbs": "../../etc/x.jpg",
    "T-57-climbs-deep": "../" * 60 + "etc/cron.d/x.jpg",
    "T-57-climbs-with-backslashes": "..\\..\\x.jpg",
    "T-57-climbs-encoded": "..%2f..%2fetc%2fx.jpg",
    "T-57-climbs-encoded-twice": "%252e%252e%252fx.jpg",
    "T-57-from-the-root": "/abs/x.jpg",
    "T-57-from-a-drive": "C:\\Windows\\x.jpg",
    "T-57-from-a-share": "\\\\canary.example\\share\\x.jpg",
    "T-57-device-of-windows": "con.pdf",
    "T-57-second-stream-of-windows": "x.jpg::$DATA",
    "T-57-of-300-characters": "x" * 300 + ".jpg",
    "T-57-of-300-characters-of-4-bytes": "\U0001f600" * 300 + ".jpg",
    "T-57-with-nul": "a.php\0.jpg",
    "T-57-with-nul-encoded": "a.php%00.jpg",
    "T-57-leading-dot": ".htaccess",
    "T-57-leading-dots": "...jpg",
    "T-57-nothing-but-dots": "....",
    "T-57-leading-dash": "-rf.jpg",
    "T-57-trailing-dots-and-spaces": "a.jpg. . ",
    "T-57-shell": "$(id);`id`|id&.jpg",
    "T-57-html": "<img src=x onerror=alert(1)>.jpg",
    "T-57-template": "{{7*7}}{% debug %}.jpg",
    "T-57-sql": "x'); DROP TABLE files;--.jpg",
    "T-57-home": "~root.jpg",
    "T-57-program-behind-spaces": "photo.jpg" + " " * 80 + ".exe",
    "T-58-right-to-left": "evil\u202egpj.exe",
    "T-58-isolates": "a\u2066b\u2069c.jpg",
    "T-58-zero-width": "a\u200bb\ufeffc\u2060.jpg",
    "T-58-soft-hyphens": "a\u00adb.jpg",
    "T-58-accents-piled-up": "e" + "\u0301" * 90 + ".jpg",
    "T-58-accents-apart": "cafe\u0301.jpg",
    "T-58-emoji": "\U0001f469\u200d\U0001f467 day.jpg",
    "T-58-urdu": "\u0641\u0631\u06cc\u0642.jpg",
    "T-58-half-a-character": "a\ud800b.jpg",
    "T-58-tags": "a\U000e0041\U000e0042.jpg",
    "T-58-wide-ending": "photo.\uff4a\uff50\uff47",
    "T-58-look-alike-ending": "photo.j\u0440g",
    "T-63-header-lines": "a\r\nSet-Cookie: canary=1\r\n\r\n<b>.jpg",
    "T-63-header-lines-of-unicode": "a\u2028Set-Cookie: canary=1\u0085.jpg",
    "T-63-quotes": 'a"; filename="evil.exe',
    "T-63-semicolons": "a; filename*=utf-8''evil.exe;.jpg",
    "T-63-encoded-word": "=?utf-8?B?ZXZpbC5leGU=?=.jpg",
    "T-63-percent": "%s%n%d%0d%0aX: y.jpg",
    "T-63-backslashes": 'a\\".jpg',
}
ITEMS = tuple(
    item(f"{label}-name", name, partial(jpegs.jpeg), "cleaned", claims="image/jpeg")
    for label, name in NAMES.items()
)
