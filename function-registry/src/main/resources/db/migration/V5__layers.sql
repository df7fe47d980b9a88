-- Layers: content that functions share. A version never changes and its number is not used twice, also after it was
-- deleted; a function that names a version holds its content by hash, so that it outlives the version's row.

create table layer (
    name         text    collate "C" primary key,
    last_version integer not null  -- highest number ever published
);

create table layer_version (
    layer_name          text        collate "C" not null references layer,
    number              integer     not null check (number > 0),
    description         text        not null,
    compatible_runtimes jsonb       not null,
    license_info        text        not null,
    code_sha256         text        collate "C" not null references code_package,
    code_size_bytes     bigint      not null,
    code_unzipped_bytes bigint      not null,
    published_at        timestamptz not null,
    primary key (layer_name, number)
);

create index layer_version_of_code on layer_version (code_sha256);

-- In the order in which they are merged: [{"name","number","sha256","sizeBytes","unzippedBytes"}, …]
alter table function add column layers jsonb not null default '[]';
alter table function_version add column layers jsonb not null default '[]';
