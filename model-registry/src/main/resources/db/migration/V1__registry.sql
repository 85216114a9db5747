-- A model is a name; everything else belongs to its versions.
create table model (
    name           varchar(63) primary key,
    base_model     text        not null,
    latest_version varchar(64),
    created_at     timestamptz not null
);

-- Versions of a model rise with their id: a new one must be higher than every other.
create table model_version (
    id              bigint generated always as identity primary key,
    model           varchar(63) not null references model (name),
    version         varchar(64) not null,
    stage           varchar(16) not null,
    base_model      text        not null,
    description     text,
    tags            jsonb       not null,
    metadata        jsonb       not null,
    hyperparameters jsonb       not null,
    metrics         jsonb       not null,
    files           jsonb       not null,
    digest          char(71)    not null,
    lineage         jsonb,
    training_run    uuid unique,
    verdict         jsonb,
    revision        int         not null,
    created_at      timestamptz not null,
    unique (model, version)
);

alter table model add foreign key (name, latest_version) references model_version (model, version);

create index model_version_stage on model_version (stage, id);
create index model_version_tags on model_version using gin (tags jsonb_path_ops);

-- The audit: who moved a version or an alias, why and when. Rows are only ever added.
create table stage_change (
    id         bigint generated always as identity primary key,
    version_id bigint      not null references model_version (id),
    stage      varchar(16) not null,
    changed_by text        not null,
    reason     text        not null,
    at         timestamptz not null
);

create index stage_change_version on stage_change (version_id, id);

create table alias_change (
    id           bigint generated always as identity primary key,
    model        varchar(63) not null references model (name),
    alias        varchar(63) not null,
    from_version varchar(64),
    to_version   varchar(64),
    changed_by   text        not null,
    reason       text        not null,
    at           timestamptz not null
);

create index alias_change_model on alias_change (model, alias, id);

-- Where aliases point now; change_id is the move that put them there, and their ETag.
create table alias (
    model     varchar(63) not null,
    alias     varchar(63) not null,
    version   varchar(64) not null,
    change_id bigint      not null references alias_change (id),
    primary key (model, alias),
    foreign key (model, version) references model_version (model, version)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are history and are never changed', tg_table_name;
end $$;

create trigger stage_change_is_history before update or delete or truncate on stage_change
    for each statement execute function refuse_change();
create trigger alias_change_is_history before update or delete or truncate on alias_change
    for each statement execute function refuse_change();

-- A model may have a policy before its first version.
create table gate_policy (
    model      varchar(63) primary key,
    policy     jsonb       not null,
    changed_by text        not null,
    changed_at timestamptz not null
);

-- What a benchmark run measured for a version.
create table evidence (
    id            bigint generated always as identity primary key,
    version_id    bigint      not null references model_version (id),
    benchmark_run uuid        not null,
    subject       text        not null,
    model         text        not null,
    task          text        not null,
    metrics       jsonb       not null,
    samples       int         not null,
    recorded_at   timestamptz not null,
    unique (version_id, benchmark_run, subject, task)
);

-- Rollouts of a version, as the deployer told of them.
create table rollout (
    deployment_id uuid primary key,
    version_id    bigint      not null references model_version (id),
    state         varchar(16) not null,
    reason        text        not null,
    started_at    timestamptz not null,
    updated_at    timestamptz not null
);

create index rollout_version on rollout (version_id);
