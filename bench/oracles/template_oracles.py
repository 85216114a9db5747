"""What `apply_chat_template` of transformers renders, or how Python refuses."""

from pathlib import Path

from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

import template_texts
import texts
import vocabularies


def write(folder: Path):
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = Tokenizer(models.WordLevel({"x": 0}, unk_token="x"))
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=vocabulary, bos_token="<s>", eos_token="</s>")
    named = [(expression, "{{ " + expression + " }}") for expression in template_texts.EXPRESSIONS]
    named += template_texts.TEMPLATES + [(template, template) for template in template_texts.SHORT]
    cases = [case(tokenizer, *one, texts.TOOLS if one[0] == "tools as a table" else None) for one in named]
    recorded = {
        "tokens": {"bos_token": "<s>", "eos_token": "</s>"},
        "messages": template_texts.TALK,
        "variables": template_texts.VARIABLES,
        "cases": cases,
    }
    vocabularies.write_json(folder / "templates.json", recorded)


def case(tokenizer, title, template, tools):
    found = {"title": title, "template": template} | ({"tools": tools} if tools else {})
    try:
        found["text"] = tokenizer.apply_chat_template(
            template_texts.TALK, chat_template=template, tools=tools, tokenize=False, **template_texts.VARIABLES
        )
    except Exception as refusal:  # Python's word on it is what is recorded
        found["error"] = str(refusal)
    return found
