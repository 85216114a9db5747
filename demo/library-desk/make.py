#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds train.jsonl and test.jsonl from source/*.txt and source/slots.json.

Python 3 standard library only. Every run writes the same bytes: random numbers
come only from Random.random(), whose sequence Python guarantees for a seed.

    python3 make.py           writes the two files
    python3 make.py --check   says whether the two files are up to date (exit 1 if not)
"""
import json
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
SEED = "library-desk 1"

TEST_UTTERANCES = 28  # per label; all others are for train
TEST_ROWS = 40        # per label, at most 2 from one utterance
TRAIN_ROWS = 200      # per label, at most 3 from one utterance
TEST_MOST, TRAIN_MOST = 2, 3

OPENERS = [
    "Hello!", "Hello there.", "Good morning.", "Good afternoon.", "Excuse me.", "Hi!", "Good day.",
    "Sorry to trouble you.", "I hope you are well.", "One thing more.", "This is my first letter to you.",
    "I come in nearly every week.", "You were so kind to me last time.",
]
ASKING_OPENERS = [
    "I have a question.", "My niece told me to ask you.", "A quick question.",
    "I am asking for my neighbour, who has no telephone.",
]
CLOSERS = [
    "Thank you.", "Thanks!", "Many thanks.", "Thanks in advance.", "Thank you very much.",
    "With kind regards, {name}", "Yours truly, {name}", "Many thanks, {name}", "Thank you for your trouble.",
]
ASKING_CLOSERS = [
    "Please let me know.", "Please write back soon.", "I would be glad of an answer.", "You can reach me by e-mail.",
]
TERSE_CLOSERS = ["thanks", "thx", "please", "pls", "ta"]
GREETED = re.compile(r"^(hello|hi\b|hey|dear|good (morning|afternoon|evening|day)|excuse|sorry|please)", re.I)
SIGNED = re.compile(r"(thank|thx|yours|regards|pls|please|\{name\})", re.I)


def pick(rng, items):
    return items[int(rng.random() * len(items))]


def shuffled(rng, items):
    items = list(items)
    for i in range(len(items) - 1, 0, -1):
        j = int(rng.random() * (i + 1))
        items[i], items[j] = items[j], items[i]
    return items


def key(text):
    """Two rows are the same if this is equal."""
    return " ".join(text.lower().split())


def fill(rng, text, slots):
    def value(match):
        return pick(rng, slots[match.group(1)])
    text = re.sub(r"\{([a-z]+)\}", value, text)
    return text[0].upper() + text[1:] if text.startswith("the ") else text


def opener(rng, text):
    return text if GREETED.search(text) else pick(rng, OPENERS + (ASKING_OPENERS if "?" in text else [])) + " " + text


def closer(rng, text):
    if SIGNED.search(text):
        return text
    if text[-1] in ".?!":
        return text + " " + pick(rng, CLOSERS + (ASKING_CLOSERS if "?" in text else []))
    return text + " " + pick(rng, TERSE_CLOSERS)


def plain(rng, text):
    return text


def phone(rng, text):
    """As thumbed into a phone: lower case, little punctuation."""
    text = re.sub(r"[,;:!?\"]|\.(?!\d)", "", text.lower())
    return text.replace("'", "") if rng.random() < 0.5 else text


def bare(rng, text):
    """No capital at the start, no stop at the end."""
    text = text.rstrip(".!?")
    return text if re.match(r"(I\b|[A-Z]{2})", text) else text[0].lower() + text[1:]


def typo(rng, text):
    """One slip in one longer word."""
    words = list(re.finditer(r"(?<![\w'{}-])[a-z]{5,}(?![\w'{}-])", text))
    if not words:
        return text
    match = pick(rng, words)
    word = match.group()
    at = 1 + int(rng.random() * (len(word) - 3))
    kind = int(rng.random() * 3)
    if kind == 0:
        word = word[:at] + word[at + 1] + word[at] + word[at + 2:]
    elif kind == 1:
        word = word[:at] + word[at + 1:]
    else:
        word = word[:at] + word[at] + word[at:]
    return text[:match.start()] + word + text[match.end():]


# Before: the style works on the utterance with its slots open. After: on the text with its slots filled.
BEFORE = {"opener": opener, "closer": closer, "typo": typo}
AFTER = {"plain": plain, "phone": phone, "bare": bare}


def variant(rng, utterance, style, slots):
    if style in BEFORE:
        return fill(rng, BEFORE[style](rng, utterance), slots)
    return AFTER[style](rng, fill(rng, utterance, slots))


def rows(rng, label, utterances, wanted, most, slots, seen):
    """First one row of every utterance, then second ones (those with slots first), and so on."""
    out = []
    used = {u: [] for u in utterances}
    for turn in range(most):
        order = shuffled(rng, utterances)
        if turn:
            order.sort(key=lambda u: "{" not in u)
        for utterance in order:
            if len(out) == wanted:
                return out
            styles = shuffled(rng, ["opener", "closer", "typo", "phone", "bare"])
            if turn == 0 and rng.random() < 0.75:
                styles.insert(0, "plain")
            elif "{" in utterance and rng.random() < 0.35:
                styles.insert(0, "plain")
            for style in styles:
                if style in used[utterance] and style != "plain":
                    continue
                text = variant(rng, utterance, style, slots)
                if key(text) not in seen:
                    seen.add(key(text))
                    used[utterance].append(style)
                    out.append({"text": text, "label": label})
                    break
    if len(out) != wanted:
        raise SystemExit(f"{label}: {len(out)} rows, wanted {wanted}; add utterances")
    return out


def build():
    slots = json.loads((SOURCE / "slots.json").read_text(encoding="utf-8"))
    train, test, seen, sources = [], [], set(), set()
    for path in sorted(SOURCE.glob("*.txt")):
        label = path.stem
        rng = random.Random(f"{SEED} {label}")
        utterances = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for utterance in utterances:
            if key(utterance) in sources:
                raise SystemExit(f"{path.name}: twice: {utterance}")
            sources.add(key(utterance))
        mixed = shuffled(rng, utterances)
        test += rows(rng, label, mixed[:TEST_UTTERANCES], TEST_ROWS, TEST_MOST, slots, seen)
        train += rows(rng, label, mixed[TEST_UTTERANCES:], TRAIN_ROWS, TRAIN_MOST, slots, seen)
    rng = random.Random(SEED)
    return {"train.jsonl": shuffled(rng, train), "test.jsonl": shuffled(rng, test)}


def main():
    check = "--check" in sys.argv[1:]
    stale = False
    for name, data in build().items():
        content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in data).encode("utf-8")
        path = HERE / name
        if check:
            same = path.exists() and path.read_bytes() == content
            stale |= not same
            print(f"{name}: {'up to date' if same else 'differs'}")
        else:
            path.write_bytes(content)
            print(f"{name}: {len(data)} rows")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
