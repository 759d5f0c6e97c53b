-- What the people of a stage are told (pilot, production). A row is a whole notice; an unfinished one is refused at the door.
create table support_notice (
  rollout_id text not null references rollout_rollout (id),
  stage text not null check (stage in ('pilot', 'production')),
  notice jsonb not null,
  notice_hash text not null,
  edited_by text not null,
  edited_at_ms bigint not null,
  -- Where the timer last looked for people of this stage, and up to which telling it has cleared devices: a look that can find
  -- nothing new costs nothing.
  look_marker text not null,
  cleared_through_ms bigint,
  primary key (rollout_id, stage)
);

-- Who is told of devices that have no person: of one site, or of all that no other line covers (site null).
create table support_substitute (
  rollout_id text not null references rollout_rollout (id),
  stage text not null check (stage in ('pilot', 'production')),
  site_id text,
  user_id text not null,
  unique nulls not distinct (rollout_id, stage, site_id)
);

-- One row for each person of a stage, for ever. The message id is fixed with the row, so that a repeated sending is the same mail.
create table support_delivery (
  rollout_id text not null references rollout_rollout (id),
  stage text not null check (stage in ('pilot', 'production')),
  user_id text not null,
  state text not null check (state in ('queued', 'accepted', 'bounced', 'failed', 'told-by-hand')),
  message_id text not null unique,
  attempts integer not null,
  queued_at_ms bigint not null,
  next_attempt_at_ms bigint,
  -- From here on the notice cannot be changed, whatever became of the attempt.
  first_attempt_at_ms bigint,
  told_at_ms bigint,
  last_error text,
  primary key (rollout_id, stage, user_id),
  check ((told_at_ms is not null) = (state in ('accepted', 'told-by-hand')))
);
create index support_delivery_due on support_delivery (queued_at_ms) where state = 'queued';
create index support_delivery_told on support_delivery (rollout_id, stage, told_at_ms) where told_at_ms is not null;
-- Pages in code-unit order.
create index support_delivery_page on support_delivery (rollout_id, stage, user_id collate "C");

-- The help desk's word stands for the notice that it read: another notice voids it.
create table support_acknowledgement (
  rollout_id text not null references rollout_rollout (id),
  stage text not null check (stage in ('pilot', 'production')),
  notice_hash text not null,
  person text not null,
  note text not null,
  acknowledged_at_ms bigint not null,
  primary key (rollout_id, stage)
);
