"""Sentences, conversations and chat templates that the oracles are made of. All of them were written for this project."""

CORPUS = """
The harbour wakes before the town does. Ropes creak, a gull complains, and somebody carries a lamp along the pier.
A ship that comes in at noon must wait for the tide; a ship that comes in at night must wait for the pilot.
Who counts the boxes? The clerk counts them twice: once when they leave the ship and once when they enter the store.
It takes 14 men and 3 carts to empty the hold in 2.5 hours, if it does not rain.
"Bring the blue crate first," said the captain, "and be careful: it holds glass."
They're late again, aren't they? We'll see what the harbour master says; he's patient, but not on Mondays.
Salt, pepper, tea, coffee, copper wire and 250 sheets of paper were on the list of the 7th of March.
When the fog lifts, the lighthouse looks smaller than it is. When the fog comes back, it looks like a star.
The water under the bridge is 6 metres deep at low tide and 9 metres at high tide.
An answer is short if the question is clear. What is on the list? Paper is on the list.
Every evening the ferry crosses the bay, turns at the red buoy and comes home with the last workers.
Rain on the roof, rain on the ropes, rain in the coffee: the watchman writes it all into his book.
for (int i = 0; i < 10; i++) { total += price[i] * count[i]; }
Der Hafen schläft nicht. Le port ne dort jamais. El puerto está despierto.
""".strip().splitlines()

PROMPTS = [
    "The ferry crosses the bay",
    "Who counts the boxes?",
    "It takes 14 men",
    "When the fog lifts",
    "Rain on the roof, rain",
    "Salt, pepper, tea",
    "The water under the bridge",
    "An answer is short",
]

BATCH = ["The clerk counts twice, then leaves.", "Why not?"]

QUESTIONS = [
    ("What holds glass?", "The blue crate."),
    ("When does the harbour wake?", "Before the town does."),
    ("Who is patient?", "The harbour master, but not on Mondays."),
    ("How deep is the water?", "6 metres at low tide."),
    ("Where does the ferry turn?", "At the red buoy."),
    ("What looks like a star?", "The lighthouse in the fog."),
    ("How many carts?", "3 carts."),
    ("What does the watchman write?", "Rain."),
    ("Which ship waits for the pilot?", "The one that comes in at night."),
    ("What is on the list?", "Salt, tea and paper."),
]

TOKENIZER_TEXTS = [
    "",
    " ",
    "   ",
    "\n",
    "\n\n  \n",
    "\t\ttabs\tand spaces  ",
    "a",
    "The ferry",
    " The ferry",
    "the  ferry   turns",
    "They're late, we'll see: it's HE'S I'D You'Ve",
    "14 men, 3 carts, 2.5 hours, 1234567890",
    "1e-5 0x1F 3,141.59 12:45",
    "price[i] += count[i] * 2; // sum\n\treturn 0;",
    "snake_case camelCase kebab-case UPPER",
    "Der Hafen schläft nicht – „wirklich“?",
    "naïve café, naïve café",
    "ﬁn ½ ① Å Å",
    "Привет, мир",
    "مرحبا",
    "港は眠らない。",
    "항구",
    "🚢⚓️ 👩‍✈️ 🇫🇷",
    "a\u200bb\u00a0c\ufeffd",
    "mixed 港 and ship🚢s",
    "<s> not special </s> <unk>",
    "<|im_start|>user\nhello<|im_end|>",
    "<|end|> <|end|>x",
    "<bos><start_of_turn>user\nhi<end_of_turn>",
    "trailing spaces   ",
    "!!!???...",
    "http://example.org/a?b=c&d=e#f",
    "e\u0301\u0302 combining",
    "\u0000\u0001\u007f control",
    "x" * 60,
    "The harbour wakes before the town does. " * 3,
]

CONVERSATIONS = [
    ("one question", [("user", "What holds glass?")], {}),
    ("system and question", [("system", "Answer in one word."), ("user", "  How many carts? ")], {}),
    (
        "several turns",
        [("user", "Who is patient?"), ("assistant", " The harbour master. "), ("user", "Always?"), ("assistant", "No.")],
        {},
    ),
    ("text beyond ASCII", [("user", "Où est le port ? 🚢"), ("assistant", "Là-bas – \"à gauche\".\nEnde")], {}),
    ("two questions in a row", [("user", "One?"), ("user", "Two?")], {}),
    ("an unknown role", [("user", "One?"), ("pirate", "Arr.")], {}),
]

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "tide",
            "description": "Height of the tide, in m <at noon> & \"night\"",
            "parameters": {
                "type": "object",
                "properties": {"place": {"type": "string"}, "hour": {"type": "integer", "default": 12}},
                "required": ["place"],
            },
        },
    }
]

