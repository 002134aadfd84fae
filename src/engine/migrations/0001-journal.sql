-- The journal and what the engine keeps beside it. Instants of the plan's world are epoch milliseconds (bigint), because the clock
-- is the program's, not the database's.

CREATE TABLE muster.stream (
  stream    text PRIMARY KEY,
  seq       integer NOT NULL DEFAULT 0 CHECK (seq >= 0),
  hash      text NOT NULL,
  erasures  integer NOT NULL DEFAULT 0,
  due_ms    bigint,
  open      boolean NOT NULL DEFAULT true
);
CREATE INDEX stream_due ON muster.stream (due_ms) WHERE due_ms IS NOT NULL;

CREATE TABLE muster.event (
  stream  text NOT NULL REFERENCES muster.stream,
  seq     integer NOT NULL CHECK (seq > 0),
  at_ms   bigint NOT NULL,
  type    text NOT NULL,
  data    text NOT NULL,
  hash    text NOT NULL,
  PRIMARY KEY (stream, seq)
);

CREATE TABLE muster.private_text (
  stream   text NOT NULL,
  id       text NOT NULL,
  seq      integer NOT NULL,
  subject  text,
  salt     text,
  content  text,
  PRIMARY KEY (stream, id),
  FOREIGN KEY (stream, seq) REFERENCES muster.event,
  CONSTRAINT whole_or_erased CHECK ((salt IS NULL) = (content IS NULL))
);
CREATE INDEX private_text_row ON muster.private_text (stream, seq);
CREATE INDEX private_text_subject ON muster.private_text (subject) WHERE content IS NOT NULL;

-- json, not jsonb: a plan's people and roles are shown in the order in which they were written.
CREATE TABLE muster.plan (
  digest   text PRIMARY KEY,
  content  json NOT NULL
);

CREATE TABLE muster.current_plan (
  id      text PRIMARY KEY,
  digest  text NOT NULL REFERENCES muster.plan
);

CREATE TABLE muster.remembered (
  key     text PRIMARY KEY,
  stream  text NOT NULL,
  seq     integer NOT NULL,
  at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX remembered_at ON muster.remembered (at);

CREATE TABLE muster.page_gate (
  person   text PRIMARY KEY,
  history  json NOT NULL
);

CREATE FUNCTION muster.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION muster.allow_only_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.stream, NEW.id, NEW.seq) = (OLD.stream, OLD.id, OLD.seq) AND NEW.subject IS NOT DISTINCT FROM OLD.subject
     AND NEW.salt IS NULL AND NEW.content IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a private text can only be erased' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON muster.event FOR EACH ROW EXECUTE FUNCTION muster.refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON muster.event FOR EACH STATEMENT EXECUTE FUNCTION muster.refuse_change();
CREATE TRIGGER erase_only BEFORE UPDATE ON muster.private_text FOR EACH ROW EXECUTE FUNCTION muster.allow_only_erasure();
CREATE TRIGGER keep BEFORE DELETE ON muster.private_text FOR EACH ROW EXECUTE FUNCTION muster.refuse_change();
CREATE TRIGGER keep_whole BEFORE TRUNCATE ON muster.private_text FOR EACH STATEMENT EXECUTE FUNCTION muster.refuse_change();
CREATE TRIGGER keep BEFORE DELETE ON muster.stream FOR EACH ROW EXECUTE FUNCTION muster.refuse_change();

-- ALWAYS: also where session_replication_role is set to skip ordinary triggers.
ALTER TABLE muster.event ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE muster.event ENABLE ALWAYS TRIGGER append_only_whole;
ALTER TABLE muster.private_text ENABLE ALWAYS TRIGGER erase_only;
ALTER TABLE muster.private_text ENABLE ALWAYS TRIGGER keep;
ALTER TABLE muster.private_text ENABLE ALWAYS TRIGGER keep_whole;
ALTER TABLE muster.stream ENABLE ALWAYS TRIGGER keep;
