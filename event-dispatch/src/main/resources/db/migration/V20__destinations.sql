-- Where outcomes are published. Of a function or of a trigger, for each of the two conditions at most one. Read by the
-- statements that end invocations, so plain JDBC writes it, in the transaction that writes the function or trigger.
create table destination (
    id                  uuid        primary key,
    function_name       text,
    trigger_id          uuid,
    condition           text        not null check (condition in ('success', 'failure')),
    type                text        not null,
    settings            json        not null,
    target              text        not null,  -- in words, for people
    calls_function      text,                  -- the function that cannot be deleted as long as this stands
    secret              bytea,                 -- encrypted under the platform's master key, bound to the id
    max_retries         integer     not null,
    min_backoff_seconds integer     not null,
    max_backoff_seconds integer     not null,
    max_age_seconds     integer     not null,
    check (num_nonnulls(function_name, trigger_id) = 1)
);

create unique index destination_of_function on destination (function_name, condition) where function_name is not null;
create unique index destination_of_trigger on destination (trigger_id, condition) where trigger_id is not null;
create index destination_calls on destination (calls_function) where calls_function is not null;

-- The outbox: an outcome on its way to a destination. An invocation ends once, so its id is the delivery's. The row has
-- all that the outcome document is made of and outlives the history; once delivered, the contents are dropped.
create table delivery (
    id               uuid        primary key,
    event_id         uuid        not null,
    destination_id   uuid        not null,
    function_name    text        not null,
    qualifier        text,
    trigger_id       uuid,
    condition        text        not null check (condition in ('success', 'failure')),
    reason           text        not null,
    state            text        not null check (state in ('waiting', 'running', 'delivered', 'failed')),
    attempt          integer     not null default 0,
    failures         integer     not null default 0,
    visible_at       timestamptz not null,
    since            timestamptz not null,  -- the maximum age counts from here: the outcome, or the redrive
    leased_by        text,
    leased_at        timestamptz,
    created_at       timestamptz not null,
    ended_at         timestamptz,
    invoke_count     integer     not null,
    executed_version text,
    error_type       text,
    error_message    text,
    payload          bytea,
    payload_bytes    integer,
    answer           bytea,
    answer_bytes     integer,
    hops             text,
    trace_id         text,
    made_event       uuid,                  -- the event that a function as destination got
    last_error       text,
    check ((state = 'running') = (leased_by is not null)),
    check ((state = 'running') = (leased_at is not null)),
    check ((state in ('delivered', 'failed')) = (ended_at is not null))
) with (fillfactor = 80);

create index delivery_due on delivery (destination_id, visible_at) where ended_at is null;
create index delivery_of_event on delivery (event_id);
create index delivery_of_function on delivery (function_name, id);
create index delivery_of_trigger on delivery (trigger_id, id) where trigger_id is not null;
create index delivery_in_state on delivery (state, id) where state <> 'delivered';
create index delivery_ended on delivery (ended_at) where ended_at is not null;

-- The delivery's own time line: one row for each try, and one for each redrive.
create table delivery_attempt (
    delivery_id   uuid        not null references delivery on delete cascade,
    attempt       integer     not null,
    outcome       text        not null,
    node          text        not null,
    target        text        not null,
    started_at    timestamptz not null,
    ended_at      timestamptz not null,
    http_status   integer,
    error_type    text,
    error_message text,
    answer        text,
    primary key (delivery_id, attempt)
);
