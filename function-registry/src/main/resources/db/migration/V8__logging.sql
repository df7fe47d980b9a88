-- How a function logs: {"format": "TEXT" | "JSON", "applicationLevel": …, "systemLevel": …, "retentionDays": …}
alter table function add column logging jsonb not null default '{"format": "TEXT"}';
alter table function_version add column logging jsonb not null default '{"format": "TEXT"}';
