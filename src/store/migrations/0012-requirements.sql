-- The requirements register: what has to hold on devices, and why. A retired requirement stays.
create table policy_requirement (
  id text primary key,
  -- Everything that people write, as policy/requirement/requirement.ts has it, without the id.
  requirement jsonb not null,
  revision integer not null check (revision > 0),
  retired boolean not null,
  created_by text not null,
  created_at_ms bigint not null,
  updated_by text not null,
  updated_at_ms bigint not null
);
