/**
 * Where the keys of a `<Gather>` come from: typed in advance, as a test does, or pressed while somebody listens, as on a real telephone.
 * Knows nothing of TwiML beyond how many keys are wanted and which one ends them.
 */
interface Wanted {
  digitsMax: number
  /** The key that ends the entry and is not part of it; '' for none. */
  finishOnKey: string
}

export interface Keypad {
  /** The keys for one Gather, '' when none come; undefined: the person has hung up. */
  take(wanted: Wanted): Promise<string | undefined>
}

/** All keys are known from the start; a Gather takes what it wants of them, and when they run out it gets none. */
export function typedKeys(keys: string): Keypad {
  let left = keys
  return {
    async take(wanted) {
      const { taken, rest } = takeFrom(left, wanted)
      left = rest
      return taken
    },
  }
}

export interface LiveKeypad extends Keypad {
  press(keys: string): void
  hangUp(): void
  /** Resolves when a Gather waits for keys that have not been pressed. */
  waiting(): Promise<void>
}

/** Keys come as they are pressed, and a Gather waits for them without end: how long a person may take is not simulated. */
export function liveKeypad(): LiveKeypad {
  let pressed = ''
  let hungUp = false
  let changed = Promise.withResolvers<void>()
  let asked = Promise.withResolvers<void>()
  const wake = () => {
    const { resolve } = changed
    changed = Promise.withResolvers()
    resolve()
  }
  return {
    async take(wanted) {
      while (!hungUp) {
        const { taken, rest, complete } = takeFrom(pressed, wanted)
        if (complete) {
          pressed = rest
          return taken
        }
        asked.resolve()
        await changed.promise
      }
      return undefined
    },
    press(keys) {
      pressed += keys
      // Whoever waits from now on waits for what these keys lead to.
      asked = Promise.withResolvers()
      wake()
    },
    hangUp() {
      hungUp = true
      asked = Promise.withResolvers()
      wake()
    },
    waiting: () => asked.promise,
  }
}

function takeFrom(keys: string, { digitsMax, finishOnKey }: Wanted) {
  let taken = ''
  for (let at = 0; at < keys.length; at++) {
    const key = keys.charAt(at)
    if (finishOnKey !== '' && key === finishOnKey) return { taken, rest: keys.slice(at + 1), complete: true }
    taken += key
    if (taken.length >= digitsMax) return { taken, rest: keys.slice(at + 1), complete: true }
  }
  return { taken, rest: '', complete: false }
}
