-- Functions may have an internet of their own; network_allow is what it is narrowed down or widened to.
alter table function drop constraint function_network_check;
alter table function add constraint function_network_check check (network in ('NONE', 'INTERNET', 'HOST'));
alter table function add column network_allow jsonb not null default '[]';

alter table function_version drop constraint function_version_network_check;
alter table function_version add constraint function_version_network_check check (network in ('NONE', 'INTERNET', 'HOST'));
alter table function_version add column network_allow jsonb not null default '[]';
