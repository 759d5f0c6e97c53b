-- What decides whether a setting can take effect on a device. Null: never reported, which is never read as a match.
alter table estate_device
  add column supervised boolean,
  add column join_type text,
  add column enrolment text,
  add column drive_encryption text;
-- Service plans as Entra names them. Null: never reported; empty: none.
alter table estate_user add column licences text[];
