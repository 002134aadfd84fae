/** The SQL by which one transaction takes streams and writes to them. Each constant is one statement with its parameters named above it. */

const HEAD = 'stream, seq, hash, erasures, due_ms::float8 AS due_ms, open'

/** $1 stream. Waits for whoever holds it. */
export const TAKE_STREAM = `SELECT ${HEAD} FROM muster.stream WHERE stream = $1 FOR UPDATE`

/** $1 stream, $2 genesis hash. Two that create the same stream: the second waits, and finds it. */
export const CREATE_STREAM = 'INSERT INTO muster.stream (stream, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING'

/** $1 now (ms), $2 limit, $3 streams to pass over. */
export const TAKE_DUE = `
  SELECT ${HEAD} FROM muster.stream WHERE due_ms <= $1 AND stream <> ALL ($3::text[])
  ORDER BY due_ms LIMIT $2 FOR UPDATE SKIP LOCKED`

/**
 * Everything that a transaction appends, over any number of streams, in one round trip.
 * $1 events (json array of rows), $2 private texts (json array), $3 streams (json array with the seq that each had), $4 wake channel or null.
 * Fails with a division by zero when a stream no longer has that seq: COMMIT may be on its way already, and must find a transaction that has failed.
 */
export const WRITE = `
  WITH new_event AS (
    INSERT INTO muster.event (stream, seq, at_ms, type, data, hash)
    SELECT stream, seq, "atMs", type, data, hash
    FROM json_to_recordset($1::json) AS e (stream text, seq integer, "atMs" bigint, type text, data text, hash text)
  ), new_text AS (
    INSERT INTO muster.private_text (stream, id, seq, subject, salt, content)
    SELECT stream, id, seq, subject, salt, text
    FROM json_to_recordset($2::json) AS t (stream text, id text, seq integer, subject text, salt text, text text)
  ), moved AS (
    UPDATE muster.stream s SET seq = n.seq, hash = n.hash, due_ms = n."dueMs", open = n.open
    FROM json_to_recordset($3::json) AS n (stream text, "oldSeq" integer, seq integer, hash text, "dueMs" bigint, open boolean)
    WHERE s.stream = n.stream AND s.seq = n."oldSeq"
    RETURNING 1
  )
  SELECT 1 / ((SELECT count(*) FROM moved) = json_array_length($3::json))::integer, CASE WHEN $4::text IS NOT NULL THEN pg_notify($4, '') END`

/** $1 key, $2 stream, $3 seq. */
export const REMEMBER = 'INSERT INTO muster.remembered (key, stream, seq) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING'

/** $1 days. */
export const FORGET_OLD = 'DELETE FROM muster.remembered WHERE at < now() - make_interval(days => $1)'

/** $1 key. */
export const RECALL = 'SELECT stream, seq FROM muster.remembered WHERE key = $1'
