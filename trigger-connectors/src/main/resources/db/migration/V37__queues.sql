-- Built-in queues. People edit queue; the statements that move messages join it, so plain JDBC writes it.
create table queue (
    id                          uuid        primary key,
    name                        text        collate "C" not null unique,
    fifo                        boolean     not null,
    visibility_timeout_seconds  integer     not null check (visibility_timeout_seconds between 0 and 43200),
    delay_seconds               integer     not null check (delay_seconds between 0 and 900),
    max_message_bytes           integer     not null check (max_message_bytes between 1024 and 1048576),
    retention_seconds           integer     not null check (retention_seconds between 60 and 1209600),
    receive_wait_seconds        integer     not null check (receive_wait_seconds between 0 and 20),
    content_based_deduplication boolean     not null,
    deduplication_scope         text        not null check (deduplication_scope in ('queue', 'message-group')),
    dead_letter_queue_id        uuid        references queue,
    max_receive_count           integer     check (max_receive_count between 1 and 1000),
    redrive_permission          text        not null check (redrive_permission in ('allow-all', 'deny-all', 'by-queue')),
    redrive_sources             text[]      not null,
    revision                    bigint      not null,
    created_at                  timestamptz not null,
    modified_at                 timestamptz not null,
    check ((dead_letter_queue_id is null) = (max_receive_count is null)),
    check (dead_letter_queue_id <> id)
);

create index queue_of_dead_letters on queue (dead_letter_queue_id) where dead_letter_queue_id is not null;

-- Numbers messages. In a message group the numbers rise in the order of acceptance, since the group's row is locked
-- before a number is drawn.
create sequence queue_message_sequence cache 1;

-- A message until it is deleted. One column, visible_at, is delay, retry and the receiver's time-limited right. A receipt
-- says that it was received; the last one is the only one that counts. No foreign key: it would lock the queue's row for
-- each message. What a removed queue leaves behind is swept up.
create table queue_message (
    queue_id           uuid        not null,
    sequence           bigint      not null default nextval('queue_message_sequence'),
    message_id         uuid        not null,
    group_id           text        collate "C",
    deduplication_id   text,
    body               text        not null,
    attributes         text,        -- a JSON object, as it was written on arrival; null for none
    bytes              integer     not null,
    sender             text,
    sent_at            timestamptz not null,
    visible_at         timestamptz not null,
    receive_count      integer     not null default 0,
    first_received_at  timestamptz,
    received_at        timestamptz,
    receipt            bigint,
    dead_letter_source uuid,        -- the queue that gave it up
    primary key (queue_id, sequence)
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_insert_scale_factor = 0.2);

-- Each message stands in one of these two.
create index queue_message_due on queue_message (queue_id, visible_at) where group_id is null;
create index queue_message_of_group on queue_message (queue_id, group_id, sequence) where group_id is not null;

-- A message group that has messages. Whoever sends to it, receives from it or deletes from it locks its row first.
-- visible_at is the instant from which it may have something to receive: the end of what is in flight, or of a delay.
create table queue_group (
    queue_id   uuid        not null,
    group_id   text        collate "C" not null,
    visible_at timestamptz not null,
    primary key (queue_id, group_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

create index queue_group_due on queue_group (queue_id, visible_at);

-- What was sent to FIFO queues within the last five minutes, so that it is not accepted twice. scope is the message
-- group where a queue says so, else empty.
create table queue_deduplication (
    queue_id         uuid        not null,
    scope            text        collate "C" not null,
    deduplication_id text        collate "C" not null,
    message_id       uuid        not null,
    sequence         bigint      not null,
    expires_at       timestamptz not null,
    primary key (queue_id, scope, deduplication_id)
);

create index queue_deduplication_age on queue_deduplication using brin (expires_at) with (autosummarize = on);

-- Moves the messages of a dead-letter queue back, or elsewhere, in portions. One at a time for each queue.
create table queue_redrive (
    id              uuid        primary key,
    queue_id        uuid        not null references queue on delete cascade,
    destination_id  uuid        references queue on delete cascade,  -- null: each to the queue that gave it up
    rate_per_second integer     check (rate_per_second between 1 and 500),
    state           text        not null check (state in ('running', 'completed', 'cancelled', 'failed')),
    last_sequence   bigint      not null,  -- what arrived later stays
    to_move         bigint      not null,
    moved           bigint      not null default 0,
    next_at         timestamptz not null,
    started_at      timestamptz not null,
    ended_at        timestamptz,
    problem         text,
    check ((state = 'running') = (ended_at is null))
);

create unique index queue_redrive_running on queue_redrive (queue_id) where state = 'running';
create index queue_redrive_of_queue on queue_redrive (queue_id, id);
