-- When functions run. People edit trigger; JPA maps it. The nodes write trigger_note and trigger_status by plain JDBC.
-- Settings and filter are json and not jsonb: an input is handed to the function exactly as it was written.
create table trigger (
    id                    uuid        primary key,
    name                  text        collate "C" not null unique,
    function_name         text        collate "C" not null,
    qualifier             text,
    type                  text        not null,
    settings              json        not null,
    filter                json,
    batch_size            integer     not null,
    batch_window_seconds  integer     not null,
    batch_max_bytes       integer     not null,
    max_retries           integer     not null,
    min_backoff_seconds   integer     not null,
    max_backoff_seconds   integer     not null,
    max_event_age_seconds integer     not null,
    paused_at             timestamptz,
    source_since          timestamptz not null,
    revision              bigint      not null,
    created_at            timestamptz not null,
    modified_at           timestamptz not null
);

create index trigger_of_function on trigger (function_name, name);

-- One row, raised by every change in its transaction: nodes see by one number whether to read the triggers again.
create table trigger_change (
    counter bigint not null
);

insert into trigger_change values (0);

-- A trigger's own time line. Ids are UUIDs of version 7, so they sort by time.
create table trigger_note (
    id         uuid        primary key,
    trigger_id uuid        not null references trigger on delete cascade,
    noted_at   timestamptz not null,
    what       text        not null,
    detail     text        not null
);

create index trigger_note_of_trigger on trigger_note (trigger_id, id);

-- What the node that holds a trigger last said of its source.
create table trigger_status (
    trigger_id    uuid        primary key references trigger on delete cascade,
    revision      bigint      not null,
    node          text        not null,
    state         text        not null check (state in ('starting', 'running', 'failing', 'ended')),
    since         timestamptz not null,
    lag           jsonb       not null,
    last_progress timestamptz,
    problem       text,
    reported_at   timestamptz not null
) with (fillfactor = 50);
