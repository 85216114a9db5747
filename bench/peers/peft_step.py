"""LoRA training steps of PEFT on PyTorch, with random weights of a known model's shape.

Does what `graft engine bench` does: one adapter (r 16, alpha 32) on q, k, v, o, AdamW, a loss on every token, random
tokens. Prints one JSON document: tokens per second of each step, peak resident memory, the loss of every step.

    peft_step.py --shape smollm2-135m --batch 4 --seq 512 [--compile] [--steps 4] [--warmup 1]
"""

import argparse
import json
import resource
import time

import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

LLAMA = dict(hidden_act="silu", attention_bias=False, max_position_embeddings=8192, rms_norm_eps=1e-5)
SHAPES = {
    "smollm2-135m": lambda: LlamaForCausalLM(LlamaConfig(
        vocab_size=49152, hidden_size=576, num_hidden_layers=30, num_attention_heads=9, num_key_value_heads=3,
        intermediate_size=1536, tie_word_embeddings=True, **LLAMA)),
    "llama3.2-1b": lambda: LlamaForCausalLM(LlamaConfig(
        vocab_size=128256, hidden_size=2048, num_hidden_layers=16, num_attention_heads=32, num_key_value_heads=8,
        head_dim=64, intermediate_size=8192, tie_word_embeddings=True, **LLAMA)),
    "qwen2.5-0.5b": lambda: Qwen2ForCausalLM(Qwen2Config(
        vocab_size=151936, hidden_size=896, num_hidden_layers=24, num_attention_heads=14, num_key_value_heads=2,
        intermediate_size=4864, tie_word_embeddings=True, max_position_embeddings=8192, rms_norm_eps=1e-6)),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shape", choices=SHAPES, required=True)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--seq", type=int, default=512)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--warmup", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--compile", action="store_true")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(0)

    base = SHAPES[args.shape]()
    vocabulary = base.config.vocab_size
    model = get_peft_model(base, LoraConfig(
        r=16, lora_alpha=32, target_modules=["q_proj", "k_proj", "v_proj", "o_proj"], task_type="CAUSAL_LM"))
    model.train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=2e-4)
    forward = torch.compile(model) if args.compile else model

    speeds, losses = [], []
    for step in range(args.warmup + args.steps):
        ids = torch.randint(0, vocabulary, (args.batch, args.seq))
        start = time.perf_counter()
        loss = forward(input_ids=ids, labels=ids).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if step >= args.warmup:
            speeds.append(args.batch * args.seq / (time.perf_counter() - start))
        losses.append(loss.item())
    print(json.dumps({
        "tokens_per_second": speeds,
        "peak_resident_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "losses": losses,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
    }))


if __name__ == "__main__":
    main()
