-- The object store. Bytes lie in files that object_segment and object_part name; everything else is here, so that an
-- object and the change that triggers read become visible in one transaction. Nodes write by plain JDBC.
-- Names sort as S3 lists them, by the bytes of UTF-8.
create table object_bucket (
    name       text        collate "C" primary key,
    created_at timestamptz not null,
    created_by text        not null
);

create table stored_object (
    id          uuid        not null unique,
    bucket      text        collate "C" not null references object_bucket,
    key         text        collate "C" not null,
    size        bigint      not null,
    etag        text        not null,
    modified_at timestamptz not null,
    headers     jsonb       not null,
    metadata    jsonb       not null,
    primary key (bucket, key)
) with (fillfactor = 80);

-- The files of an object, in their order. A file belongs to one object or to one part, never to both or to two.
create table object_segment (
    file      uuid    primary key,
    object_id uuid    not null,
    ordinal   integer not null,
    size      bigint  not null,
    unique (object_id, ordinal)
);

create table object_upload (
    id         uuid        primary key,
    bucket     text        collate "C" not null references object_bucket,
    key        text        collate "C" not null,
    started_at timestamptz not null,
    headers    jsonb       not null,
    metadata   jsonb       not null
);

create index object_upload_of_bucket on object_upload (bucket, key, id);

create table object_part (
    upload_id   uuid        not null references object_upload,
    number      integer     not null,
    file        uuid        not null unique,
    size        bigint      not null,
    etag        text        not null,
    modified_at timestamptz not null,
    checksums   jsonb       not null,
    primary key (upload_id, number)
);

-- What happened to objects, for triggers to read. Whoever writes one holds the bucket's row, so within a bucket the
-- numbers become visible in their order and a reader can go by the last one that it has seen. No reference to the
-- bucket: changes outlive it, and a bucket that is made anew goes on with higher numbers.
create table object_change (
    bucket         text        collate "C" not null,
    number         bigint      not null,
    event          text        not null,
    key            text        collate "C" not null,
    size           bigint,
    etag           text,
    at             timestamptz not null,
    principal      text        not null,
    source_address text        not null,
    request_id     text        not null,
    primary key (bucket, number)
);

create sequence object_change_number;

create index object_change_by_age on object_change (at);
