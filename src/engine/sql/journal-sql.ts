/** The SQL that reads the journal and erases texts. Each constant is one statement with its parameters named above it. */

/**
 * $1 stream, $2 after seq, $3 limit or null. One statement, hence one snapshot: the head belongs to exactly these rows. A stream without
 * further rows gives one row whose `seq` is null; an unknown stream gives none. The texts of all rows come with the first: looked for row by row,
 * or joined by a plan that takes the rows for few, they would take longer than everything else.
 */
export const READ_ROWS = `
  WITH e AS MATERIALIZED (
    SELECT seq, at_ms, type, data, hash FROM muster.event WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3
  )
  SELECT s.seq AS head_seq, s.hash AS head_hash, s.erasures, e.seq, e.at_ms::float8 AS at_ms, e.type, e.data, e.hash,
    CASE WHEN row_number() OVER (ORDER BY e.seq) = 1 THEN (
      SELECT json_agg(json_build_object('seq', t.seq, 'id', t.id, 'subject', t.subject, 'salt', t.salt, 'text', t.content) ORDER BY t.seq, t.id)
      FROM muster.private_text t WHERE t.stream = $1 AND t.seq > $2 AND t.seq <= (SELECT max(seq) FROM e)
    ) END AS texts
  FROM muster.stream s LEFT JOIN e ON true
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
