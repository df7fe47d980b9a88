-- Size of an answer that a function streamed; the bytes of such an answer are nowhere stored. See
-- docs/adr/0018-response-streaming.md.
alter table attempt add column streamed_bytes bigint;
