"""Backup and restore of the whole service: the database and the files, as they were at one moment.

    BACKUP_DIR/20261122T020000Z/database.dump    what the database held
                                objects.jsonl    which files its rows name, with their digests
                                manifest.json    what all this is; written last
    BACKUP_DIR/objects/<store>/<key>             the files, each once for all backups

Files lie under random keys and never change, so each is copied once. docs/running.md tells how to use it.
"""
