-- What batch.sql is written with; gone with the connection.

CREATE FUNCTION pg_temp.bench(n bigint, salt int, amount bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(n, salt) & 9223372036854775807) % amount $$;

CREATE FUNCTION pg_temp.bench_id(what text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
$$ SELECT md5(what || ' ' || n)::uuid $$;

CREATE FUNCTION pg_temp.bench_rare(n bigint, beginnings text[], endings text[]) RETURNS text
  LANGUAGE sql IMMUTABLE AS
$$ SELECT beginnings[1 + pg_temp.bench(n, 14, array_length(beginnings, 1))]
       || endings[1 + pg_temp.bench(n, 24, array_length(endings, 1))] $$;

CREATE FUNCTION pg_temp.bench_change(field text, label text, before text, after text) RETURNS json
  LANGUAGE sql IMMUTABLE AS
$$ SELECT json_build_object('after', after, 'before', before, 'field', field, 'label', label) $$;

CREATE FUNCTION pg_temp.bench_body(who text, data json) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT json_build_object('actor_name', who, 'data', data)::text $$;

CREATE FUNCTION pg_temp.bench_condition(
  code text, held boolean, value text, set_by text, set_at timestamptz) RETURNS jsonb
  LANGUAGE sql STABLE AS
$$ SELECT jsonb_build_object(
     'code', code, 'held', held, 'value', value, 'set_by', set_by, 'set_at',
     coalesce(to_char(set_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'), '')) $$;

CREATE FUNCTION pg_temp.bench_day() RETURNS date LANGUAGE plpgsql IMMUTABLE AS
$$ BEGIN RETURN current_setting('bench.day')::date; END $$;

CREATE FUNCTION pg_temp.bench_due() RETURNS int LANGUAGE plpgsql IMMUTABLE AS
$$ BEGIN RETURN current_setting('bench.due')::int; END $$;

CREATE FUNCTION pg_temp.bench_mandatory() RETURNS int LANGUAGE plpgsql IMMUTABLE AS
$$ BEGIN RETURN current_setting('bench.mandatory')::int; END $$;

CREATE FUNCTION pg_temp.bench_final() RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS
$$ BEGIN RETURN current_setting('bench.final')::boolean; END $$;
