/**
 * Gauges whose figures are read from the database when they are asked for. While it does not answer they have none, and everything else is told all the same: whoever
 * watches Muster wants to see just then that it is the database.
 */
import { Gauge, type Registry } from 'prom-client'

type SetFigure = (labels: Record<string, string>, value: number) => void
export type ReadGauge = (
  gauge: { name: string; help: string; labelNames?: string[] },
  read: (set: SetFigure) => Promise<void>,
) => void

/** @param answers whether the database does. */
export function createReadGauge(registry: Registry, answers: () => Promise<boolean>): ReadGauge {
  return ({ name, help, labelNames = [] }, read) => {
    new Gauge({
      ...{ name, help, labelNames, registers: [registry] },
      async collect() {
        const figures: [Record<string, string>, number][] = []
        const isRead = (await answers()) && (await isDone(read((labels, value) => figures.push([labels, value]))))
        if (labelNames.length > 0) this.reset()
        else this.remove()
        if (isRead) for (const [labels, value] of figures) this.set(labels, value)
      },
    })
  }
}

const isDone = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )
