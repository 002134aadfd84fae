/**
 * Reads one place of a JSON document: `status`, `items[0].id`, `["a.b"].c`, `[0]`. Promises a sentence for a place that cannot be read or is not there, and
 * never to find what every object has, such as `constructor`.
 */

export type Place = { found: true; value: unknown } | { found: false; why: string }

const STEP = /(?:^|(?<!^)\.)([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y

export function readPlace(document: unknown, place: string): Place {
  const steps = stepsOf(place)
  if (!steps) return { found: false, why: `"${place}" is no place in JSON: write it like items[0].id` }
  let value = document
  for (const [index, step] of steps.entries()) {
    if (!has(value, step)) return { found: false, why: `there is no ${written(steps.slice(0, index + 1))}` }
    value = value[step]
  }
  return { found: true, value }
}

function stepsOf(place: string): (string | number)[] | undefined {
  const steps: (string | number)[] = []
  STEP.lastIndex = 0
  while (STEP.lastIndex < place.length) {
    const step = STEP.exec(place)
    if (!step) return undefined
    steps.push(step[2] === undefined ? (step[1] ?? unescaped(step[3] ?? '')) : Number(step[2]))
  }
  return steps.length > 0 ? steps : undefined
}

const unescaped = (name: string): string => name.replace(/\\(.)/g, '$1')

function has(value: unknown, step: string | number): value is Record<string | number, unknown> {
  if (typeof step === 'number') return Array.isArray(value) && step < value.length
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, step)
}

const written = (steps: (string | number)[]): string =>
  steps.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    if (/[.[\]"]/.test(step)) return `${text}[${JSON.stringify(step)}]`
    return text === '' ? step : `${text}.${step}`
  }, '')
