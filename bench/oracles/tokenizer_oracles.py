"""What transformers makes of texts and conversations with the tiny tokenizers."""

import copy
from pathlib import Path

from transformers import AutoTokenizer

import texts
import vocabularies


def write(kind, folder: Path):
    plain = vocabularies.write(kind, folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    vocabularies.write_json(folder / "cases.json", cases(tokenizer, plain))
    vocabularies.write_json(folder / "chat.json", {"cases": list(chats(tokenizer))})


def cases(tokenizer, plain):
    found = [case(tokenizer, plain, text) for text in texts.TOKENIZER_TEXTS]
    ids = [one["ids"] for one in found if len(one["ids"]) > 4]
    cut = [sequence[:-1] for sequence in ids[-8:]] + [sequence[1:] for sequence in ids[-8:]] + [[0, 1, 2], [5, 200, 7]]
    return {
        "vocab_size_with_added_tokens": len(tokenizer),
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
        "unk_token_id": tokenizer.unk_token_id,
        "cases": found,
        "decode_only": [{"ids": sequence, **decoded(tokenizer, sequence)} for sequence in cut],
    }


def case(tokenizer, plain, text):
    ids = tokenizer(text)["input_ids"]
    if plain.encode(text).ids != ids:
        raise SystemExit(f"transformers and tokenizers disagree on {text!r}")
    return {
        "text": text,
        "ids": ids,
        "ids_no_special": tokenizer(text, add_special_tokens=False)["input_ids"],
        **decoded(tokenizer, ids),
    }


def decoded(tokenizer, ids):
    return {
        "decoded": tokenizer.decode(ids, skip_special_tokens=False),
        "decoded_skip_special": tokenizer.decode(ids, skip_special_tokens=True),
    }


def conversations():
    for title, turns, variables in texts.CONVERSATIONS:
        yield title, [{"role": role, "content": content} for role, content in turns], variables
    yield "tools", texts.TOOL_CONVERSATION, {"tools": texts.TOOLS}
    yield "a switch", [{"role": "user", "content": "Quiet?"}], {"quiet": True}
    parts = [{"type": "text", "text": " Part one. "}, {"type": "text", "text": "Part two."}]
    yield "content in parts", [{"role": "user", "content": parts}], {}


def chats(tokenizer):
    marks = "{% generation %}" in tokenizer.chat_template
    for title, messages, variables in conversations():
        in_parts = any(not isinstance(message["content"], str) for message in messages)
        if in_parts and "is iterable" not in tokenizer.chat_template:
            continue  # the template does not know parts; what it would print of them is Python's, not Jinja's
        for prompt in (False, True):
            yield chat(tokenizer, title, messages, {"add_generation_prompt": prompt}, variables, marks and not prompt)
        if messages[-1]["role"] == "assistant":
            yield chat(tokenizer, title, messages, {"continue_final_message": True}, variables, False)


def chat(tokenizer, title, messages, ending, variables, marks):
    case = {"title": title, "messages": copy.deepcopy(messages), "kwargs": variables, **ending}
    try:
        text = tokenizer.apply_chat_template(messages, tokenize=False, **ending, **variables)
    except Exception as refusal:  # the template's own exception is what is recorded
        return {**case, "error": str(refusal)}
    case |= {"text": text, "ids": tokenizer(text, add_special_tokens=False)["input_ids"]}
    if marks:
        masked = tokenizer.apply_chat_template(
            messages, return_dict=True, return_assistant_tokens_mask=True, **ending, **variables
        )
        case["assistant_mask"] = masked["assistant_masks"]
    return case
