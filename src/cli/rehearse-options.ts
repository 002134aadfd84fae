/** The words of `muster rehearse`. */
import { type Command, Option } from 'commander'
import { hasColours } from './has-colours.ts'
import { atLeastOne, count, percent } from './numbers.ts'
import { progressOnStderr } from './progress.ts'
import type { RehearseOptions } from './rehearse-command.ts'

const MORE = `
Faults (docs/rehearsal.md has them all):
  slack:down@10m-40m             slack, pagerduty, twilio, email, statuspage, s3: down, slow, rate-limit, error
  person:ana:asleep              asleep, on-leave, declines, slow, wrong-approver
  step:restore:fail-once         fail, fail-once, slow, lost

Examples:
  muster rehearse plans/puo-memo.yaml --scenario data-center-failure
  muster rehearse puo-memo --scenario human-error --nobody
  muster rehearse puo-memo --scenario human-error --faults slack:down@10m-40m --json
  muster rehearse puo-memo --scenario human-error --seeds 1000 --png chances.png`

const collect = (written: string, before: string[] = []): string[] => [...before, written]

export function addRehearse(program: Command, { write, complain }: Pick<RehearseOptions, 'write' | 'complain'>): void {
  program
    .command('rehearse')
    .description('run a scenario of a plan in virtual time: who is paged and told when, and whether the RTO is met')
    .argument('<plan>', 'plan file, or id of a plan in the folder plans')
    .option('--scenario <scenario>', 'its id, title or alias')
    .option('--severity <severity>', "its id, label or alias; default: the scenario's")
    .option('--seed <seed>', 'how people answer and how long steps take', count, 1)
    .option('--seeds <count>', 'so many runs, with what goes wrong by itself: how likely the RTO is met', atLeastOne)
    .option('--threads <count>', 'threads that these are spread over; the figures are the same', count)
    .option('--faults <faults>', 'what fails, separated by commas')
    .option('--nobody', 'nobody answers: the plan as it goes by itself')
    .option('--drill', 'as a drill')
    .option('--at <moment>', 'when it is declared, such as 2026-12-24T03:00:00Z')
    .option('--until <length>', 'give up so long after the declaration, such as 4h')
    .option('--choose <step=option>', 'take this option of a decision, or this way round a failure', collect)
    .option('--answer <question=yes>', "answer a question of the plan's so", collect)
    .option('--drills <file>', 'the report.json of a drill: its steps take as long as there')
    .option('--set <value=text>', 'give this value', collect)
    .addOption(
      new Option(
        '--require-rto [percent]',
        'fail (1) when the RTO is missed; with --seeds: met in less than so many percent',
      )
        .preset('100')
        .argParser(percent),
    )
    .option('--svg <file>', 'write the chart into this file')
    .option('--png <file>', 'the same as a picture')
    .option('--contacts <file>', "people's addresses, when kept apart from the plan")
    .option('--json', 'for tools')
    .addHelpText('after', MORE)
    .action(async (plan: string, options: Partial<RehearseOptions>) => {
      const { runRehearse } = await import('./rehearse-command.ts')
      const { availableParallelism } = await import('node:os')
      const { json = false, threads = availableParallelism() } = options
      const progress = progressOnStderr({ quiet: json })
      const around = { colour: hasColours(process.stdout), write, complain, progress, now: () => performance.now() }
      process.exitCode = await runRehearse(plan, { ...options, json, threads, ...around })
    })
}
