-- Versions of data sets: never changed, named by what they hold. `imported_at` moves when the same content comes again:
-- the version imported last is the newest.
create table dataset_version (
    id          bigint generated always as identity primary key,
    name        text        not null,
    version     text        not null,
    kind        text        not null,
    train       jsonb       not null,
    test        jsonb,
    quality     jsonb       not null,
    created_at  timestamptz not null,
    imported_at timestamptz not null,
    unique (name, version)
);
create index dataset_version_newest on dataset_version (name, imported_at desc);

-- What is asked of a run (`spec`), how far it is (`progress`) and what came of it (`outcome`) are read and written whole.
create table training_run (
    id                uuid primary key,
    model_name        text        not null,
    priority          int         not null,
    state             text        not null,
    spec              jsonb       not null,
    progress          jsonb       not null,
    outcome           jsonb,
    version           text,
    attempts          int         not null,
    worker_pid        bigint,
    worker_started    timestamptz,
    launched_at       timestamptz,
    heard_at          timestamptz,
    stop_requested_at timestamptz,
    announced_at      timestamptz,
    created_at        timestamptz not null,
    started_at        timestamptz,
    completed_at      timestamptz
);
create index training_run_queue on training_run (priority desc, created_at) where state = 'queued';
create index training_run_active on training_run (state) where state in ('launching', 'running', 'stopping');
create index training_run_newest on training_run (created_at desc, id);

-- Who may report: one token for each launch of a worker, kept as its SHA-256.
create table run_attempt (
    token_digest text primary key,
    run_id       uuid        not null references training_run (id),
    attempt      int         not null,
    created_at   timestamptz not null,
    unique (run_id, attempt)
);

-- One row for each optimizer step, however often it is reported.
create table run_step (
    run_id              uuid             not null references training_run (id),
    step                int              not null,
    epoch               double precision not null,
    loss                double precision not null,
    learning_rate       double precision not null,
    grad_norm           double precision not null,
    mean_token_accuracy double precision not null,
    num_tokens          bigint           not null,
    tokens_per_second   double precision not null,
    at                  timestamptz      not null,
    primary key (run_id, step)
);

-- What was said of a run, in order: the source of its event stream.
create table run_event (
    id     bigint generated always as identity primary key,
    run_id uuid        not null references training_run (id),
    type   text        not null,
    body   jsonb       not null,
    at     timestamptz not null
);
create index run_event_of_run on run_event (run_id, id);
