-- How many invocations of a function may run at once. Apart from the function's row: a change is no new revision, so
-- that environments stay warm.
create table function_concurrency (
    function_id uuid    primary key references function on delete cascade,
    reserved    integer not null check (reserved >= 0)
);

-- How many environments are to be kept warm for a version, directly or by an alias that points at it. A version or an
-- alias that is deleted takes its row along.
create table provisioned_concurrency (
    function_id  uuid        not null references function on delete cascade,
    qualifier    text        collate "C" not null,
    version      integer,
    alias        text        collate "C",
    environments integer     not null check (environments > 0),
    modified_at  timestamptz not null,
    primary key (function_id, qualifier),
    foreign key (function_id, version) references function_version on delete cascade,
    foreign key (function_id, alias) references function_alias on delete cascade,
    check ((version is null) <> (alias is null)),
    check (qualifier = coalesce(alias, version::text))
);
