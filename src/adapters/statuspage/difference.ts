/** Compares what Statuspage shows with what it was asked to show: somebody may have edited it, and automations of its own may have. */

/** What was asked for, in the fields of the API. */
export interface Wanted {
  name: string
  status: string
  body: string
  /** States by component id. */
  components?: Record<string, string>
}

interface Shown {
  status?: string
  incident_updates?: { body?: string; status?: string }[]
  components?: { id?: string; name?: string; status?: string }[]
}

/** One sentence, or nothing when all is as it should be. Texts are not repeated: they may be long. */
export function differenceOf(wanted: Wanted, shown: unknown): string | undefined {
  const { status, incident_updates: updates = [], components = [] } = (shown ?? {}) as Shown
  const differences: string[] = []
  if (status !== wanted.status) differences.push(`the status "${status}" instead of "${wanted.status}"`)
  // Line ends and spaces around are Statuspage's to change.
  const isSame = (text = '') => text.replaceAll(/\s+/g, ' ').trim() === wanted.body.replaceAll(/\s+/g, ' ').trim()
  if (!isSame(updates[0]?.body)) differences.push('another text')
  for (const [id, state] of Object.entries(wanted.components ?? {})) {
    const component = components.find((one) => one.id === id)
    if (!component) differences.push('not all of the components')
    else if (component.status !== state) {
      differences.push(`${component.name} as "${component.status}" instead of "${state}"`)
    }
  }
  return differences.length > 0 ? `Statuspage shows ${[...new Set(differences)].join(', ')}.` : undefined
}
