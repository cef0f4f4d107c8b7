"""What a publicity pack says, for tests, to be changed in one point each."""

from datetime import UTC, datetime

from certificates.rendering.publicity.facts import Shown
from certificates.wordings import table

CHECK = "https://award.example/verify/7KQ2-MX9A-BCDE-FGHJ-KMN5/"
LONG = (
    "The Birmingham Partnership for Children, Young People, Parents and Carers with Special "
    "Educational Needs in Erdington, Aston, Handsworth Wood and Kings Norton"
)
NAMES = {
    "short": "Oak",
    "long": LONG,
    "urdu": "ستارہ اسکول برائے خصوصی تعلیم",
    "bengali": "বার্মিংহাম শিশু ও পরিবার সহায়তা কেন্দ্র",
    "punjabi": "ਗੁਰੂ ਨਾਨਕ ਸਿੱਖ ਬੱਚਿਆਂ ਲਈ ਸਹਾਇਤਾ ਕੇਂਦਰ",
    "one_word": "W" * 160,
    "urdu_long": "گھرے " * 32,
}
HOSTILE = '<b>Tim</b> & "Co" ((date)) {{ x }} <script>'


def shown(name: str = "Oak", stage: str = "gold", **changes: object) -> Shown:
    values: dict[str, object] = {
        "name": name,
        "stage": stage,
        "year": 2027 if stage in {"gold", "platinum"} else None,
        "sentence": table()[stage]["first"]["card"],
        "verify_url": CHECK,
        "texts": (("For your website", f"{name} holds it.\n\nCheck it."),),
        "issued_at": datetime(2027, 3, 14, 12, tzinfo=UTC),
    }
    return Shown(**(values | changes))
