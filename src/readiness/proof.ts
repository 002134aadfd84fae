/** A drill or an incident that was gone through to its end: what shows that a scenario can be recovered from. */
export interface Proof {
  incident: string
  scenario: string | null
  mode: 'real' | 'drill'
  /** Which drill of the plan it was; null: nobody has said, and it counts for each that practises its scenario. */
  drill: string | null
  startedMs: number
  /** From the beginning of the outage until the service was back, ms. */
  tookMs: number
  rtoMs: number
  /** So many steps that would change something were only looked on; absent: none, as far as is known. */
  onlyLooked?: number
}
