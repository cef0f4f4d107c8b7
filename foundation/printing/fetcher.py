"""What a page to be printed may name: what it was given, and our fonts. Nothing else exists (T-64)."""

from collections.abc import Mapping

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from foundation.printing.typefaces import FONTS

# Our own scheme, so that no address of the network or the disk can be meant by accident.
ASSET = "asset:"
SVG = "image/svg+xml"
# name → (content, content type)
Assets = Mapping[str, tuple[bytes, str]]


class Forbidden(FatalURLFetchingError):  # type: ignore[misc]  # weasyprint has no types
    """A page named something that is not ours.

    Stops the rendering, where an ordinary error is only logged.
    """


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
    """Hands out what it was given by name, and the bundled fonts."""

    def __init__(self, assets: Assets | None = None) -> None:
        super().__init__(allowed_protocols=())
        self.assets = dict(assets or {})
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix(ASSET)
        if url.startswith(f"{ASSET}fonts/"):
            font = FONTS / name.removeprefix("fonts/")
            if font.parent == FONTS and font.is_file():
                return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/otf"})
        elif url.startswith(ASSET) and name in self.assets:
            content, content_type = self.assets[name]
            return URLFetcherResponse(url, content, {"Content-Type": content_type})
        self.refused.append(url)
        raise Forbidden(f"A page to be printed named something that is not ours: {url[:200]}")

    # WeasyPrint calls its fetchers as functions.
    __call__ = fetch
