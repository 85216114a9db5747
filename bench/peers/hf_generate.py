"""Decoding of one stream by Hugging Face `generate`, fp32, with random weights of a known model's shape.

Does what `graft engine bench --decode` does: 16 tokens of prompt, the likeliest token each time. Prints one JSON
document: tokens per second of each repeat without the time for the prompt, peak resident memory.

    hf_generate.py --shape smollm2-135m [--tokens 64] [--repeats 3]
"""

import argparse
import json
import resource
import time

import torch

from peft_step import SHAPES

PROMPT = 16


def seconds(model, tokens):
    ids = torch.arange(1, PROMPT + 1).unsqueeze(0)
    start = time.perf_counter()
    out = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=tokens, min_new_tokens=tokens,
                         do_sample=False, pad_token_id=0)
    assert out.shape[1] == PROMPT + tokens
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shape", choices=SHAPES, required=True)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    model = SHAPES[args.shape]().eval()
    seconds(model, 8)  # warm-up
    speeds = []
    for _ in range(args.repeats):
        first = seconds(model, 1)
        speeds.append((args.tokens - 1) / (seconds(model, args.tokens) - first))
    print(json.dumps({
        "tokens_per_second": speeds,
        "peak_resident_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
    }))


if __name__ == "__main__":
    main()
