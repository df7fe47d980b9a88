-- The ledger. Ids are UUIDs of version 7, so history can be partitioned by day on the id itself: a look-up by id finds
-- its partition, and retention drops whole partitions. Partitions are made ahead by io.glowplug.dispatch.partition.

-- An immutable fact. function_name is the function it was addressed to. The invocation that an event is accepted with
-- has the event's id; only a redrive makes an invocation with an id of its own.
create table event (
    id            uuid        not null,
    function_name text        not null,
    trigger_id    uuid,
    source        text        not null,
    event_key     text,
    occurred_at   timestamptz not null,
    accepted_at   timestamptz not null,
    attributes    jsonb,
    payload       bytea       not null,
    primary key (id)
) partition by range (id);

create index event_of_function on event (function_name, id);
create index event_of_trigger on event (trigger_id, id) where trigger_id is not null;
create index event_by_key on event (event_key, id) where event_key is not null;

-- Numbers the rows of an ordering key in the order of their acceptance. Ids would not do: the nodes' clocks differ.
create sequence invocation_ordinal cache 1;

-- An obligation that is still open: waiting or running. One column, visible_at, is delay, retry and lease; a row whose
-- lease has run out is due again. Rows behind the head of their ordering key have visible_at = 'infinity'.
create table invocation (
    id                 uuid        primary key,
    event_id           uuid        not null,
    function_name      text        not null,
    qualifier          text,
    trigger_id         uuid,
    ordering_key       text,
    ordinal            bigint,
    idempotency_key    text,
    state              text        not null check (state in ('waiting', 'running')),
    attempt            integer     not null check (attempt >= 0),
    function_failures  integer     not null default 0,
    lost_leases        integer     not null default 0,
    visible_at         timestamptz not null,
    accepted_at        timestamptz not null,
    leased_by          text,
    leased_at          timestamptz,
    payload            bytea,      -- only where it is not the event's: edited for a redrive
    redrive_of         uuid,
    last_error_type    text,
    last_error_message text,
    check ((state = 'running') = (leased_by is not null)),
    check ((state = 'running') = (leased_at is not null)),
    check ((ordering_key is null) = (ordinal is null))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

-- The rows of one function and trigger stand together, so that the lease query takes the oldest of each without reading
-- past the backlog of another one, or of a trigger that is paused. All zeros stands for "no trigger".
create index invocation_due on invocation
    (function_name, (coalesce(trigger_id, '00000000-0000-0000-0000-000000000000'::uuid)), visible_at, id);
create index invocation_of_trigger on invocation (trigger_id, ordering_key, ordinal) where trigger_id is not null;
create index invocation_redriven on invocation (redrive_of) where redrive_of is not null;

-- An obligation that ended. Synchronous runs are recorded here too (kind 'sync'); only they can be 'failed'.
create table settled_invocation (
    id               uuid        not null,
    event_id         uuid,
    function_name    text        not null,
    qualifier        text,
    trigger_id       uuid,
    kind             text        not null check (kind in ('async', 'sync')),
    status           text        not null check (status in ('succeeded', 'dead-lettered', 'expired', 'cancelled', 'failed')),
    attempts         integer     not null,
    accepted_at      timestamptz not null,
    ended_at         timestamptz not null,
    executed_version text,
    error_type       text,
    error_message    text,
    answer           bytea,      -- what the function answered, unless that is null or very large
    redrive_of       uuid,
    check ((status = 'failed') <= (kind = 'sync')),
    primary key (id)
) partition by range (id);

create index settled_invocation_of_event on settled_invocation (event_id);
create index settled_invocation_of_function on settled_invocation (function_name, id);
create index settled_invocation_of_trigger on settled_invocation (trigger_id, id) where trigger_id is not null;

-- One try. Appended when it ends; an attempt that a crash cut off is written by whoever finds its lease run out.
create table attempt (
    invocation_id  uuid        not null,
    attempt        integer     not null,
    outcome        text        not null,
    node           text        not null,
    version        text,
    environment_id text,
    started_at     timestamptz not null,
    ended_at       timestamptz not null,
    queued_us      bigint,
    init_us        bigint,
    duration_us    bigint,
    billed_ms      bigint,
    max_memory_mb  integer,
    error_type     text,
    error_message  text,
    primary key (invocation_id, attempt)
) partition by range (invocation_id);

-- The end station. Keeps its own copy of the payload, so that it outlives the event's partition.
create table dead_letter (
    id            uuid        primary key,  -- the invocation's
    event_id      uuid        not null,
    function_name text        not null,
    qualifier     text,
    trigger_id    uuid,
    reason        text        not null check (reason in ('retries-exhausted', 'event-age-exceeded', 'rejected', 'lease-lost-repeatedly')),
    error_type    text,
    error_message text,
    attempts      integer     not null,
    attributes    jsonb,
    payload       bytea       not null,
    accepted_at   timestamptz not null,
    dead_at       timestamptz not null,
    redriven_as   uuid,
    redriven_at   timestamptz,
    check ((redriven_as is null) = (redriven_at is null))
);

create index dead_letter_of_function on dead_letter (function_name, dead_at, id);
create index dead_letter_by_time on dead_letter (dead_at, id);
create index dead_letter_of_event on dead_letter (event_id);

-- Makes two deliveries with one key one event of a trigger; a slot of a schedule is such a key.
create table event_key (
    trigger_id  uuid        not null,
    key         text        not null,
    event_id    uuid        not null,
    accepted_at timestamptz not null,
    primary key (trigger_id, key)
);

-- For retention only: block ranges cost the writers next to nothing.
create index event_key_age on event_key using brin (accepted_at) with (autosummarize = on);

create table idempotency_key (
    function_name    text        not null,
    key              text        not null,
    payload_sha256   text        not null,
    kind             text        not null check (kind in ('async', 'sync')),
    state            text        not null check (state in ('running', 'completed')),
    invocation_id    uuid        not null,
    executed_version text,
    answer           bytea,
    created_at       timestamptz not null,
    running_until    timestamptz not null,  -- after this a call that never ended no longer blocks its key
    expires_at       timestamptz not null,
    primary key (function_name, key)
);

create index idempotency_key_expiry on idempotency_key (expires_at);

create table checkpoint (
    trigger_id uuid        not null,
    partition  text        not null,
    position   text        not null,
    updated_at timestamptz not null,
    primary key (trigger_id, partition)
);

-- A node's time-limited right to read a trigger's source; epoch fences emissions of former holders.
create table trigger_lease (
    trigger_id uuid        primary key,
    node       text        not null,
    epoch      bigint      not null,
    expires_at timestamptz not null
);

-- Counters of the conservation law, changed in the transaction that changes the rows. Several shards of one function
-- and trigger are summed, so that writers do not wait for one another. trigger_id is all zeros for "no trigger".
create table ledger_count (
    function_name text     not null,
    trigger_id    uuid     not null,
    shard         smallint not null,
    accepted      bigint   not null default 0,
    succeeded     bigint   not null default 0,
    dead_lettered bigint   not null default 0,
    expired       bigint   not null default 0,
    cancelled     bigint   not null default 0,
    filtered      bigint   not null default 0,
    primary key (function_name, trigger_id, shard)
) with (fillfactor = 50);

create table function_log (
    id             uuid        not null,
    function_name  text        not null,
    version        text        not null,
    environment_id text        not null,
    invocation_id  uuid,
    logged_at      timestamptz not null,
    stream         text        not null check (stream in ('stdout', 'stderr', 'platform')),
    line           text        not null,
    primary key (id)
) partition by range (id);

create index function_log_of_function on function_log (function_name, id);
create index function_log_of_invocation on function_log (invocation_id, id) where invocation_id is not null;
