-- The walks' own tables: who may call, what was done, what still has to leave the house, and the fences.

-- One row. revision counts every write that can change what a device is offered, estate_revision those of them that change
-- devices, people or groups; epoch rises when a leader changes or a backup is restored, and every fenced write names both.
create table app_world (
  singleton boolean primary key check (singleton),
  tenant text not null,
  revision bigint not null,
  estate_revision bigint not null,
  epoch bigint not null
);

-- One row: who leads the timer. Apart from app_world, so that keeping the lead disturbs no offer.
create table app_lease (
  singleton boolean primary key check (singleton),
  holder text,
  until_ms bigint not null
);
insert into app_lease (singleton, holder, until_ms) values (true, null, 0);

create table app_token (
  token_hash text primary key,
  person text not null,
  role text not null,
  label text not null,
  created_at_ms bigint not null,
  expires_at_ms bigint,
  revoked_at_ms bigint
);

-- Keys that sign bundles. The private half is sealed with the master key, which is not in the database.
create table app_signing_key (
  kid text primary key,
  public_jwk jsonb not null,
  private_sealed text not null,
  created_at_ms bigint not null
);

-- Hash chain: hash = sha256(canonical JSON of number, at, actor, action, subject, detail, prev).
create table app_audit (
  number bigint primary key,
  at_ms bigint not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null,
  prev_hash text not null,
  hash text not null
);
create index app_audit_subject on app_audit (subject, number);

-- The end of the chain. Whoever appends moves this row first: two at once cannot both continue from one end, and an end that
-- was cut off is missed. prev_hash of the first entry is 64 zeros.
create table app_audit_head (
  singleton boolean primary key check (singleton),
  number bigint not null,
  hash text not null
);
insert into app_audit_head (singleton, number, hash) values (true, 0, repeat('0', 64));

create table app_outbox (
  key text primary key,
  kind text not null,
  rollout_id text not null,
  payload jsonb not null,
  created_at_ms bigint not null,
  attempts integer not null,
  next_attempt_at_ms bigint,
  last_error text,
  done_at_ms bigint,
  receipt jsonb
);
create index app_outbox_due on app_outbox (created_at_ms, key) where done_at_ms is null;
create index app_outbox_rollout on app_outbox (rollout_id, created_at_ms);
