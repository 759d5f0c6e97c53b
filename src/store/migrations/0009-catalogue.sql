-- The setting catalogue that was brought in; one row, or none: then the shipped one is in force. packed is base64 of gzip.
create table policy_catalogue (
  singleton boolean primary key check (singleton),
  hash text not null,
  definitions integer not null,
  complete boolean not null,
  packed text not null,
  updated_at_ms bigint not null,
  updated_by text not null
);
