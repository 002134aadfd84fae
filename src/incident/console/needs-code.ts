/** What wants a code by text message before it is done in the responder console: a link alone must not be enough to destroy something, or to speak for everybody. */
import type { IncidentCommand } from '../commands.ts'
import type { View } from '../view-shape.ts'

const stepTitle = (view: View, id: string) => view.recovery?.steps.find((step) => step.id === id)?.title ?? id

/** In words, for the message with the code; undefined: it wants none. */
export function whatNeedsCode(view: View, wish: IncidentCommand | { type: 'hold' }): string | undefined {
  switch (wish.type) {
    case 'approve-step':
      return `approve “${stepTitle(view, wish.step)}”`
    case 'break-glass':
      return `break the glass for “${stepTitle(view, wish.step)}”`
    case 'start-step': {
      const step = view.recovery?.steps.find(({ id }) => id === wish.step)
      if (wish.variant === 'dry' || step?.risk !== 'destructive') return undefined
      return `${wish.variant === 'undo' ? 'take back' : 'run'} “${step.title}”`
    }
    case 'waive-checks':
      return 'let the checks go'
    case 'approve-message':
      return `send the message “${wish.notice}”`
    case 'cancel':
      return `call off ${view.id}`
    case 'merge-into':
      return `merge ${view.id} into ${wish.incident}`
    case 'hold':
      return 'hold everything outgoing'
    default:
      return undefined
  }
}
