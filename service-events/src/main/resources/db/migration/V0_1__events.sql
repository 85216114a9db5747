-- Events that are to be sent: written in the transaction of what happened, deleted once Kafka has them.
create table outbox (
    seq         bigint generated always as identity primary key,
    id          uuid        not null unique,
    topic       text        not null,
    key         text        not null,
    type        text        not null,
    payload     text        not null,
    traceparent text,
    created_at  timestamptz not null
);

-- Events that were handled: written in the transaction of the handling, so that a second delivery changes nothing.
create table inbox (
    event_id    uuid        primary key,
    type        text        not null,
    received_at timestamptz not null
);

create index inbox_received_at on inbox (received_at);

-- Answers already given to calls with an Idempotency-Key.
create table idempotency (
    operation   text        not null,
    key         text        not null,
    body_digest text        not null,
    status      int         not null,
    location    text,
    etag        text,
    body        text,
    created_at  timestamptz not null,
    primary key (operation, key)
);

create index idempotency_created_at on idempotency (created_at);
