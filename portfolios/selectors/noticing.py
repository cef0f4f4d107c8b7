"""What a text, a caption or the name of a file seems to hold about one person (T-94).

Shapes and lists of words, so it is often wrong both ways, and only ever a hint. Its limits: it knows
English; a first name alone, a name in small letters and a name with an everyday word in it (“May Green”)
are let through, in file names as well; and a place or a brand that is in no list looks like a name.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache

from awards.scheme import edition, installed

NUMBER = "There is a number here that looks like an NHS number."
BIRTH = "There is a date here that may be somebody’s date of birth."
NAME = "There is something here that looks like a full name. Do not name a child."
FILE_NAME = "The name of this file looks like somebody’s full name. Do not name a child."
HARM = "This may tell of harm to a child. If you are worried about somebody, report it now."

_TEN_DIGITS = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_BIRTH_WORD = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born on|birth ?day)\b", re.IGNORECASE)
_FULL_DATE = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-]((?:19|20)\d\d)(?!\d)"
)


def number_noticed(text: str) -> bool:
    return any(_is_nhs_number("".join(match.groups())) for match in _TEN_DIGITS.finditer(text))


def birth_noticed(text: str, *, near: date | None = None) -> bool:
    """`near`: the day that the text is about; a date of that year or the one beside it is no birthday."""
    if _BIRTH_WORD.search(text):
        return True
    years = [int(match[1]) for match in _FULL_DATE.finditer(text)]
    return any(near is None or abs(year - near.year) > 1 for year in years)


def _is_nhs_number(digits: str) -> bool:
    """The tenth digit checks the nine before it, so most telephone and order numbers are let through."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    check = 11 - total % 11
    return check != 10 and check % 11 == int(digits[9])


# ---------------------------------------------------------------- names

