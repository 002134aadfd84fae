/**
 * Which replicas there are, and of which version: each has one connection that listens, and its name says the version. So nothing has to be
 * written and nothing can be out of date: whoever is gone has no connection.
 */
import type pg from 'pg'

const PREFIX = 'muster replica '

export interface ReplicaCount {
  version: string
  replicas: number
}

/** PostgreSQL cuts longer names off. */
export const replicaName = (version: string): string => `${PREFIX}${version}`.slice(0, 63)

export async function countReplicas(pool: pg.Pool): Promise<ReplicaCount[]> {
  const { rows } = await pool.query<ReplicaCount>(COUNT_REPLICAS, [PREFIX])
  return rows
}

/** $1 what the names begin with. */
const COUNT_REPLICAS = `
  SELECT substr(application_name, length($1) + 1) AS version, count(*)::integer AS replicas FROM pg_stat_activity
  WHERE datname = current_database() AND starts_with(application_name, $1) GROUP BY 1 ORDER BY 1`
