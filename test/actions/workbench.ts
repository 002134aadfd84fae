/**
 * What an action is carried out with in a test: a directory and an environment of its own, the real clock, everything real outside; and what it said.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type RunContext, type RunReport, runWork } from '../../src/actions/run-work.ts'
import { createObjectStore } from '../../src/adapters/s3/object-store.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import type { RenderedAction } from '../../src/incident/recovery/work.ts'
import { actionSchema } from '../../src/plan/action-schema.ts'
import { backupSetSchema, storeSchema } from '../../src/plan/backup-schema.ts'
import { connectionSchema, runnerSchema, valueSchema } from '../../src/plan/runner-schema.ts'

/** As a plan writes it; what is absent gets the plan's defaults. */
export type Written = Record<string, unknown>

export interface Setting {
  environment?: Record<string, string>
  connections?: Written
  stores?: Written
  runners?: Written
  backups?: Written
  values?: Written
  checks?: Written[]
  tries?: RunContext['tries']
  signal?: AbortSignal
  killAfterMs?: number
  openStore?: RunContext['openStore']
  /** Keeps none of it, for a test of memory. */
  forgetsOutput?: boolean
  /** Hears of output as it comes. */
  onOutput?: (text: string) => void
}

const NODE = process.execPath

/** A command that runs a JavaScript program with arguments. */
export const node = (program: string, ...args: unknown[]) => ({ command: [NODE, '-e', program, '--', ...args] })

export function openWorkbench() {
  const workDir = mkdtempSync(path.join(tmpdir(), 'muster-run-'))
  const carriedOut = async (actions: RenderedAction[], setting: Setting): Promise<RunReport & { output: string }> => {
    let output = ''
    const checks = (setting.checks ?? []).map(asPlanned)
    const report = await runWork(
      { actions, checks },
      {
        ...contextOf(setting, workDir),
        onOutput(text) {
          if (!setting.forgetsOutput) output += text
          setting.onOutput?.(text)
        },
      },
    )
    return { ...report, output }
  }
  return {
    workDir,
    close: () => rmSync(workDir, { recursive: true, force: true }),
    run: (actions: Written[], setting: Setting = {}) => carriedOut(actions.map(asPlanned), setting),
    /** With what values were, which no plan could write so, in the place of it. */
    runFilled: (actions: Written[], filling: Written, setting: Setting = {}) =>
      carriedOut(
        actions.map((action) => ({ ...asPlanned(action), ...filling }) as RenderedAction),
        setting,
      ),
  }
}

export type Workbench = ReturnType<typeof openWorkbench>

/** A test's actions refer to no values, so that they are filled in as they stand. */
const asPlanned = (written: Written): RenderedAction => actionSchema.parse(written) as RenderedAction

function contextOf(setting: Setting, workDir: string): RunContext {
  return {
    plan: {
      connections: parsedEach(connectionSchema, setting.connections),
      stores: parsedEach(storeSchema, setting.stores),
      runners: parsedEach(runnerSchema, setting.runners),
      backups: parsedEach(backupSetSchema, setting.backups),
      values: parsedEach(valueSchema, setting.values),
    },
    environment: { PATH: process.env.PATH, ...setting.environment },
    workDir,
    about: { incident: 'DR-20261205-1000', step: 'restore', run: 'restore/do/1' },
    openStore: setting.openStore ?? createObjectStore,
    onOutput() {},
    signal: setting.signal ?? new AbortController().signal,
    sleep: (ms, signal) => wallClock.sleepUntil(wallClock.now() + ms, signal),
    nowMs: wallClock.now,
    ...(setting.tries && { tries: setting.tries }),
    ...(setting.killAfterMs !== undefined && { killAfterMs: setting.killAfterMs }),
  }
}

const parsedEach = <T>(schema: { parse(written: unknown): T }, record: Written = {}): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, written]) => [name, schema.parse(written)]))
