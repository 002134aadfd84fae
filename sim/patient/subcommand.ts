/** What a subcommand of `patientctl` is, and what it gets and gives. */
import type { PatientConfiguration } from './configuration.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Surroundings {
  patient: PatientConfiguration
  environment: Environment
}

export interface Outcome {
  code: 0 | 1
  /** For standard output. */
  out?: string
  /** For standard error. */
  err?: string
}

export interface Subcommand {
  /** Its words, such as `db restore`. */
  name: readonly string[]
  /** What must follow, such as `FILE`. */
  takes: readonly string[]
  /** @throws Error; its message is what is said. */
  run(around: Surroundings, words: readonly string[]): Promise<Outcome>
}

export const done = (...lines: string[]): Outcome => ({ code: 0, out: lines.join('\n') })

/** @throws Error that names the variable and where it should come from. */
export function variable(environment: Environment, name: string): string {
  const value = environment[name]
  if (!value) throw new Error(`${name} is not set: the plan's step must hand it on ("passEnv").`)
  return value
}
