/** How one probe stands as one replica sees it: what is not worth a line in the journal. */
export interface ProbeNow {
  plan: string
  probe: string
  /** `unknown`: not looked at often enough yet. */
  verdict: 'up' | 'down' | 'unknown'
  /** Since when, epoch ms. */
  sinceMs: number
  lookedMs: number | null
  /** Of the last look, when it failed. */
  reason: string | null
  /** In the last day, as far as it is remembered. */
  looks: number
  failed: number
  /** How long half of the answers took at most. */
  p50Ms: number | null
}
