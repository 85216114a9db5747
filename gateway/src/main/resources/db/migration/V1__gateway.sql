-- Rises with every change of any route, also across deletion, so that an old revision never becomes current again.
create sequence route_revision;

create table route (
    model      text primary key,
    revision   bigint      not null,
    updated_at timestamptz not null
);

create table route_share (
    model    text not null references route (model) on delete cascade,
    position int  not null,
    version  text not null,
    weight   int  not null check (weight between 0 and 100),
    primary key (model, position)
);

create table prediction (
    request_id uuid primary key,
    model      text             not null,
    version    text             not null,
    prompt     text,
    completion text,
    outcome    text             not null,
    latency_ms double precision not null,
    at         timestamptz      not null
);
create index prediction_of_version on prediction (model, version, at);
create index prediction_age on prediction (at);

create table feedback (
    request_id uuid primary key references prediction (request_id) on delete cascade,
    label      text,
    rating     int,
    correct    boolean     not null,
    at         timestamptz not null
);
