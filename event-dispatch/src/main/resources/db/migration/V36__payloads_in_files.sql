-- What a payload column holds is the payload itself, or one of the following, which begin with a character that no text
-- begins with: the name and size of a file, a payload that happens to begin in that way, or that the payload is past its
-- retention. See io.glowplug.dispatch.payload.StoredPayload.

-- The SHA-256, and so the name, of the file that a payload is in; null if it is in the row.
create function payload_file(payload bytea) returns text
    language sql immutable parallel safe
    return case when octet_length(payload) = 85 and substring(payload from 1 for 11) = '\x00676c6f77706c75673a66'::bytea
        then encode(substring(payload from 12 for 64), 'escape') end;

create function payload_gone(payload bytea) returns boolean
    language sql immutable parallel safe
    return octet_length(payload) = 11 and payload = '\x00676c6f77706c75673a67'::bytea;

-- The size of the payload, wherever it is.
create function payload_bytes(payload bytea) returns integer
    language sql immutable parallel safe
    return case
        when payload_file(payload) is not null then encode(substring(payload from 76 for 10), 'escape')::integer
        when payload_gone(payload) then 0
        else octet_length(payload) end;

-- The SHA-256 of the payload, wherever it is.
create function payload_sha256(payload bytea) returns text
    language sql immutable parallel safe
    return coalesce(payload_file(payload), encode(sha256(payload), 'hex'));

-- How the sweep finds the rows that a file belongs to. Payloads that are in their rows have no entry.
create index event_payload_file on event (payload_file(payload)) where octet_length(payload) = 85;
create index dead_letter_payload_file on dead_letter (payload_file(payload)) where octet_length(payload) = 85;
create index invocation_payload_file on invocation (payload_file(payload)) where octet_length(payload) = 85;
