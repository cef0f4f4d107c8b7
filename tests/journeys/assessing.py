"""A champion answers one question a page, checks and sends."""

from tests.journeys.walking import Walker


def answer_and_send(
    champion: Walker, *, level: str = "Met", shots: bool = False, start: str = "Start"
) -> None:
    """From the list of questions to the end; the same finding on every one."""
    if shots:
        champion.shot("assessment")
    champion.press(start)
    # More than any stage asks.
    for _ in range(20):
        if champion.heading == "Check your assessment":
            break
        if champion.heading == "The city’s plans, one by one":
            champion.choose_each("Fits it")
        else:
            champion.choose(level, exact=True)
        if shots:
            champion.shot("question")
        champion.press("Save and continue")
    champion.sees("When you send it, you cannot change it any more.")
    if shots:
        champion.shot("assessment-check")
    champion.press("Send my assessment")
    champion.sees("Your assessment is in.")


def answer_again_and_send(champion: Walker, *, level: str = "Met", shots: bool = False) -> None:
    """A new version: only what was touched waits."""
    champion.sees("We ask you about the rest.")
    answer_and_send(champion, level=level, shots=shots)
