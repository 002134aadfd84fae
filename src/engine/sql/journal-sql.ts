/** The SQL that reads the journal and erases texts. Each constant is one statement with its parameters named above it. */

/**
 * $1 stream, $2 after seq, $3 limit or null. One statement, hence one snapshot: the head belongs to exactly these rows. A stream without
 * further rows gives one row whose `seq` is null; an unknown stream gives none.
 */
export const READ_ROWS = `
  WITH text AS (
    SELECT seq, json_agg(json_build_object('id', id, 'subject', subject, 'salt', salt, 'text', content) ORDER BY id) AS texts
    FROM muster.private_text
    WHERE stream = $1 AND seq > $2 AND ($3::integer IS NULL OR seq <= $2::bigint + $3::integer)
    GROUP BY seq
  )
  SELECT s.seq AS head_seq, s.hash AS head_hash, s.erasures, e.seq, e.at_ms::float8 AS at_ms, e.type, e.data, e.hash, text.texts
  FROM muster.stream s
  LEFT JOIN LATERAL (
    SELECT * FROM muster.event WHERE event.stream = s.stream AND event.seq > $2 ORDER BY event.seq LIMIT $3
  ) e ON true
  LEFT JOIN text ON text.seq = e.seq
  WHERE s.stream = $1
  ORDER BY e.seq`

const listStreams = (isAfter: '>' | '<', order: 'ASC' | 'DESC') => `
  SELECT stream, seq, hash, erasures, open, due_ms::float8 AS due_ms FROM muster.stream
  WHERE ($1::text IS NULL OR starts_with(stream, $1)) AND ($2::boolean IS NULL OR open = $2)
    AND ($3::text IS NULL OR stream ${isAfter} $3 COLLATE "C")
  ORDER BY stream COLLATE "C" ${order} LIMIT $4`

/** $1 prefix or null, $2 open or null, $3 after or null, $4 limit or null. Sorted byte by byte, as JavaScript sorts. */
export const LIST_STREAMS = listStreams('>', 'ASC')

/** The same from the last name on. */
export const LIST_STREAMS_DESCENDING = listStreams('<', 'DESC')

/** $1 later than (ms) or null. */
export const EARLIEST_DUE = `
  SELECT min(due_ms)::float8 AS due_ms FROM muster.stream
  WHERE due_ms IS NOT NULL AND ($1::float8 IS NULL OR due_ms > $1) AND stream <> ALL ($2::text[])`

/** $1 stream or null, $2 subject or null. Counts the streams' erasures up, so that readers drop what they have folded. */
export const ERASE_TEXTS = `
  WITH erased AS (
    UPDATE muster.private_text SET salt = NULL, content = NULL
    WHERE content IS NOT NULL AND ($1::text IS NULL OR stream = $1) AND ($2::text IS NULL OR subject = $2)
    RETURNING stream
  ), counted AS (
    UPDATE muster.stream SET erasures = erasures + 1 WHERE stream IN (SELECT stream FROM erased)
  )
  SELECT count(*)::integer AS erased FROM erased`
