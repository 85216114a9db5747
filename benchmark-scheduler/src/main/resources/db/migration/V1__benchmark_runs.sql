create table benchmark_run (
    id             uuid        primary key,
    -- The model that the run is about; with a version it is the loop's run for that candidate.
    model          text        not null,
    version        text,
    state          text        not null,
    spec           jsonb       not null,
    results        jsonb       not null,
    error          jsonb,
    progress_pct   double precision not null,
    attempts       int         not null,
    token_digest   text,
    worker_pid     bigint,
    worker_started timestamptz,
    traceparent    text,
    created_at     timestamptz not null,
    launched_at    timestamptz,
    heard_at       timestamptz,
    completed_at   timestamptz
);

create unique index benchmark_run_candidate on benchmark_run (model, version) where version is not null;
create index benchmark_run_state on benchmark_run (state, created_at);
create index benchmark_run_created on benchmark_run (created_at desc);
