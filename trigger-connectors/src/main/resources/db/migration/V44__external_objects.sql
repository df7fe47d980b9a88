-- What a trigger has seen in a bucket of another store. An event is planned here before it is emitted: emission and
-- position say which event tells of the row, and where in it, until the ledger has it.
-- Rows of triggers that are gone are removed by a chore.
create table external_object (
    trigger_id  uuid        not null,
    key         text        collate "C" not null,
    etag        text        not null,
    size        bigint      not null,
    modified_at timestamptz not null,
    removed     boolean     not null,
    emission    uuid,
    position    integer     not null,
    primary key (trigger_id, key)
);

create index external_object_planned on external_object (trigger_id, emission) where emission is not null;
