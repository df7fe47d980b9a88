-- Idempotency keys of triggers stand beside those of callers; all zeros stands for "no trigger". The invocation that has
-- a key completes it or frees it whichever kind it is, by its own id.
alter table idempotency_key
    add column trigger_id   uuid not null default '00000000-0000-0000-0000-000000000000',
    add column answer_bytes integer;  -- size of an answer that was too large to be kept

alter table idempotency_key drop constraint idempotency_key_pkey;
alter table idempotency_key add primary key (function_name, key, trigger_id);
create index idempotency_key_of_trigger on idempotency_key (trigger_id)
    where trigger_id <> '00000000-0000-0000-0000-000000000000';

-- How many events of a trigger were left out because of their idempotency key.
create table trigger_duplicates (
    trigger_id    uuid        primary key,
    same_payload  bigint      not null,
    other_payload bigint      not null,
    last_at       timestamptz not null
) with (fillfactor = 50);
