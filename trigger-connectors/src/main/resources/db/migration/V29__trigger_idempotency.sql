-- Which of a trigger's events are one: {"expression", "ttlSeconds", "ifMissing"}
alter table trigger add column idempotency json;
