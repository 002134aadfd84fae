/** A chart into the files that were asked for. Promises that a file is whole or as it was before, and to say before any work begins that one cannot be written. */
import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { writeWhole } from './whole-file.ts'

export interface ChartFiles {
  svg?: string | undefined
  png?: string | undefined
}

/** @returns what is wrong with them, as a sentence; undefined: nothing. */
export function chartFilesProblem({ svg, png }: ChartFiles): string | undefined {
  if (svg !== undefined && png !== undefined && resolve(svg) === resolve(png))
    return `Both charts go to ${svg}: name two files.`
  return [svg, png].map((file) => file && fileProblem(file)).find((problem) => problem)
}

function fileProblem(file: string): string | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return `${file} is a folder: name a file in it.`
  try {
    accessSync(dirname(resolve(file)), constants.W_OK)
    return undefined
  } catch {
    return unwritable(file)
  }
}

const unwritable = (file: string): string => `${file} cannot be written: see whether its folder is there and is yours.`

/** @returns the files that were written, or what was wrong. */
export async function writeChart(
  { svg, png }: ChartFiles,
  chart: string,
): Promise<{ written: string[] } | { why: string }> {
  const written: string[] = []
  for (const [file, bytes] of [
    [svg, () => chart],
    [png, async () => (await import('../charts/png.ts')).pngOf(chart)],
  ] as const) {
    if (file === undefined) continue
    if (!writeWhole(file, await bytes())) return { why: unwritable(file) }
    written.push(file)
  }
  return { written }
}
