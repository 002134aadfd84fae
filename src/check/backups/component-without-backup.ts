/** Components whose loss the plan calls grave, and of which it saves nothing. */
import type { CheckRule } from '../rule.ts'
import { isGrave } from './grave.ts'

export const componentWithoutBackup: CheckRule = {
  name: 'component-without-backup',
  level: 'warning',
  judge: ({ plan }) => {
    const saved = new Set(Object.values(plan.backups).flatMap(({ components }) => components))
    // Without a single backup that says what it saves, everything would be reported: the plan does not use the field.
    if (saved.size === 0) return []
    return Object.entries(plan.components).flatMap(([id, component]) => {
      if (saved.has(id) || !isGrave(component)) return []
      const { label, priority, lossImpact } = component
      const why = lossImpact === undefined ? `its priority is ${priority}` : `its loss means: ${lossImpact}`
      return [
        {
          path: ['components', id],
          at: 'key',
          message: `no backup set holds "${label}", and ${why}`,
          remedy: `write a set with "components: [${id}]", add it to the set that holds it, or, if it keeps nothing, suppress this and say so`,
        },
      ]
    })
  },
}
