/** The SQL that writes a journal back into an empty database. Each constant is one statement with its parameters named above it. */

/** Nobody else begins a journal meanwhile. */
export const LOCK_JOURNAL = 'LOCK TABLE muster.stream, muster.plan IN SHARE ROW EXCLUSIVE MODE'

export const COUNT_STREAMS = 'SELECT count(*)::integer AS streams FROM muster.stream'

/** $1 events (json array of rows), $2 private texts (json array). */
export const INSERT_ROWS = `
  WITH new_event AS (
    INSERT INTO muster.event (stream, seq, at_ms, type, data, hash)
    SELECT stream, seq, "atMs", type, data, hash
    FROM json_to_recordset($1::json) AS e (stream text, seq integer, "atMs" bigint, type text, data text, hash text)
  )
  INSERT INTO muster.private_text (stream, id, seq, subject, salt, content)
  SELECT stream, id, seq, subject, salt, text
  FROM json_to_recordset($2::json) AS t (stream text, id text, seq integer, subject text, salt text, text text)`

/** $1 stream, $2 seq, $3 hash, $4 due (ms) or null, $5 open. */
export const END_STREAM = 'UPDATE muster.stream SET seq = $2, hash = $3, due_ms = $4, open = $5 WHERE stream = $1'

/** $1 subscribers (json array). */
export const INSERT_SUBSCRIBERS = `
  INSERT INTO muster.subscriber (id, plan, address, address_key, confirmed_ms)
  SELECT id, plan, address, "addressKey", "confirmedMs"
  FROM json_to_recordset($1::json) AS s (id text, plan text, address text, "addressKey" text, "confirmedMs" bigint)
  ON CONFLICT DO NOTHING`
