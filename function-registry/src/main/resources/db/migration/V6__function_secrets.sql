-- Environment variables whose values are encrypted under the platform's master key:
-- {"NAME": {"sealed": "…", "bytes": 12}, …}. Each value is bound to its function's id and its name.
alter table function add column secrets jsonb not null default '{}';
alter table function_version add column secrets jsonb not null default '{}';
