"""Exported adapters in llama.cpp: what it computes with them beside what PEFT computes.

For adapters of the oracles: the base becomes a GGUF by llama.cpp's own converter, the adapter one by `graft engine
export`; llama.cpp loads both, in 32-bit floats, and its logits are compared with those of PEFT. Prints the largest
differences, without and with the adapter, and ends with 1 if one is above the tolerance.

    LLAMA_CPP=DIR llama_cpp_lora.py [MODEL/RUN …]

DIR holds the sources of llama.cpp with its converters, best those that llama-cpp-python was built from: the folder
vendor/llama.cpp of its source package.
"""

import argparse
import contextlib
import ctypes
import io
import json
import logging
import os
import pathlib
import subprocess
import sys
import tempfile

LLAMA_CPP = pathlib.Path(os.environ["LLAMA_CPP"]).resolve()
sys.path[:0] = [str(LLAMA_CPP), str(LLAMA_CPP / "gguf-py")]

import conversion
import gguf
import llama_cpp
import numpy as np
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

ROOT = pathlib.Path(__file__).resolve().parents[2]
ORACLES = ROOT / "lora-engine" / "src" / "test" / "resources" / "oracles"
TOKENS = 24
TOLERANCE = 1e-4
COARSE = {"gemma2": 1e-2, "gemma3_text": 1e-2}  # llama.cpp looks GELU up in a table of 16-bit floats
ADAPTERS = [
    "llama/short", "llama-tied/all_linear", "llama-tied/plain", "llama-tied/rslora", "llama-tied/patterns",
    "llama-tied/one_layer", "llama3/short", "mistral/short", "qwen2/short", "qwen2/patterns", "qwen3/short",
    "gemma2/all_linear", "gemma3_text/short", "phi3/all_linear", "granite/all_linear", "granitemoehybrid/short",
    "olmo2/short", "smollm3/short",
]

# The oracles have values that show mistakes; llama.cpp takes some of these from the published models instead.
AS_PUBLISHED = {
    "mistral": {"sliding_window": None},
    "gemma2": {"query_pre_attn_scalar": 10,  # the size of a head
               "rope_parameters": {"rope_theta": 10000.0, "rope_type": "default"}},
    "gemma3_text": {"query_pre_attn_scalar": 8, "layer_types": ["sliding_attention"] * 4},  # the sixth would be full
    "phi3": {"sliding_window": None},
    "granitemoehybrid": {"layer_types": ["attention"] * 2, "intermediate_size": 54},  # the shared one's
    "smollm3": {"no_rope_layers": None, "no_rope_layer_interval": 4},
}


def model_folder(name, work):
    """The oracle's, with the configuration that llama.cpp can follow."""
    folder = work / name
    if not folder.exists():
        folder.mkdir()
        for file in (ORACLES / name).iterdir():
            if file.is_file() and file.name != "config.json":
                (folder / file.name).symlink_to(file)
        config = json.loads((ORACLES / name / "config.json").read_text()) | AS_PUBLISHED.get(name, {})
        (folder / "config.json").write_text(json.dumps(config))
    return folder


def convert(folder):
    """By llama.cpp's converter, without the vocabulary: it knows no tokenizer as tiny as these, and ids will do."""
    hparams = conversion.ModelBase.load_hparams(folder, False)
    architecture = conversion.get_model_class(conversion.get_model_architecture(hparams, conversion.ModelType.TEXT))

    class WithoutVocabulary(architecture):
        model_arch = architecture.model_arch

        def set_vocab(self):
            self._set_vocab_none()
            self.gguf_writer.add_vocab_size(hparams["vocab_size"])

    file = folder / "base.gguf"
    with contextlib.redirect_stderr(io.StringIO()), torch.inference_mode():
        WithoutVocabulary(folder, gguf.LlamaFileType.ALL_F32, file).write()
    return file


def in_llama_cpp(base, adapter, ids):
    """Logits for every id. `adapter` is a file or None."""
    model = llama_cpp.llama_model_load_from_file(str(base).encode(), llama_cpp.llama_model_default_params())
    if not model:
        raise SystemExit(f"llama.cpp does not load {base}")
    parameters = llama_cpp.llama_context_default_params()
    parameters.type_k = parameters.type_v = llama_cpp.GGML_TYPE_F32
    parameters.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
    context = llama_cpp.llama_init_from_model(model, parameters)
    if adapter:
        lora = llama_cpp.llama_adapter_lora_init(model, str(adapter).encode())
        if not lora:
            raise SystemExit(f"llama.cpp does not load {adapter}")
        one = (llama_cpp.llama_adapter_lora_p_ctypes * 1)(lora)
        if llama_cpp.llama_set_adapters_lora(context, one, 1, (ctypes.c_float * 1)(1.0)):
            raise SystemExit(f"llama.cpp does not apply {adapter}")
    batch = llama_cpp.llama_batch_init(len(ids), 0, 1)
    batch.n_tokens = len(ids)
    for i, token in enumerate(ids):
        batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.seq_id[i][0], batch.logits[i] = token, i, 1, 0, 1
    if llama_cpp.llama_decode(context, batch):
        raise SystemExit(f"llama.cpp does not compute {base}")
    size = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    rows = [llama_cpp.llama_get_logits_ith(context, i) for i in range(len(ids))]
    found = np.stack([np.ctypeslib.as_array(row, (size,)).copy() for row in rows])
    llama_cpp.llama_batch_free(batch)
    llama_cpp.llama_free(context)
    llama_cpp.llama_model_free(model)
    return found


def in_peft(folder, adapter, ids):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    if adapter:
        model = PeftModel.from_pretrained(model, adapter)
    with torch.inference_mode():
        return model.eval()(input_ids=torch.tensor([ids])).logits[0].numpy()


def difference(a, b):
    return float(np.abs(a - b).max())


def check(name, work):
    model, run = name.split("/")
    folder = model_folder(model, work)
    adapter = ORACLES / model / "expected" / "lora" / run / "adapter_final"
    exported = work / f"{model}-{run}.gguf"
    subprocess.run([ROOT / "graft", "engine", "export", "--base", folder, "--adapter", adapter, "--format", "gguf",
                    "--out", exported], check=True, stdout=subprocess.DEVNULL)
    base = convert(folder)
    ids = [(7 * i + 11) % json.loads((folder / "config.json").read_text())["vocab_size"] for i in range(TOKENS)]
    plain, adapted = in_peft(folder, None, ids), in_peft(folder, adapter, ids)
    found = in_llama_cpp(base, exported, ids)
    differences = [difference(in_llama_cpp(base, None, ids), plain), difference(found, adapted)]
    same = int((found.argmax(1) == adapted.argmax(1)).sum())
    print(f"| {name} | {differences[0]:.1e} | {differences[1]:.1e} | {difference(plain, adapted):.1f} |"
          f" {same} of {len(ids)} |", flush=True)
    return max(differences) <= COARSE.get(model, TOLERANCE)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("adapters", nargs="*", default=ADAPTERS, metavar="MODEL/RUN")
    args = parser.parse_args()
    torch.set_num_threads(1)
    logging.disable(logging.WARNING)
    quiet = llama_cpp.llama_log_callback(lambda *_: None)
    llama_cpp.llama_log_set(quiet, None)
    llama_cpp.llama_backend_init()
    print("| adapter | base alone | with the adapter | the adapter's effect | same best token |")
    print("| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        good = [check(name, pathlib.Path(folder)) for name in args.adapters]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
