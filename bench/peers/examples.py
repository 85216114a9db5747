"""Rows of a JSON-lines file as token ids and labels, the way TRL's SFTTrainer makes them.

Rows have prompt and completion (texts or messages), messages, text, or text and label, which is a question and its
answer. The settings that matter have TRL's names: max_length, completion_only_loss, assistant_only_loss. TRL asks for a
chat template that marks with {% generation %} what the assistant says; where a template does not, it is what follows
each prompt for the assistant, as in the engine.
"""

import json
import pathlib
import re

IGNORED = -100


def read(file):
    """The rows of a file, questions with an answer as a prompt and its completion."""
    lines = pathlib.Path(file).read_text(encoding="utf-8").splitlines()
    return [turns(json.loads(line)) for line in lines if line.strip()]


def turns(row):
    if "text" in row and "label" in row:
        return {"prompt": [{"role": "user", "content": row["text"]}],
                "completion": [{"role": "assistant", "content": row["label"]}]}
    return row


def marks_generation(tokenizer):
    return re.search(r"\{%-?\s*generation\s*-?%\}", tokenizer.chat_template or "") is not None


def encode(tokenizer, rows, settings):
    """Examples with `input_ids` and `labels`; without those in which nothing is to be learned."""
    examples = [encoded(tokenizer, row, settings) for row in rows]
    return [example for example in examples if any(label != IGNORED for label in example["labels"][1:])]


def encoded(tokenizer, row, settings):
    assistant_only = settings.get("assistant_only_loss", False)
    completion_only = settings.get("completion_only_loss")
    ids, counts, prompt = tokens(tokenizer, row, assistant_only)
    if prompt is not None and (assistant_only or completion_only is not False):
        start = common_prefix(prompt, ids)
        counts = [False] * start + counts[start:]
    elif prompt is None and completion_only:
        raise ValueError("completion_only_loss needs rows with prompt and completion")
    labels = [token if counted else IGNORED for token, counted in zip(ids, counts)]
    length = settings.get("max_length", 1024)
    return {"input_ids": ids[:length], "labels": labels[:length]}


def tokens(tokenizer, row, assistant_only):
    """Ids of the whole row, which of them count, ids of the prompt where there is one."""
    if "messages" in row or isinstance(row.get("prompt"), list):
        messages = row["messages"] if "messages" in row else row["prompt"] + row["completion"]
        ids = rendered(tokenizer, messages)
        counts = assistant_mask(tokenizer, messages) if assistant_only else [True] * len(ids)
        prompt = None if "messages" in row else rendered(tokenizer, row["prompt"], add_generation_prompt=True)
        return ids, counts, prompt
    if assistant_only:
        raise ValueError("assistant_only_loss needs rows with messages")
    if "prompt" in row:
        ids = tokenizer(row["prompt"] + ended(tokenizer, row["completion"]))["input_ids"]
        return ids, [True] * len(ids), tokenizer(row["prompt"])["input_ids"]
    ids = tokenizer(ended(tokenizer, row["text"]))["input_ids"]
    return ids, [True] * len(ids), None


def ended(tokenizer, text):
    end = tokenizer.eos_token or ""
    return text if text.endswith(end) else text + end


def rendered(tokenizer, messages, **options):
    return tokenizer.apply_chat_template(messages, tokenize=True, return_dict=True, **options)["input_ids"]


def assistant_mask(tokenizer, messages):
    """For each token, whether it stands for something that the assistant says."""
    if marks_generation(tokenizer):
        whole = tokenizer.apply_chat_template(messages, tokenize=True, return_dict=True, return_assistant_tokens_mask=True)
        return [mark == 1 for mark in whole["assistant_masks"]]
    whole = tokenizer.apply_chat_template(messages, tokenize=False)
    spans = [(len(beginning(tokenizer, whole, messages[:i], True)), len(beginning(tokenizer, whole, messages[:i + 1], False)))
             for i, message in enumerate(messages) if message["role"] == "assistant"]
    places = tokenizer(whole, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
    return [any(first < end and last > start for start, end in spans) for first, last in places]


def beginning(tokenizer, whole, messages, prompts):
    part = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=prompts) if messages else ""
    if not whole.startswith(part):
        raise ValueError("assistant_only_loss needs a chat template with {% generation %} blocks, or one that renders "
                         "the beginning of a conversation as the beginning of the whole")
    return part


def common_prefix(first, second):
    length = 0
    while length < min(len(first), len(second)) and first[length] == second[length]:
        length += 1
    return length
