"""Training curves of PEFT: every option of LoRA and of the training loop, on tiny models."""

import copy
import json
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import save_file
from transformers import get_constant_schedule, get_cosine_schedule_with_warmup, get_linear_schedule_with_warmup

import texts
import vocabularies
from model_oracles import IGNORED, load, padded, tensors

ATTENTION = ["q_proj", "k_proj", "v_proj", "o_proj"]
FUSED = ["qkv_proj", "o_proj"]
MEANS = "mean of the micro-batch mean losses (each loss divided by their number)"
TOKENS = "sum of token losses of all micro-batches of a step divided by their number of label tokens"


@dataclass(frozen=True)
class Run:
    """One training."""

    lora: dict
    rank: int = 3
    alpha: float = 7
    batches: int = 12
    schedule: str = "constant"
    warmup: int = 0
    clip: float | None = None
    accumulation: int = 1
    weighting: str | None = None
    random_b: bool = False  # B is not zero at the start
    weight_decay: float = 0.02
    betas: tuple = field(default=(0.9, 0.99))
    lr: float = 4e-3


def runs(model_type):
    attention = FUSED if model_type == "phi3" else ATTENTION
    mlp = "gate_up_proj" if model_type == "phi3" else "gate_proj"
    return {
        "short": Run({"target_modules": "all-linear"}, rank=2, alpha=3, batches=6, random_b=True),
        "plain": Run({"target_modules": attention}),
        "all_linear": Run(
            {"target_modules": "all-linear"}, rank=3, schedule="cosine", warmup=3, clip=1.0, random_b=True
        ),
        "accumulation_mean": Run({"target_modules": attention}, accumulation=3, weighting=MEANS),
        "accumulation_tokens": Run({"target_modules": attention}, accumulation=2, weighting=TOKENS, clip=1.5),
        "rslora": Run({"target_modules": attention, "use_rslora": True}, rank=4, alpha=3),
        "dora": Run({"target_modules": [*attention, "down_proj"], "use_dora": True}, rank=3, random_b=True),
        "patterns": Run(
            {
                "target_modules": [*attention, mlp],
                "rank_pattern": {"k_proj": 2, "layers.1.self_attn.o_proj": 6, mlp: 1},
                "alpha_pattern": {"v_proj": 3, "layers.0.self_attn.o_proj": 11},
            },
            random_b=True,
        ),
        "one_layer": Run({"target_modules": [*attention, "down_proj"], "layers_to_transform": [1]}, random_b=True),
        "regex": Run(
            {"target_modules": r"model\.layers\.(0\.mlp\.(gate|up)_proj|1\.self_attn\.[qv]_proj)"},
            schedule="linear", warmup=2, clip=2.0, weight_decay=0.1, random_b=True,
        ),
        "wide": Run({"target_modules": ["k_proj"], "layers_to_transform": [1]}, rank=12, batches=6, random_b=True),
    }


def write(architecture, model, tokenizer, batch, folder: Path):
    """Makes the runs that the architecture names."""
    lora = folder / "expected" / "lora"
    known = runs(architecture.model_type)
    batches = micro_batches(tokenizer, architecture.seed, max(known[name].batches for name in architecture.runs))
    vocabularies.write_json(lora / "batches.json", {"batches": batches})
    for name in architecture.runs:
        seed = 100 * architecture.seed + sorted(known).index(name)
        train(known[name], load(folder), batches, lora / name, seed, batch)


def micro_batches(tokenizer, seed, count):
    """Batches of two or three questions; the labels are on the answers."""
    choice = random.Random(seed)
    batches = []
    for _ in range(count):
        rows, labels = [], []
        for question, answer in choice.sample(texts.QUESTIONS, choice.choice([2, 3])):
            prompt = tokenizer(question)["input_ids"]
            reply = tokenizer(" " + answer, add_special_tokens=False)["input_ids"]
            rows.append(prompt + reply)
            labels.append([IGNORED] * len(prompt) + reply)
        longest = max(map(len, rows))
        filled = [row + [IGNORED] * (longest - len(row)) for row in labels]
        labelled = sum(label != IGNORED for row in filled for label in row[1:])
        batches.append({**padded(rows, tokenizer), "labels": filled, "num_label_tokens": labelled})
    return batches


def adapted(run, model, seed):
    torch.manual_seed(seed)
    config = LoraConfig(
        r=run.rank, lora_alpha=run.alpha, lora_dropout=0.0, bias="none", task_type="CAUSAL_LM", **copy.deepcopy(run.lora)
    )
    peft = get_peft_model(model, config)
    if run.random_b:
        with torch.no_grad():
            for name, parameter in peft.named_parameters():
                if "lora_B" in name:
                    parameter.normal_(0, 0.06)
    return peft.train()


