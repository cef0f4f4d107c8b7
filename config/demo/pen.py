"""Notes and minutes out of half-written sentences, no two alike."""

from random import Random


class Pen:
    """Goes through the phrases of a kind in a shuffled order, so that each comes up as rarely as can be."""

    def __init__(self, phrases: dict[str, list[str]], chance: Random) -> None:
        self._decks = {kind: chance.sample(texts, len(texts)) for kind, texts in phrases.items()}
        self._written: set[str] = set()

    def write(self, kind: str, gaps: dict[str, str]) -> str:
        """The next text of this kind that has not been written before."""
        deck = self._decks[kind]
        starts = {f"{name}_": text[:1].upper() + text[1:] for name, text in gaps.items()}
        for place, phrase in enumerate(deck):
            text = phrase.format(**gaps, **starts)
            if text not in self._written:
                deck.append(deck.pop(place))
                self._written.add(text)
                return text
        raise ValueError(f"Every phrase of “{kind}” has been used up.")
