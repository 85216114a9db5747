"""Tiny tokenizers of the kinds that published models have, trained on the corpus."""

import json
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import texts

GPT2 = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""
LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")


def byte_level(pattern, size, specials, normalizer=None, template=None, ignore_merges=False):
    """Byte-level BPE: every byte is a token, so nothing is unknown."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=size, initial_alphabet=alphabet, show_progress=False, min_frequency=2)
    tokenizer.train_from_iterator(texts.CORPUS, trainer)
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in specials])
    if template:
        tokenizer.post_processor = with_beginning(tokenizer, template)
    return tokenizer


def byte_fallback(size, specials, style, template=None):
    """BPE over characters with a mark for spaces; characters that are not in the vocabulary fall back to their bytes."""
    learner = Tokenizer(models.BPE())
    learner.normalizer = normalizers.Replace(" ", "▁")
    if style != "gemma":
        learner.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    learned = size - 256 - len(specials)
    trainer = trainers.BpeTrainer(vocab_size=learned, limit_alphabet=56, show_progress=False, min_frequency=2)
    learner.train_from_iterator([piece for line in texts.CORPUS for piece in line.split("  ")], trainer)
    state = json.loads(learner.to_str())["model"]
    pieces = sorted(state["vocab"], key=state["vocab"].get)
    vocabulary = {}
    for token in specials + [f"<0x{byte:02X}>" for byte in range(256)] + pieces:
        vocabulary.setdefault(token, len(vocabulary))
    merges = [tuple(merge) if isinstance(merge, list) else tuple(merge.split(" ")) for merge in state["merges"]]
    tokenizer = Tokenizer(
        models.BPE(vocab=vocabulary, merges=merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    )
    add_spaces(tokenizer, style)
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in specials])
    if template:
        tokenizer.post_processor = with_beginning(tokenizer, template)
    return tokenizer


def add_spaces(tokenizer, style):
    """How spaces become marks and back: by the normalizer (llama), by the pre-tokenizer (mistral), or gemma's way."""
    if style == "normalizer":
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        tail = [decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
        tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), *tail])
    elif style == "metaspace":
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
        tail = [decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
        tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), *tail])
    else:
        tokenizer.normalizer = normalizers.Replace(" ", "▁")
        tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
        tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])


def with_beginning(tokenizer, token):
    return processors.TemplateProcessing(
        single=f"{token} $A", pair=f"{token} $A {token}:1 $B:1", special_tokens=[(token, tokenizer.token_to_id(token))]
    )


CHATML = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

# kind: how to make it, its named special tokens, its chat template, where the template is kept
KINDS = {
    "gpt2": (
        lambda: byte_level(GPT2, 300, CHATML),
        {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>", "pad_token": "<|im_end|>", "unk_token": "<|endoftext|>"},
        texts.TEMPLATE_TOOLS,
        "config",
    ),
    "llama3": (
        lambda: byte_level(LLAMA3, 290, ["<|begin|>", "<|end|>", "<|pad|>"], template="<|begin|>", ignore_merges=True),
        {"bos_token": "<|begin|>", "eos_token": "<|end|>", "pad_token": "<|pad|>"},
        texts.TEMPLATE_BRACKETS,
        "file",
    ),
    "qwen": (
        lambda: byte_level(QWEN, 310, CHATML, normalizer=normalizers.NFC()),
        {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"},
        texts.TEMPLATE_GENERATION,
        "file",
    ),
    "normalizer": (
        lambda: byte_fallback(350, ["<unk>", "<s>", "</s>"], "normalizer", template="<s>"),
        {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"},
        texts.TEMPLATE_BRACKETS,
        "config",
    ),
    "metaspace": (
        lambda: byte_fallback(362, ["<unk>", "<s>", "</s>"], "metaspace", template="<s>"),
        {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"},
        texts.TEMPLATE_BRACKETS,
        "file",
    ),
    "gemma": (
        lambda: byte_fallback(
            371, ["<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>"], "gemma", template="<bos>"
        ),
        {"bos_token": "<bos>", "eos_token": "<eos>", "pad_token": "<pad>", "unk_token": "<unk>"},
        texts.TEMPLATE_TURNS,
        "config",
    ),
}


def write(kind, folder: Path):
    """Writes the tokenizer files of a kind and returns the tokenizer."""
    make, named, template, place = KINDS[kind]
    tokenizer = make()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(compact(tokenizer), encoding="utf-8")
    config = {**named, "clean_up_tokenization_spaces": False, "model_max_length": 512}
    config["tokenizer_class"] = "PreTrainedTokenizerFast"
    if place == "config":
        config["chat_template"] = template
    else:
        (folder / "chat_template.jinja").write_text(template, encoding="utf-8")
    write_json(folder / "tokenizer_config.json", config)
    write_json(folder / "special_tokens_map.json", named)
    return tokenizer


def compact(tokenizer):
    return json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))


def write_json(path: Path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n", encoding="utf-8")
