-- How fast the events of a function are run: {"rateLimit": {"events", "perSeconds", "key"}, "concurrency": {"limit", "key"}},
-- each of which may be absent. Null for a function that is not limited.
alter table function add column flow jsonb;
create index function_with_flow on function (name) where flow is not null;
