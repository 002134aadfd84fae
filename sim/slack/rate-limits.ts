/**
 * Slack's rate limits for the app: for each method a bucket by its tier, for `chat.postMessage` one for each channel
 * and one for the workspace. Tiers are what docs.slack.dev/apis/web-api/rate-limits guarantees per minute ("Tier 3:
 * 50+"); bursts are welcome there but not numbered, and here a bucket holds one minute's worth. It limits; it does not
 * delay or answer.
 */
import type { Clock } from '../../src/engine/clock.ts'

/** Calls a minute by tier. */
const TIER_PER_MINUTE = { 1: 1, 2: 20, 3: 50, 4: 100 } as const
type Tier = keyof typeof TIER_PER_MINUTE

/** Tiers from the methods' own pages on docs.slack.dev/reference/methods. Others count as tier 3, the commonest. */
const TIER_BY_METHOD: Record<string, Tier> = {
  'bookmarks.add': 2,
  'bookmarks.edit': 2,
  'bookmarks.list': 3,
  'bookmarks.remove': 2,
  'chat.delete': 3,
  'chat.postEphemeral': 4,
  'chat.update': 3,
  'conversations.archive': 2,
  'conversations.create': 2,
  'conversations.list': 2,
  'conversations.members': 4,
  'conversations.rename': 2,
  'conversations.setPurpose': 2,
  'conversations.setTopic': 2,
  'conversations.unarchive': 2,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'pins.add': 2,
  'pins.list': 2,
  'pins.remove': 2,
  'reactions.remove': 2,
  'usergroups.list': 2,
  'usergroups.users.list': 2,
  'users.info': 4,
  'users.list': 2,
  'users.profile.get': 4,
  'views.open': 4,
  'views.publish': 4,
  'views.push': 4,
  'views.update': 4,
}

/** "Special" tiers, per minute: "hundreds of requests per minute" for these on their own pages. */
const SPECIAL_PER_MINUTE: Record<string, number> = { 'auth.test': 300, 'chat.getPermalink': 300, 'api.test': 300 }

/** "One message per second per channel", short bursts allowed; a burst of 20 is what clients have measured. */
const POST_CHANNEL: BucketSize = { capacity: 20, perMinute: 60 }
/** "Several hundred messages per minute" for the workspace. */
const POST_WORKSPACE: BucketSize = { capacity: 300, perMinute: 300 }

interface BucketSize {
  capacity: number
  perMinute: number
}

interface Bucket {
  left: number
  size: BucketSize
}

export interface RateLimits {
  /**
   * Counts one call.
   * @param channel the channel posted to, for `chat.postMessage`.
   * @returns seconds to wait when the call is over the limit (such a call is not counted), else undefined.
   */
  take(method: string, channel: string): number | undefined
}

/**
 * @param clocks a bucket refills by whichever of these moved further since the last call: wall time, because a frozen
 *   sandbox clock must not forbid posting for ever, and the sandbox's, because hours of an incident may pass in one
 *   real second.
 */
export function createRateLimits(clocks: Clock[]): RateLimits {
  const buckets = new Map<string, Bucket>()
  let seenMs = clocks.map((clock) => clock.now())

  const refill = () => {
    const nowMs = clocks.map((clock) => clock.now())
    const passedMs = Math.max(0, ...nowMs.map((now, index) => now - (seenMs[index] ?? now)))
    seenMs = nowMs
    for (const bucket of buckets.values()) {
      bucket.left = Math.min(bucket.size.capacity, bucket.left + (passedMs * bucket.size.perMinute) / 60_000)
    }
  }
  const bucketOf = (key: string, size: BucketSize) => {
    const bucket = buckets.get(key) ?? { left: size.capacity, size }
    buckets.set(key, bucket)
    return bucket
  }
  return {
    take(method, channel) {
      refill()
      const asked = bucketsOf(method, channel).map(({ key, size }) => bucketOf(key, size))
      const waitSeconds = Math.max(...asked.map(secondsUntilOne))
      if (waitSeconds > 0) return waitSeconds
      for (const bucket of asked) bucket.left -= 1
      return undefined
    },
  }
}

function bucketsOf(method: string, channel: string): { key: string; size: BucketSize }[] {
  if (method === 'chat.postMessage') {
    return [
      { key: `post to ${channel}`, size: POST_CHANNEL },
      { key: 'post', size: POST_WORKSPACE },
    ]
  }
  const perMinute = SPECIAL_PER_MINUTE[method] ?? TIER_PER_MINUTE[TIER_BY_METHOD[method] ?? 3]
  return [{ key: method, size: { capacity: perMinute, perMinute } }]
}

/** Whole seconds, as Retry-After counts them; 0 when a call is left. */
function secondsUntilOne(bucket: Bucket): number {
  return bucket.left >= 1 ? 0 : Math.max(1, Math.ceil(((1 - bucket.left) * 60) / bucket.size.perMinute))
}
