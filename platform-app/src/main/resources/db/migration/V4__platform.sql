-- Who may use the platform. The secret is encrypted by the master key, since request signatures need it again.
create table access_key (
    id               text        primary key,
    secret_encrypted bytea       not null,
    role             text        not null check (role in ('administrator', 'developer', 'viewer')),
    description      text        not null,
    enabled          boolean     not null,
    created_at       timestamptz not null,
    created_by       text        not null
);

-- Who changed what. An entry is written before its change; without an outcome, a crash came in between.
create table audit_log (
    id             uuid        primary key,
    at             timestamptz not null,
    access_key_id  text        not null,
    action         text        not null,
    resource       text        not null,
    request_id     text        not null,
    remote_address text        not null,
    outcome        text        check (outcome in ('done', 'refused', 'failed')),
    status         integer,
    check ((outcome is null) = (status is null))
);

create index audit_log_of_access_key on audit_log (access_key_id, id);
