-- What can run. People edit these rows; JPA maps them, except code_package and registry_change, which are plain JDBC.
-- Names sort by code point (collate "C"), so that a list's cursor means the same on every server.

-- Code by content: the same archive is stored once, whatever uses it. unused_since is set by the collector, which
-- removes the row only when it stayed unused for the grace period.
create table code_package (
    sha256         text        collate "C" primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes     bigint      not null check (size_bytes > 0),
    unzipped_bytes bigint      not null check (unzipped_bytes >= 0),
    archive        bytea       not null,
    stored_at      timestamptz not null,
    unused_since   timestamptz
);

-- Zip archives do not compress any further.
alter table code_package alter column archive set storage external;

-- Code sizes are repeated beside the hash: they can never differ, and lists need them without touching archives.
create table function (
    id                   uuid        primary key,
    name                 text        collate "C" not null unique,
    revision             bigint      not null,
    state                text        not null check (state in ('pending', 'active', 'failed')),
    state_reason         text,
    runtime              text        not null,
    handler              text        not null,
    memory_mb            integer     not null,
    timeout_seconds      integer     not null,
    ephemeral_storage_mb integer     not null,
    environment          jsonb       not null,
    description          text        not null,
    network              text        not null check (network in ('NONE', 'HOST')),
    max_retries          integer     not null,
    min_backoff_seconds  integer     not null,
    max_backoff_seconds  integer     not null,
    max_event_age_seconds integer    not null,
    code_sha256          text        collate "C" not null references code_package,
    code_size_bytes      bigint      not null,
    code_unzipped_bytes  bigint      not null,
    tags                 jsonb       not null,
    last_version         integer     not null,  -- highest number ever published: numbers are not used twice
    created_at           timestamptz not null,
    modified_at          timestamptz not null,
    check ((state = 'active') = (state_reason is null))
);

create index function_of_code on function (code_sha256);
create index function_pending on function (name) where state = 'pending';

create table function_version (
    function_id          uuid        not null references function on delete cascade,
    number               integer     not null check (number > 0),
    function_revision    bigint      not null,  -- the function's revision that was frozen
    version_description  text        not null,
    runtime              text        not null,
    handler              text        not null,
    memory_mb            integer     not null,
    timeout_seconds      integer     not null,
    ephemeral_storage_mb integer     not null,
    environment          jsonb       not null,
    description          text        not null,
    network              text        not null check (network in ('NONE', 'HOST')),
    code_sha256          text        collate "C" not null references code_package,
    code_size_bytes      bigint      not null,
    code_unzipped_bytes  bigint      not null,
    published_at         timestamptz not null,
    primary key (function_id, number)
);

create index function_version_of_code on function_version (code_sha256);

-- version is null for $LATEST. The foreign keys keep a version from being deleted under an alias.
create table function_alias (
    function_id        uuid             not null references function on delete cascade,
    name               text             collate "C" not null,
    revision           bigint           not null,
    description        text             not null,
    version            integer,
    additional_version integer,
    additional_weight  double precision,
    modified_at        timestamptz      not null,
    primary key (function_id, name),
    foreign key (function_id, version) references function_version,
    foreign key (function_id, additional_version) references function_version,
    check ((additional_version is null) = (additional_weight is null)),
    check (additional_version is null or version is not null),
    check (additional_weight between 0.0 and 1.0)
);

-- Raised by every transaction that changes what an invocation would resolve to; each node polls it.
create table registry_change (
    only_row boolean primary key default true check (only_row),
    counter  bigint  not null
);

insert into registry_change (counter) values (0);
