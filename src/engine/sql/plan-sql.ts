/** The SQL that keeps plans. Each constant is one statement with its parameters named above it. */

/** $1 digest, $2 content. Written anew only where somebody was erased from it. */
export const SAVE_PLAN = `
  INSERT INTO muster.plan (digest, content) VALUES ($1, $2)
  ON CONFLICT (digest) DO UPDATE SET content = excluded.content WHERE plan.content::text <> excluded.content::text`

/** $1 person, $2 digests that are left as they are, $3 name of somebody who was erased. */
export const PLANS_WITH_PERSON = `
  SELECT digest, content FROM muster.plan
  WHERE content::jsonb -> 'people' ? $1 AND digest <> ALL ($2) AND content::jsonb #>> ARRAY['people', $1, 'name'] IS DISTINCT FROM $3
  FOR UPDATE`

/** $1 digest, $2 content. */
export const REPLACE_PLAN = 'UPDATE muster.plan SET content = $2 WHERE digest = $1'

/** $1 digest. */
export const READ_PLAN = 'SELECT content FROM muster.plan WHERE digest = $1'

/** $1 plan id, $2 digest. */
export const SET_CURRENT_PLAN = `
  INSERT INTO muster.current_plan (id, digest) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET digest = excluded.digest`

/** $1 plan id. */
export const RETIRE_CURRENT_PLAN = 'DELETE FROM muster.current_plan WHERE id = $1'

/** $1 digests whose contents are known already: they come as null. A plan has hundreds of kB, and is asked for with every command. */
export const CURRENT_PLANS = `
  SELECT c.id, c.digest, CASE WHEN c.digest <> ALL ($1) THEN p.content END AS content
  FROM muster.current_plan c JOIN muster.plan p USING (digest) ORDER BY c.id COLLATE "C"`
