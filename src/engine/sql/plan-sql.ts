/** The SQL that keeps plans. Each constant is one statement with its parameters named above it. */

/** $1 digest, $2 content. */
export const SAVE_PLAN = 'INSERT INTO muster.plan (digest, content) VALUES ($1, $2) ON CONFLICT DO NOTHING'

/** $1 digest. */
export const READ_PLAN = 'SELECT content FROM muster.plan WHERE digest = $1'

/** $1 plan id, $2 digest. */
export const SET_CURRENT_PLAN = `
  INSERT INTO muster.current_plan (id, digest) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET digest = excluded.digest`

/** $1 plan id. */
export const RETIRE_CURRENT_PLAN = 'DELETE FROM muster.current_plan WHERE id = $1'

export const CURRENT_PLANS =
  'SELECT c.id, c.digest, p.content FROM muster.current_plan c JOIN muster.plan p USING (digest) ORDER BY c.id COLLATE "C"'
