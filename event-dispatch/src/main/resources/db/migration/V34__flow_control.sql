-- What an invocation counts under where its function's events are held back: '-' for "no key", else '=' and the key.
-- Both are null where nothing is held back, which is why the indexes cost such functions nothing.
alter table invocation
    add column flow_rate_key text,
    add column flow_concurrency_key text,
    add check ((flow_rate_key is null) = (flow_concurrency_key is null));

create index invocation_flow on invocation
    (function_name, flow_rate_key, flow_concurrency_key, visible_at, id) where flow_rate_key is not null;
create index invocation_flow_running on invocation
    (function_name, flow_concurrency_key) where flow_rate_key is not null and state = 'running';

-- A redrive is made without keys; whoever leases gives it the keys that its payload has.
create index invocation_flow_keyless on invocation
    (function_name) where redrive_of is not null and flow_rate_key is null;

-- When attempts of a key began lately: [[microseconds since 1970, how many], …], as far back as the limit looks.
create table flow_rate (
    function_name text        not null,
    rate_key      text        not null,
    begun         jsonb       not null,
    expires_at    timestamptz not null,
    primary key (function_name, rate_key)
) with (fillfactor = 50);

create index flow_rate_expiry on flow_rate (function_name, expires_at);
