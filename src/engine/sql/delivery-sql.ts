/** What became of each message to each recipient. */

/** Gives a row only when there was none. */
export const BEGIN_DELIVERY = `
  INSERT INTO muster.delivery (key, recipient, state, begun_ms) VALUES ($1, $2, 'begun', $3) ON CONFLICT DO NOTHING RETURNING 1`

/** Also of one whose row is gone: that it was sent must not be forgotten. */
export const END_DELIVERY = `
  INSERT INTO muster.delivery (key, recipient, state, begun_ms, ref, reason) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (key, recipient) DO UPDATE SET state = excluded.state, ref = excluded.ref, reason = excluded.reason`

/** Only what is in hand: an end stands. */
export const CLEAR_DELIVERY = `DELETE FROM muster.delivery WHERE key = $1 AND recipient = $2 AND state = 'begun'`

export const DELIVERIES_OF = 'SELECT recipient, state, begun_ms, ref, reason FROM muster.delivery WHERE key = $1'

export const FORGET_OLD_DELIVERIES = 'DELETE FROM muster.delivery WHERE at < now() - make_interval(days => $1)'
