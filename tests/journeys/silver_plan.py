"""The plan that the Silver journey types: four actions, short and whole."""

PARTNER = ("Balsall Heath Carers’ Café", "Outside", "They train parents with us.")
MEASURE = {
    "What do you measure": "Pupils who say that lunch feels calm",
    "Where are you now?": "9 of 31 pupils in May 2026",
    "What do you want to reach": "24 of 31 pupils by May 2028",
    "How will you know?": "The school council asks every pupil on the SEND register.",
}
BARRIER = {
    "What stops people from taking part?": "Meetings are when parents work",
    "Whom does it stop?": "Parents who work in the daytime.",
    "How does that action take it away?": "The group meets at six, with food and a crèche.",
}
LEVELS = {
    "Board": "Two parent governors report on the plan each term.",
    "Senior leadership team": "The head meets the parent group each month.",
    "Operational delivery team": "Teaching assistants plan the room with pupils.",
    "Community groups": "The mosque’s youth club tries our ideas first.",
    "Parents and carers": "A coffee morning each month, and a vote on the budget.",
    "Children and young people": "School council, with four pupils with SEND.",
}
# By the name of the C: title, then what each page asks.
ACTIONS = {
    "Co-commissioning": "Families decide on the inclusion budget",
    "Co-design": "A quiet room that pupils have drawn",
    "Co-delivery": "Parents and staff run training together",
    "Co-assessment": "Families judge how it went",
}
WHAT = {
    "What will you do?": "Six parents and six pupils meet with governors each month and decide.",
    "Which service improvement": "What we do fits what pupils with SEND need, as they see it.",
    "How do you know": "In the spring survey, 14 of 20 parents asked for a say.",
}
WHO = {
    "Which agencies take part?": "The council’s SEND team explains the rules. The school nurse helps.",
    "Which people who use your service": "Six parents and six pupils, chosen by the school council.",
    "Who leads it?": "SENCo, with a parent governor",
}
AGREED = "School council, and eight parents at the October coffee morning."
TIMESCALE = "Two terms are enough, and it stays clear of the May exams."
RESOURCES = {
    "What does it cost": "£900 from the inclusion budget.",
    "Which people, rooms and time": "One room, and two adults for an hour a week.",
    "How do you thank and support": "Travel and childcare for parents. Pupils get a certificate.",
    "Who confirmed it": "The head teacher confirmed it on 12 October.",
}
REVIEW = "Every half-term, four parents and the school council look at the numbers with us."
