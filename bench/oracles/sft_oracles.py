"""What TRL's SFTTrainer makes of a few rows: token ids, labels and packed rows.

    python bench/oracles/sft_oracles.py models/graft-tiny lora-engine/src/test/resources/sft/trl.json

The packages are listed in requirements.txt.
"""

import json
import sys
import tempfile

import torch
from datasets import Dataset
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM
from trl import SFTConfig, SFTTrainer

MAX_LENGTH = 40

CASES = {
    "texts": [
        {"text": "Hello there, how are you?"},
        {"text": "One ball \N{BALLOON} is red."},
        {"text": "around " * 60},
    ],
    "completions": [
        {"prompt": "The ball is", "completion": " red."},
        {"prompt": "Ask: who? Answer:", "completion": " nobody at all"},
        {"prompt": "again " * 60, "completion": " lost"},
        {"prompt": "Tell me", "completion": " more and more" * 20},
    ],
    "conversations": [
        {
            "messages": [
                {"role": "user", "content": "Hi"},
                {"role": "assistant", "content": "Yes? \N{BALLOON}"},
                {"role": "user", "content": "Bye"},
                {"role": "assistant", "content": "Bye then"},
            ]
        }
    ],
    "turns": [
        {
            "prompt": [{"role": "user", "content": "Hi, you"}],
            "completion": [{"role": "assistant", "content": "Hello."}],
        },
        {
            "prompt": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
            "completion": [{"role": "assistant", "content": "Hello, you."}],
        },
    ],
}


def prepared(tokenizer, rows, **options):
    shape = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=8,
        intermediate_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        num_key_value_heads=1,
    )
    with tempfile.TemporaryDirectory() as folder:
        config = SFTConfig(
            output_dir=folder, max_length=MAX_LENGTH, bf16=False, use_cpu=True, report_to=[], **options
        )
        trainer = SFTTrainer(
            model=LlamaForCausalLM(shape),
            args=config,
            train_dataset=Dataset.from_list(rows),
            processing_class=tokenizer,
        )
        return [dict(row) for row in trainer.train_dataset]


def main(model, target):
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(model)
    cases = {}
    for name, rows in CASES.items():
        examples = [
            {"ids": row["input_ids"], "labels": row["labels"]} for row in prepared(tokenizer, rows)
        ]
        cases[name] = {"rows": rows, "examples": examples}
    packed = prepared(tokenizer, CASES["texts"] * 3, packing=True)
    cases["texts"]["packed_three_times"] = [row["seq_lengths"] for row in packed]
    everything = prepared(tokenizer, CASES["completions"], completion_only_loss=False)
    cases["completions"]["everything"] = [{"ids": row["input_ids"], "labels": row["labels"]} for row in everything]
    with open(target, "w") as file:
        json.dump({"max_length": MAX_LENGTH, "cases": cases}, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