_SMALL = r"(?:al|bin|bint|da|de|del|der|di|dos|du|el|ibn|la|le|ul|ur|van|von)"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ](?:['’][A-ZÀ-ÖØ-Þ])?[a-zà-öø-ÿ]+(?:['’-][A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)*"
_RUN = re.compile(rf"(?<![\w'’-]){_CAPITAL}(?:[ \t]+(?:{_SMALL}[ \t]+)?{_CAPITAL})+(?![\w-])")
_LOWER = re.compile(r"(?<![\w'’-])[a-zà-öø-ÿ]{2,}(?![\w])")
_PARTS = re.compile(r"[\s_.,()\[\]+-]+")
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_DIGITS = re.compile(r"\d+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Everyday words that are first names or family names too: the edition's own text must not hide them.
_NAMES_TOO = _words("art grace hope joy mark may will young")
# A run of capitals with one of these is no person.
_NOT_NAMES = _words(
    """
    academy action agenda agency april assembly association august autumn avenue award awards bank
    board borough breakfast bridge bronze building bus calm camp canal care carer carers case
    cathedral centre centres charity charter child children choir christmas church city class clinic
    club coffee college committee community conference consent council counselling court creative
    culture day days december delivery department diary digital disability disabled diwali drama
    drive drop east easter eid end england english evaluation evening event events example families
    family february feedback festival film final first food football form forum foundation friday
    friends fund gallery games garden gardens general gold good government grammar green group
    groups guide hall hand happy health help high home hospital house hub impact inclusion inclusive
    infant infants january job july june junior juniors kitchen lane language launch lead learning
    leisure letter library life list local london lunch making manager map march maths meeting
    mental midlands ministry minutes monday month morning mosque mum mums museum music national
    nature network new news newsletter next night north notes november nursery october office
    officer open opening our outdoor page parent parents park partners partnership photo photos
    picture pictures place plan platinum play playground please police policy pool post poster
    primary prize programme project pupil pupils quality quarter quiet questionnaire radio read
    reading report reports respecting results review rights river road room royal safe saturday
    scheme school schools science screenshot second secondary senior sensory september service
    services session sessions show silver site sixth social south special speech sport sports spring
    square staff stage station steering story street summer sunday support survey talk task team
    technology temple term test thank thanks theatre therapy third thursday timetable together
    toolkit tour town training transport trip trust tuesday twitter university unit united nations update video
    village visit voice voices walk ward water wednesday week weekend welcome wellbeing west
    whatsapp white winter women wood work working workshop world year years youth youtube zoo zoom
    birmingham edgbaston handsworth erdington solihull aston bournville digbeth harborne moseley
    selly longbridge northfield yardley sutton coldfield smethwick dudley walsall wolverhampton
    coventry britain british scotland scottish wales welsh ireland irish europe european
    """
)
# May stand at the beginning of a sentence before a name.
_BEGINNERS = _words(
    """
    a about after all also although an and as asked at because before both but by can dear during
    each every everybody finally for from had has have he hello hi how if in into is it last later
    like many meanwhile most mr mrs ms miss dr sir now of on once one or she since so some that the
    their then there these they this those though thanks to today two until was we well were what
    when where which while who why with without yes yesterday you your my his her our no not let did
    do does
    """
)
# Words that cameras, telephones and offices put into the names of files.
_FILE_WORDS = _words(
    """
    copy draft edit edited final image img pic dsc scan scanned signed version web small large
    cropped
    """
)


def name_noticed(text: str, *, around: Iterable[str] = ()) -> bool:
    """Two or three words with capitals that stand together and are no everyday words.

    `around`: other texts about the same thing. What is written small in one of them is no name in
    another, as in “Sensory Garden” over “the sensory garden”.
    """
    runs = _RUN.findall(text)
    return bool(runs) and _any_name(runs, _common([text, *around]))


def file_name_noticed(name: str, *, around: Iterable[str] = ()) -> bool:
    """`Amira_Khan.jpg`, `AmiraKhan2.jpg`. Small letters are let through: `lunch-club.jpg` is as likely."""
    stem = name.rpartition(".")[0] or name
    parts = [part for each in _PARTS.split(stem) for part in _CAMEL.split(each)]
    words = [word for part in parts if (word := _DIGITS.sub("", part))]
    words = [word for word in words if word.casefold() not in _FILE_WORDS]
    run = " ".join(words)
    return bool(_RUN.fullmatch(run)) and _any_name([run], _common(around))


def _common(texts: Iterable[str]) -> frozenset[str]:
    return everyday_words().union(word for text in texts for word in _LOWER.findall(text))


def _any_name(runs: Iterable[str], common: frozenset[str]) -> bool:
    return any(_is_name(run, common) for run in runs)


def _is_name(run: str, common: frozenset[str]) -> bool:
    words = run.split()
    while words and words[0].casefold() in _BEGINNERS:
        words.pop(0)
    words = [word for word in words if word[:1].isupper()]
    return len(words) in (2, 3) and not any(
        part.casefold() in common
        for word in words
        for part in (word, *word.replace("’", "'").split("'"))
    )


@cache
def everyday_words() -> frozenset[str]:
    """The lists above, and every word that the editions write small."""
    found = {word for each in installed() for word in _small_words(edition(each))}
    return frozenset((found | _NOT_NAMES | _BEGINNERS) - _NAMES_TOO)


def _small_words(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield from _LOWER.findall(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _small_words(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _small_words(getattr(value, field.name))


# ---------------------------------------------------------------- harm

_SELF = r"(?:my|him|her|them)sel(?:f|ves)"
_WHOM = rf"(?:me|him|her|them|us|my|his|their|{_SELF}|a child|the child(?:ren)?|children|kids)"
_WHO = (
    r"(?:(?:my|his|her|their|a|an|the|one of the) )?(?:step ?-?)?(?:mum|mother|dad|father|parents?|"
    r"carers?|uncle|aunt|brother|sister|grandad|grandfather|cousin|teacher|teaching assistant|coach|"
    r"driver|neighbour|adults?|man|woman|boyfriend|girlfriend|partner|staff|somebody|someone|"
    r"older (?:boy|girl|pupil|child))"
)
_BEING = r"(?:is|was|were|are|be|been|being|gets?|got|getting)"
_AFRAID = r"(?:scared|afraid|frightened|terrified)"
# Each begins and ends with a word.
_TELLS_OF_HARM = (
    rf"(?:hit|slapp?|punch|kick|beat|hurt|strangl|chok)(?:e?s|e?d|t?ing)? {_WHOM}\b"
    r"(?! (?:hard|targets?|goals?|feelings|best))",
    rf"{_BEING} (?:hit|slapped|punched|kicked|beaten|hurt|bitten|threatened) (?:by|with) {_WHO}",
    rf"hurt by {_WHO}",
    rf"{_BEING} (?:slapped|punched|beaten|strangled|restrained|held down|pinned down|groomed|trafficked)",
    rf"{_BEING} locked (?:in|up|out)",
    r"abus(?:e|ed|er|ers|es|ing|ive)\b(?! of (?:power|process|trust|data|position))",
    r"(?:child(?:ren)?|he|she|they|i)(?: (?:is|was|am|are|were))?(?: being| been)? neglect(?:ed)?",
    r"neglected (?:at home|by)",
    r"touch(?:es|ed|ing) (?:me|him|her|them|my|his)\b"
    r"(?! (?:deeply|all|very|so|greatly|with|because|hearts?))",
    r"(?:inappropriate(?:ly)?|unwanted|bad|sexual) touch(?:es|ed|ing)?|touched inappropriately",
    r"private parts|nude (?:photo|picture|image)s?",
    rf"{_AFRAID} (?:to go|of going|to be at|at) home|{_AFRAID} of {_WHO}",
    r"unsafe at home|(?:not|\w+n[’']t)(?: feel(?:ing)?)? safe at home",
    r"self[ -]?harm(?:s|ed|ing)?|suicid(?:e|al)|overdos(?:e|ed|ing)",
    rf"(?:kill|cut|harm|burn)(?:s|ed|t|ing|ting)? {_SELF}",
    r"(?:wants?|wanted|wish(?:es|ed)?) to (?:die|be dead)|better off dead",
    r"not want to (?:live|be alive)|(?:ends?|ended|takes?|took) (?:my|his|her|their) (?:own )?life",
    r"raped?|rapist|molest(?:s|ed|ing)?",
    r"sexual(?:ly)? (?:abus|assault|exploit|harass)\w*",
    r"county lines|forced (?:marriage|to marry)|female genital|fgm|modern slavery|honou?r[ -]based",
    r"bruis(?:e|es|ed|ing) (?:on|all over|from)",
    r"(?:burns|cuts|marks) on (?:my|his|her|their) (?:arms?|legs?|back|face|body)",
    r"(?:no|nothing|not enough)(?: food)? to eat at home|left (?:home )?alone (?:at|all) (?:home|night)",
    r"threaten(?:s|ed|ing)? to (?:hit|hurt|kill|beat)",
)
_HARM = re.compile(rf"\b(?:{'|'.join(_TELLS_OF_HARM)})\b", re.IGNORECASE)


def harm_noticed(text: str) -> bool:
    return bool(_HARM.search(text))
