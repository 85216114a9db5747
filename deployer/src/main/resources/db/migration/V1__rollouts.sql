-- One row for each rollout. What callers filter and sort by has a column of its own; the rest of the state is JSON.
create table rollout (
    id               uuid        primary key,
    position         bigint      generated always as identity unique,
    revision         bigint      not null,
    model            text        not null,
    version          text        not null,
    previous_version text,
    environment      text        not null,
    strategy         text        not null,
    config           text        not null,
    steps            text        not null,
    status           text        not null,
    active           boolean     not null,
    state            text        not null,
    weight           int         not null,
    step             int         not null,
    reason           text        not null,
    traceparent      text,
    created_at       timestamptz not null,
    started_at       timestamptz,
    updated_at       timestamptz not null,
    completed_at     timestamptz
);

create index rollout_active on rollout (model, position) where active;
create index rollout_by_model on rollout (model, completed_at desc);

-- Every change of status or weight.
create table rollout_transition (
    seq        bigint      generated always as identity primary key,
    rollout_id uuid        not null references rollout (id) on delete cascade,
    status     text        not null,
    weight     int         not null,
    reason     text        not null,
    at         timestamptz not null
);

create index rollout_transition_by_rollout on rollout_transition (rollout_id, seq);

-- Every look at the evidence that said something new.
create table rollout_measurement (
    seq         bigint           generated always as identity primary key,
    rollout_id  uuid             not null references rollout (id) on delete cascade,
    metric      text             not null,
    value       double precision,
    bound       double precision,
    samples     bigint           not null,
    verdict     text             not null,
    reason      text             not null,
    weight      int              not null,
    at          timestamptz      not null
);

create index rollout_measurement_by_rollout on rollout_measurement (rollout_id, metric, seq);
