-- What became of attempts, by function and minute: what charts are drawn from without reading history. Nodes add to the
-- rows every few seconds, so a crash loses the last of these counts; the ledger, which counts events, loses none.
create table attempt_count (
    function_name text        not null,
    minute        timestamptz not null,
    returned      bigint      not null default 0,
    failed        bigint      not null default 0,  -- the function failed or timed out
    throttled     bigint      not null default 0,
    platform      bigint      not null default 0,  -- the platform failed, or could not run it at all
    cold          bigint      not null default 0,  -- had to wait for a new execution environment
    init_us       bigint      not null default 0,  -- sum over the cold ones
    queued_us     bigint      not null default 0,  -- sum over those that ran
    durations     bigint[]    not null,            -- how many ran for how long, see io.glowplug.app.telemetry.Durations
    primary key (minute, function_name)
) with (fillfactor = 70);

create index attempt_count_of_function on attempt_count (function_name, minute);
