/** Where the visitor is, as the part of the address behind `#`. Pure: reading and writing are each other's reverse. */
export type Route =
  | { kind: 'channel'; name: string; thread?: string }
  /** The app's direct messages to that person, as that person. */
  | { kind: 'dm'; person: string; thread?: string }
  | { kind: 'home' }
  | { kind: 'phones'; person?: string }
  | { kind: 'mail'; number?: number }
  | { kind: 'pagerduty' }
  | { kind: 'status' }
  | { kind: 'patient' }

/** An address, and as whom it is to be looked at when it says so: `#/channel/dr-commands?as=technical-lead`. */
export interface Place {
  route: Route
  as?: string
}

/** Undefined for an address that leads nowhere. */
export function readPlace(hash: string): Place | undefined {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2)
  const [kind, first, second, third] = path.split('/').filter(Boolean).map(decodeURIComponent)
  const route = routeOf(kind, first, second === 'thread' ? third : undefined)
  const as = new URLSearchParams(query).get('as')
  return route && { route, ...(as ? { as } : {}) }
}

function routeOf(kind: string | undefined, name: string | undefined, thread: string | undefined): Route | undefined {
  const inThread = thread ? { thread } : {}
  switch (kind) {
    case 'channel':
      return name ? { kind, name, ...inThread } : undefined
    case 'dm':
      return name ? { kind, person: name, ...inThread } : undefined
    case 'phone':
    case 'phones':
      return { kind: 'phones', ...(name ? { person: name } : {}) }
    case 'mail':
      return { kind, ...(Number(name) > 0 ? { number: Number(name) } : {}) }
    case 'home':
    case 'pagerduty':
    case 'status':
    case 'patient':
      return { kind }
    default:
      return undefined
  }
}

export function hashOf(route: Route): string {
  const parts = [...partsOf(route), ...('thread' in route && route.thread ? ['thread', route.thread] : [])]
  return `#/${parts.map(encodeURIComponent).join('/')}`
}

function partsOf(route: Route): string[] {
  switch (route.kind) {
    case 'channel':
      return ['channel', route.name]
    case 'dm':
      return ['dm', route.person]
    case 'phones':
      return route.person ? ['phone', route.person] : ['phones']
    case 'mail':
      return route.number ? ['mail', String(route.number)] : ['mail']
    default:
      return [route.kind]
  }
}
