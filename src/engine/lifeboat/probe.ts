/** One question to the database on a connection of its own: does it answer, and can it be written to? */
import pg from 'pg'

/** For connecting, and for the answer, milliseconds. */
const ANSWER_MAX_MS = 2_000

/** @throws when it does not answer, is a standby that nobody has promoted, or takes nothing. */
export async function probeDatabase(connectionString: string): Promise<void> {
  const limits = { connectionTimeoutMillis: ANSWER_MAX_MS, query_timeout: ANSWER_MAX_MS }
  const client = new pg.Client({ connectionString, application_name: 'muster lifeboat', ...limits })
  // What breaks shows in the statement under way.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ standby: boolean }>(
      `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS standby`,
    )
    if (rows[0]?.standby) throw new Error('the database is a standby, or read-only')
  } finally {
    await client.end().catch(() => {})
  }
}
