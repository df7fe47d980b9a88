-- When an invocation was asked to be delivered, if not at once. Its age counts from then on. While it waits for that,
-- visible_at is the same instant, past the end of what a lease reads of the index.
alter table invocation add column deliver_at timestamptz;

-- The event that was sent again as this one, and the replay by which.
alter table event add column replay_of uuid, add column replay_id uuid;
create index event_replayed on event (replay_of) where replay_of is not null;
