"""LoRA fine-tuning by PEFT in a plain PyTorch loop, to compare losses with step by step.

Makes a fresh adapter, saves it to --start before anything is learned, so that others can start from the same matrices,
and trains it in fp32 on the rows in the order of the file, with the settings of `graft engine train`: AdamW, schedule,
clipping, accumulation by tokens, as transformers' Trainer does. Prints one JSON document: the loss of every step before
its update, the loss on the held-out rows at the end, a mean over all their tokens that count, and those tokens.

    peft_loss.py --base DIR --data FILE --eval FILE --config FILE --start DIR
"""

import argparse
import itertools
import json
import pathlib

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, get_scheduler

import examples

LORA = ("r", "lora_alpha", "lora_dropout", "target_modules", "use_rslora", "use_dora")


def fresh_adapter(base, settings, folder):
    torch.manual_seed(settings.get("seed", 42))
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, attn_implementation="eager")
    options = {name: settings[name] for name in LORA if name in settings}
    model = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", **options))
    model.save_pretrained(folder)
    return model


def batches(rows, size):
    """Batches of an epoch, the last one perhaps smaller, epoch after epoch."""
    return itertools.cycle([rows[at:at + size] for at in range(0, len(rows), size)])


def labelled(rows):
    return sum(label != examples.IGNORED for row in rows for label in row["labels"][1:])


def loss_sum(model, rows):
    """The sum over the tokens of a batch that count, padded on the right."""
    longest = max(len(row["input_ids"]) for row in rows)

    def padded(name, filler):
        return torch.tensor([row[name] + [filler] * (longest - len(row[name])) for row in rows])

    mask = torch.tensor([[1] * len(row["input_ids"]) + [0] * (longest - len(row["input_ids"])) for row in rows])
    logits = model(input_ids=padded("input_ids", 0), attention_mask=mask).logits
    labels = padded("labels", examples.IGNORED)
    return torch.nn.functional.cross_entropy(
        logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=examples.IGNORED, reduction="sum")


def train(model, rows, settings):
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(
        parameters, lr=settings.get("learning_rate", 2e-4), eps=settings.get("adam_epsilon", 1e-8),
        betas=(settings.get("adam_beta1", 0.9), settings.get("adam_beta2", 0.999)),
        weight_decay=settings.get("weight_decay", 0.0))
    steps = settings["max_steps"]
    schedule = get_scheduler(settings.get("lr_scheduler_type", "linear"), optimizer,
                             num_warmup_steps=settings.get("warmup_steps", 0), num_training_steps=steps)
    source = batches(rows, settings.get("per_device_train_batch_size", 8))
    losses = []
    model.train()
    for _ in range(steps):
        step = list(itertools.islice(source, settings.get("gradient_accumulation_steps", 1)))
        tokens = sum(labelled(batch) for batch in step)
        loss = 0.0
        for batch in step:
            part = loss_sum(model, batch) / tokens
            part.backward()
            loss += part.item()
        norm = settings.get("max_grad_norm", 1.0)
        if norm > 0:
            torch.nn.utils.clip_grad_norm_(parameters, norm)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(loss)
    return losses


@torch.no_grad()
def evaluate(model, rows):
    model.eval()
    return sum(loss_sum(model, [row]).item() for row in rows) / labelled(rows)


def main():
    parser = argparse.ArgumentParser()
    for option in ("--base", "--data", "--eval", "--start"):
        parser.add_argument(option, required=True)
    parser.add_argument("--config", required=True, type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=0)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    settings = json.loads(args.config.read_text())
    tokenizer = AutoTokenizer.from_pretrained(args.base)
    rows, held_out = (examples.encode(tokenizer, examples.read(file), settings) for file in (args.data, args.eval))
    model = fresh_adapter(args.base, settings, args.start)
    losses = train(model, rows, settings)
    print(json.dumps({"losses": losses, "eval_loss": evaluate(model, held_out), "eval_tokens": labelled(held_out)}))


if __name__ == "__main__":
    main()
