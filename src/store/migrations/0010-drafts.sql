-- Changes that are still being written. They reach no device: plans are made of them.
create table policy_draft (
  id text primary key,
  -- No foreign key: a draft may add a policy that does not exist yet.
  policy_id text not null,
  title text not null,
  reason text not null,
  change jsonb not null,
  base_hash text,
  made_from text,
  revision integer not null check (revision > 0),
  created_by text not null,
  created_at_ms bigint not null,
  updated_by text not null,
  updated_at_ms bigint not null
);
-- Pages newest first, ties in code-unit order.
create index policy_draft_page on policy_draft (created_at_ms desc, id collate "C");
create index policy_draft_policy on policy_draft (policy_id);
-- Why a version was made: the reason of the rollout or import that brought it. Versions from before this column have none.
alter table policy_version add column reason text;
