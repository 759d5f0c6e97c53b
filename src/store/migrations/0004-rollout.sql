create table rollout_rollout (
  id text primary key,
  name text not null,
  author_id text not null,
  reason text not null,
  plan jsonb not null,
  plan_hash text not null,
  policy_id text not null,
  -- Null for a retirement.
  target_hash text,
  previous_hash text,
  -- To whom the policy went before the change landed: devices that are held back stay on the version of then. Null: to nobody.
  previous_audience jsonb,
  state jsonb not null,
  state_kind text not null,
  because text not null,
  -- Moved by every approval and denial: a decision that read the approvals before this one is repeated, never committed.
  approval_count integer not null,
  revision bigint not null,
  epoch bigint not null,
  wake_at_ms bigint,
  created_at_ms bigint not null
);
create index rollout_rollout_due on rollout_rollout (wake_at_ms) where wake_at_ms is not null;
-- Two open rollouts of one policy would answer for each other's devices.
create unique index rollout_rollout_one_open on rollout_rollout (policy_id)
  where state_kind not in ('operations', 'closed', 'rolled-back', 'aborted');

create table rollout_phase (
  rollout_id text not null references rollout_rollout (id),
  phase_index integer not null,
  name text not null,
  cap integer not null,
  cohort_size integer not null check (cohort_size between 0 and cap),
  opened_at_ms bigint not null,
  left_at_ms bigint,
  -- Set by the receipt of the device backend: only a published phase is offered.
  published_at_ms bigint,
  selection jsonb not null,
  judgement jsonb,
  primary key (rollout_id, phase_index)
);

-- Frozen when its phase opens; a device is in one phase of a rollout.
create table rollout_cohort (
  rollout_id text not null,
  device_id text not null,
  phase_index integer not null,
  -- Its people were told long enough ago, or need not be told. Null: held back, offered nothing.
  cleared_at_ms bigint,
  primary key (rollout_id, device_id),
  unique (rollout_id, phase_index, device_id),
  foreign key (rollout_id, phase_index) references rollout_phase (rollout_id, phase_index)
);
create index rollout_cohort_device on rollout_cohort (device_id);
create index rollout_cohort_held_back on rollout_cohort (rollout_id, phase_index) where cleared_at_ms is null;

-- The exposure ledger: one row before a version is first offered to a device. Never deleted.
create table rollout_exposure (
  rollout_id text not null,
  device_id text not null,
  phase_index integer not null,
  version_hash text,
  offered_at_ms bigint not null,
  rollout_revision bigint not null,
  -- First reports that this version was applied, read back, or failed on this device: they stay counted after a rollback.
  applied_at_ms bigint,
  verified_at_ms bigint,
  failed_at_ms bigint,
  -- What failed first, when it did: a rollback's report replaces the report that said so.
  failure jsonb,
  primary key (rollout_id, device_id),
  -- A device is exposed only as a member of a frozen cohort, and in that cohort's phase (P-S2).
  foreign key (rollout_id, phase_index, device_id) references rollout_cohort (rollout_id, phase_index, device_id)
);

create table rollout_approval (
  rollout_id text not null references rollout_rollout (id),
  number integer not null,
  purpose text not null,
  person text not null,
  plan_hash text not null,
  decision text not null check (decision in ('approve', 'deny')),
  reason text not null,
  decided_at_ms bigint not null,
  primary key (rollout_id, number)
);
