/** The SQL that keeps how far the journal has been copied off-site. Each constant is one statement with its parameters named above it. */

/**
 * What the database is: another server, another timeline after a promotion or a recovery, another database. Not everybody lets its users ask; then it is
 * the database's name.
 */
export const ORIGIN = `
  SELECT (SELECT system_identifier FROM pg_control_system())::text || ':' ||
         (SELECT timeline_id FROM pg_control_checkpoint())::text || ':' ||
         (SELECT oid FROM pg_database WHERE datname = current_database())::text AS origin`

/** $1 place. */
export const BEGIN_COPY = 'INSERT INTO muster.copy (place) VALUES ($1) ON CONFLICT (place) DO NOTHING'

/** $1 place, $2 holder, $3 for how many seconds. No row: another replica has it. */
export const CLAIM = `
  UPDATE muster.copy SET holder = $2, held_until = now() + make_interval(secs => $3)
  WHERE place = $1 AND (holder IS NULL OR holder = $2 OR held_until < now())
  RETURNING id, complete_at IS NULL AS "isNew", now()::text AS now`

/** $1 copy, $2 holder. */
export const LET_GO = 'UPDATE muster.copy SET holder = NULL, held_until = NULL WHERE id = $1 AND holder = $2'

/** $1 copy, $2 instant as the claim gave it. */
export const COMPLETE = 'UPDATE muster.copy SET complete_at = greatest(complete_at, $2::timestamptz) WHERE id = $1'

/** $1 place. */
export const LAG = `
  SELECT extract(epoch FROM now() - coalesce(complete_at, begun_at))::float8 AS seconds FROM muster.copy WHERE place = $1`

/** $1 copy, $2 limit. Streams with rows or erasures that are not off-site. */
export const STREAMS_TO_COPY = `
  SELECT s.stream, coalesce(c.seq, 0) AS seq, coalesce(c.erasures, s.erasures) AS erasures, coalesce(c.pieces, 0) AS pieces,
    coalesce(c.whole, 0) AS whole, s.erasures AS "erasuresNow"
  FROM muster.stream s LEFT JOIN muster.copied_stream c ON c.copy = $1 AND c.stream = s.stream
  WHERE s.seq > coalesce(c.seq, 0) OR s.erasures > c.erasures
  ORDER BY s.open DESC, s.stream COLLATE "C" LIMIT $2`

/**
 * $1 copy, $2 stream, $3 seq, $4 erasures, $5 pieces, $6 whole. Whoever is late cannot take back that rows lie there; that it has put texts of before an
 * erasure stays known, and has them written over once more.
 */
export const NOTE_STREAM = `
  INSERT INTO muster.copied_stream AS c (copy, stream, seq, erasures, pieces, whole) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (copy, stream) DO UPDATE
    SET seq = greatest(c.seq, excluded.seq), erasures = excluded.erasures, pieces = excluded.pieces, whole = excluded.whole`

/** $1 copy. */
export const PLANS_TO_COPY = `
  SELECT p.digest, p.version, p.content FROM muster.plan p LEFT JOIN muster.copied_plan c ON c.copy = $1 AND c.digest = p.digest
  WHERE c.version IS DISTINCT FROM p.version LIMIT 20`

/** $1 copy, $2 digest, $3 version. */
export const NOTE_PLAN = `
  INSERT INTO muster.copied_plan (copy, digest, version) VALUES ($1, $2, $3)
  ON CONFLICT (copy, digest) DO UPDATE SET version = excluded.version`

export const CURRENT_DIGESTS = 'SELECT id, digest FROM muster.current_plan ORDER BY id COLLATE "C"'

export const CONFIRMED_SUBSCRIBERS = `
  SELECT id, plan, address, address_key AS "addressKey", confirmed_ms::float8 AS "confirmedMs" FROM muster.subscriber
  WHERE confirmed_ms IS NOT NULL ORDER BY id`
