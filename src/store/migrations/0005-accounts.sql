-- People who sign in, their sessions, and the links with which they come in for the first time.

-- A person: the login is the name under which they act. No password: they come in by a link only.
create table app_account (
  login text primary key,
  display_name text not null,
  roles text[] not null,
  password_hash text,
  created_at_ms bigint not null,
  disabled_at_ms bigint,
  last_sign_in_at_ms bigint
);
-- Pages of accounts in code-unit order, whatever the server's own collation.
create index app_account_page on app_account (login collate "C");

-- What the cookie says is not here, only its hash. A session that ended stays until its person signs in again.
create table app_session (
  token_hash text primary key,
  login text not null references app_account (login),
  created_at_ms bigint not null,
  last_used_at_ms bigint not null,
  ended_at_ms bigint
);
create index app_session_login on app_session (login);

-- What a link asks for is what it was made for. It works once.
create table app_sign_in_link (
  secret_hash text primary key,
  asks text not null check (asks in ('nothing', 'new-account', 'new-password')),
  -- Null: it makes an account, of which the person chooses the login.
  login text references app_account (login),
  -- Of the account that it makes.
  roles text[],
  created_at_ms bigint not null,
  expires_at_ms bigint not null,
  used_at_ms bigint,
  check ((asks = 'new-account') = (login is null) and (login is null) = (roles is not null))
);
create index app_sign_in_link_login on app_sign_in_link (login);
