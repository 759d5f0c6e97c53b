-- What other masters (Group Policy, Configuration Manager, another MDM) are declared to set on a group's devices. No bundle holds any of it.
create table policy_declared (
  id text primary key,
  name text not null,
  master text not null check (master in ('group-policy', 'configuration-manager', 'other-mdm')),
  -- No foreign key: an estate import may take the group away, and the fact then reaches nobody and says so.
  group_id text not null,
  rows jsonb not null,
  row_count integer not null check (row_count >= 0),
  value_count integer not null check (value_count >= 0),
  node_count integer not null check (node_count >= 0),
  opaque_count integer not null check (opaque_count >= 0),
  workloads jsonb not null,
  file text not null,
  read_at_ms bigint,
  imported_at_ms bigint not null,
  imported_by text not null,
  check (value_count + node_count + opaque_count = row_count)
);
-- Pages by name, ties in code-unit order.
create index policy_declared_page on policy_declared (name collate "C", id collate "C");
