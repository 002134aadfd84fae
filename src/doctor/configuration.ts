/** The configuration as `muster serve` reads it, and what is missing in it that no outside service would tell. */
import { capital } from '../plan/in-words.ts'
import { type Check, error, type Finding, ok, warning } from './finding.ts'

export const configuration: Check = {
  name: 'configuration',
  group: 'Configuration',
  run({ problems, settings }) {
    return [
      ...configurationProblems(problems),
      ...(settings.openConsole ? [] : [consoleFinding(settings.consoleToken)]),
    ]
  },
}

/** Also for when nothing else could be read. */
export function configurationProblems(problems: readonly string[]): Finding[] {
  if (problems.length === 0) return [ok('The settings are whole')]
  return problems.map((problem) => {
    // Problems are worded as "what is wrong: what to do".
    const [, what = problem, remedy = ''] =
      /^(.*?): ((?:set|write|use|give|remove|did you mean) .*)$/.exec(problem) ?? []
    const advice = remedy === '' ? 'Correct it in the environment or in muster.yaml.' : capital(remedy)
    return error(what.replace(/\.$/, ''), '`muster serve` does not start without this being right.', advice)
  })
}

function consoleFinding(token: string | undefined): Finding {
  if (token !== undefined) return ok('The console is open to holders of MUSTER_CONSOLE_TOKEN')
  return warning(
    'The console is closed',
    '`muster dr` needs the console: while Slack is down, only whoever has a link of their own can run a command.',
    'Set MUSTER_CONSOLE_TOKEN to 16 random characters or more.',
  )
}
