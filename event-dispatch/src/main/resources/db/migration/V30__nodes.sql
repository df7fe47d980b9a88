-- The nodes that share this database. Each writes its own row every few seconds, by the database's clock, since theirs
-- may be off. What people want of a node (ordered) is written by whoever is asked and followed by the node itself.
create table node (
    id              text        primary key,  -- the name that its leases carry
    incarnation     uuid        not null,     -- the process: a second one under the same id is found out by it
    name            text        not null,
    address         text,
    version         text        not null,
    started_at      timestamptz not null,
    heartbeat_at    timestamptz not null,
    ordered         text        not null check (ordered in ('active', 'cordoned', 'draining')),
    state           text        not null check (state in ('active', 'cordoned', 'draining', 'drained', 'gone')),
    runtimes        text[]      not null,
    networks        text[]      not null,
    capacity        integer     not null,
    in_flight       integer     not null,
    clock_offset_ms bigint,
    problem         text
) with (fillfactor = 50);

-- Who does the chores that one node does for all. The epoch rises each time they change hands.
create table leadership (
    only_row   boolean     primary key default true check (only_row),
    node       text        not null,
    epoch      bigint      not null,
    expires_at timestamptz not null
) with (fillfactor = 50);

insert into leadership (node, epoch, expires_at) values ('', 0, '-infinity');
