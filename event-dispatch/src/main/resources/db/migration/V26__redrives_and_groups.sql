-- Dead letters in groups, purges that can be undone, and what sends many of them again.

-- An error's message without what differs from one occurrence to the next: quoted parts, ids and numbers. A word with
-- a digit in it counts as an id, and several in a row as one, so that lists of any length look alike.
create function error_shape(message text) returns text
language sql immutable parallel safe
return btrim(left(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(coalesce(message, ''), '"[^"]*"', '"…"', 'g'),
                        $re$(^|\W)'[^']*'$re$, $re$\1'…'$re$, 'g'),
                    '\m[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\M', '#', 'gi'),
                '\m\w*\d\w*\M', '#', 'g'),
            '#(\W{1,3}#)+', '#', 'g'),
        '\s+', ' ', 'g'),
    200));

-- What errors of one function have in common if they are the same error.
create function error_fingerprint(function_name text, error_type text, error_message text) returns uuid
language sql immutable parallel safe
return cast(substr(encode(sha256(convert_to(
    function_name || chr(10) || coalesce(error_type, '') || chr(10) || error_shape(error_message), 'UTF8')), 'hex'), 1, 32)
    as uuid);

-- The fingerprint is a generated column: whoever writes a dead letter, it is computed once and cannot be forgotten.
alter table dead_letter
    add column redrive_of          uuid,     -- the dead letter that this invocation was redriven from
    add column redrive_id          uuid,     -- the redrive by query that sent it again
    add column idempotency_key     text,     -- the key that its end has freed; a redrive takes it again
    add column idempotency_seconds integer,  -- for how long that key was claimed
    add column purge_id            uuid,
    add column purged_at           timestamptz,
    add column fingerprint         uuid not null
        generated always as (error_fingerprint(function_name, coalesce(error_type, reason), error_message)) stored,
    add check ((purge_id is null) = (purged_at is null));

create index dead_letter_of_fingerprint on dead_letter (fingerprint, dead_at, id);
create index dead_letter_of_purge on dead_letter (purge_id) where purge_id is not null;

-- A purge hides dead letters at once and removes them when its grace time has passed; until then it can be undone.
create table dead_letter_purge (
    id             uuid        primary key,
    purged_at      timestamptz not null,
    undoable_until timestamptz not null,
    dead_letters   bigint      not null,
    undone_at      timestamptz
);

create index dead_letter_purge_ending on dead_letter_purge (undoable_until);

-- Many dead letters (a redrive) or past events (a replay) being sent again. Any node does the next portion: it locks the
-- row, sends, and notes how far it has come, all in one transaction. So nothing is sent twice, whatever crashes.
create table resend (
    id              uuid             primary key,
    kind            text             not null check (kind in ('redrive', 'replay')),
    state           text             not null check (state in ('running', 'stopped', 'done')),
    selection       jsonb            not null,
    function_name   text,            -- where to send instead of where they were addressed to
    qualifier       text,
    rate_per_second double precision not null check (rate_per_second >= 0),
    total           bigint           not null,
    done            bigint           not null default 0,
    failed          bigint           not null default 0,
    problem         text,            -- why the last one that failed did
    reached_time    timestamptz,     -- the last one that was dealt with, in the order in which they are sent
    reached_id      uuid,
    next_at         timestamptz      not null,
    created_at      timestamptz      not null,
    ended_at        timestamptz,
    check ((state = 'running') = (ended_at is null))
);

create index resend_next on resend (next_at) where state = 'running';
create index resend_of_kind on resend (kind, id);
