/**
 * What is run to run something elsewhere: the arguments of `ssh`, and the one text that the shell over there reads. Promises that the program there gets
 * its arguments and variables exactly as they were here, whatever stands in them. The shell there must be a POSIX one.
 */

import { posixQuoted } from '../plan/posix-quote.ts'
import type { Runner } from '../plan/runner-schema.ts'

export interface RemoteProgram {
  argv: string[]
  env: Record<string, string>
  /** Working directory. */
  in?: string
}

/** Seconds. */
const CONNECT_TIMEOUT = 10

export function sshArguments({ ssh }: Runner, program: RemoteProgram): string[] {
  return [
    // Nobody is there to type a password or a yes.
    ...['-o', 'BatchMode=yes', '-o', `ConnectTimeout=${CONNECT_TIMEOUT}`],
    ...(ssh.port === undefined ? [] : ['-p', String(ssh.port)]),
    ...(ssh.identityFile === undefined ? [] : ['-i', ssh.identityFile]),
    ssh.user === undefined ? ssh.host : `${ssh.user}@${ssh.host}`,
    '--',
    remoteCommand(program),
  ]
}

function remoteCommand({ argv, env, in: directory }: RemoteProgram): string {
  const variables = Object.entries(env).map(([name, text]) => `${name}=${text}`)
  const words = [...(variables.length > 0 ? ['env', ...variables] : []), ...argv].map(posixQuoted)
  return [...(directory === undefined ? [] : ['cd', '--', posixQuoted(directory), '&&']), ...words].join(' ')
}
