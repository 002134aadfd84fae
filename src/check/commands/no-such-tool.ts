/** Programs that PostgreSQL does not have, although they sound like it. */
import { nearest } from '../../plan/nearest.ts'
import type { Finding } from '../rule.ts'
import { callRule, found } from './command-rule.ts'

/** PostgreSQL's own, today's and former, those of Debian's packages, and well-known ones of others. */
const TOOLS = [
  ...['amcheck', 'archivecleanup', 'basebackup', 'checksums', 'combinebackup', 'config', 'controldata'],
  ...['createsubscriber', 'ctl', 'dump', 'dumpall', 'isready', 'receivewal', 'recvlogical', 'resetwal', 'restore'],
  ...['rewind', 'test_fsync', 'test_timing', 'upgrade', 'verifybackup', 'waldump', 'walsummary'],
  ...['receivexlog', 'resetxlog', 'xlogdump', 'standby', 'regress', 'isolation_regress'],
  ...['ctlcluster', 'lsclusters', 'createcluster', 'dropcluster', 'renamecluster', 'upgradecluster'],
  ...['backupcluster', 'restorecluster', 'virtualenv', 'buildext', 'conftool', 'updatedicts', 'updateaptconfig'],
  ...['activity', 'autoctl', 'auto_failover', 'back', 'bulkload', 'featureserv', 'filedump', 'probackup', 'repack'],
  ...['repackup', 'rman', 'tileserv', 'timetable', 'top', 'view', 'wrapper', 'format', 'insights', 'center', 'flame'],
].map((name) => `pg_${name}`)
/** What is meant most often by a name that does not exist. */
const REPLAYS_WAL = /wal|replay|pitr|point_?in_?time|recover/

export const noSuchTool = callRule('no-such-tool', ({ at, words, program }): Finding[] => {
  // With a folder it is a script of one's own.
  if (!program.startsWith('pg_') || words[0]?.text !== program || TOOLS.includes(program)) return []
  const meant = nearest(program, TOOLS)
  const remedy = meant
    ? `did you mean "${meant}"?`
    : REPLAYS_WAL.test(program)
      ? 'restore a base backup and let the server replay archived WAL by itself ("restore_command", "recovery_target_time"); a dump of pg_dump cannot take it'
      : 'name a program that is there, or give the path of your own'
  const message = `PostgreSQL has no program "${program}"`
  return [found({ at }, { code: 'H9', message, remedy })]
})
