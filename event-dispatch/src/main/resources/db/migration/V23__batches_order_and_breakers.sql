-- Where the records of a batch are in its payload, and what they are called; null for an event that is no batch.
alter table event add column records jsonb;

-- What is left of a batch, by the positions of its records; null while it is whole. counted is true only while an
-- invocation of a trigger with a maximum concurrency runs, so that counting them reads nothing else.
alter table invocation
    add column remainder jsonb,
    add column counted   boolean not null default false;

create index invocation_counted on invocation (trigger_id) where counted;

-- Ordering keys of calls by name, which come by no trigger.
create index invocation_of_function_key on invocation (function_name, ordering_key, ordinal)
    where trigger_id is null and ordering_key is not null;

alter table dead_letter drop constraint dead_letter_reason_check;
alter table dead_letter add constraint dead_letter_reason_check check (reason in
    ('retries-exhausted', 'event-age-exceeded', 'rejected', 'lease-lost-repeatedly', 'not-retriable'));

-- Ordering keys that stand still since one of their events went to the dead-letter queue, until somebody decides. None
-- of their invocations can become due meanwhile.
create table stopped_key (
    trigger_id     uuid        not null,
    key            text        not null,
    dead_letter_id uuid        not null,
    stopped_at     timestamptz not null,
    primary key (trigger_id, key)
);

-- Circuit breakers of triggers that have one, from their first failure on. probe is the invocation that probes.
create table circuit_breaker (
    trigger_id uuid        primary key,
    state      text        not null check (state in ('closed', 'open', 'half-open')),
    failures   integer     not null,
    openings   integer     not null,
    open_since timestamptz,
    probe_at   timestamptz,
    probe      uuid,
    check ((state = 'closed') = (open_since is null)),
    check ((state = 'closed') = (probe_at is null)),
    check ((state = 'half-open') = (probe is not null))
) with (fillfactor = 50);
