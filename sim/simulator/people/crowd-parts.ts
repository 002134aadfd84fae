/** What people live in: the incidents that they speak of, and how they are heard. */
import type { Plan } from '../../../src/plan/schema.ts'
import type { Entropy } from '../entropy.ts'
import type { Scheduler } from '../scheduler.ts'
import type { Span } from '../span.ts'
import type { Outside } from '../world/outside.ts'
import type { Post } from './post.ts'

export interface CrowdParts {
  scheduler: Scheduler
  entropy: Entropy
  outside: Outside
  post: Post
  plan: Plan
  incidents: readonly string[]
  span: Span
}
