"""How the gap checks read a text. Always the same answer for the same text; length never counts.

What is looked for here are English words, so a rule that uses them only ever says "could be
stronger". A text mainly in another script is not judged at all.
"""

import re

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?;\n]+")
# Only when the whole answer is one of these.
_PLACEHOLDERS = frozenset(
    {"tbc", "tbd", "todo", "to do", "to be confirmed", "to be decided", "to be agreed", "xxx"}
)


def _any_of(*lists: str) -> re.Pattern[str]:
    """Words that begin like one of these; `$` ends a word that must stand as it is."""
    starts = [start for each in lists for start in _listed(each)]
    return re.compile(rf"\b(?:{'|'.join(starts)})".replace("$", r"\b"), re.IGNORECASE)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


# Children, young people and those who care for them.
FAMILIES = _any_of(
    "child, young, youth, pupil, student, learner, parent, carer, famil, sibling, teen, toddler, bab",
    "mum, dad$, dads$, mother, father, guardian, service user, people who use",
)
# Signs that somebody asked, or looked at what people had said.
ASKED = _any_of(
    "ask, survey, said$, say$, says$, told, tell, met$, meet, review, feedback, voice, questionnaire",
    "council, forum, complain, complim, data$, interview, focus group, listen, heard, hear$, consult",
    "workshop, poll, vote, report, spoke, talk, comment, evaluat, audit, request, suggest, wrote",
    r"\d",
)
# Good intentions that nobody can check.
VAGUE = _any_of(
    "consider, explor, look into, looking into, look at$, looking at$, think about, thinking about",
    "raise awareness, raising awareness, as appropriate, where appropriate, where possible",
    "if possible, when possible, as needed, as required, aim to, hope to, hoping to, try to",
    "trying to, seek to, strive, endeavour, aspire",
)
_NUMBERS = (
    "one$, two$, three$, four$, five$, six$, seven$, eight$, nine$, ten$, eleven$, twelve$, fifteen$",
    "twenty, thirty, forty, fifty, hundred, dozen, half$, third$, thirds$, quarter, twice, once",
    r"both$, double, \d",
)
# Something that can be counted or compared.
COUNTABLE = _any_of(
    *_NUMBERS,
    "every, each$, all$, none$, nobody, no one, most$, majority, more$, less$, fewer, higher, lower",
    "better than, at least, at most, per cent, percent, daily, weekly, fortnight, monthly, termly",
    "yearly",
)
# How often, or when.
RHYTHM = _any_of(
    "january, february, march$, april, may$, june, july, august, september, october, november",
    "december, spring, summer, autumn, winter, christmas, easter, every, each$, once, twice",
    "three times, daily, week, fortnight, month, quarter, term$, terms$, termly, half-term",
    "half term, year, annual, halfway, half way, midway, at the end, after$, before$, start$",
    r"regular, \d",
)
# A sum, or that it costs nothing more.
COST = _any_of(
    *_NUMBERS,
    "no cost, no extra, nothing, free$, none$, no money, existing, already, within, staff time",
    "volunt, donat, paid, pays, funded, thousand",
)
# Those who work there.
STAFF = _any_of(
    "staff, teacher, team, colleague, professional, worker, nurse, doctor, governor, trustee, senco",
    "volunteer, practitioner, assistant, officer, manager, leader, clinician, therapist, employee",
    "receptionist, coach, adviser, advisor, director, midwi, psychologist, paramedic, gp$, gps$",
)
CHILDREN = _any_of(
    "child, young, youth, pupil, student, learner, teen, toddler, bab, daughter, son$, sons$"
)
CARERS = _any_of(
    "parent, carer, famil, mum, dad$, dads$, mother, father, guardian, grandparent, sibling"
)
# Kinds of agencies; each begins in its own way, so that two of them can be told apart.
AGENCIES = _any_of(
    "health, nhs, hospital, clinic, gp$, gps$, nurs, therap, camhs, forward thinking, council",
    "local authority, social care, social work, charit, voluntary, school, college, university",
    "police, youth, early help, housing, faith, church, mosque, temple, gurdwara, community",
    "carers’ centre, carers' centre, parent carer forum, library, psycholog, paediatric, trust$",
)
# What thanks people or makes it easier for them to take part.
REWARDS = _any_of(
    "reward, incentive, voucher, travel, fare$, fares$, food, meal, lunch, tea$, crèche, creche",
    "childcare, certificate, thank, paid, pay$, pays$, payment, expense, fee$, fees$, gift, badge",
    "qualification, accredit, reference, training, course, trip, celebrat, bus$, taxi, £",
)
# Beyond one's own walls.
NETWORKS = _any_of(
    "network, partner, forum, other organisation, other school, other service, other setting",
    "others$, neighbour, consorti, cluster, alliance, trust$, city, conference, newsletter, website",
    "local offer, social media, community, council, nhs, beyond",
)
# A name made of nothing else does not say what will have happened.
EMPTY_STEPS = frozenset(
    _listed(
        "a, an, and, at, by, for, in, of, on, the, to, with, our, we, will, be, is, all, first, second, "
        "third, next, last, final, interim, initial, new, more, review, reviews, reviewed, ongoing, "
        "going, meeting, meetings, meet, progress, update, updates, updated, tbc, tbd, start, started, "
        "starts, begin, begins, end, ends, ended, finish, continue, continues, continued, continuing, "
        "phase, step, stage, milestone, planning, plan, monitoring, monitor, evaluation, evaluate, "
        "discussion, discuss, work, check, catch, up, follow, complete, completed, completion, done, "
        "launch, implementation, implement, delivery, deliver, action, actions, project, task, tasks"
    )
)
# Said of an owner, these name nobody.
NOBODY = frozenset(
    _listed(
        "all, everyone, everybody, anyone, somebody, someone, whole, staff, team, teams, the, our, us, "
        "we, various, many, tbc, tbd, na, n, a, unknown, to, be, confirmed, decided"
    )
)


