"""Tiny models of every architecture: awkward sizes, random weights, and nothing neutral, so that a wrong detail shows."""

from dataclasses import dataclass

import torch
from transformers import AutoConfig, AutoModelForCausalLM


@dataclass(frozen=True)
class Architecture:
    """One model folder."""

    name: str
    model_type: str
    tokenizer: str
    seed: int
    config: dict
    dtype: str = "bfloat16"  # on disk
    shards: int = 1
    old_form: bool = False  # config.json as transformers 4 wrote it
    runs: tuple = ("short",)  # names of LoRA runs


def shape(hidden, inner, heads, key_heads, layers=2, **more):
    return {
        "hidden_size": hidden,
        "intermediate_size": inner,
        "num_attention_heads": heads,
        "num_key_value_heads": key_heads,
        "num_hidden_layers": layers,
        "max_position_embeddings": 192,
        **more,
    }


def rope(theta, **more):
    return {"rope_parameters": {"rope_type": "default", "rope_theta": theta, **more}}


ALL = [
    Architecture(
        "llama", "llama", "normalizer", 11,
        shape(40, 54, 5, 5, rms_norm_eps=2e-5, tie_word_embeddings=False, **rope(5000.0)),
        dtype="float16", old_form=True,
    ),
    Architecture(
        "llama-tied", "llama", "gpt2", 12,
        shape(36, 58, 6, 2, rms_norm_eps=3e-5, tie_word_embeddings=True, head_dim=6, **rope(20000.0)),
        dtype="float32",
        runs=("plain", "all_linear", "accumulation_mean", "accumulation_tokens", "rslora", "dora", "patterns",
              "one_layer", "regex"),
    ),
    Architecture(
        "llama3", "llama", "llama3", 13,
        shape(
            44, 60, 4, 2, rms_norm_eps=1e-5, tie_word_embeddings=True, head_dim=14,
            **rope(8000.0) | {"rope_parameters": {
                "rope_type": "llama3", "rope_theta": 8000.0, "factor": 4.0, "low_freq_factor": 1.0,
                "high_freq_factor": 3.0, "original_max_position_embeddings": 24}},
        ),
        old_form=True,
    ),
    Architecture(
        "mistral", "mistral", "metaspace", 14,
        shape(40, 56, 6, 3, head_dim=8, sliding_window=5, rms_norm_eps=4e-5, tie_word_embeddings=False, **rope(3000.0)),
        shards=3,
    ),
    Architecture(
        "qwen2", "qwen2", "qwen", 15,
        shape(
            36, 52, 6, 3, rms_norm_eps=2e-5, tie_word_embeddings=True, use_sliding_window=False, sliding_window=4,
            vocab_size=321, **rope(30000.0),
        ),
        runs=("short", "dora", "patterns"),
    ),
    Architecture(
        "qwen3", "qwen3", "qwen", 16,
        shape(
            44, 50, 4, 1, head_dim=10, rms_norm_eps=1e-4, tie_word_embeddings=True, use_sliding_window=False,
            vocab_size=317, **rope(40000.0),
        ),
        runs=("short", "wide"),
    ),
    Architecture(
        "gemma2", "gemma2", "gemma", 17,
        shape(
            36, 56, 4, 2, head_dim=10, sliding_window=6, query_pre_attn_scalar=13, attn_logit_softcapping=9.0,
            final_logit_softcapping=7.0, rms_norm_eps=2e-5, **rope(7000.0),
        ),
        dtype="float32", runs=("all_linear", "accumulation_mean", "dora"),
    ),
    Architecture(
        "gemma3_text", "gemma3_text", "gemma", 18,
        shape(
            32, 44, 4, 1, layers=4, head_dim=8, sliding_window=5, query_pre_attn_scalar=11, rms_norm_eps=3e-5,
            layer_types=["sliding_attention", "full_attention", "sliding_attention", "full_attention"],
            rope_parameters={
                "sliding_attention": {"rope_type": "default", "rope_theta": 500.0},
                "full_attention": {"rope_type": "linear", "rope_theta": 50000.0, "factor": 2.0},
            },
        ),
    ),
    Architecture(
        "vaultgemma", "vaultgemma", "gemma", 19,
        shape(
            36, 54, 6, 2, head_dim=8, sliding_window=7, query_pre_attn_scalar=10, attn_logit_softcapping=11.0,
            final_logit_softcapping=8.0, rms_norm_eps=5e-5, **rope(2000.0),
        ),
    ),
    Architecture(
        "phi3", "phi3", "metaspace", 20,
        shape(
            40, 58, 5, 5, sliding_window=6, rms_norm_eps=2e-5, tie_word_embeddings=False, vocab_size=370,
            pad_token_id=0, **rope(6000.0),
        ),
        old_form=True, runs=("all_linear", "accumulation_tokens", "one_layer"),
    ),
    Architecture(
        "granite", "granite", "gpt2", 21,
        shape(
            36, 50, 6, 3, embedding_multiplier=5.0, attention_multiplier=0.23, residual_multiplier=0.31,
            logits_scaling=1.7, rms_norm_eps=1e-5, tie_word_embeddings=True, **rope(9000.0),
        ),
        runs=("all_linear",),
    ),
    Architecture(
        "granitemoehybrid", "granitemoehybrid", "gpt2", 22,
        shape(
            40, 80, 4, 2, embedding_multiplier=4.0, attention_multiplier=0.27, residual_multiplier=0.37,
            logits_scaling=1.9, rms_norm_eps=2e-5, tie_word_embeddings=True, num_local_experts=0, num_experts_per_tok=0,
            shared_intermediate_size=54, mamba_n_heads=4, layer_types=["attention", "attention"], position_embedding_type="rope",
            **rope(11000.0),
        ),
    ),
    Architecture(
        "olmo2", "olmo2", "llama3", 23,
        shape(40, 52, 5, 5, rms_norm_eps=3e-5, tie_word_embeddings=False, **rope(12000.0)),
    ),
    Architecture(
        "smollm3", "smollm3", "gpt2", 24,
        shape(
            36, 46, 6, 2, layers=3, rms_norm_eps=2e-5, tie_word_embeddings=True, no_rope_layers=[1, 0, 1],
            use_sliding_window=False, **rope(25000.0),
        ),
        old_form=True,
    ),
]


