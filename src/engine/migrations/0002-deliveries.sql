-- What became of each message of a notice to each recipient, so that nobody is told twice when an attempt is repeated. No address stands here:
-- recipient is a hash. Kept for 30 days; the journal has the counts for good.

CREATE TABLE muster.delivery (
  key        text NOT NULL,
  recipient  text NOT NULL,
  state      text NOT NULL CHECK (state IN ('begun', 'sent', 'refused')),
  begun_ms   bigint NOT NULL,
  ref        text,
  reason     text,
  at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (key, recipient)
);
CREATE INDEX delivery_at ON muster.delivery (at);
