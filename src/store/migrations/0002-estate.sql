create table estate_site (
  id text primary key,
  name text not null,
  time_zone text not null
);

create table estate_group (
  id text primary key,
  name text not null,
  member_kind text not null check (member_kind in ('user', 'device'))
);

create table estate_user (
  id text primary key,
  principal_name text not null,
  display_name text not null,
  department text,
  site_id text,
  mail text,
  sensitivities text[] not null,
  group_ids text[] not null
);

create table estate_device (
  id text primary key,
  name text not null,
  -- Checked at the end of a statement: one import may move a number from a retired record to its successor.
  serial_number text not null unique deferrable initially immediate,
  platform text not null,
  os_version text,
  edition text,
  manufacturer text,
  model text,
  ownership text not null,
  site_id text,
  primary_user_id text,
  sensitivities text[] not null,
  test_only boolean not null,
  group_ids text[] not null
);
-- Pages of devices in code-unit order, whatever the server's own collation.
create index estate_device_page on estate_device (id collate "C");
create index estate_device_name on estate_device (name);

-- Written at every check-in, so it is narrow and apart: an import and the fleet's check-ins never wait for each other.
create table estate_seen (
  device_id text primary key references estate_device (id) on delete cascade,
  last_seen_at_ms bigint not null
);

-- The estate and the policies as imported at one moment: S2's baseline, dated and hashed.
create table estate_baseline (
  hash text primary key,
  taken_at_ms bigint not null,
  summary jsonb not null
);

-- Keys of devices. One is pinned at enrolment; another key for the same device waits in quarantine for a person.
create table estate_identity (
  thumbprint text primary key,
  device_id text not null references estate_device (id),
  public_jwk jsonb not null,
  status text not null check (status in ('active', 'quarantined', 'revoked')),
  enrolled_at_ms bigint not null
);
create unique index estate_identity_one_active on estate_identity (device_id) where status = 'active';

create table estate_enrolment_token (
  token_hash text primary key,
  label text not null,
  created_by text not null,
  created_at_ms bigint not null,
  expires_at_ms bigint not null,
  uses_left integer not null check (uses_left >= 0)
);
