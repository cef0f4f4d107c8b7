.DEFAULT_GOAL := help
.PHONY: help run test check benchmark

help:
	@echo "make run    set everything up and serve it at http://127.0.0.1:8000 (PORT=8001 for another port)"
	@echo "make test   set everything up and run every test (ARGS=\"tests/awards -x\" goes to pytest)"
	@echo "make check  style, types, direction of imports, templates, migrations, production settings"
	@echo "make benchmark  print how long pages and files take on this machine"

run:
	@bin/setup run
	@exec bin/serve

test:
	@bin/setup test
	@bin/test $(ARGS)

check:
	@bin/setup test
	@bin/check

benchmark:
	@bin/setup test
	@bin/benchmark
