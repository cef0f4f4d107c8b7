from celebrations.models.spotlights import Spotlight, SpotlightPicture

__all__ = ["Spotlight", "SpotlightPicture"]
