-- Who is signed in at the console. Only the hash of what the cookie carries is kept, so that nobody who reads the table
-- can go on as somebody else. A session ends at the first of its two times, at the sign-out, or with its access key.
create table console_session (
    token_sha256  bytea       primary key,
    access_key_id text        not null references access_key on delete cascade,
    csrf_token    text        not null,
    created_at    timestamptz not null,
    idle_until    timestamptz not null,
    ends_at       timestamptz not null
);

create index console_session_end on console_session (idle_until);
