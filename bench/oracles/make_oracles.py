"""Makes the oracles that the engine is tested with: tiny models of every architecture and what transformers and PEFT
compute from them. The folder has the layout that `graft engine check` reads.

    python bench/oracles/make_oracles.py lora-engine/src/test/resources/oracles

The packages are listed in requirements.txt; the same versions give the same bits on the same kind of processor.
"""

import argparse
import shutil
from pathlib import Path

import torch
import transformers

import architectures
import gguf_oracles
import lora_oracles
import model_oracles
import template_oracles
import tokenizer_oracles
import vocabularies


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the oracles go; what is there is replaced")
    parser.add_argument("--only", nargs="*", help="names of models, to make these again and leave the rest alone")
    arguments = parser.parse_args()
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    if not arguments.only:
        make_tokenizers(arguments.folder / "tokenizers")
        shutil.rmtree(arguments.folder / "templates", ignore_errors=True)
        template_oracles.write(arguments.folder / "templates")
    for architecture in architectures.ALL:
        if not arguments.only or architecture.name in arguments.only:
            make_model(architecture, arguments.folder / architecture.name)


def make_tokenizers(folder):
    shutil.rmtree(folder, ignore_errors=True)
    for kind in vocabularies.KINDS:
        tokenizer_oracles.write(kind, folder / kind)


def make_model(architecture, folder):
    shutil.rmtree(folder, ignore_errors=True)
    model, tokenizer, batch = model_oracles.write(architecture, folder)
    lora_oracles.write(architecture, model, tokenizer, batch, folder)
    if architecture.name == "llama-tied":
        gguf_oracles.write(folder, "all_linear")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{architecture.name}: {size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
