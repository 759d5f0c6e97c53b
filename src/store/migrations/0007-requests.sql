create table support_request (
  id text primary key,
  opened_at_ms bigint not null,
  opened_by text not null,
  requester text not null,
  device_id text references estate_device (id) on delete set null,
  summary text not null,
  description text not null,
  worked_before text not null check (worked_before in ('yes', 'no', 'unknown')),
  source text not null,
  external_id text,
  state text not null check (state in ('open', 'closed')),
  -- The rollout that a person says it comes from: all three, or none.
  rollout_id text references rollout_rollout (id),
  linked_by text,
  linked_at_ms bigint,
  check (num_nulls(rollout_id, linked_by, linked_at_ms) in (0, 3))
);
-- The same request of another system, sent twice, is one.
create unique index support_request_external on support_request (source, external_id) where external_id is not null;
-- Pages newest first, ties in code-unit order.
create index support_request_page on support_request (opened_at_ms desc, id collate "C");
-- What a rollout's gate counts, and the pages of one rollout.
create index support_request_rollout on support_request (rollout_id, opened_at_ms desc, id collate "C") where rollout_id is not null;
-- What waits for a help-desk agent.
create index support_request_unlinked on support_request (opened_at_ms) where rollout_id is null and state = 'open';
