-- Which platforms can work with this schema, so that two versions may run side by side during an upgrade. A node knows
-- migrations up to some version; it starts on a newer schema only if that version is at least minimum_version. Migrations
-- that only add leave it alone; one that takes something away raises it to the version that no longer needs it.
create table schema_compatibility (
    only_row        boolean primary key default true check (only_row),
    minimum_version integer not null
);

insert into schema_compatibility (minimum_version) values (31);
