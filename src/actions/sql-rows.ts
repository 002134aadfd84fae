/** What a query gave: its first rows as a small table for people, and what a plan expects of it. Values are texts as the database writes them. */
import type { RenderedSql } from '../incident/recovery/work.ts'

type Cell = string | null

export interface Rows {
  columns: string[]
  /** The first of them. */
  first: Cell[][]
  /** Rows returned; where nothing is returned, rows touched. */
  count: number
}

/** As many rows are shown, and kept. */
export const ROWS_SHOWN = 20

/** @param shown makes a cell short and fit to be shown. */
export function tableOf({ columns, first, count }: Rows, shown: (cell: string) => string): string {
  if (columns.length === 0) return rowsText(count)
  const lines = [columns, ...first.map((row) => row.map((cell) => cell ?? 'NULL'))].map((row) => row.map(shown))
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  const table = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
  const more = count > first.length ? `… and ${rowsText(count - first.length)} more` : rowsText(count)
  return [...table, more].join('\n')
}

const rowsText = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`

type Expected = RenderedSql['expect']
interface Bound {
  min?: number | undefined
  max?: number | undefined
}

/** What is not as expected, in words that follow "the query on main "; undefined: nothing. */
export function unmetRows({ rows, value }: Expected, found: Rows): string | undefined {
  if (rows !== undefined && !isWithin(found.count, rows))
    return `gave ${rowsText(found.count)} and not ${boundText(rows)}`
  if (value === undefined) return undefined
  const row = found.first[0]
  if (!row) return `gave no row, where ${wantedText(value)} was expected`
  const cell = row[0] ?? null
  const isMet = isBound(value) ? cell !== null && isNumber(cell) && isWithin(Number(cell), value) : isEqual(cell, value)
  return isMet ? undefined : `gave ${cell === null ? 'NULL' : `"${cell}"`} and not ${wantedText(value)}`
}

type Wanted = NonNullable<Expected['value']> | null

const isBound = (value: Wanted): value is Bound => typeof value === 'object' && value !== null
const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text))

/** A number is the same number however many zeros the database writes behind it. */
function isEqual(cell: Cell, wanted: Exclude<Wanted, Bound>): boolean {
  if (cell === null || wanted === null) return cell === wanted
  return cell === String(wanted) || (typeof wanted === 'number' && isNumber(cell) && Number(cell) === wanted)
}

function isWithin(number: number, bound: number | Bound): boolean {
  if (typeof bound === 'number') return number === bound
  return number >= (bound.min ?? Number.NEGATIVE_INFINITY) && number <= (bound.max ?? Number.POSITIVE_INFINITY)
}

const wantedText = (value: Wanted): string =>
  isBound(value) ? boundText(value) : typeof value === 'string' ? `"${value}"` : value === null ? 'NULL' : String(value)

function boundText(bound: number | Bound): string {
  if (typeof bound === 'number') return String(bound)
  const { min, max } = bound
  if (min !== undefined && max !== undefined) return `${min} to ${max}`
  if (min !== undefined) return `at least ${min}`
  return max === undefined ? 'a number' : `at most ${max}`
}
