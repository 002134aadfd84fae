/** The responder console beside everything else that is served: it has headers of its own. */
import type { Hono } from 'hono'
import { RESPOND_PATH } from '../../adapters/console-credentials.ts'

type Fetch = Hono['fetch']

export const withResponders =
  (web: Fetch, responders: Fetch): Fetch =>
  (request, ...rest) =>
    new URL(request.url).pathname.startsWith(`${RESPOND_PATH}/`) ? responders(request, ...rest) : web(request, ...rest)
