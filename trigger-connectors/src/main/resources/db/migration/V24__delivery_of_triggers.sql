-- What a trigger says about batches that fail in part, about order, concurrency and failures that do not end.
alter table trigger
    add column only_errors                   jsonb   not null default '[]',
    add column never_errors                  jsonb   not null default '[]',
    add column batch_report_item_failures    boolean not null default false,
    add column batch_bisect_on_error         boolean not null default false,
    add column on_dead_letter                text    not null default 'CONTINUE'
        check (on_dead_letter in ('CONTINUE', 'STOP')),
    add column max_concurrency               integer,
    add column breaker_failures              integer,
    add column breaker_probe_after_seconds   integer,
    add column breaker_longest_probe_seconds integer;
