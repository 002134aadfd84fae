/** Statements about subscribers of the status page; an empty plan stands for all plans. */

/** Waited for their confirmation too long. $1 now. */
export const DROP_STALE = 'DELETE FROM muster.subscriber WHERE confirmed_ms IS NULL AND token_until_ms <= $1'

/** $1 id, $2 plan, $3 address, $4 its key, $5 hash of the token, $6 until when. No row: it is confirmed already, or for all plans. */
export const ASK = `
  INSERT INTO muster.subscriber AS s (id, plan, address, address_key, token_hash, token_until_ms)
  SELECT $1, $2, $3, $4, $5, $6::bigint
  WHERE NOT EXISTS (SELECT FROM muster.subscriber WHERE address_key = $4 AND plan = '' AND confirmed_ms IS NOT NULL)
  ON CONFLICT (plan, address_key) DO UPDATE
    SET address = EXCLUDED.address, token_hash = EXCLUDED.token_hash, token_until_ms = EXCLUDED.token_until_ms
    WHERE s.confirmed_ms IS NULL
  RETURNING id`

/** $1 hash of the token, $2 now. */
export const CONFIRM = `
  UPDATE muster.subscriber SET confirmed_ms = $2::bigint, token_hash = NULL, token_until_ms = NULL
  WHERE token_hash = $1 AND token_until_ms > $2::bigint
  RETURNING plan, address_key`

/** All plans are subscribed now: the single ones are not needed. $1 key of the address. */
export const DROP_OTHERS = `DELETE FROM muster.subscriber WHERE address_key = $1 AND plan <> ''`

/** The same when all plans had been subscribed before. */
export const DROP_UNNEEDED = `
  DELETE FROM muster.subscriber
  WHERE address_key = $1 AND plan <> '' AND confirmed_ms IS NOT NULL
    AND EXISTS (SELECT FROM muster.subscriber WHERE address_key = $1 AND plan = '' AND confirmed_ms IS NOT NULL)`

/** $1 plan. Two confirmations in one instant could leave an address with both kinds: it is told once. */
export const CONFIRMED_FOR = `
  SELECT DISTINCT ON (address_key) id, address FROM muster.subscriber
  WHERE plan IN ('', $1) AND confirmed_ms IS NOT NULL ORDER BY address_key, plan`

/** $1 key, $2 now, $3 length of the window in milliseconds. */
export const COUNT = `
  INSERT INTO muster.subscriber_limit AS l (key, since_ms, count) VALUES ($1, $2::bigint, 1)
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN l.since_ms > $2::bigint - $3::bigint THEN l.count + 1 ELSE 1 END,
    since_ms = CASE WHEN l.since_ms > $2::bigint - $3::bigint THEN l.since_ms ELSE $2::bigint END
  RETURNING count`
