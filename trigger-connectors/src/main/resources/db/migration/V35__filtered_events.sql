-- The last few events of each trigger that its filter turned away, as far as they were sampled: for people who wonder why
-- an event never came. Written now and then by the node that reads the source.
create table filtered_event (
    id          uuid        primary key,
    trigger_id  uuid        not null references trigger on delete cascade,
    filtered_at timestamptz not null,
    bytes       integer     not null,
    preview     text        not null
);

create index filtered_event_of_trigger on filtered_event (trigger_id, id);
