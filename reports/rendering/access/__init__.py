from reports.rendering.access.package import data_json, index_html

__all__ = ["data_json", "index_html"]
