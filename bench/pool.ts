/** Connections for setting scenes and for baselines. */
import pg from 'pg'

/** Ends with the benchmark. */
export function openPool(connectionString: string, max: number, open: AsyncDisposableStack): pg.Pool {
  const pool = new pg.Pool({ connectionString, max })
  // The database goes right after the pool, and may be faster in closing a connection.
  pool.on('error', () => {})
  return open.adopt(pool, (it) => it.end())
}
