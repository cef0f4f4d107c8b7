"""Plain values that selectors read and renderers write."""
