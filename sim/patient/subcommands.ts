/**
 * The subcommands of `patientctl`: each does one thing to the patient and says so in a few short lines. What cannot be done is one sentence and exit code 1,
 * and then nothing was changed, or it says what was.
 */

import { readConfiguration } from './configuration.ts'
import { databaseCommands } from './database-commands.ts'
import { serviceCommands } from './service-commands.ts'
import { databaseTrouble } from './shop-database.ts'
import type { Environment, Outcome, Subcommand } from './subcommand.ts'

const SUBCOMMANDS: readonly Subcommand[] = [...serviceCommands, ...databaseCommands]

/** Never throws. */
export async function patientctl(
  configurationPath: string,
  words: readonly string[],
  environment: Environment,
): Promise<Outcome> {
  try {
    const found = SUBCOMMANDS.find(({ name }) => name.every((word, index) => words[index] === word))
    const rest = words.slice(found?.name.length)
    if (!found || rest.length !== found.takes.length) return { code: 1, err: usage(words, found) }
    return await found.run({ patient: await readConfiguration(configurationPath), environment }, rest)
  } catch (error) {
    return { code: 1, err: sentence(error) }
  }
}

function usage(words: readonly string[], found: Subcommand | undefined): string {
  const line = ({ name, takes }: Subcommand) => ['patientctl', ...name, ...takes].join(' ')
  if (found) return `Write: ${line(found)}`
  const asked = words.length === 0 ? 'Say what to do' : `There is no "${words.join(' ')}"`
  return `${asked}. There are:\n${SUBCOMMANDS.map((each) => `  ${line(each)}`).join('\n')}`
}

/** Errors of our own are sentences already; those of others are told apart by what they carry. */
function sentence(error: unknown): string {
  const { code, path, message, $metadata } = error as NodeJS.ErrnoException & { $metadata?: unknown }
  if (code === 'ENOENT' && path) return `There is no file ${path}.`
  if ($metadata) return asSentence(`the backup store refuses: ${message || code}`)
  const words = code || (error as { errors?: unknown }).errors ? databaseTrouble(error) : message
  return asSentence(words)
}

const asSentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/[.]+$/, '')}.`
