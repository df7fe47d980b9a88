-- Payloads that people keep to try a function with.
create table test_event (
    id            uuid        primary key,
    function_name text        not null,
    name          text        not null,
    payload       text        not null,
    modified_at   timestamptz not null,
    unique (function_name, name)
);
