"""Supervised fine-tuning by TRL's SFTTrainer on rows of prompt and completion, to compare times with.

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
from transformers import PrinterCallback, TrainerCallback
from trl import SFTConfig, SFTTrainer

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


def rows(file):
    lines = [json.loads(line) for line in pathlib.Path(file).read_text().splitlines() if line.strip()]
    return Dataset.from_list([{name: line[name] for name in ("prompt", "completion")} for line in lines])


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
        config = SFTConfig(output_dir=out, use_cpu=True, report_to="none", save_strategy="no", disable_tqdm=True,
                           eval_strategy="steps", logging_steps=1, **({"bf16": False} if args.fp32 else {}), **settings)
        trainer = SFTTrainer(model=args.base, args=config, train_dataset=rows(args.data), eval_dataset=rows(args.eval),
                             peft_config=lora, callbacks=[clock])
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
