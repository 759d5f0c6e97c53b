create table policy_policy (
  id text primary key,
  -- Null: it has versions, and none was ever live.
  live_number integer,
  -- Versions so far; moved by whoever adds one, so that two at once cannot take one number.
  version_count integer not null,
  assignments jsonb not null,
  retired boolean not null
);

-- Immutable: number counts within the policy, hash is the content's address.
create table policy_version (
  policy_id text not null references policy_policy (id),
  number integer not null,
  hash text not null,
  name text not null,
  kind text not null,
  content jsonb not null,
  created_at_ms bigint not null,
  created_by text not null,
  primary key (policy_id, number),
  unique (policy_id, hash)
);
alter table policy_policy add foreign key (id, live_number) references policy_version (policy_id, number);

create table policy_plan (
  hash text primary key,
  inputs_hash text not null,
  plan jsonb not null,
  created_at_ms bigint not null,
  created_by text not null
);

-- What a device was last offered. seq only rises; previous envelopes live in the device's chain of hashes.
create table policy_bundle (
  device_id text primary key references estate_device (id),
  epoch bigint not null,
  seq bigint not null,
  set_hash text not null,
  envelope jsonb not null,
  envelope_hash text not null,
  offered_at_ms bigint not null,
  report_number bigint not null,
  report_hash text,
  reported_seq bigint not null,
  reported_at_ms bigint,
  refused jsonb,
  -- The transaction that wrote this row last. Offers, reports and refusals all write it: what has moved since a snapshot is
  -- found by it, whatever the clocks say.
  changed_in xid8 not null default pg_current_xact_id()
);
create index policy_bundle_changed on policy_bundle (changed_in);

-- Bundle content, shared by every device that holds the same set of policy versions.
create table policy_content (
  set_hash text primary key,
  content_hash text not null,
  content jsonb not null
);

-- The latest proof for a policy on a device. state is Intune's word; exceptions holds the settings that are not plainly verified.
create table policy_report (
  device_id text not null,
  policy_id text not null,
  version_hash text not null,
  state text not null,
  settings integer not null,
  applied integer not null,
  verified integer not null,
  exceptions jsonb not null,
  reported_at_ms bigint not null,
  primary key (device_id, policy_id)
);
create index policy_report_policy on policy_report (policy_id, version_hash, state);
create index policy_report_feed on policy_report (reported_at_ms, device_id, policy_id);
