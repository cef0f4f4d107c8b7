"""The demo city: invented organisations of Birmingham, each somewhere on its way.

Facts are data (`city/`, `plans/`, `phrases.toml`, `plan_phrases.toml`); what happens to them goes
through the services that people use, with `at` in the past. Nothing is written around the workflow.
"""
