"""A whole Swift with its S3 door in one process: one replica, objects in memory, gone when it ends.

Runs under Debian's own Python, which has `python3-swift`, not in our environment. It is here
because it checks signatures and their age, which moto does not. `swift_server.py FOLDER` says on
one line which port it listens on.
"""

import os
import sys
from array import array

os.environ["EVENTLET_NO_GREENDNS"] = "yes"

SWIFT_CONF = """[swift-hash]
swift_hash_path_suffix = tests
[storage-policy:0]
name = one
default = yes
"""
PROXY_CONF = """[DEFAULT]
swift_dir = {folder}
[pipeline:main]
pipeline = catch_errors cache listing_formats s3api tempauth slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = eu-west-2
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = {secret} .admin
[filter:slo]
use = egg:swift#slo
"""


def main(folder: str, secret: str) -> None:
    import eventlet

    eventlet.monkey_patch()
    # Only now: they take what is patched.
    from eventlet import wsgi
    from swift.account.server import AccountController
    from swift.common import storage_policy, utils
    from swift.common.ring import RingData
    from swift.common.wsgi import loadapp
    from swift.container.server import ContainerController
    from swift.obj.mem_server import ObjectController

    for name, text in (("swift.conf", SWIFT_CONF), ("proxy.conf", PROXY_CONF)):
        with open(os.path.join(folder, name), "w") as file:
            file.write(text.format(folder=folder, secret=secret))
    conf = os.path.join(folder, "swift.conf")
    utils.SWIFT_CONF_FILE = storage_policy.SWIFT_CONF_FILE = conf
    utils.validate_configuration()
    storage_policy.reload_storage_policies()
    os.mkdir(os.path.join(folder, "disk"))
    logger = utils.NullLogger()
    parts = {
        "account": AccountController,
        "container": ContainerController,
        "object": ObjectController,
    }
    for kind, controller in parts.items():
        listener = eventlet.listen(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        device = {"id": 0, "region": 1, "zone": 0, "weight": 1.0, "device": "disk"}
        device |= {"ip": "127.0.0.1", "port": port}
        device |= {"replication_ip": "127.0.0.1", "replication_port": port}
        ring = RingData([array("H", [0])], [device], 32)
        ring.save(os.path.join(folder, f"{kind}.ring.gz"))
        options = {"devices": folder, "swift_dir": folder, "mount_check": "false"}
        eventlet.spawn(wsgi.server, listener, controller(options), logger)
    proxy = loadapp(os.path.join(folder, "proxy.conf"), global_conf={"log_name": "proxy"})
    door = eventlet.listen(("127.0.0.1", 0))
    sys.stdout.write(f"{door.getsockname()[1]}\n")
    sys.stdout.flush()
    wsgi.server(door, proxy, logger)


if __name__ == "__main__":
    main(*sys.argv[1:])
