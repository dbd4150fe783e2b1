#!/usr/bin/env python3
"""A Gongdan plugin as a program: writes notices onto a "wall board", here a file. Replace show() by your service."""

import json
import os
import sys

DELIVERED, REJECTED, RETRY = 0, 65, 75  # exit codes; anything else counts as retry, and as a fault


def show(notice):
    text = notice.get("text", {}).get("zh", "")
    if not text:
        raise ValueError("no text")
    # The same notice may come again: "id" stays the same. A real service would be given it as idempotency key.
    with open(os.environ.get("WALL_BOARD_FILE", "board.txt"), "a", encoding="utf-8") as board:
        board.write(f"{notice['id']}\t{text}\n")


def main():
    try:
        show(json.load(sys.stdin.buffer))
        return DELIVERED
    except ValueError as error:  # it would be so the next time as well
        print(error, file=sys.stderr)
        return REJECTED
    except Exception as error:  # busy, unreachable, disk full: try again later
        print(error, file=sys.stderr)
        return RETRY


if __name__ == "__main__":
    sys.exit(main())
