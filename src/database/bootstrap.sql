-- What Supabase has and a plain PostgreSQL lacks: the API roles and the auth functions that policies
-- call. Each is made only where it is missing, so on Supabase nothing here changes anything.
do $$
begin
  if to_regrole('anon') is null then create role anon nologin noinherit; end if;
  if to_regrole('authenticated') is null then create role authenticated nologin noinherit; end if;
  if to_regrole('service_role') is null then create role service_role nologin noinherit bypassrls; end if;
  if to_regrole('authenticator') is null then create role authenticator nologin noinherit; end if;
  if to_regrole('supabase_admin') is null then create role supabase_admin nologin noinherit; end if;
exception when unique_violation or duplicate_object then
  -- Roles belong to the whole server: another database of it was bootstrapped at the same moment.
  null;
end $$;

do $$
begin
  if not pg_has_role('authenticator', 'service_role', 'member') then
    grant anon, authenticated, service_role to authenticator;
  end if;
exception when unique_violation or duplicate_object or internal_error then null;
end $$;

create schema if not exists auth;
create schema if not exists extensions;

do $$
begin
  grant usage on schema auth, extensions, public to anon, authenticated, service_role;
  -- The Supabase CLI's `db reset` drops what its own administrator does not own.
  if pg_get_userbyid((select nspowner from pg_namespace where nspname = 'auth')) = current_user
     and (select rolsuper from pg_roles where rolname = current_user) then
    alter schema auth owner to supabase_admin;
    alter schema extensions owner to supabase_admin;
  end if;

  if to_regprocedure('auth.jwt()') is null then
    create function auth.jwt() returns jsonb language sql stable as
      $f$ select coalesce(nullif(current_setting('request.jwt.claim', true), ''),
                          nullif(current_setting('request.jwt.claims', true), ''))::jsonb $f$;
  end if;
  if to_regprocedure('auth.uid()') is null then
    create function auth.uid() returns uuid language sql stable as
      $f$ select nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub', '')::uuid $f$;
  end if;
  if to_regprocedure('auth.role()') is null then
    create function auth.role() returns text language sql stable as
      $f$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role' $f$;
  end if;
end $$;
