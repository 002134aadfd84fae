-- How far the journal has been copied off-site. What lies there is named by `id`, which begins anew with another bucket, server, timeline or database:
-- a database that was set back, or a standby that was promoted, must not write over what its predecessor has left.

CREATE TABLE muster.copy (
  id             text PRIMARY KEY DEFAULT gen_random_uuid()::text,
  place          text NOT NULL UNIQUE,
  begun_at       timestamptz NOT NULL DEFAULT now(),
  -- All that was committed by then lies off-site; null: not yet.
  complete_at    timestamptz,
  -- Which replica copies, and until when nobody else does.
  holder         text,
  held_until     timestamptz
);

CREATE TABLE muster.copied_stream (
  copy      text NOT NULL REFERENCES muster.copy,
  stream    text NOT NULL,
  seq       integer NOT NULL,
  -- Of the private texts that lie there; less than the stream's: some have been erased since.
  erasures  integer NOT NULL,
  -- Small pieces since row `whole`.
  pieces    integer NOT NULL,
  whole     integer NOT NULL,
  PRIMARY KEY (copy, stream)
);

CREATE TABLE muster.copied_plan (
  copy     text NOT NULL REFERENCES muster.copy,
  digest   text NOT NULL,
  version  integer NOT NULL,
  PRIMARY KEY (copy, digest)
);

-- Grows when somebody is erased from a plan. By a trigger, so that it also does where the version before still runs.
ALTER TABLE muster.plan ADD COLUMN version integer NOT NULL DEFAULT 1;

CREATE FUNCTION muster.next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;

CREATE TRIGGER next_version BEFORE UPDATE ON muster.plan FOR EACH ROW EXECUTE FUNCTION muster.next_version();
