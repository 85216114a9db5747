"""Supervised fine-tuning by TRL's SFTTrainer, to compare times with.

Rows are what `graft engine train` takes: prompt and completion (texts or messages), messages, text, text and label. TRL
prepares them itself, by the chat template of the base, with one exception: where assistant_only_loss is set and the
template has no {% generation %} blocks, which TRL asks for, it gets tokens and labels from examples.py.

What sft.json says (LoRA, learning rate, batch, epochs, eval_steps) is the same for both sides; all else is TRL's
default on a CPU, except with --fp32, which switches its bfloat16 off. Prints one JSON document: evaluation losses, the
seconds of training before each (evaluations do not count), all seconds, losses, peak resident memory.

    sft_trl.py --base DIR --data FILE --eval FILE [--config sft.json] [--fp32]
"""

import argparse
import json
import pathlib
import resource
import tempfile
import time

import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoTokenizer, PrinterCallback, TrainerCallback
from trl import SFTConfig, SFTTrainer

import examples

LORA = ("r", "lora_alpha", "lora_dropout", "target_modules")


class Clock(TrainerCallback):
    """Evaluation losses, and the time of training before each."""

    def __init__(self):
        self.losses, self.seconds, self.evaluating = [], [], 0.0

    def on_train_begin(self, args, state, control, **_):
        self.start = time.perf_counter()

    def now(self):
        return time.perf_counter() - self.start - self.evaluating

    def on_evaluate(self, args, state, control, metrics, **_):
        self.evaluating += metrics["eval_runtime"]
        self.losses.append(metrics["eval_loss"])
        self.seconds.append(self.now())


def dataset(file, tokenizer, settings):
    rows = examples.read(file)
    if settings.get("assistant_only_loss") and not examples.marks_generation(tokenizer):
        return Dataset.from_list(examples.encode(tokenizer, rows, settings))
    fields = [name for name in ("prompt", "completion", "messages", "text") if name in rows[0]]
    return Dataset.from_list([{name: row[name] for name in fields} for row in rows])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--eval", required=True)
    parser.add_argument("--config", default=pathlib.Path(__file__).with_name("sft.json"), type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--fp32", action="store_true")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    settings = json.loads(args.config.read_text())
    lora = LoraConfig(task_type="CAUSAL_LM", **{name: settings.pop(name) for name in LORA if name in settings})
    clock = Clock()
    with tempfile.TemporaryDirectory() as out:
        tokenizer = AutoTokenizer.from_pretrained(args.base)
        train, held_out = (dataset(file, tokenizer, settings) for file in (args.data, args.eval))
        if "labels" in train.column_names:
            del settings["assistant_only_loss"]  # the labels say it
        config = SFTConfig(output_dir=out, use_cpu=True, report_to="none", save_strategy="no", disable_tqdm=True,
                           eval_strategy="steps", logging_steps=1, **({"bf16": False} if args.fp32 else {}), **settings)
        trainer = SFTTrainer(model=args.base, args=config, train_dataset=train, eval_dataset=held_out,
                             processing_class=tokenizer, peft_config=lora, callbacks=[clock])
        trainer.remove_callback(PrinterCallback)  # standard output is for the result
        trainer.train()
        seconds = clock.now()
    print(json.dumps({
        "eval_losses": clock.losses,
        "eval_seconds": clock.seconds,
        "final_eval_loss": clock.losses[-1],
        "seconds": seconds,
        "steps": trainer.state.global_step,
        "losses": [entry["loss"] for entry in trainer.state.log_history if "loss" in entry],
        "peak_resident_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "threads": torch.get_num_threads(),
    }))


if __name__ == "__main__":
    main()
