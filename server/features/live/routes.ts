import { liveUpdates } from '#contract/live'
import { route, type Route } from '#lib/http/route'
import type { LiveHub } from './live-hub.ts'

export function routes({ hub }: { hub: LiveHub }): Route[] {
  return [route(liveUpdates, (input, { caller }, socket) => hub.join(caller, socket, input.cursor))]
}
