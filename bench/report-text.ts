/** The figures as people read them: a line for what is measured, a row for each figure. */
import type { Aim } from './benchmark.ts'
import type { Figure, Report, Result } from './run-benchmarks.ts'
import type { Spread } from './statistics.ts'

export function headText({ machine, quick }: Pick<Report, 'machine' | 'quick'>): string {
  return `${machineText(machine)}\n${quick ? 'Tiny sizes: these figures mean nothing.\n' : ''}`
}

const machineText = ({ processors, model, memoryGb, node, platform }: Report['machine']): string =>
  `${processors} processors (${model}), ${memoryGb} GB, Node ${node}, ${platform}`

export function resultText({ name, measures, figures, seconds, failed }: Result): string {
  const rows = failed ? [`  could not be measured: ${failed}`] : figures.flatMap(figureLines)
  return `\n${name} (${seconds} s): ${measures}\n${rows.join('\n')}\n`
}

function figureLines(figure: Figure): string[] {
  const { name, what, unit, baseline, ours, baselineMeasured, ratio, aim, met } = figure
  const verdict = aim ? ` ${met ? 'met' : 'MISSED'} (aim: ${aimText(aim, unit)})` : ''
  return [
    `  ${name}: ${what}`,
    `    ours ${spreadText(ours)} ${unit}; baseline ${spreadText(baselineMeasured)} ${unit} (${baseline})`,
    `    ratio ${spreadText(ratio)}${verdict}`,
  ]
}

export const aimText = ({ max, ratioMax, ratioMin }: Aim, unit: string): string =>
  [
    ...(ratioMax === undefined ? [] : [`at most ${ratioMax} times the baseline`]),
    ...(ratioMin === undefined ? [] : [`at least ${ratioMin} of the baseline`]),
    ...(max === undefined ? [] : [`at most ${max} ${unit}`]),
  ].join(', ')

/** The table of bench/README.md. */
export function markdownText(report: Report): string {
  const { machine, startedAt, benchmarks } = report
  const rows = benchmarks.flatMap(({ name, figures }) =>
    figures.map((figure) => {
      const { ours, baselineMeasured, ratio, unit, aim, met } = figure
      const cells = [name, figure.name, `${spreadText(ours)} ${unit}`, spreadText(baselineMeasured), spreadText(ratio)]
      const verdict = aim ? `${met ? 'met' : '**missed**'}: ${aimText(aim, unit)}` : ''
      return `| ${[...cells, verdict].join(' | ')} |`
    }),
  )
  return [
    `${startedAt.slice(0, 10)}: ${machineText(machine)}.`,
    '',
    '| benchmark | figure | ours | baseline | ratio | aim |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

/** `2.1 (1.9 to 3.0)`: the median, and between what. */
const spreadText = ({ min, median, max }: Spread): string =>
  `${numberText(median)} (${numberText(min)} to ${numberText(max)})`

/** Three digits that count. */
function numberText(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toFixed(digits)
}
