"""Why a model has no rows that are one person's, where several models share the reason."""

CLOCKWORK = "It keeps the service going, and holds no person."
CODES = "It holds codes and links, and no person."
OF_ORGANISATION = (
    "It is what an organisation wrote. “Parts of forms that you changed” says who wrote."
)
