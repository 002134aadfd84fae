/** What the engine lets others count. Calls must be quick and must not throw. */
export interface Observer {
  /** Something that was due is attempted, so late: milliseconds of the plan's clock. */
  due(lateMs: number): void
  /** The wake loop has looked at what is due, or failed to. */
  looked(ok: boolean): void
}

export const unobserved: Observer = { due: () => {}, looked: () => {} }
