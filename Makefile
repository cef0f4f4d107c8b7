.DEFAULT_GOAL := help
.PHONY: help run test check benchmark backup restore

help:
	@echo "make run    set everything up and serve it at http://127.0.0.1:8000 (PORT=8001 for another port)"
	@echo "make test   set everything up and run every test (ARGS=\"tests/awards -x\" goes to pytest)"
	@echo "make check  style, types, direction of imports, templates, migrations, production settings"
	@echo "make backup save the database and the files in var/backups (BACKUP_DIR=/elsewhere for another place)"
	@echo "make restore FROM=var/backups/20261122T020000Z  bring a backup back (ARGS=--force deletes what is there now)"
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

backup:
	@bin/setup run
	@bin/backup $(ARGS)

restore:
	@bin/setup run
	@bin/restore "$(FROM)" $(ARGS)
