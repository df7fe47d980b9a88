-- Triggers whose events are brought to the platform over HTTP.

-- Where requests are taken: every two endpoints of one identity would compete for the same requests.
create table ingress_endpoint (
    identity   text primary key,
    trigger_id uuid not null references trigger on delete cascade
);

create index ingress_endpoint_of_trigger on ingress_endpoint (trigger_id);

-- What proves that a request comes from whom it should. Of API keys there is a hash, signing secrets are encrypted.
create table trigger_credential (
    id         uuid        primary key,
    trigger_id uuid        not null references trigger on delete cascade,
    kind       text        not null check (kind in ('api_key', 'signing_secret')),
    name       text        not null,
    hash       bytea,
    sealed     bytea,
    created_at timestamptz not null,
    expires_at timestamptz,
    check (num_nonnulls(hash, sealed) = 1),
    unique (trigger_id, kind, name)
);

-- Requests that were turned away, on all nodes together.
create table refused_request (
    trigger_id  uuid        not null references trigger on delete cascade,
    reason      text        not null,
    count       bigint      not null,
    last_at     timestamptz not null,
    last_detail text        not null,
    primary key (trigger_id, reason)
) with (fillfactor = 50);
