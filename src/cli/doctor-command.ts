/**
 * `muster doctor`: what is missing or wrong, told before it matters, each with its remedy. Reads the same configuration as `muster serve`,
 * changes nothing and pages nobody. Promises the exit codes and the JSON of the command's contract, and that no secret is in the output.
 */
import { randomBytes } from 'node:crypto'
import { checks } from '../doctor/checks.ts'
import { configurationProblems } from '../doctor/configuration.ts'
import { type Examined, examine } from '../doctor/examine.ts'
import type { Subject } from '../doctor/finding.ts'
import { countOf, report } from '../doctor/report.ts'
import { withoutSecrets } from '../doctor/secrets.ts'
import { wallClock } from '../engine/wall-clock.ts'
import { loadPlanFiles } from '../plan/load-files.ts'
import { packageVersion } from '../program/package-root.ts'
import { HOOKS_PATH } from '../web/site.ts'
import { type Config, type Environment, readConfig } from './config.ts'
import { during, type Progress, SILENT } from './progress.ts'
import { routingKeyVariables } from './routing-key-variables.ts'

export interface DoctorOptions {
  env: Environment
  /** Paths of the settings are relative to it. */
  folder: string
  json: boolean
  /** Whether the output is read on a terminal that shows colours. */
  colour: boolean
  write: (text: string) => void
  /** Hears which checks are still under way. */
  progress?: Progress
  /** This machine's time, epoch ms; default: the wall clock. */
  nowMs?: () => number
}

/** Resolves to the exit code: 0 nothing is wrong, warnings aside, 1 there are errors. */
export async function runDoctor(options: DoctorOptions): Promise<number> {
  const { env, folder, json, colour, write, nowMs, progress = SILENT } = options
  const first = readConfig(env, folder)
  const settings = first.ok ? first.settings : first.asFarAsRead
  const config = settings ? readConfig(env, folder, await routingKeyVariables(settings.plans)) : first
  const findings = await during(progress, 'Reading the configuration', () =>
    findingsOf(config, nowMs ?? wallClock.now, progress),
  )
  write(json ? `${JSON.stringify(asJson(findings))}\n` : report(findings, colour))
  return countOf(findings, 'error') > 0 ? 1 : 0
}

async function findingsOf(config: Config, nowMs: () => number, progress: Progress): Promise<Examined[]> {
  const settings = config.ok ? config.settings : config.asFarAsRead
  const problems = config.ok ? [] : config.problems
  if (settings === undefined) {
    const heading = { check: 'configuration', group: 'Configuration' }
    return configurationProblems(problems).map((finding) => ({ ...heading, ...finding }))
  }
  const subject: Subject = {
    settings,
    problems,
    plans: await loadPlanFiles(settings.plans, settings.contacts),
    hooksPath: HOOKS_PATH,
    nowMs,
    nonce: () => randomBytes(16).toString('base64url'),
  }
  return withoutSecrets(
    await examine(subject, checks, { onLeft: (left) => progress.at(`Waiting for ${left.join(', ')}`) }),
    settings,
  )
}

function asJson(findings: readonly Examined[]) {
  const counts = { errors: countOf(findings, 'error'), warnings: countOf(findings, 'warning') }
  return { version: packageVersion(), ...counts, findings }
}
