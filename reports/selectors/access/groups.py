"""Why we keep what we keep, in words for the person it is about."""

from reports.selectors.access.declaring import Group

ACCOUNT = Group(
    code="account",
    title="Your account",
    why="So that you can sign in, and nobody else can in your name.",
    seen="You. SEND officers see your name and e-mail address, and which roles you have.",
)
PLACE = Group(
    code="organisations",
    title="You and your organisations",
    why="So that we know who acts for an organisation, and whom to ask about its award.",
    seen="People of that organisation, and SEND officers.",
)
WORK = Group(
    code="work",
    title="What you did for an award",
    why="So that we can see who wrote, signed and sent what an award rests on.",
    seen="People of that organisation and SEND officers. The panel sees what was sent to it.",
)
EVIDENCE = Group(
    code="evidence",
    title="Evidence that you worked on",
    why="An award rests on evidence. We note who added it, so that questions reach the right person.",
    seen="People of that organisation and SEND officers. The panel sees what was sent to it.",
)
TALK = Group(
    code="talk",
    title="What you said and asked",
    why="Support and challenge is part of how an award is judged, so it stays readable.",
    seen="The panel and SEND officers. The organisation sees what was meant for it.",
)
SERVING = Group(
    code="serving",
    title="Your service, and your links with organisations",
    why="So that you are asked for what suits you, and kept away from those that you are tied to.",
    seen="You and SEND officers. A panel sees which view you bring to it.",
)
JUDGING = Group(
    code="judging",
    title="Your part in judging awards",
    why="So that a decision can be explained, and was made by people with no interest in it.",
    seen="The panel and SEND officers.",
)
OFFICE = Group(
    code="office",
    title="What you did as an officer",
    why="So that acts in the name of the council can be explained.",
    seen="SEND officers.",
)
POST = Group(
    code="post",
    title="E-mails to you",
    why="So that we know what we told you, and can send it again if it was lost.",
    seen="SEND officers see the subject and whether it was sent.",
)
RIGHTS = Group(
    code="rights",
    title="What you asked about your data",
    why="The law says that we must answer, and be able to show that we did.",
    seen="SEND officers.",
)
LOG = Group(
    code="log",
    title="The log of what was done",
    why="So that wrong use can be found, and what was done can be explained.",
    seen="SEND officers who look into a question.",
)

GROUPS = (ACCOUNT, PLACE, WORK, EVIDENCE, TALK, SERVING, JUDGING, OFFICE, POST, RIGHTS, LOG)