def answered(text: str) -> bool:
    """There is a letter or a digit of any script, and it is no stand-in such as “tbc”."""
    if not _LETTER_OR_DIGIT.search(text):
        return False
    return len(text) > 40 or plain(text) not in _PLACEHOLDERS


def plain(text: str) -> str:
    """For comparing: lower case, only the words, one space between them."""
    return " ".join(_WORD.findall(text.casefold()))


def same(one: str, other: str) -> bool:
    """Two answers that say the same, word for word; nothing is never the same as nothing."""
    first = plain(one)
    return bool(first) and first == plain(other)


def is_english_script(text: str) -> bool:
    return text.isascii() or 2 * len(_LATIN.findall(text)) >= len(_LETTER.findall(text))


def mentions(text: str, words: re.Pattern[str]) -> bool:
    """True for nothing at all, and for what cannot be read: other rules ask for an answer."""
    return bool(words.search(text)) or not answered(text) or not is_english_script(text)


def names_several(text: str, words: re.Pattern[str]) -> bool:
    """Two different ones of these words; nothing at all, and what cannot be read, passes."""
    if not answered(text) or not is_english_script(text):
        return True
    return len({found.group().casefold() for found in words.finditer(text)}) > 1


def is_vague(text: str) -> bool:
    """Every sentence only intends something, and in none is there anything to count."""
    sentences = [part for part in _SENTENCE_END.split(text) if _LETTER_OR_DIGIT.search(part)]
    return bool(sentences) and all(
        VAGUE.search(part) and not COUNTABLE.search(part) for part in sentences
    )


def only(text: str, words: frozenset[str]) -> bool:
    """Nothing but these words and numbers."""
    found = plain(text).split()
    return bool(found) and all(word in words or word.isdigit() for word in found)
