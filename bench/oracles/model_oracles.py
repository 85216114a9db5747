"""What transformers computes from a tiny model: logits, hidden states, losses and greedy continuations."""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

import texts
import vocabularies
from architectures import Architecture, build

IGNORED = -100
MARGIN = 0.02


def write(architecture: Architecture, folder: Path):
    """Writes a checkpoint folder with its expectations and returns the model as it is loaded from there."""
    vocabularies.write(architecture.tokenizer, folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    save(architecture, build(architecture, tokenizer), folder)
    model = load(folder)
    expected = folder / "expected"
    batch = padded([tokenizer(text)["input_ids"] for text in texts.BATCH], tokenizer)
    write_logits(model, batch, tokenizer, expected)
    vocabularies.write_json(expected / "loss.json", loss(model, batch))
    vocabularies.write_json(expected / "generate.json", generate(model, tokenizer))
    return model, tokenizer, batch


def save(architecture, model, folder):
    stored = model.to(getattr(torch, architecture.dtype))
    bytes_in_all = sum(parameter.numel() * parameter.element_size() for parameter in stored.parameters())
    limit = bytes_in_all if architecture.shards == 1 else bytes_in_all // architecture.shards + 4096
    stored.save_pretrained(folder, max_shard_size=limit * 2 if architecture.shards == 1 else limit)
    if architecture.old_form:
        rewrite_as_version_4(folder / "config.json")


def rewrite_as_version_4(file):
    """The fields under the names of transformers 4."""
    config = json.loads(file.read_text())
    parameters = config.pop("rope_parameters")
    config["rope_theta"] = parameters.pop("rope_theta")
    config["rope_scaling"] = parameters if parameters["rope_type"] != "default" else None
    config["torch_dtype"] = config.pop("dtype")
    config["transformers_version"] = "4.46.0"
    vocabularies.write_json(file, config)


def load(folder):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    return model.eval()


def padded(sequences, tokenizer):
    pad = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else 0
    longest = max(len(sequence) for sequence in sequences)
    return {
        "input_ids": [sequence + [pad] * (longest - len(sequence)) for sequence in sequences],
        "attention_mask": [[1] * len(sequence) + [0] * (longest - len(sequence)) for sequence in sequences],
    }


def tensors(batch):
    return {name: torch.tensor(rows) for name, rows in batch.items()}


@torch.no_grad()
def write_logits(model, batch, tokenizer, expected):
    output = model(**tensors(batch), output_hidden_states=True, use_cache=False)
    exact = model.double()(**tensors(batch), use_cache=False).logits
    model.float()
    lengths = [sum(mask) for mask in batch["attention_mask"]]
    stored = {}
    for i, length in enumerate(lengths):
        stored[f"logits.{i}"] = output.logits[i, :length].contiguous()
        for k, states in enumerate(output.hidden_states):
            stored[f"hidden_states.{k}.{i}"] = states[i, :length].contiguous()
    expected.mkdir(parents=True, exist_ok=True)
    save_file(stored, expected / "logits.safetensors")
    worst = max((output.logits[i, :n].double() - exact[i, :n]).abs().max().item() for i, n in enumerate(lengths))
    vocabularies.write_json(
        expected / "logits.json",
        {
            **batch,
            "lengths": lengths,
            "argmax": [output.logits[i, :length].argmax(-1).tolist() for i, length in enumerate(lengths)],
            "float32_minus_float64": {"logits_max_abs": worst},
            "scale": {"logits_std": torch.cat([stored[f"logits.{i}"] for i in range(len(lengths))]).std().item()},
        },
    )


@torch.no_grad()
def loss(model, batch):
    """The loss in several forms; the first third of every sequence is the prompt."""
    lengths = [sum(mask) for mask in batch["attention_mask"]]
    labels = [
        [token if length // 3 <= t < length else IGNORED for t, token in enumerate(row)]
        for row, length in zip(batch["input_ids"], lengths)
    ]
    inputs = tensors(batch)
    wanted = torch.tensor(labels)
    every = torch.where(inputs["attention_mask"] == 1, inputs["input_ids"], IGNORED)
    logits = model(**inputs).logits
    chances = torch.log_softmax(logits, -1)
    return {
        **batch,
        "labels": labels,
        "loss": model(**inputs, labels=wanted).loss.item(),
        "num_label_tokens": int((wanted[:, 1:] != IGNORED).sum()),
        "loss_per_sequence_alone": [
            model(input_ids=inputs["input_ids"][i : i + 1, :n], labels=wanted[i : i + 1, :n]).loss.item()
            for i, n in enumerate(lengths)
        ],
        "loss_num_items_in_batch_100": model(**inputs, labels=wanted, num_items_in_batch=100).loss.item(),
        "loss_all_tokens": model(**inputs, labels=every).loss.item(),
        "token_logprobs": [
            [chances[i, t, inputs["input_ids"][i, t + 1]].item() for t in range(n - 1)] for i, n in enumerate(lengths)
        ],
    }


@torch.no_grad()
def continuation(model, prompt, count):
    """Greedy tokens, and the smallest distance of the two best logits on the way."""
    ids = list(prompt)
    margin = float("inf")
    for _ in range(count):
        best = model(torch.tensor([ids]), use_cache=False).logits[0, -1].topk(2)
        margin = min(margin, (best.values[0] - best.values[1]).item())
        ids.append(best.indices[0].item())
    return ids[len(prompt) :], margin


def generate(model, tokenizer):
    ends = [tokenizer.eos_token_id]
    cases = []
    for prompt in texts.PROMPTS:
        ids = tokenizer(prompt)["input_ids"]
        new, margin = continuation(model, ids, 24)
        if margin < MARGIN or set(new) & set(ends):
            continue
        cases.append(
            {
                "prompt": prompt,
                "prompt_ids": ids,
                "new_ids": new,
                "text": tokenizer.decode(new),
                "text_skip_special_tokens": tokenizer.decode(new, skip_special_tokens=True),
                "full_text": tokenizer.decode(ids + new),
                "min_top2_margin": margin,
            }
        )
        if len(cases) == 2:
            break
    if not cases:
        raise SystemExit(f"every prompt comes to a near tie: {model.config.model_type} needs another seed")
    return {"eos_token_ids": ends, "cases": cases, "stop_at_eos": stop(cases[0])}


def stop(case):
    """The same prompt with an end token that first occurs a little later."""
    new = case["new_ids"]
    first = next((t for t in range(3, len(new)) if new[t] not in new[:t]), 0)
    return {"prompt_ids": case["prompt_ids"], "eos_token_id": new[first], "new_ids": new[: new.index(new[first]) + 1]}
