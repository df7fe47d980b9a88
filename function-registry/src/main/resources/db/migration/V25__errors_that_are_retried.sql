-- Which types of errors the asynchronous invocations of a function are tried again after.
alter table function
    add column only_errors  jsonb not null default '[]',
    add column never_errors jsonb not null default '[]';