def build(architecture, tokenizer):
    """The model in float32, with weights as they will be on disk."""
    ids = {name: getattr(tokenizer, name) for name in ("bos_token_id", "eos_token_id", "pad_token_id")}
    values = {"vocab_size": len(tokenizer), **ids, **architecture.config}
    config = AutoConfig.for_model(architecture.model_type, **values)
    config._attn_implementation = "eager"
    torch.manual_seed(architecture.seed)
    model = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    fill(model, architecture.seed)
    model.to(getattr(torch, architecture.dtype)).to(torch.float32)
    return model.eval()


def fill(model, seed):
    """Random weights that give logits of some size; norms, biases and multipliers far from neutral."""
    generator = torch.Generator().manual_seed(1000 + seed)
    one_plus = model.config.model_type in ("gemma2", "gemma3_text", "vaultgemma")
    tied = model.config.tie_word_embeddings
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if "norm" in name:
                final = name == "model.norm.weight"
                value = noise * 0.25 + (0 if one_plus else 1)
                if final and tied:
                    signs = torch.sign(torch.randn(parameter.shape, generator=generator))
                    value = signs * value.abs() if not one_plus else signs * (1 + value) - 1
            elif name.endswith("bias"):
                value = noise * 0.3
            elif "embed_tokens" in name:
                value = noise * (2.4 / parameter.shape[1] ** 0.5 if tied else 0.7)
            elif "lm_head" in name:
                value = noise * (2.4 / parameter.shape[1] ** 0.5)
            else:
                value = noise * (1.1 / parameter.shape[1] ** 0.5)
            parameter.copy_(value)
    model.tie_weights()
