-- Who can sign in: global, outside the accounts; `users` is the membership. The tables of better-auth under our names.

create table logins (
  id text primary key,
  email text not null unique,                       -- lower case
  email_verified boolean not null default false,
  name text not null,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- One way to prove a login: a password, later a provider.
create table login_credentials (
  id text primary key,
  login_id text not null references logins on delete cascade,
  provider_id text not null,
  external_id text not null,
  password_hash text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, external_id)
);
create index login_credentials_by_login on login_credentials (login_id);

create table login_sessions (
  id text primary key,
  login_id text not null references logins on delete cascade,
  token text not null unique,                       -- useless by itself: the cookie carries it signed
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index login_sessions_by_login on login_sessions (login_id);

create table login_verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index login_verifications_by_identifier on login_verifications (identifier);
