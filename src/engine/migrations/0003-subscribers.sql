-- Who gets the status page's updates by mail. A row without confirmed_ms waits for its confirmation and gets nothing. Times are epoch
-- milliseconds of the program's clock. Rows are deleted when a subscription ends: nothing of an address stays.

CREATE TABLE muster.subscriber (
  id              text PRIMARY KEY,
  plan            text NOT NULL, -- empty: all plans
  address         text NOT NULL,
  address_key     text NOT NULL,
  token_hash      text UNIQUE,
  token_until_ms  bigint,
  confirmed_ms    bigint,
  UNIQUE (plan, address_key),
  CONSTRAINT pending_or_confirmed CHECK ((token_hash IS NULL) = (token_until_ms IS NULL) AND (token_hash IS NULL) = (confirmed_ms IS NOT NULL))
);
CREATE INDEX subscriber_address ON muster.subscriber (address_key);

-- How often something was asked for in a window of time; keys are hashes.
CREATE TABLE muster.subscriber_limit (
  key       text PRIMARY KEY,
  since_ms  bigint NOT NULL,
  count     integer NOT NULL
);
