/** Everything that somebody is going to do as things stand. */
import type { IncidentState } from '../../incident/state.ts'
import { answeringWishes } from './answering.ts'
import { approvingWishes } from './approving.ts'
import type { Cast } from './cast.ts'
import { leadingWishes } from './leading.ts'
import { steppingWishes } from './stepping.ts'
import { tellingWishes } from './telling.ts'
import type { Wish } from './wish.ts'

export const wishesOf = (cast: Cast, state: IncidentState): Wish[] => [
  ...answeringWishes(cast, state),
  ...approvingWishes(cast, state),
  ...steppingWishes(cast, state),
  ...leadingWishes(cast, state),
  ...tellingWishes(cast, state),
]
