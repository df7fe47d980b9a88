create table note (id bigint primary key, text text not null);