def train(run, model, batches, folder, seed, batch):
    peft = adapted(run, model, seed)
    save_adapter(peft, folder / "adapter_init")
    first = logits(peft, batch)
    record = steps(run, peft, batches[: run.batches], folder)
    save_adapter(peft, folder / "adapter_final")
    stored = {} if not run.random_b else {"init.1": first[1]}
    after = logits(peft, batch)
    merged = logits(peft.merge_and_unload(), batch)
    stored |= {"after.1": after[1], "after_last.0": after[0][-1]}
    stored |= {"merged.1": merged[1], "merged_last.0": merged[0][-1]}
    save_file({name: value.contiguous() for name, value in stored.items()}, folder / "logits.safetensors")
    vocabularies.write_json(folder / "run.json", {**describe(run, seed), **record})


def steps(run, peft, batches, folder):
    parameters = [parameter for parameter in peft.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=run.lr, betas=run.betas, eps=1e-8, weight_decay=run.weight_decay)
    scheduler = schedule(run, optimizer)
    losses, rates, norms = [], [], []
    for start in range(0, len(batches), run.accumulation):
        group = batches[start : start + run.accumulation]
        optimizer.zero_grad()
        losses += [backward(run, peft, one, group) for one in group]
        limit = run.clip if run.clip is not None else float("inf")
        norms.append(torch.nn.utils.clip_grad_norm_(parameters, limit).item())
        rates.append(optimizer.param_groups[0]["lr"])
        if len(norms) == 1 and run.random_b:
            save_gradients(peft, folder / "grads_step1.safetensors")
        optimizer.step()
        scheduler.step()
        if len(norms) == 2 and run.random_b:
            save_adapter(peft, folder / "step2")
            shutil.move(folder / "step2" / "adapter_model.safetensors", folder / "adapter_after_step2.safetensors")
            shutil.rmtree(folder / "step2")
    return {"loss": losses, "learning_rate": rates, "grad_norm": norms}


def backward(run, peft, one, group):
    """Adds the gradients of a micro-batch and returns its loss as a mean over its own label tokens."""
    inputs = tensors({name: one[name] for name in ("input_ids", "attention_mask", "labels")})
    loss = peft(**inputs).loss
    in_all = sum(other["num_label_tokens"] for other in group)
    share = one["num_label_tokens"] / in_all if run.weighting == TOKENS else 1 / len(group)
    (loss * share).backward()
    return loss.item()


def schedule(run, optimizer):
    in_all = run.batches // run.accumulation
    if run.schedule == "cosine":
        return get_cosine_schedule_with_warmup(optimizer, run.warmup, in_all)
    if run.schedule == "linear":
        return get_linear_schedule_with_warmup(optimizer, run.warmup, in_all)
    return get_constant_schedule(optimizer)


def described_schedule(run):
    if run.schedule == "constant":
        return "constant"
    return f"{run.schedule}, {run.warmup} linear warmup steps, {run.batches // run.accumulation} steps in all"


def describe(run, seed):
    return {
        "lora": {"r": run.rank, "alpha": run.alpha, "dropout": 0.0, "bias": "none", **run.lora},
        "optimizer": {
            "name": "AdamW",
            "lr": run.lr,
            "betas": list(run.betas),
            "eps": 1e-8,
            "weight_decay": run.weight_decay,
            "weight_decay_applies_to": "all adapter parameters",
        },
        "schedule": described_schedule(run),
        "max_grad_norm": run.clip,
        "gradient_accumulation_steps": run.accumulation,
        "gradient_accumulation_loss": run.weighting,
        "micro_batches": run.batches,
        "optimizer_steps": run.batches // run.accumulation,
        "seed": seed,
    }


def save_adapter(peft: PeftModel, folder):
    """As PEFT saves it, with target modules in a fixed order and without machine paths."""
    peft.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    file = folder / "adapter_config.json"
    config = json.loads(file.read_text())
    if isinstance(config["target_modules"], list):
        config["target_modules"].sort()
    config["base_model_name_or_path"] = folder.parents[3].name
    vocabularies.write_json(file, config)


def save_gradients(peft, file):
    """Under the names that PEFT gives the parameters on disk."""
    gradients = {
        name.replace(".default", "") if "magnitude" not in name else name.replace(".default.weight", ""): parameter.grad
        for name, parameter in peft.named_parameters()
        if parameter.requires_grad
    }
    save_file({name: gradient.clone() for name, gradient in gradients.items()}, file)


@torch.no_grad()
def logits(model, batch):
    model.eval()
    rows = model(**tensors(batch), use_cache=False).logits
    if isinstance(model, PeftModel):
        model.train()
    return [rows[i, : sum(mask)].clone() for i, mask in enumerate(batch["attention_mask"])]
