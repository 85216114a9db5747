"""Reads what the engine wrote with the libraries that others use: peft, transformers and gguf.

usage: read_exports.py JOB.json RESULT.json

The job names a base model folder, token ids, adapter folders, merged model folders and GGUF adapters (each with the
adapter folder that it was made from). The result holds the logits of the ids for each adapter and merged model, and
for each GGUF adapter the largest difference between the change of weights that it stands for and the one that PEFT
computes, row by row in the order of llama.cpp.
"""

import json
import sys

import gguf
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

MODULES = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def load(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def logits(model, ids):
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0].flatten().tolist()


def with_adapter(base, folder):
    return PeftModel.from_pretrained(load(base), folder).eval()


def halves_to_pairs(rows, head_size):
    heads = rows.reshape(-1, 2, head_size // 2, rows.shape[-1])
    return heads.transpose(1, 2).reshape(rows.shape)


def gguf_difference(base, file, adapter):
    reader = gguf.GGUFReader(file)
    alpha = float(reader.fields["adapter.lora.alpha"].parts[-1][0])
    tensors = {t.name: torch.tensor(t.data.astype("float32")) for t in reader.tensors}
    model = with_adapter(base, adapter)
    modules = dict(model.base_model.model.named_modules())
    worst = 0.0
    adapted = {name for name, module in modules.items() if hasattr(module, "lora_A") and len(module.lora_A)}
    for name in list(tensors):
        if not name.endswith(".lora_a"):
            continue
        a, b = tensors[name], tensors[name[:-1] + "b"]
        _, layer, kind, _, _ = name.split(".")
        path = f"model.layers.{layer}.{MODULES[kind]}"
        adapted.remove(path)
        expected = modules[path].get_delta_weight("default").detach()
        if kind in ("attn_q", "attn_k"):
            expected = halves_to_pairs(expected, model.config.head_dim)
        worst = max(worst, float((b @ a * (alpha / a.shape[0]) - expected).abs().max()))
    if adapted:
        raise SystemExit(f"{file} lacks {sorted(adapted)}")
    return worst


def main(job_file, result_file):
    torch.set_num_threads(1)
    with open(job_file) as f:
        job = json.load(f)
    base, ids = job["base"], job["ids"]
    result = {"adapters": {}, "merged": {}, "gguf": {}}
    for name, folder in job["adapters"].items():
        result["adapters"][name] = logits(with_adapter(base, folder), ids)
    for name, folder in job["merged"].items():
        AutoTokenizer.from_pretrained(folder)
        result["merged"][name] = logits(load(folder), ids)
    for name, paths in job["gguf"].items():
        result["gguf"][name] = gguf_difference(base, paths["file"], paths["adapter"])
    with open(result_file, "w") as f:
        json.dump(result, f)


if __name__ == "__main__":
    main(*sys.argv[1:])
