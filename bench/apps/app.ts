/** What the programs that are measured in processes of their own say to whoever started them, and hear. */
import type { Settings } from '../../src/program/settings.ts'

export type ToApp =
  /** `built`: what `npm run build` has made, as it is installed; else the sources. */
  | { type: 'muster'; settings: Settings; built: boolean }
  /** Bolt that acknowledges and does nothing; with a database, also what a bot without a plan would do with `/dr declare`; with `jobs`, pg-boss beside it. */
  | {
      type: 'bare'
      slack: { botToken: string; signingSecret: string; apiUrl: string }
      databaseUrl?: string
      jobs?: boolean
    }
  | { type: 'memory' }

export interface Running {
  /** Without a slash at the end. */
  url: string
  stop(): Promise<void>
}

export type FromApp =
  /** Takes requests. */
  { type: 'started'; url: string } | { type: 'memory'; rssMb: number }
