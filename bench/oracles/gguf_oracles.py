"""A trained adapter in the layout that llama.cpp loads, written with gguf's own writer."""

import hashlib
import json
from pathlib import Path

import gguf
from safetensors.numpy import load_file

import vocabularies

NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def write(folder: Path, run: str):
    """Of an adapter of a model of type llama, whose query and key rows llama.cpp expects in pairs."""
    source = f"expected/lora/{run}/adapter_final"
    config = json.loads((folder / "config.json").read_text())
    adapter = json.loads((folder / source / "adapter_config.json").read_text())
    target = folder / "expected" / "gguf"
    target.mkdir(parents=True, exist_ok=True)
    file = target / f"adapter-{run}-f32.gguf"
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(adapter["lora_alpha"]))
    writer.add_file_type(0)
    tensors = [
        add(writer, name, value, config) for name, value in sorted(load_file(folder / source / "adapter_model.safetensors").items())
    ]
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    metadata = {
        "general.architecture": "llama",
        "general.type": "adapter",
        "adapter.type": "lora",
        "adapter.lora.alpha": float(adapter["lora_alpha"]),
        "general.file_type": 0,
    }
    vocabularies.write_json(
        target / "adapter.json",
        {"source": source, "file": file.name, "alignment": 32, "metadata": metadata, "tensors": tensors},
    )


def add(writer, name, value, config):
    parts = name.removeprefix("base_model.model.model.layers.").split(".")
    layer, module, kind = parts[0], ".".join(parts[1:3]), parts[3]
    target = f"blk.{layer}.{NAMES[module]}.weight.{kind.lower()}"
    heads = {"attn_q": config["num_attention_heads"], "attn_k": config["num_key_value_heads"]}.get(NAMES[module])
    if kind == "lora_B" and heads:
        rows, rank = value.shape
        value = value.reshape(heads, 2, rows // heads // 2, rank).swapaxes(1, 2).reshape(rows, rank).copy()
    writer.add_tensor(target, value)
    return {
        "name": target,
        "from": name,
        "shape_numpy": list(value.shape),
        "shape_gguf": list(reversed(value.shape)),
        "type": "F32",
        "rows_permuted_for_heads": heads if kind == "lora_B" else None,
        "sha256_of_data": hashlib.sha256(value.tobytes()).hexdigest(),
    }
