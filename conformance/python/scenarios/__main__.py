"""Runs one scenario file in a client process of its own and writes the results as JSON.

    python -m scenarios FILE --tracking-uri URL --provider URL --output PATH

The official client keeps state in its process (tracking address, export path, exporters): every file gets a fresh one.
"""

import argparse
import importlib
import json
import os
import sys
import traceback
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--tracking-uri", required=True)
    parser.add_argument("--provider", required=True)
    parser.add_argument("--output", required=True, type=Path)
    parser.add_argument("--only", help="one scenario of the file")
    arguments = parser.parse_args()
    os.environ["MLFLOW_TRACKING_URI"] = arguments.tracking_uri

    from .world import World, scenarios_of

    module = importlib.import_module(f"scenarios.{arguments.file}")
    world = World(arguments.tracking_uri, arguments.provider, arguments.file)
    results = {}
    for name, function in scenarios_of(module):
        if arguments.only and name != arguments.only:
            continue
        try:
            results[name] = world.masked(function(world))
        except Exception:
            results[name] = {"failed": traceback.format_exc().strip().splitlines()[-1]}
            traceback.print_exc()
    arguments.output.write_text(json.dumps(results, indent=1))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
