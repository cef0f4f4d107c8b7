"""What a portfolio shows for each right of the child; schools need it for another award too (scheme.md 15)."""

from awards.scheme import Article, Standard
from portfolios.records.coverage import Right
from portfolios.selectors.portfolio.coverage import Coverage

__all__ = ["Right", "other_articles", "rights_of", "standard_for_rights"]

# The standard of the edition that asks for these rights, if it has one.
RRSA = "standard.rrsa"


def rights_of(coverage: Coverage) -> tuple[Right, ...]:
    """The articles that belong to a principle, in their order, whether anything shows them or not."""
    scheme = coverage.scheme
    return tuple(
        Right(
            article=article,
            principles=principles,
            items=tuple(coverage.items_of(article.code)),
            strength=coverage.strength(article.code),
        )
        for article in scheme.articles
        if (principles := scheme.principles_of(article))
    )


def other_articles(coverage: Coverage) -> tuple[Article, ...]:
    """Those that the pack describes and gives to no principle (pack: appendices 1 and 2)."""
    scheme = coverage.scheme
    return tuple(article for article in scheme.articles if not scheme.principles_of(article))


def standard_for_rights(coverage: Coverage) -> Standard | None:
    return next((each for each in coverage.scheme.standards if each.code == RRSA), None)
