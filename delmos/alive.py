"""The health check of a container: is the mark of its process in the broker? `python -m delmos.alive worker`"""

import os
import sys

import redis

from delmos.broker import BEAT, WORKER

MARKS = {"worker": WORKER, "beat": BEAT}


def main() -> int:
    """0 when the mark named on the command line is there, else 1."""
    with redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=5) as client:
        return 0 if client.exists(MARKS[sys.argv[1]]) else 1


if __name__ == "__main__":
    sys.exit(main())
