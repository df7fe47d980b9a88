-- Whether an attempt found a warm environment, or why one had to be started for it.
alter table attempt add column start text;