TOOL_CONVERSATION = [
    {"role": "user", "content": "How high is the tide?"},
    {
        "role": "assistant",
        "content": "",
        "tool_calls": [
            {"type": "function", "function": {"name": "tide", "arguments": {"place": "Old Pier", "hour": 7, "exact": True}}}
        ],
    },
    {"role": "tool", "content": "2.75"},
    {"role": "assistant", "content": "2.75 metres."},
]

# ChatML with tools, a default system message and a switch.
TEMPLATE_TOOLS = """\
{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0].role == 'system' %}{{ messages[0].content + '\\n' }}{% endif %}
    {{- 'Tools:' }}
    {%- for tool in tools %}
        {{- '\\n' }}{{ tool | tojson }}
    {%- endfor %}
    {{- '<|im_end|>\\n' }}
{%- elif messages[0].role != 'system' %}
    {{- '<|im_start|>system\\nYou are a clerk.<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(turns=0, last=none) %}
{%- for message in messages %}
    {%- if message.role == 'system' and tools %}{% continue %}{% endif %}
    {%- set ns.turns = ns.turns + 1 %}
    {%- set ns.last = message.role %}
    {{- '<|im_start|>' ~ message.role ~ '\\n' }}
    {%- if message.content %}{{ message.content | trim }}{% endif %}
    {%- for call in message.tool_calls or [] %}
        {%- set f = call.function %}
        {{- '\\n<call>' + f.name + ' ' + (f.arguments | tojson) + '</call>' if f.arguments is mapping else '<call/>' }}
    {%- endfor %}
    {{- '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if quiet is defined and quiet is true %}{{ '(' ~ ns.turns ~ ' turns, last ' ~ ns.last ~ ')\\n' }}{% endif %}
{%- endif %}
"""

# Instruction brackets; roles must alternate.
TEMPLATE_BRACKETS = """\
{% if messages[0]['role'] == 'system' %}{% set start = messages[0]['content'].strip() + '\\n' %}{% set rest = messages[1:] %}\
{% else %}{% set start = '' %}{% set rest = messages %}{% endif %}{{ bos_token }}{% for message in rest %}\
{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('user and assistant must take turns') }}\
{% endif %}{% if message['role'] == 'user' %}{{ '[INST] ' + (start if loop.first else '') + message['content'].strip() + \
' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' ' + message['content'].strip() + eos_token }}{% else %}\
{{ raise_exception('unknown role ' + message['role']) }}{% endif %}{% endfor %}"""

# Turns with marks around what the assistant says, and a macro.
TEMPLATE_GENERATION = """\
{#- marks what the assistant says -#}
{%- macro turn(role, text, end=true) -%}
<|im_start|>{{ role | upper if role == 'system' else role }}
{{ text }}{% if end %}<|im_end|>
{% endif %}
{%- endmacro -%}
{% for message in messages %}
{% if message.role == 'assistant' %}
<|im_start|>assistant
{% generation %}{{ message.content }}<|im_end|>{% endgeneration %}

{% elif message.role in ['user', 'system', 'tool'] %}
{{ turn(message.role, message.content) }}
{% else %}
{{ raise_exception('role ' ~ message.role ~ ' at ' ~ loop.index ~ ' of ' ~ loop.length ~ ' is not known') }}
{% endif %}
{% endfor %}
{% if add_generation_prompt %}{{ turn('assistant', '', end=false) }}{% endif %}
"""

# Gemma's turns: the assistant is called model, content may be a list of parts.
TEMPLATE_TURNS = """\
{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}{{ raise_exception('no system messages here') }}{%- endif -%}
{%- for message in messages -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("roles must alternate") }}
    {%- endif -%}
    {%- set role = 'model' if message['role'] == 'assistant' else message['role'] -%}
    {{ '<start_of_turn>' + role + '\\n' }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- elif message['content'] is iterable -%}
        {%- for part in message['content'] -%}{{ part['text'] | trim if part['type'] == 'text' else '<image>' }}{%- endfor -%}
    {%- endif -%}
    {{ '<end_of_turn>\\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}{{ '<start_of_turn>model\\n' }}{%- endif -%}
"""
