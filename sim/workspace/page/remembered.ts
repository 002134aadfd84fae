/** What the browser remembers of a visitor: who they are, what they have read, that they know their way. A browser that refuses to is fine. */
const PERSON = 'muster.person'
const KNOWS_THE_WAY = 'muster.knows-the-way'
const READ = 'muster.read'

const quietly = <T>(act: () => T, otherwise: T): T => {
  try {
    return act()
  } catch {
    return otherwise
  }
}

export const rememberedPerson = () => quietly(() => localStorage.getItem(PERSON) ?? undefined, undefined)
export const rememberPerson = (person: string) => quietly(() => localStorage.setItem(PERSON, person), undefined)

export const knowsTheWay = () => quietly(() => localStorage.getItem(KNOWS_THE_WAY) === 'yes', false)
export const rememberKnowsTheWay = () => quietly(() => localStorage.setItem(KNOWS_THE_WAY, 'yes'), undefined)

/** Serial of the last message read, by channel; of this run of the sandbox only. */
export const rememberedReading = (run: string): Record<string, number> =>
  quietly(() => {
    const kept = JSON.parse(sessionStorage.getItem(READ) ?? '{}')
    return kept.run === run ? kept.upTo : {}
  }, {})
export const rememberReading = (run: string, upTo: Record<string, number>) =>
  quietly(() => sessionStorage.setItem(READ, JSON.stringify({ run, upTo })), undefined)
